import type { Scalar } from '../../core/expression.js';
import { refuseSql } from '../compile-error.js';
import type { QueryText } from '../query-text.js';
import type { SourceColumn } from '../sources/table.js';
import { idSql } from '../spelling.js';

/** A filter as a condition that is true or false, never NULL. */
export function filterSql(query: QueryText, filter: object): string {
  const conditions = Object.entries(filter).flatMap(([field, wanted]) => conditionsOn(query, field, wanted));
  return conditions.length === 0 ? 'TRUE' : `coalesce(${conditions.join(' AND ')}, FALSE)`;
}

function conditionsOn(query: QueryText, field: string, wanted: unknown): readonly string[] {
  const option = `the filter on "${field}"`;
  const column = query.columnOf(option, field, ['number', 'integer', 'text', 'boolean']);
  if (typeof wanted !== 'object' || wanted === null) return [oneOf(query, column, [wanted])];
  if (Array.isArray(wanted)) return [oneOf(query, column, wanted)];
  const present = `${query.bare(column)} IS NOT NULL`;
  return [
    present,
    ...Object.entries(wanted).map(([operator, operand]) => condition(query, option, column, operator, operand)),
  ];
}

function condition(query: QueryText, option: string, column: SourceColumn, operator: string, operand: unknown): string {
  switch (operator) {
    case 'eq':
      return oneOf(query, column, [operand]);
    case 'ne':
      return `NOT ${oneOf(query, column, [operand])}`;
    case 'in':
      return oneOf(query, column, operand as readonly unknown[]); // a list, as `where` checked
    case 'contains':
      return contains(query, column, String(operand));
    default:
      return bound(query, option, column, operator === 'gte' ? '>=' : '<=', operand);
  }
}

/** As `===` in memory: what is of another type is never equal. */
function oneOf(query: QueryText, column: SourceColumn, values: readonly unknown[]): string {
  const wanted = values.filter((value) => canEqual(query, column, value));
  if (wanted.length === 0) return 'FALSE';
  const list = wanted.map((value) => operandSql(query, column, value as Scalar)); // by canEqual
  return list.length === 1
    ? `(${valueSql(query, column, wanted)} = ${list[0]})`
    : `(${valueSql(query, column, wanted)} IN (${list.join(', ')}))`;
}

function bound(
  query: QueryText,
  option: string,
  column: SourceColumn,
  operator: '>=' | '<=',
  operand: unknown,
): string {
  if (!isOfKind(column, operand) || Number.isNaN(operand)) return 'FALSE';
  if (typeof operand === 'string') checkOrder(option, operand);
  const [value, wanted] = [valueSql(query, column, [operand]), operandSql(query, column, operand as Scalar)]; // by isOfKind
  const isNumber = operator === '>=' && column.kind === 'number';
  // To DuckDB and Postgres NaN is the largest number.
  return isNumber
    ? `(${value} >= ${wanted} AND NOT ${query.dialect.isNan(value)})`
    : `(${value} ${operator} ${wanted})`;
}

function contains(query: QueryText, column: SourceColumn, needle: string): string {
  if (column.kind !== 'text' || !canBeStored(query, needle)) return 'FALSE';
  if (needle === '') return 'TRUE';
  return query.dialect.contains(valueSql(query, column, [needle]), query.value(needle).sql);
}

function canEqual(query: QueryText, column: SourceColumn, value: unknown): boolean {
  return isOfKind(column, value) && !Number.isNaN(value) && (typeof value !== 'string' || canBeStored(query, value));
}

function isOfKind({ kind }: SourceColumn, value: unknown): boolean {
  if (kind === 'text') return typeof value === 'string';
  return kind === 'boolean' ? typeof value === 'boolean' : typeof value === 'number';
}

/** Integers are compared as such, however large, which lets an engine skip parts of a table; what is declared as one and is none is refused. */
function valueSql(query: QueryText, column: SourceColumn, operands: readonly unknown[]): string {
  const value = column.kind === 'integer' ? idSql(query, column) : query.read(column);
  const isWhole = column.kind !== 'integer' || operands.every(Number.isSafeInteger);
  return isWhole ? value : query.dialect.as('number', value);
}

function operandSql(query: QueryText, column: SourceColumn, value: Scalar): string {
  if (column.kind === 'integer' && Number.isSafeInteger(value)) return query.integer(value as number); // an integer
  return query.value(typeof value === 'number' ? value + 0 : value).sql; // -0 is 0
}

/** Half of a pair of surrogates is no character, and Postgres holds no NUL: no row can have such a text. */
export function canBeStored(query: QueryText, text: string): boolean {
  return !/\p{Surrogate}/u.test(text) && (query.dialect.hasNul || !text.includes('\0'));
}

/** In memory texts compare by UTF-16 code units, in engines by bytes: the same unless a sign is above U+D7FF. */
export function checkOrder(option: string, text: string): void {
  if (/[^\0-\uD7FF]/u.test(text))
    refuseSql(option, 'a text of signs below U+D800, as engines order others differently', 'another text');
}

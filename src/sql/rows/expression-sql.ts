import type { Expression, Scalar, Test } from '../../core/expression.js';
import { refuseSql } from '../compile-error.js';
import type { SqlType } from '../dialects/dialect.js';
import type { QueryText, Sql } from '../query-text.js';
import { unsigned } from '../spelling.js';
import { canBeStored, checkOrder } from './filter-sql.js';

/** The inputs of a tally by name: columns of the inner query. */
export type InputsSql = ReadonlyMap<string, Sql>;

/** An expression over valid inputs, as memory computes it: numbers as doubles. `option` names it in an error. */
export function expressionSql(query: QueryText, inputs: InputsSql, option: string, expression: Expression): Sql {
  if (typeof expression !== 'object') return constant(query, option, expression);
  switch (expression.kind) {
    case 'input':
      return inputs.get(expression.name) ?? refuseSql(option, 'inputs of the tally', expression.name);
    case 'arithmetic': {
      const terms = expression.terms.map((term) => asNumber(query, expressionSql(query, inputs, option, term)));
      const [first = query.value(0).sql, ...rest] = terms;
      return { sql: rest.reduce((left, right) => `(${left} ${expression.operator} ${right})`, first), type: 'number' };
    }
    default:
      return { sql: testSql(query, inputs, option, expression), type: 'boolean' };
  }
}

/** A test, as a condition. */
export function testSql(query: QueryText, inputs: InputsSql, option: string, test: Test): string {
  const each = (expression: Expression): Sql => expressionSql(query, inputs, option, expression);
  switch (test.kind) {
    case 'compare':
      return comparison(query, option, [test.left, each(test.left)], test.operator, [test.right, each(test.right)]);
    case 'between': {
      if (Number.isNaN(test.low) || Number.isNaN(test.high)) return 'FALSE';
      const [of, [low, high]] = beside(query, each(test.of), [test.low, test.high]);
      return `(${of} BETWEEN ${low} AND ${high})`;
    }
    case 'oneOf':
      return membership(query, each(test.of), test.values);
    case 'not':
      return `(NOT ${testSql(query, inputs, option, test.test)})`;
    default: {
      const tests = test.tests.map((inner) => testSql(query, inputs, option, inner));
      if (tests.length === 0) return test.kind === 'and' ? 'TRUE' : 'FALSE';
      return `(${tests.join(test.kind === 'and' ? ' AND ' : ' OR ')})`;
    }
  }
}

/** A number as a double. */
export function asNumber(query: QueryText, { sql, type }: Sql): string {
  return type === 'integer' ? query.dialect.as('number', sql) : sql;
}

/** The arithmetic within a test: where it leaves the range of doubles, memory throws. */
export function arithmeticIn(expression: Expression): readonly Expression[] {
  if (typeof expression !== 'object') return [];
  switch (expression.kind) {
    case 'input':
      return [];
    case 'arithmetic':
      return [expression];
    case 'compare':
      return [expression.left, expression.right].flatMap(arithmeticIn);
    case 'between':
    case 'oneOf':
      return arithmeticIn(expression.of);
    case 'not':
      return arithmeticIn(expression.test);
    default:
      return expression.tests.flatMap(arithmeticIn);
  }
}

type Side = readonly [Expression, Sql];

function comparison(query: QueryText, option: string, left: Side, operator: string, right: Side): string {
  const [a, b] = [left[1], right[1]];
  if (Number.isNaN(left[0]) || Number.isNaN(right[0])) return 'FALSE';
  const isNumeric = isNumber(a.type) && isNumber(b.type);
  if (!isNumeric && a.type !== b.type) {
    // In memory they are never equal; `<` would make numbers of them.
    return operator === '=' ? 'FALSE' : refuseSql(option, 'to compare values of one type', `${a.type} and ${b.type}`);
  }
  if (a.type === 'text' && operator !== '=') checkTextOrder(option, left[0], right[0]);
  if (isNumeric && typeof right[0] === 'number') {
    const [of, [constant]] = beside(query, a, [right[0]]);
    return `(${of} ${operator} ${constant})`;
  }
  if (isNumeric) return `(${asNumber(query, a)} ${operator} ${asNumber(query, b)})`;
  return `(${a.sql} ${operator} ${b.sql})`;
}

/** Exact where one side is a constant of signs that all engines order as memory does. */
function checkTextOrder(option: string, left: Expression, right: Expression): void {
  const known = [left, right].find((side) => typeof side === 'string');
  if (typeof known === 'string') checkOrder(option, known);
  else refuseSql(option, 'to compare text in order with a constant only', 'two inputs');
}

function membership(query: QueryText, of: Sql, values: readonly Scalar[]): string {
  const type = isNumber(of.type) ? 'number' : of.type === 'text' ? 'string' : 'boolean';
  const wanted = values.filter(
    (value) =>
      typeof value === type && !Number.isNaN(value) && (typeof value !== 'string' || canBeStored(query, value)),
  );
  if (wanted.length === 0) return 'FALSE';
  const [sql, list] = isNumber(of.type)
    ? beside(query, unsigned(query.dialect, of), wanted as readonly number[]) // as their type was asked for
    : [of.sql, wanted.map((value) => query.value(value).sql)];
  return `(${sql} IN (${list.join(', ')}))`;
}

/** A number and constants that it is compared with: as integers, which costs less, where that says the same. */
function beside(query: QueryText, of: Sql, constants: readonly number[]): readonly [string, readonly string[]] {
  const areWhole = of.type === 'integer' && constants.every((each) => Number.isSafeInteger(each));
  const own = constants.map((each) => each + 0); // -0 is 0
  return areWhole
    ? [of.sql, own.map((each) => query.integer(each))]
    : [asNumber(query, of), own.map((each) => query.value(each).sql)];
}

function constant(query: QueryText, option: string, value: Scalar): Sql {
  if (typeof value === 'string' && !canBeStored(query, value))
    refuseSql(option, 'text that the engine can hold', 'other text');
  return query.value(value);
}

function isNumber(type: SqlType): boolean {
  return type === 'number' || type === 'integer';
}

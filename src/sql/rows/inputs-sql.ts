import type { Rule } from '../../core/input.js';
import type { TallyPlan } from '../../core/tally.js';
import type { SqlType } from '../dialects/dialect.js';
import type { ColumnKind } from '../dialects/kinds.js';
import type { QueryText, Sql } from '../query-text.js';
import { asSigned } from '../spelling.js';
import { type InputsSql, testSql } from './expression-sql.js';

/** Why a row does not count, as numbers in a query. */
export const VALID = 0;
export const MISSING = 1;
export const INVALID = 2;
export const REPEATED = 3;
/** A row that a filter within `by` leaves out: added to the number of keys above the filter. */
export const FILTERED = 10;

/** The inputs of a tally: columns of the innermost query, and what is wrong with a row of them. */
export interface TallyInputs {
  readonly inputs: InputsSql;
  /** `name: expression` pairs for the innermost select. */
  readonly columns: readonly (readonly [name: string, sql: string])[];
  /** `WHEN … THEN …` in the order in which memory judges. */
  readonly faults: readonly string[];
  /** What holds of rows with which nothing is wrong, and of no others. */
  readonly conditions: readonly string[];
  /** The name of the input, where there is one alone, which must be there. */
  readonly only: string | null;
  /** Whether rows with which something is wrong are refused in the end, so that nobody sees what they come to. */
  readonly isRefused: boolean;
  /** Whether what is made of valid inputs is always there. */
  readonly tellsFaults: boolean;
}

/** Reads the inputs of a tally from the columns of the table. */
export function tallyInputs(query: QueryText, plan: TallyPlan): TallyInputs {
  const rules = Object.entries(plan.inputs);
  const inputs = new Map<string, Sql>();
  const columns: (readonly [string, string])[] = [];
  const faults: string[] = [];
  const conditions: string[] = [];
  const isOptional = rules.some(([, rule]) => rule.optional === true);
  for (const [place, [name, rule]] of rules.entries()) {
    const kinds = rule.anyType === true ? ANY_TYPE : KINDS_OF[rule.type];
    const option = typeof rule.from === 'function' ? (rule.field ?? name) : name;
    const column = query.columnOf(option, rule.from, rule.orBoolean === true ? [...kinds, 'boolean'] : kinds);
    const isClaim = rule.orBoolean === true && column.kind === 'boolean';
    const type = isClaim ? 'integer' : (column.kind as SqlType); // by KINDS_OF
    const alias = query.dialect.identifier(`f${place}`);
    const read = asSigned(query, column);
    columns.push([
      alias,
      isClaim ? query.dialect.as('integer', `CASE WHEN ${read} THEN 1 WHEN NOT ${read} THEN 0 END`) : read,
    ]);
    if (rule.optional !== true) faults.push(`WHEN ${alias} IS NULL THEN ${MISSING}`);
    const valid = column.isWhole === true ? null : validity(query, rule, { sql: alias, type });
    inputs.set(name, { sql: alias, type, isSafe: type === 'integer' && valid !== null });
    if (valid !== null) faults.push(`WHEN NOT (${valid}) THEN ${INVALID}`);
    if (rule.optional !== true) conditions.push(valid ?? `${alias} IS NOT NULL`);
    else if (valid !== null) conditions.push(`(${alias} IS NULL OR ${valid})`);
  }
  for (const check of plan.checks ?? []) {
    const test = testSql(query, inputs, 'inputs', check);
    faults.push(`WHEN NOT ${test} THEN ${INVALID}`);
    conditions.push(isOptional ? `coalesce(${test}, TRUE)` : test);
  }
  const isAlone = rules.length === 1 && !isOptional && plan.checks === undefined;
  return {
    inputs,
    columns,
    faults,
    conditions,
    only: isAlone ? query.dialect.identifier('f0') : null,
    isRefused: plan.invalid === 'throw',
    tellsFaults: conditions.length === 0 || !isOptional,
  };
}

const KINDS_OF: Readonly<Record<Rule['type'], readonly ColumnKind[]>> = {
  number: ['number', 'integer'],
  text: ['text'],
  boolean: ['boolean'],
};

const ANY_TYPE: readonly ColumnKind[] = ['number', 'integer', 'text', 'boolean'];

/** What a present value must be; `null` where any will do. NaN and infinities are outside all bounds. */
function validity(query: QueryText, { type, integer, min, max, anySize }: Rule, value: Sql): string | null {
  if (anySize === true || type !== 'number' || value.type === 'text' || value.type === 'boolean') return null;
  if (value.type === 'integer') {
    // A larger integer is no number of JavaScript; as a double it would become one.
    const [low, high] = [Math.ceil(Math.max(min, -(2 ** 53))), Math.floor(Math.min(max, 2 ** 53))];
    return `${value.sql} BETWEEN ${bound(query, low)} AND ${bound(query, high)}`;
  }
  const isWide = min === -Number.MAX_VALUE && max === Number.MAX_VALUE;
  const within = isWide
    ? query.dialect.isFinite(value.sql)
    : `${value.sql} BETWEEN ${query.value(min).sql} AND ${query.value(max).sql}`;
  return integer ? `${within} AND ${value.sql} = trunc(${value.sql})` : within;
}

/** The end of a range: one that is of no metric stands in the text for DuckDB, which plans a query without parameters once. */
function bound(query: QueryText, value: number): string {
  const isOwn = query.dialect.name === 'duckdb' && Math.abs(value) === 2 ** 53;
  return isOwn ? String(value) : query.integer(value);
}

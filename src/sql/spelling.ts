import type { Dialect } from './dialects/dialect.js';
import type { QueryText, Sql } from './query-text.js';
import type { SourceColumn } from './sources/table.js';

/** A column of the row before or after in a window; `NULL` where there is none. */
export function neighbour(dialect: Dialect, which: 'lag' | 'lead', column: string, over: string): string {
  if (dialect.name !== 'clickhouse') return `${which}(${column}) OVER (${over})`;
  // Its lag and lead look within the frame, and know of nothing but in a Nullable.
  const frame = which === 'lag' ? '1 PRECEDING AND CURRENT ROW' : 'CURRENT ROW AND 1 FOLLOWING';
  return `${which}InFrame(${dialect.as('integer', column)}) OVER (${over} ROWS BETWEEN ${frame})`;
}

/** Of the rows of a group of which a condition holds, the value of the one with the least or the greatest time. */
export function valueAt(
  dialect: Dialect,
  which: 'first' | 'last',
  value: string,
  time: string,
  condition: string | null = null,
): string {
  const [least, order] = which === 'first' ? ['min', 'ASC'] : ['max', 'DESC'];
  const only = condition === null ? '' : ` FILTER (WHERE ${condition})`;
  switch (dialect.name) {
    case 'postgres':
      return `(array_agg(${value} ORDER BY ${time} ${order})${only})[1]`;
    case 'duckdb':
      return `arg_${least}(${value}, ${time})${only}`;
    default: {
      const name = which === 'first' ? 'argMin' : 'argMax';
      return condition === null ? `${name}(${value}, ${time})` : `${name}OrNullIf(${value}, ${time}, ${condition})`;
    }
  }
}

/** Of how many rows of a group a condition, which is never `NULL`, holds. */
export function countWhere(dialect: Dialect, condition: string): string {
  return dialect.name === 'clickhouse' ? `countIf(${condition})` : `count(CASE WHEN ${condition} THEN 1 END)`;
}

/** The greatest instant of them; `NULL` where there is none, in ClickHouse 0. */
export function maxWhere(dialect: Dialect, ms: string, condition: string): string {
  return dialect.name === 'clickhouse' ? `maxIf(${ms}, ${condition})` : `max(CASE WHEN ${condition} THEN ${ms} END)`;
}

/** Some columns of a table expression, with a row for each of several values: `place`, which of them, and `value`. */
export function valuesOf(
  dialect: Dialect,
  columns: readonly string[],
  values: readonly string[],
  from: string,
): string {
  const list = columns.join(', ');
  if (dialect.name === 'clickhouse')
    return `SELECT ${list}, place, value FROM ${from} ARRAY JOIN [${values.map((_, place) => `toUInt8(${place})`).join(', ')}] AS place, [${values.join(', ')}] AS value`;
  const cases = values.map((value, place) => `WHEN ${place} THEN ${value}`);
  const places = values.map((_, place) => `(${place})`);
  return `SELECT ${list}, place, CASE place ${cases.join(' ')} END AS value FROM ${from} CROSS JOIN (VALUES ${places.join(', ')}) AS places (place)`;
}

/** A 64-bit integer as one in which products of two such have room. */
export function wide(dialect: Dialect, integer: string): string {
  if (dialect.name === 'postgres') return `(${integer} * NUMERIC '1')`;
  return dialect.name === 'duckdb' ? `CAST(${integer} AS HUGEINT)` : `toInt128(${integer})`;
}

/** A table of the numbers from 0 on, so many: `place`. */
export function numbers(dialect: Dialect, count: string): string {
  if (dialect.name === 'clickhouse') return `(SELECT toInt64(number) AS place FROM numbers(${count})) AS places`;
  if (dialect.name === 'duckdb') return `(SELECT range AS place FROM range(${count})) AS places`;
  return `(SELECT place FROM generate_series(0, ${count} - 1) AS series (place)) AS places`;
}

/** A list of integers. Lists compare by their first items that differ. */
export function list(dialect: Dialect, items: readonly string[]): string {
  const own = items.map((item) => present(dialect, dialect.as('integer', item))).join(', ');
  return dialect.name === 'postgres' ? `ARRAY[${own}]` : `[${own}]`;
}

/** The item of a list at a place, from 1. */
export function itemOf(listSql: string, place: string | number): string {
  return `(${listSql})[${place}]`;
}

/** Two lists as one. */
export function joined(dialect: Dialect, a: string, b: string): string {
  return dialect.name === 'clickhouse' ? `arrayConcat(${a}, ${b})` : `(${a} || ${b})`;
}

/** A list, or another where an aggregate had nothing to choose from. */
export function listOr(dialect: Dialect, listSql: string, other: string): string {
  if (dialect.name !== 'clickhouse') return `coalesce(${listSql}, ${other})`;
  return `if(empty(${listSql}), ${other}, ${listSql})`;
}

/** Integers as a list in ascending order. */
export function sortedList(dialect: Dialect, items: readonly string[]): string {
  const own = list(dialect, items);
  if (dialect.name === 'postgres')
    return `(SELECT array_agg(item ORDER BY item ASC) FROM unnest(${own}) AS items (item))`;
  return dialect.name === 'duckdb' ? `list_sort(${own}, 'ASC', 'NULLS LAST')` : `arraySort(${own})`;
}

/** The value of the first condition that holds. */
export function firstOf(whens: readonly (readonly [condition: string, value: string])[], otherwise: string): string {
  if (whens.length === 0) return otherwise;
  return `CASE ${whens.map(([condition, value]) => `WHEN ${condition} THEN ${value}`).join(' ')} ELSE ${otherwise} END`;
}

/** The value of a column where another, which differs within the group, is least. */
export function atLeast(dialect: Dialect, column: string, by: string): string {
  switch (dialect.name) {
    case 'duckdb':
      return `arg_min(${column}, ${by})`;
    case 'clickhouse':
      return `argMin(${column}, ${by})`;
    default:
      return `(array_agg(${column} ORDER BY ${by} ASC))[1]`;
  }
}

/** In ClickHouse, the different values of the rows of a group, or of those of which a condition holds, as a list in ascending order: a third of the time of `groupUniqArray`. */
export function differentValues(column: string, condition: string | null = null): string {
  const values = condition === null ? `groupArray(${column})` : `groupArrayIf(${column}, ${condition})`;
  return `arrayCompact(arraySort(${values}))`;
}

/** A value that is never absent, which ClickHouse counts quicker where it is told. */
export function present(dialect: Dialect, sql: string): string {
  return dialect.name === 'clickhouse' ? `assumeNotNull(${sql})` : sql;
}

/**
 * A column as what its kind says, which in ClickHouse is absent only where the column may be, of its own width, and a name of a dictionary
 * where it is one: what comes of it is several times as quick. Integers may be larger than a signed one of 64 bits. In Postgres, integers
 * stay as narrow as they are.
 */
export function asItIs(query: QueryText, column: SourceColumn): string {
  const own = asSigned(query, column);
  const isDouble = query.dialect.name === 'clickhouse' && column.kind === 'number' && query.shape === null;
  return isDouble ? `(${own} + 0)` : own;
}

/** The same where nothing is grouped by it: ClickHouse tells -0 from 0. */
export function asSigned(query: QueryText, column: SourceColumn): string {
  const bare = query.bare(column);
  if (query.shape !== null) return query.read(column);
  if (query.dialect.name === 'postgres' && column.kind === 'integer')
    return `CASE WHEN FALSE THEN ${bare} | 0 ELSE ${bare} END`;
  if (query.dialect.name !== 'clickhouse') return query.read(column);
  switch (column.kind) {
    case 'integer':
    case 'epochMilliseconds':
      return `bitOr(${bare}, 0)`; // of integers alone
    case 'number':
      return `toFloat64(${bare} * 1)`; // of numbers alone
    case 'text':
      return `toString(${bare})`;
    default:
      return query.read(column);
  }
}

/** A column as rows are grouped by it: ClickHouse groups by the names of a dictionary sooner than by texts that are made of them. */
export function asKey(query: QueryText, column: SourceColumn): string {
  const isName = column.kind === 'text' && query.dialect.name === 'clickhouse';
  return isName ? query.bare(column) : asItIs(query, column);
}

/** A value that rows are grouped by or that is looked for in a list, which ClickHouse does by its bits: -0 is 0. */
export function unsigned(dialect: Dialect, { sql, type }: Sql): Sql {
  return dialect.name === 'clickhouse' && type === 'number' ? { sql: `(${sql} + 0)`, type } : { sql, type };
}

/** A whole double as an integer. ClickHouse casts what a condition has hidden as well, and stumbles over infinity there. */
export function wholeOf(dialect: Dialect, sql: string): string {
  return dialect.name === 'clickhouse' ? `accurateCastOrNull(${sql}, 'Int64')` : dialect.as('integer', sql);
}

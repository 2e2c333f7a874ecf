import type { Dialect } from './dialects/dialect.js';
import type { QueryText, Sql } from './query-text.js';
import type { SourceColumn } from './sources/table.js';

/** A column of the row before or after in a window; `NULL` where there is none. */
export function neighbour(dialect: Dialect, which: 'lag' | 'lead', column: string, over: string): string {
  return dialect.neighbour(which, column, over);
}

/** Of the rows of a group of which a condition holds, the value of the one with the least or the greatest time. */
export function valueAt(
  dialect: Dialect,
  which: 'first' | 'last',
  value: string,
  time: string,
  condition: string | null = null,
): string {
  return dialect.valueAt(which, value, time, condition);
}

/** Of how many rows of a group a condition, which is never `NULL`, holds. */
export function countWhere(dialect: Dialect, condition: string): string {
  return dialect.countWhere(condition);
}

/** The greatest instant of them; `NULL` where there is none, in ClickHouse 0. */
export function maxWhere(dialect: Dialect, ms: string, condition: string): string {
  return dialect.maxWhere(ms, condition);
}

/** A 64-bit integer as one in which products of two such have room. */
export function wide(dialect: Dialect, integer: string): string {
  return dialect.wide(integer);
}

/** A table of the numbers from 0 on, so many: `place`. */
export function numbers(dialect: Dialect, count: string): string {
  return dialect.numbers(count);
}

/** A list of integers. Lists compare by their first items that differ. */
export function list(dialect: Dialect, items: readonly string[]): string {
  return dialect.list(items.map((item) => present(dialect, dialect.as('integer', item))).join(', '));
}

/** The item of a list at a place, from 1. */
export function itemOf(listSql: string, place: string | number): string {
  return `(${listSql})[${place}]`;
}

/** Two lists as one. */
export function joined(dialect: Dialect, a: string, b: string): string {
  return dialect.joined(a, b);
}

/** A list, or another where an aggregate had nothing to choose from. */
export function listOr(dialect: Dialect, listSql: string, other: string): string {
  return dialect.listOr(listSql, other);
}

/** Integers as a list in ascending order. */
export function sortedList(dialect: Dialect, items: readonly string[]): string {
  return dialect.sortedList(list(dialect, items));
}

/** The value of the first condition that holds. */
export function firstOf(whens: readonly (readonly [condition: string, value: string])[], otherwise: string): string {
  if (whens.length === 0) return otherwise;
  return `CASE ${whens.map(([condition, value]) => `WHEN ${condition} THEN ${value}`).join(' ')} ELSE ${otherwise} END`;
}

/** The value of a column where another, which differs within the group, is least. */
export function atLeast(dialect: Dialect, column: string, by: string): string {
  return dialect.valueAt('first', column, by, null);
}

/** In ClickHouse, the different values of the rows of a group, or of those of which a condition holds, as a list in ascending order: a third of the time of `groupUniqArray`. */
export function differentValues(column: string, condition: string | null = null): string {
  const values = condition === null ? `groupArray(${column})` : `groupArrayIf(${column}, ${condition})`;
  return `arrayCompact(arraySort(${values}))`;
}

/** A value that is never absent, which ClickHouse counts quicker where it is told. */
export function present(dialect: Dialect, sql: string): string {
  return dialect.present(sql);
}

/**
 * A column as what its kind says, which in ClickHouse is absent only where the column may be, of its own width, and a name of a dictionary
 * where it is one: what comes of it is several times as quick. Integers may be larger than a signed one of 64 bits. In Postgres, integers
 * stay as narrow as they are.
 */
export function asItIs(query: QueryText, column: SourceColumn): string {
  const own = asSigned(query, column);
  return column.kind === 'number' && query.shape === null ? query.dialect.unsigned(own) : own;
}

/** The same where nothing is grouped by it: ClickHouse tells -0 from 0. */
export function asSigned(query: QueryText, column: SourceColumn): string {
  const own = query.shape === null ? query.dialect.ownRead(column.kind, query.bare(column)) : null;
  return own ?? query.read(column);
}

/** A column as rows are grouped by it: ClickHouse groups by the names of a dictionary sooner than by texts that are made of them. */
export function asKey(query: QueryText, column: SourceColumn): string {
  const isName = column.kind === 'text' && query.dialect.hasDictionaries;
  return isName ? query.bare(column) : asItIs(query, column);
}

/** A value that rows are grouped by or that is looked for in a list, which ClickHouse does by its bits: -0 is 0. */
export function unsigned(dialect: Dialect, { sql, type }: Sql): Sql {
  return type === 'number' ? { sql: dialect.unsigned(sql), type } : { sql, type };
}

/** A whole double as an integer. ClickHouse casts what a condition has hidden as well, and stumbles over infinity there. */
export function wholeOf(dialect: Dialect, sql: string): string {
  return dialect.wholeOf(sql);
}

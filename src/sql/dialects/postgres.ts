import type { Dialect, SqlType } from './dialect.js';
import type { ColumnKind, TimeKind } from './kinds.js';
import { filtered, finite, isOfFourDigits, valuesOf } from './standard.js';

const TYPES: Readonly<Record<SqlType, string>> = {
  integer: 'bigint',
  number: 'float8',
  text: 'text',
  boolean: 'boolean',
};

/** Postgres 14 and newer, where `extract` is exact. */
export const postgres: Dialect = {
  name: 'postgres',
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  parameter: (place, type) => as(type, `$${place + 1}`),
  bind: (value) => value,
  read,
  typed: read,
  as,
  noText: 'CAST(NULL AS text)',
  // A leading mark keeps a byte order mark, which drivers drop, from the beginning.
  cell(type, sql) {
    if (type === 'text') return `('=' || ${sql})`;
    // As digits a double would depend on the session's extra_float_digits.
    return type === 'number' ? `encode(float8send(${sql}), 'hex')` : `CAST(${sql} AS text)`;
  },
  givesNumbers: false,
  doubles: 'bits',
  isNan: (sql) => `(${sql} = CAST('NaN' AS float8))`,
  isFinite: finite,
  contains: (text, needle) => `(strpos(${text}, ${needle}) > 0)`,
  inCodeUnits: (text) => `regexp_replace(${text}, '[\\uE000-\\uFFFF]', chr(1114111) || '\\&', 'g')`,
  sum: (sql) => `sum(${sql})`,
  extreme: (which, sql) => `${which}(${sql})`,
  integerSum: (sql) => `sum(${sql})`, // of bigint: a numeric
  sumCell: (integer, where) => `CAST(sum(${integer})${filtered(where)} AS text)`,
  sumOfFew: (integer) => `sum(${integer})`,
  countIf: (condition) => `count(*) FILTER (WHERE ${condition})`,
  countWhere: (condition) => `count(CASE WHEN ${condition} THEN 1 END)`,
  maxWhere: (ms, condition) => `max(CASE WHEN ${condition} THEN ${ms} END)`,
  valueAt: (which, value, time, condition = null) =>
    `(array_agg(${value} ORDER BY ${time} ${which === 'first' ? 'ASC' : 'DESC'})${filtered(condition)})[1]`,
  neighbour: (which, column, over) => `${which}(${column}) OVER (${over})`,
  divided: (sql, by) => `(${sql}) / ${by}`,
  wide: (integer) => `(${integer} * NUMERIC '1')`,
  wholeOf: (sql) => as('integer', sql),
  signed: (integer) => integer,
  whole: (integer) => as('integer', integer),
  narrow: (integer) => `(${integer})`,
  double: (sql) => as('number', sql),
  present: (sql) => sql,
  unsigned: (sql) => sql,
  ownRead: (kind, column) => (kind === 'integer' ? onlyInteger(column) : null),
  idRead: () => null,
  hasDictionaries: false,
  sortsLists: false,
  hasNul: false,
  findsWrongRows: false,
  wrapsAround: false,
  comparesDearly: true,
  kept: (select, isQuick) => `${isQuick === false ? '' : 'NOT MATERIALIZED '}(${select})`,
  numbers: (count) => `(SELECT place FROM generate_series(0, ${count} - 1) AS series (place)) AS places`,
  valuesOf,
  bits: {
    only: (place) => `CAST(1 AS bigint) << CAST(${place} AS integer)`,
    least: (word) => `bit_count(CAST((${word} & -${word}) - 1 AS bit(64)))`,
    groupsByBoth: false, // it expects as many groups as rows
  },
  list: (items) => `ARRAY[${items}]`,
  joined: (a, b) => `(${a} || ${b})`,
  listOr: (list, other) => `coalesce(${list}, ${other})`,
  sortedList: (list) => `(SELECT array_agg(item ORDER BY item ASC) FROM unnest(${list}) AS items (item))`,
  isInRange: isOfFourDigits,
  range: 'an instant within the years 1 to 9999',
  milliseconds: (column, kind) =>
    kind === 'epochMilliseconds'
      ? column
      : `CAST(floor(extract(epoch FROM ${instant(column, kind)}) * 1000) AS bigint)`,
  localUnits(unit, column, kind, zone) {
    if (zone === null && unit !== 'month' && kind === 'epochMilliseconds') {
      // Rounded down: cut towards 0 from numbers that are never below 0.
      const [length, before] = unit === 'hour' ? [3_600_000, 19_200_000] : [86_400_000, 800_000];
      return `((${column} + ${length * before}) / ${length} - ${before})`;
    }
    const isUtc = zone === null && kind === 'utcTimestamp';
    const local = isUtc ? column : `(${instant(column, kind)} AT TIME ZONE ${zone ?? "'UTC'"})`;
    // Dates and parts of the wall time: date_trunc of an instant goes wrong where midnight happens twice. As doubles they cost least.
    if (unit === 'month') {
      // There is no year 0 to Postgres: the year before the year 1, in which it may still be west of Greenwich, is -1.
      const before = zone === null ? '' : ` + CASE WHEN ${local} < TIMESTAMP '0001-01-01 00:00:00' THEN 12 ELSE 0 END`;
      return `CAST((date_part('year', ${local}) - 1970) * 12${before} + date_part('month', ${local}) - 1 AS bigint)`;
    }
    if (unit === 'hour') return `CAST(floor(extract(epoch FROM ${local}) / 3600) AS bigint)`;
    return `(CAST(${local} AS date) - DATE '1970-01-01')`;
  },
  end: '',
};

function read(kind: ColumnKind, column: string): string {
  switch (kind) {
    case 'integer':
    case 'epochMilliseconds':
      return as('integer', onlyInteger(column));
    case 'number':
      return as('number', `CASE WHEN FALSE THEN + ${column} ELSE ${column} END`); // of numbers alone
    case 'boolean':
      return `(${column} AND TRUE)`; // of booleans alone
    case 'text':
      return as('text', column);
    default:
      // Never computed, as above.
      return `CASE WHEN FALSE THEN ${ONLY[kind](column)} ELSE ${column} END`;
  }
}

/** Of integers alone: the planner looks at the types, and leaves the column. */
function onlyInteger(column: string): string {
  return `CASE WHEN FALSE THEN ${column} | 0 ELSE ${column} END`;
}

/**
 * Functions that timestamps of the other kind have not, nor dates, which would be taken at the session's midnight: with a time added
 * they are without a zone, and seen in a zone they are with one.
 */
const ONLY = {
  instant: (column: string) => `("timestamp"((${column} + INTERVAL '0') AT TIME ZONE 'UTC', 6) AT TIME ZONE 'UTC')`,
  utcTimestamp: (column: string) => `"timestamp"((${column} AT TIME ZONE 'UTC') AT TIME ZONE 'UTC', 6)`,
} as const;

function as(type: SqlType, sql: string): string {
  const cast = `CAST(${sql} AS ${TYPES[type]})`;
  return type === 'text' ? `${cast} COLLATE "C"` : cast; // a collation may call unequal texts equal
}

function instant(column: string, kind: TimeKind): string {
  if (kind === 'instant') return column;
  if (kind === 'utcTimestamp') return `(${column} AT TIME ZONE 'UTC')`;
  return `(TIMESTAMPTZ '1970-01-01 00:00:00+00' + ${column} * INTERVAL '1 millisecond')`;
}

import type { Dialect, SqlType } from './dialect.js';
import type { ColumnKind, TimeKind } from './kinds.js';
import { filtered, finite, isOfFourDigits, valuesOf } from './standard.js';

const TYPES: Readonly<Record<SqlType, string>> = {
  integer: 'BIGINT',
  number: 'DOUBLE',
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
};

/** DuckDB 1.x. */
export const duckdb: Dialect = {
  name: 'duckdb',
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  parameter: (place, type) => as(type, `$${place + 1}`),
  // The driver takes whole numbers for integers, which end at 2^63: as text they are read exactly.
  bind: (value) => (Number.isInteger(value) && !Number.isSafeInteger(value) ? String(value) : value),
  read,
  // Of several types of integers it makes one that holds them all.
  typed: (kind, column) =>
    kind === 'integer' || kind === 'epochMilliseconds' ? onlyOf(kind, column, column) : read(kind, column),
  as,
  noText: 'CAST(NULL AS VARCHAR)',
  // A leading mark keeps a byte order mark, which drivers drop, from the beginning.
  cell: (type, sql) => (type === 'text' ? `('=' || ${sql})` : `CAST(${sql} AS VARCHAR)`),
  givesNumbers: false,
  doubles: 'digits',
  isNan: (sql) => `isnan(${sql})`,
  isFinite: finite,
  contains: (text, needle) => `contains(${text}, ${needle})`,
  inCodeUnits: (text) => `regexp_replace(${text}, '([\\x{E000}-\\x{FFFF}])', chr(1114111) || '\\1', 'g')`,
  sum: (sql) => `fsum(${sql})`, // Kahan's
  extreme: (which, sql) => `${which}(${sql})`,
  integerSum: (sql) => `sum(${sql})`, // of BIGINT: a HUGEINT
  sumCell: (integer, where) => `CAST(sum(${integer})${filtered(where)} AS VARCHAR)`,
  sumOfFew: (integer) => `sum(${integer})`,
  countIf: (condition) => `coalesce(count_if(${condition}), 0)`, // in a third of the time of a filter; NULL of no rows
  countWhere: (condition) => `count(CASE WHEN ${condition} THEN 1 END)`,
  maxWhere: (ms, condition) => `max(CASE WHEN ${condition} THEN ${ms} END)`,
  valueAt: (which, value, time, condition = null) =>
    `arg_${which === 'first' ? 'min' : 'max'}(${value}, ${time})${filtered(condition)}`,
  neighbour: (which, column, over) => `${which}(${column}) OVER (${over})`,
  divided: (sql, by) => `(${sql}) // ${by}`,
  wide: (integer) => `CAST(${integer} AS HUGEINT)`,
  wholeOf: (sql) => as('integer', sql),
  signed: (integer) => integer,
  whole: (integer) => as('integer', integer),
  narrow: (integer) => `(${integer})`,
  double: (sql) => as('number', sql),
  present: (sql) => sql,
  unsigned: (sql) => sql,
  ownRead: () => null,
  idRead: (column) => onlyOf('integer', column, column),
  hasDictionaries: false,
  sortsLists: false,
  hasNul: true,
  findsWrongRows: true,
  wrapsAround: false,
  comparesDearly: false,
  kept: (select, isQuick) => `${isQuick === 'always' ? 'NOT MATERIALIZED ' : ''}(${select})`,
  numbers: (count) => `(SELECT range AS place FROM range(${count})) AS places`,
  valuesOf,
  bits: {
    only: (place) => `CAST(1 AS BIGINT) << (${place})`,
    least: (word) => `bit_count((${word} & -${word}) - 1)`,
    groupsByBoth: true,
  },
  list: (items) => `[${items}]`,
  joined: (a, b) => `(${a} || ${b})`,
  listOr: (list, other) => `coalesce(${list}, ${other})`,
  sortedList: (list) => `list_sort(${list}, 'ASC', 'NULLS LAST')`,
  isInRange: isOfFourDigits,
  range: 'an instant within the years 1 to 9999',
  milliseconds: (column, kind) =>
    kind === 'epochMilliseconds'
      ? column
      : `((epoch_us(${column}) - (epoch_us(${column}) % 1000 + 1000) % 1000) // 1000)`, // rounded down
  localUnits(unit, column, kind, zone) {
    if (zone === null && unit !== 'month') {
      // Rounded down: cut towards 0 from numbers that are never below 0.
      const length = (unit === 'hour' ? 3_600_000 : 86_400_000) * (kind === 'epochMilliseconds' ? 1 : 1000);
      const before = unit === 'hour' ? 19_200_000 : 800_000;
      return `((${kind === 'epochMilliseconds' ? column : `epoch_us(${column})`} + ${length * before}) // ${length} - ${before})`;
    }
    const local = zone === null ? inUtc(column, kind) : `timezone(${zone}, ${instant(column, kind)})`;
    if (unit === 'month') return `(year(${local}) * 12 + month(${local}) - ${1970 * 12 + 1})`; // a sum more costs a tenth
    // Boundaries that wall times have crossed. Never date_trunc of an instant: it goes wrong where midnight happens twice.
    return unit === 'hour'
      ? `date_diff('hour', TIMESTAMP '1970-01-01 00:00:00', ${local})`
      : `date_diff('day', DATE '1970-01-01', CAST(${local} AS DATE))`;
  },
  end: '',
};

/** The same, for integers that 64 bits may not hold: each of them is looked at, which takes time to plan and to do. */
export const wideDuckdb: Dialect = {
  ...duckdb,
  read: (kind, column) => (kind === 'integer' || kind === 'epochMilliseconds' ? held(column) : read(kind, column)),
};

function read(kind: ColumnKind, column: string): string {
  switch (kind) {
    case 'text':
      return as(kind, column);
    case 'integer':
    case 'epochMilliseconds':
      return onlyOf(kind, column, as('integer', column));
    case 'number':
    case 'boolean':
      return onlyOf(kind, column, as(kind, column));
    default:
      // Which has no instants finer than microseconds.
      return onlyOf(kind, column, kind === 'utcTimestamp' ? `CAST(${column} AS TIMESTAMP)` : column);
  }
}

/** A value of a column of these types. The type of a column is known before any row is read: this costs nothing, and leaves the column its statistics. */
function onlyOf(types: keyof typeof TYPES_OF, column: string, value: string): string {
  const test = TYPES_OF[types].replaceAll('@', () => `typeof(${column})`);
  return `CASE WHEN ${test} THEN ${value} ELSE error('a column of another type than was declared') END`;
}

/** An integer; in the place of one that 64 bits do not hold stands the first that is no number of JavaScript either. */
function held(column: string): string {
  const large = `CASE WHEN ${column} IS NOT NULL THEN ${2n ** 53n + 1n} END`;
  return onlyOf('integer', column, `coalesce(TRY_CAST(${column} AS BIGINT), ${large})`);
}

const INTEGERS =
  "@ IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'UHUGEINT')";
/** The types of the columns of a kind, `@` being the type. A cast would parse, round, or take one timestamp for the other. */
const TYPES_OF = {
  integer: INTEGERS,
  epochMilliseconds: INTEGERS,
  number: `(${INTEGERS} OR @ IN ('DOUBLE', 'FLOAT') OR @ LIKE 'DECIMAL%')`,
  boolean: "@ = 'BOOLEAN'",
  instant: "@ = 'TIMESTAMP WITH TIME ZONE'",
  utcTimestamp: "@ IN ('TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS')",
} as const;

function as(type: SqlType, sql: string): string {
  const cast = `CAST(${sql} AS ${TYPES[type]})`;
  return type === 'text' ? `${cast} COLLATE "binary"` : cast; // a column may be declared NOCASE
}

function instant(column: string, kind: TimeKind): string {
  return kind === 'instant' ? column : `timezone('UTC', ${inUtc(column, kind)})`;
}

/** The wall time in UTC, without the cost of a zone. */
function inUtc(column: string, kind: TimeKind): string {
  if (kind === 'utcTimestamp') return column;
  return kind === 'instant' ? `make_timestamp(epoch_us(${column}))` : `make_timestamp(${column} * 1000)`;
}

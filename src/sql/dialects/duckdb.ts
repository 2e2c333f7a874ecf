import type { Dialect, SqlType } from './dialect.js';
import type { ColumnKind, TimeKind } from './kinds.js';
import { filtered, finite, valuesOf } from './standard.js';

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
  typed: read,
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
  integerSum: (sql, where = null) => `sum(${sql})${filtered(where)}`, // of BIGINT: a HUGEINT
  sumOfFew: (integer) => `sum(${integer})`,
  countIf: (condition) => `coalesce(count_if(${condition}), 0)`, // in a third of the time of a filter; NULL of no rows
  countWhere: (condition) => `count(CASE WHEN ${condition} THEN 1 END)`,
  maxWhere: (ms, condition) => `max(CASE WHEN ${condition} THEN ${ms} END)`,
  valueAt: (which, value, time, condition) =>
    `arg_${which === 'first' ? 'min' : 'max'}(${value}, ${time})${filtered(condition)}`,
  neighbour: (which, column, over) => `${which}(${column}) OVER (${over})`,
  divided: (sql, by) => `(${sql}) // ${by}`,
  wide: (integer) => `CAST(${integer} AS HUGEINT)`,
  wholeOf: (sql) => as('integer', sql),
  signed: (integer) => integer,
  whole: (integer) => as('integer', integer),
  present: (sql) => sql,
  unsigned: (sql) => sql,
  ownRead: () => null,
  hasDictionaries: false,
  sortsLists: false,
  hasNul: true,
  findsWrongRows: true,
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
  isInRange: (column, kind) =>
    kind === 'epochMilliseconds'
      ? `(${column} BETWEEN -62135596800000 AND 253402300799999)`
      : `(${column} BETWEEN ${TIMES[kind]} '0001-01-01 00:00:00${OFFSETS[kind]}' AND ${TIMES[kind]} '9999-12-31 23:59:59.999999${OFFSETS[kind]}')`,
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

function read(kind: ColumnKind, column: string): string {
  if (kind === 'text') return as(kind, column);
  // The type of a column is known before any row is read: this costs nothing, and leaves the column its statistics.
  const type = `typeof(${column})`;
  const cast = { integer: 'integer', epochMilliseconds: 'integer', number: 'number', boolean: 'boolean' } as const;
  const own = kind === 'utcTimestamp' ? `CAST(${column} AS TIMESTAMP)` : column; // which has no instants finer than microseconds
  const value = kind in cast ? as(cast[kind as keyof typeof cast], column) : own; // a key, by `in`
  const test = TYPES_OF[kind].replaceAll('@', type);
  return `CASE WHEN ${test} THEN ${value} ELSE error('a column of another type than was declared') END`;
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
const TIMES = { instant: 'TIMESTAMPTZ', utcTimestamp: 'TIMESTAMP' } as const;
const OFFSETS = { instant: '+00', utcTimestamp: '' } as const;

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

import type { Dialect, SqlType } from './dialect.js';
import type { TimeKind } from './kinds.js';

const TYPES: Readonly<Record<SqlType, string>> = {
  integer: 'Int64',
  number: 'Float64',
  text: 'String',
  boolean: 'Bool',
};

/** ClickHouse 24 and newer, and chDB. */
export const clickhouse: Dialect = {
  name: 'clickhouse',
  // Backslashes escape within quoted names, and `{name:Identifier}` cannot be qualified.
  identifier: (name) => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
  parameter: (place, type) =>
    type === 'number' ? `reinterpretAsFloat64({p${place}:UInt64})` : `{p${place}:${TYPES[type]}}`,
  // A double goes as its bits: read from digits it may come out as its neighbour.
  bind: (value) => (typeof value === 'number' ? String(bitsOf(value)) : value),
  as: (type, sql) => `CAST(${sql}, 'Nullable(${TYPES[type]})')`,
  noText: "CAST(NULL, 'Nullable(String)')",
  // A leading mark keeps a byte order mark, which drivers drop, from the beginning.
  cell: (type, sql) => (type === 'text' ? `concat('=', ${sql})` : `toString(${sql})`),
  doubles: 'digits',
  isNan: (sql) => `isNaN(${sql})`,
  contains: (text, needle) => `(position(${text}, ${needle}) > 0)`,
  sum: (sql) => `sumKahan(${sql})`,
  integerSum: (sql) => `sum(toInt128(${sql}))`, // sum of Int64 wraps around
  isInRange: (column, kind) =>
    kind === 'epochMilliseconds'
      ? `(${column} BETWEEN ${FIRST} AND ${LAST})`
      : `(toUnixTimestamp64Milli(toDateTime64(${column}, 3)) BETWEEN ${FIRST} AND ${LAST})`,
  range: 'an instant within the years 1900 to 2299, which ClickHouse holds',
  milliseconds,
  localUnits(unit, column, kind, zone) {
    const at = `assumeNotNull(${milliseconds(column, kind)})`;
    const offset = `timeZoneOffset(toTimeZone(fromUnixTimestamp64Milli(${at}), ${zone}))`;
    const local = `(${at} + ${offset} * 1000)`;
    const days = `toInt64(floor(${local} / 86400000))`;
    if (unit === 'hour') return `toInt64(floor(${local} / 3600000))`;
    if (unit === 'day') return days;
    const date = `addDays(toDate32('1970-01-01'), ${days})`; // toDate and toDateTime end before 1970
    return `toInt64((toYear(${date}) - 1970) * 12 + toMonth(${date}) - 1)`;
  },
  end: '\nSETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1',
};

/** A day after the first instant of 1900 and a day before the end of 2299: what DateTime64 and Date32 hold in any zone. */
const FIRST = -2208902400000;
const LAST = 10413705600000;

function milliseconds(column: string, kind: TimeKind): string {
  if (kind === 'epochMilliseconds') return `toInt64(${column})`;
  // Rounded down: toDateTime64(…, 3) cuts towards 1970, into the next millisecond before it.
  const micros = `toUnixTimestamp64Micro(toDateTime64(${column}, 6))`;
  return `toInt64((${micros} - positiveModulo(${micros}, 1000)) / 1000)`;
}

function bitsOf(value: number): bigint {
  return new BigUint64Array(new Float64Array([value]).buffer)[0] as bigint; // one double, one integer
}

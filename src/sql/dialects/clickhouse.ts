import type { Dialect, SqlType } from './dialect.js';
import type { ColumnKind, TimeKind } from './kinds.js';

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
  bind(value, type) {
    if (typeof value !== 'number') return value;
    return type === 'integer' ? String(value) : String(bitsOf(value));
  },
  read,
  typed: (kind, column) => (kind === 'text' ? `CAST(${column}, 'Nullable(String)')` : read(kind, column)),
  as,
  noText: "CAST(NULL, 'Nullable(String)')",
  // A leading mark keeps a byte order mark, which drivers drop, from the beginning.
  cell(type, sql) {
    if (type === 'text') return `concat('=', toString(${sql}))`;
    return type === 'boolean' ? `toString(CAST(${sql}, 'Nullable(Bool)'))` : `toString(${sql})`;
  },
  givesNumbers: true,
  doubles: 'digits',
  isNan: (sql) => `isNaN(${sql})`,
  // A range, whose ends are made of bits, is planned in a tenth more of a short query's time.
  isFinite: (sql) => `isFinite(${sql})`,
  contains: (text, needle) => `(position(${text}, ${needle}) > 0)`,
  inCodeUnits: (text) =>
    `replaceRegexpAll(${text}, '[\\\\x{E000}-\\\\x{FFFF}]', concat(char(244, 143, 191, 191), '\\\\0'))`,
  sum: (sql) => `sumKahan(${sql})`,
  extreme: (which, sql) => `${which}OrNull(${sql})`,
  integerSum: (sql) => `sum(toInt128(${sql}))`, // that of Int64 wraps around
  sumCell(integer, where, isSafe) {
    const each = where === null ? integer : `if(${where}, ${integer}, 0)`;
    if (!isSafe) return `toString(sum(toInt128(${each})))`;
    // In two parts, each of 64 bits, which take less time than one of 128, for up to 2³⁷ rows.
    const term = `toInt64(${each})`;
    return `concat(toString(sum(bitShiftRight(${term}, 27))), '|', toString(sum(${term})))`;
  },
  // Of at most 32 bits each, 2³¹ of them come to 64 bits, which need not be made wider first; unsigned ones become signed.
  sumOfFew: (integer) =>
    `(sum(CAST(${integer}, if(toTypeName(${integer}) IN (${NARROW}), toTypeName(${integer}), 'Int128'))) - 0)`,
  countIf: (condition) => `countIf(${condition})`,
  countWhere: (condition) => `countIf(${condition})`,
  maxWhere: (ms, condition) => `maxIf(${ms}, ${condition})`, // 0 where there is none
  valueAt(which, value, time, condition = null) {
    const name = which === 'first' ? 'argMin' : 'argMax';
    return condition === null ? `${name}(${value}, ${time})` : `${name}OrNullIf(${value}, ${time}, ${condition})`;
  },
  neighbour(which, column, over) {
    // lag and lead look within the frame, and know of nothing but in a Nullable.
    const frame = which === 'lag' ? '1 PRECEDING AND CURRENT ROW' : 'CURRENT ROW AND 1 FOLLOWING';
    return `${which}InFrame(${as('integer', column)}) OVER (${over} ROWS BETWEEN ${frame})`;
  },
  divided: (sql, by) => `intDiv(toUInt64(${sql}), ${by})`,
  wide: (integer) => `toInt128(${integer})`,
  // It casts what a condition has hidden as well, and stumbles over infinity there.
  wholeOf: (sql) => `accurateCastOrNull(${sql}, 'Int64')`,
  signed: (integer) => `toInt64(${integer})`,
  whole: (integer) => integer, // as what may be absent, after a cast, a period would cost twice as much
  narrow: (integer) => `toInt32(${integer})`,
  double: (sql) => `toFloat64(${sql})`,
  present: (sql) => `assumeNotNull(${sql})`,
  unsigned: (sql) => `(${sql} + 0)`, // it groups and looks by bits
  ownRead,
  idRead: () => null,
  hasDictionaries: true,
  sortsLists: true,
  hasNul: true,
  findsWrongRows: false,
  wrapsAround: true,
  comparesDearly: false,
  kept: (select) => `(${select})`,
  numbers: (count) => `(SELECT toInt64(number) AS place FROM numbers(${count})) AS places`,
  valuesOf(values, from) {
    const places = values.map((_, place) => `toUInt8(${place})`).join(', ');
    return { from: `${from} ARRAY JOIN [${places}] AS place, [${values.join(', ')}] AS value`, value: 'value' };
  },
  bits: null,
  list: (items) => `[${items}]`,
  joined: (a, b) => `arrayConcat(${a}, ${b})`,
  listOr: (list, other) => `if(empty(${list}), ${other}, ${list})`,
  sortedList: (list) => `arraySort(${list})`,
  isInRange: (column, kind) =>
    kind === 'epochMilliseconds'
      ? `(${column} BETWEEN ${FIRST} AND ${LAST})`
      : // A DateTime is in it: the types are known before any row is read.
        `(toTypeName(${column}) NOT LIKE '%DateTime64%' OR ${microseconds(column)} BETWEEN ${FIRST * 1000} AND ${LAST * 1000})`,
  range: 'an instant within the years 1900 to 2299, which ClickHouse holds',
  milliseconds,
  localUnits(unit, column, kind, zone) {
    if (zone === null && unit !== 'month') {
      // Rounded down: cut from numbers that are never below 0.
      const [length, before] = unit === 'hour' ? [3_600_000, 19_200_000] : [86_400_000, 800_000];
      return `(intDiv(toUInt64(${milliseconds(column, kind)} + ${length * before}), ${length}) - ${before})`;
    }
    // Never timeZoneOffset: it is a day off in Apia, Kwajalein and others.
    const instant = kind === 'epochMilliseconds' ? `fromUnixTimestamp64Milli(${column})` : column;
    const local = `toTimeZone(${instant}, ${zone ?? "'UTC'"})`;
    if (unit === 'month') return `toInt32(toRelativeMonthNum(${local}) - ${MONTH_OF_1970})`;
    const day = `toInt64(toInt32(toDate32(${local})))`; // toDate and toDateTime begin with 1970
    return unit === 'day' ? day : `(${day} * 24 + toHour(${local}))`;
  },
  // To have every aggregate know whether it was given anything costs up to a third of a query.
  end: '\nSETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 0',
};

/** January 1970 among the months that ClickHouse counts: 1970 * 12 + 1. */
const MONTH_OF_1970 = 23_641;

const NARROW = "'Int8', 'UInt8', 'Int16', 'UInt16', 'Int32', 'UInt32'";

function as(type: SqlType, sql: string): string {
  return `CAST(${sql}, 'Nullable(${TYPES[type]})')`;
}

/** What comes of a column that is read so is several times as quick. An integer that is to be of its own type is checked to be one, and not computed. */
function ownRead(kind: ColumnKind, column: string): string | null {
  switch (kind) {
    case 'integer':
    case 'epochMilliseconds':
      // Of integers alone. Beside what is no constant, names of a dictionary are the numbers that they stand for: no server casts to such names unasked.
      return `CAST(${column}, toTypeName(bitOr(${column}, materialize(0))))`;
    case 'number':
      return `toFloat64(${column} * 1)`; // of numbers alone
    case 'text':
      return `toString(${column})`;
    default:
      return null;
  }
}

function read(kind: ColumnKind, column: string): string {
  switch (kind) {
    case 'integer':
    case 'epochMilliseconds':
      return `accurateCast(bitOr(${column}, 0), 'Nullable(Int64)')`; // of integers alone, and none beyond 64 bits
    case 'number':
      return `CAST(${column} * 1 + 0, 'Nullable(Float64)')`; // of numbers alone, whose -0 is 0
    case 'boolean':
      return `CAST(and(${column}, 1), 'Nullable(Bool)')`; // of no text
    case 'text':
      return `toString(${column})`; // of the names of a dictionary, if it is one
    default:
      return `toTimeZone(${column}, 'UTC')`; // of DateTime and DateTime64 alone
  }
}

/** A day after the first instant of 1900 and a day before the end of 2299: what DateTime64 and Date32 hold in any zone. */
const FIRST = -2_208_902_400_000;
const LAST = 10_413_705_600_000;

function milliseconds(column: string, kind: TimeKind): string {
  if (kind === 'epochMilliseconds') return column;
  // Rounded down, from numbers that are never below 0.
  return `(intDiv(toUInt64(${microseconds(column)} - ${FIRST * 1000}), 1000) + ${FIRST})`;
}

/** Rounded down: toDateTime64 cuts towards 1970, into the next microsecond before it. */
function microseconds(column: string): string {
  const cut = `toDateTime64(${column}, 6)`;
  return `(toUnixTimestamp64Micro(${cut}) - (${cut} > ${column}))`;
}

function bitsOf(value: number): bigint {
  return new BigUint64Array(new Float64Array([value]).buffer)[0] as bigint; // one double, one integer
}

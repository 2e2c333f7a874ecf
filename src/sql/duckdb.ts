import type { Dialect, SqlType } from './dialect.js';
import type { TimeKind } from './kinds.js';

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
  read(kind, column) {
    switch (kind) {
      case 'integer':
        return as('integer', `(${column} | 0)`); // of integers alone
      case 'number':
        return as('number', `(+${column})`); // of numbers alone
      case 'epochMilliseconds':
        return as('integer', `(${column} | 0)`);
      case 'instant':
        return typed(column, `= 'TIMESTAMP WITH TIME ZONE'`);
      case 'utcTimestamp':
        return typed(column, `IN ('TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS')`);
      default:
        return as(kind, column);
    }
  },
  as,
  noText: 'CAST(NULL AS VARCHAR)',
  // A leading mark keeps a byte order mark, which drivers drop, from the beginning.
  cell: (type, sql) => (type === 'text' ? `('=' || ${sql})` : `CAST(${sql} AS VARCHAR)`),
  doubles: 'digits',
  isNan: (sql) => `isnan(${sql})`,
  contains: (text, needle) => `contains(${text}, ${needle})`,
  sum: (sql) => `fsum(${sql})`, // Kahan's
  integerSum: (sql) => `sum(${sql})`, // of BIGINT: a HUGEINT
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
    const local = `timezone(${zone}, ${instant(column, kind)})`;
    // Dates and parts of the wall time: date_trunc of an instant goes wrong where midnight happens twice.
    if (unit === 'month') return `((year(${local}) - 1970) * 12 + month(${local}) - 1)`;
    const day = `(CAST(${local} AS DATE) - DATE '1970-01-01')`;
    return unit === 'day' ? day : `(${day} * 24 + hour(${local}))`;
  },
  end: '',
};

const TIMES = { instant: 'TIMESTAMPTZ', utcTimestamp: 'TIMESTAMP' } as const;
const OFFSETS = { instant: '+00', utcTimestamp: '' } as const;

function as(type: SqlType, sql: string): string {
  const cast = `CAST(${sql} AS ${TYPES[type]})`;
  return type === 'text' ? `${cast} COLLATE "binary"` : cast; // a column may be declared NOCASE
}

/** DuckDB takes one kind of timestamp for the other, on the session's clocks. The type of a column is known before any row is read. */
function typed(column: string, test: string): string {
  return `CASE WHEN typeof(${column}) ${test} THEN ${column} ELSE error('a column of another type than was declared') END`;
}

function instant(column: string, kind: TimeKind): string {
  if (kind === 'instant') return column;
  const utc = kind === 'utcTimestamp' ? column : `make_timestamp(${column} * 1000)`;
  return `timezone('UTC', ${utc})`;
}

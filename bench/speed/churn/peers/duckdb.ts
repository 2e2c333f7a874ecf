import { requirePeer } from '../../events/serve.js';
import { readSlices } from '../files.js';
import { type Rows, serve, type Threads } from '../serve.js';

interface Chunk {
  setColumnValues(column: number, values: ArrayLike<unknown>): void;
}

interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRows(): (number | bigint | null)[][] }>;
  createAppender(table: string): Promise<{ appendDataChunk(chunk: Chunk): void; closeSync(): void }>;
}

interface DuckDb {
  readonly DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> };
  readonly DuckDBDataChunk: { create(types: readonly unknown[], rows: number): Chunk };
  readonly INTEGER: unknown;
  readonly BIGINT: unknown;
  version(): string;
}

const KIND = (hasPaid: string) =>
  `CASE WHEN pv=0 THEN (CASE WHEN ${hasPaid} THEN 4 ELSE 0 END) WHEN cur=0 THEN 3 WHEN cur>pv THEN 1 ELSE 2 END`;

/** What a customer pays at the end of each month in which something changed. */
const lasts = (table: string) => `SELECT uid, month(ts)-1 mo, arg_max(mrr, tm) cur FROM ${table} GROUP BY ALL`;

/** The same by the greatest of one number, instead of the amount at the greatest time. */
const packed = (table: string) =>
  `SELECT uid, month(ts)-1 mo, (max(((tm - 1704067200000) << 24) | mrr) & 16777215)::INTEGER cur FROM ${table} GROUP BY ALL`;

const windows = (inner: string) =>
  `SELECT mo, ${KIND('hp>0')} k, sum(cur-pv), count(*) FROM (
   SELECT mo, cur, coalesce(lag(cur) OVER (PARTITION BY uid ORDER BY mo), 0) pv, max(cur) OVER (PARTITION BY uid ORDER BY mo ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) hp
   FROM (${inner})) WHERE cur <> pv GROUP BY ALL`;

/** The same with the month of the first payment in the place of a running maximum. */
const firsts = (inner: string) =>
  `SELECT mo, ${KIND('mo>f')} k, sum(cur-pv), count(*) FROM (
   SELECT mo, cur, coalesce(lag(cur) OVER (PARTITION BY uid ORDER BY mo), 0) pv, min(CASE WHEN cur>0 THEN mo END) OVER (PARTITION BY uid) f
   FROM (${inner})) WHERE cur <> pv GROUP BY ALL`;

const MONTHS = Array.from({ length: 12 }, (_, mo) => mo);

/** Twelve aggregates a customer, one for each month, carried on where nothing changed. */
const columns = (table: string) => {
  const ends = MONTHS.map((mo) => `max(CASE WHEN mo=${mo} THEN v END) x${mo}`).join(', ');
  const carried = MONTHS.map(
    (mo) => `coalesce(${Array.from({ length: mo + 1 }, (_, back) => `x${mo - back}`).join(', ')}, 0) & 16777215 c${mo}`,
  ).join(', ');
  const paid = MONTHS.map(
    (mo) =>
      `greatest(0${MONTHS.slice(0, mo)
        .map((k) => `, c${k}`)
        .join('')}) h${mo}`,
  ).join(', ');
  const each = MONTHS.map(
    (mo) =>
      `SELECT ${mo} mo, c${mo}::INTEGER cur, ${mo === 0 ? '0' : `c${mo - 1}::INTEGER`} pv, h${mo} hp FROM t WHERE c${mo} <> ${mo === 0 ? '0' : `c${mo - 1}`}`,
  ).join(' UNION ALL ');
  return `WITH t AS MATERIALIZED (SELECT *, ${paid} FROM (SELECT ${carried} FROM (SELECT uid, ${ends} FROM (SELECT uid, month(ts)-1 mo, ((tm - 1704067200000) << 24) | mrr v FROM ${table}) GROUP BY uid)))
   SELECT mo, ${KIND('hp>0')} k, sum(cur-pv), count(*) FROM (${each}) GROUP BY ALL`;
};

const FORMS: Readonly<Record<string, (table: string) => string>> = {
  windows: (table) => windows(lasts(table)),
  'windows, packed': (table) => windows(packed(table)),
  'first payment': (table) => firsts(lasts(table)),
  'a column a month': columns,
};

let current: Threads | null = null;

await serve(async () => {
  const duckdb = requirePeer('@duckdb/node-api') as DuckDb;
  const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
  return {
    version: duckdb.version(),
    load: async (folder) => {
      await connection.run('CREATE OR REPLACE TABLE raw (uid INTEGER, tm BIGINT, mrr INTEGER)');
      const appender = await connection.createAppender('raw');
      for (const { customer, time, cents } of readSlices(folder, 2_048)) {
        const chunk = duckdb.DuckDBDataChunk.create([duckdb.INTEGER, duckdb.BIGINT, duckdb.INTEGER], customer.length);
        [customer, time, cents].forEach((values, i) => {
          chunk.setColumnValues(i, values);
        });
        appender.appendDataChunk(chunk);
      }
      appender.closeSync();
      await connection.run('CREATE OR REPLACE TABLE sb AS SELECT uid, tm, make_timestamp(tm * 1000) ts, mrr FROM raw');
      await connection.run('DROP TABLE raw');
      await connection.run('CREATE OR REPLACE TABLE sb_sorted AS SELECT * FROM sb ORDER BY uid, tm');
    },
    forms: Object.fromEntries(
      Object.entries(FORMS).flatMap(([form, sql]) => [
        [`log order: ${form}`, asking(connection, sql('sb'))] as const,
        [`sorted by customer: ${form}`, asking(connection, sql('sb_sorted'))] as const,
      ]),
    ),
  };
});

function asking(connection: Connection, sql: string) {
  return async (threads: Threads) => {
    if (threads !== current) await connection.run(threads === 'one' ? 'SET threads TO 1' : 'RESET threads');
    current = threads;
    const reader = await connection.runAndReadAll(sql);
    return (): Rows => reader.getRows().map((row) => row.map(Number));
  };
}

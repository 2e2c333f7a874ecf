import { eventColumns, eventRows, NAMES, type Row } from '../data.js';
import { readSlices } from '../files.js';
import { type Query, type Rows, requirePeer, serve } from '../serve.js';
import type { Threads, WorkloadId } from '../workloads.js';

interface Chunk {
  setColumnValues(column: number, values: ArrayLike<unknown>): void;
}

interface Appender {
  appendDataChunk(chunk: Chunk): void;
  closeSync(): void;
}

interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRows(): (number | bigint | null)[][] }>;
  createAppender(table: string): Promise<Appender>;
}

interface DuckDb {
  readonly DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> };
  readonly DuckDBDataChunk: { create(types: readonly unknown[], rows: number): Chunk };
  readonly INTEGER: unknown;
  readonly BIGINT: unknown;
  readonly UTINYINT: unknown;
  readonly VARCHAR: unknown;
  version(): string;
}

/** How a table holds names: as codes, or as text. */
interface Shape {
  readonly table: string;
  readonly step: (k: number) => string;
}

const CODES = (table: string): Shape => ({ table, step: (k) => String(k + 1) });
const TEXTS = (table: string): Shape => ({ table, step: (k) => `'${NAMES[k + 1]}'` });

const WEEK_OF = '((tm - 1704067200000) // 604800000)';
const DAY_OF = '((tm - 1704067200000) // 86400000)';

/** The last start so far of a chain of steps: `column` where this event is the step and in time, else what it was. */
const latest = (condition: string, column: string) =>
  `max(CASE WHEN ${condition} THEN ${column} ELSE 0 END) OVER (PARTITION BY uid ORDER BY tm ROWS UNBOUNDED PRECEDING)`;

const FORMS: readonly { workload: WorkloadId; form: string; sql: (shape: Shape) => string }[] = [
  {
    workload: 'W1',
    form: 'windows',
    sql: ({ table, step }) =>
      `SELECT count(*) FILTER (k1), count(*) FILTER (k2), count(*) FILTER (k3), count(*) FILTER (k4), median(dt) FROM (
       SELECT bool_or(s1>0) k1, bool_or(s2>0) k2, bool_or(s3>0) k3, bool_or(nm=${step(4)} AND tm<=s3+604800000) k4, arg_min(tm-s3, tm) FILTER (nm=${step(4)} AND tm<=s3+604800000) dt FROM (
       SELECT uid, tm, nm, s1, s2, ${latest(`nm=${step(3)} AND tm<=s2+604800000`, 's2')} AS s3 FROM (
       SELECT uid, tm, nm, s1, ${latest(`nm=${step(2)} AND tm<=s1+604800000`, 's1')} AS s2 FROM (
       SELECT uid, tm, nm, ${latest(`nm=${step(1)}`, 'tm')} AS s1 FROM ${table} WHERE nm IN (${[1, 2, 3, 4].map(step)})))) GROUP BY uid)`,
  },
  {
    workload: 'W2',
    form: 'bitmask',
    sql: ({ table }) =>
      `SELECT c, k, count(*) FROM (SELECT bit_count((m & -m) - 1) AS c, m FROM (SELECT bit_or(1::BIGINT << ${WEEK_OF}) m FROM ${table} GROUP BY uid)), range(53) t(k) WHERE c + k < 53 AND (m >> (c + k)) & 1 = 1 GROUP BY ALL`,
  },
  {
    workload: 'W2',
    form: 'distinct weeks',
    sql: ({ table }) =>
      `SELECT c, w - c AS k, count(*) FROM (SELECT w, min(w) OVER (PARTITION BY uid) c FROM (SELECT DISTINCT uid, ${WEEK_OF} AS w FROM ${table})) GROUP BY ALL`,
  },
  {
    workload: 'W4',
    form: 'gaps',
    sql: ({ table }) =>
      `SELECT least(coalesce(nx, 9999) - d, 28) g, d, count(*) FROM (SELECT d, lead(d) OVER (PARTITION BY uid ORDER BY d) nx FROM (SELECT DISTINCT uid, ${DAY_OF} d FROM ${table})) GROUP BY ALL`,
  },
  {
    workload: 'W6',
    form: 'days, then customers',
    sql: ({ table }) =>
      `SELECT count(*), sum(f), sum(r), sum(t), sum(f*r), sum(mt), sum(CASE WHEN f>0 THEN mt/f ELSE 0 END) FROM (SELECT count(*)-1 f, max(d)-min(d) r, 365-min(d) t, (sum(s)-arg_min(s,d))::BIGINT mt FROM (SELECT uid, ${DAY_OF} d, sum(amount) s FROM ${table} GROUP BY ALL) GROUP BY uid)`,
  },
];

await serve(async () => {
  const duckdb = requirePeer('@duckdb/node-api') as DuckDb;
  const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
  let rows: readonly Row[] = [];
  return {
    version: duckdb.version(),
    threads: ['one', 'default'],
    load: async (files) => {
      await connection.run('CREATE OR REPLACE TABLE ev (uid INTEGER, tm BIGINT, nm UTINYINT, amount INTEGER)');
      const appender = await connection.createAppender('ev');
      const types = [duckdb.INTEGER, duckdb.BIGINT, duckdb.UTINYINT, duckdb.INTEGER];
      for (const { uid, at, nm, amount } of readSlices(files, 2_048)) {
        append(duckdb, appender, types, [uid, at, nm, amount]);
      }
      appender.closeSync();
      if (process.env.KIZUNA_BENCH_TABLES === 'one') return;
      await connection.run('CREATE OR REPLACE TABLE ev_sorted AS SELECT * FROM ev ORDER BY uid, tm');
    },
    queries: FORMS.flatMap((form) => [
      queryOn(connection, 'DuckDB, log order', 'ev', form),
      queryOn(connection, 'DuckDB, sorted by customer', 'ev_sorted', form),
    ]),
    fromRows: {
      prepare: (n) => {
        rows = eventRows(eventColumns(n));
      },
      run: async (workload) => {
        await connection.run('SET threads TO 1');
        await connection.run('CREATE OR REPLACE TABLE rows (uid VARCHAR, tm BIGINT, nm VARCHAR, amount INTEGER)');
        const appender = await connection.createAppender('rows');
        const types = [duckdb.VARCHAR, duckdb.BIGINT, duckdb.VARCHAR, duckdb.INTEGER];
        for (let from = 0; from < rows.length; from += 2_048) append(duckdb, appender, types, columnsOf(rows, from));
        appender.closeSync();
        const form = FORMS.find((each) => each.workload === workload);
        if (form === undefined) return () => [];
        const reader = await connection.runAndReadAll(form.sql(TEXTS('rows')));
        return () => reader.getRows().map((row) => row.map(Number));
      },
    },
  };
});

function append(
  duckdb: DuckDb,
  appender: Appender,
  types: readonly unknown[],
  columns: readonly ArrayLike<unknown>[],
): void {
  const chunk = duckdb.DuckDBDataChunk.create(types, columns[0]!.length);
  columns.forEach((values, i) => {
    chunk.setColumnValues(i, values);
  });
  appender.appendDataChunk(chunk);
}

function columnsOf(rows: readonly Row[], from: number): ArrayLike<unknown>[] {
  const count = Math.min(2_048, rows.length - from);
  const [customers, times, names, amounts] = [
    new Array<string>(count),
    new BigInt64Array(count),
    new Array<string>(count),
    new Int32Array(count),
  ];
  for (let i = 0; i < count; i += 1) {
    const { customer, time, name, amount } = rows[from + i]!;
    customers[i] = customer;
    times[i] = BigInt(time.getTime());
    names[i] = name;
    amounts[i] = amount;
  }
  return [customers, times, names, amounts];
}

function queryOn(
  connection: Connection,
  system: string,
  table: string,
  { workload, form, sql }: (typeof FORMS)[number],
): Query {
  const text = sql(CODES(table));
  let current: Threads | null = null;
  return {
    workload,
    system,
    form,
    run: async (threads: Threads) => {
      if (threads !== current) await connection.run(threads === 'one' ? 'SET threads TO 1' : 'RESET threads');
      current = threads;
      const reader = await connection.runAndReadAll(text);
      return (): Rows => reader.getRows().map((row) => row.map(Number));
    },
  };
}

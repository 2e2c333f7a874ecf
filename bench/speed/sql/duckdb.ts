import type { Threads } from '../churn/serve.js';
import { NAMES } from '../events/data.js';
import { readSlices } from '../events/files.js';
import { requirePeer } from '../events/serve.js';
import type { Engine } from './serve-questions.js';
import { filesIn, segmentsOf } from './tables.js';

interface Chunk {
  setColumnValues(column: number, values: ArrayLike<unknown>): void;
}

/** What is used of the driver. */
export interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string, values?: unknown): Promise<{ getRows(): readonly ArrayLike<unknown>[] }>;
  createAppender(table: string): Promise<{ appendDataChunk(chunk: Chunk): void; closeSync(): void }>;
}

interface DuckDb {
  readonly DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> };
  readonly DuckDBDataChunk: { create(types: readonly unknown[], rows: number): Chunk };
  readonly INTEGER: unknown;
  readonly BIGINT: unknown;
  readonly UTINYINT: unknown;
  version(): string;
}

/** DuckDB with its tables in memory, in the order of time. */
export async function openDuckDb(): Promise<Engine & { readonly connection: Connection }> {
  const duckdb = requirePeer('@duckdb/node-api') as DuckDb;
  const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
  let current: Threads | null = null;
  return {
    connection,
    version: duckdb.version(),
    async load(folder) {
      await connection.run('CREATE OR REPLACE TABLE raw (uid INTEGER, tm BIGINT, nm UTINYINT, amount INTEGER)');
      const appender = await connection.createAppender('raw');
      for (const { uid, at, nm, amount } of readSlices(filesIn(folder), 2_048)) {
        const chunk = duckdb.DuckDBDataChunk.create(
          [duckdb.INTEGER, duckdb.BIGINT, duckdb.UTINYINT, duckdb.INTEGER],
          uid.length,
        );
        [uid, at, nm, amount].forEach((values, i) => {
          chunk.setColumnValues(i, values);
        });
        appender.appendDataChunk(chunk);
      }
      appender.closeSync();
      const names = `[${NAMES.map((name) => `'${name}'`).join(', ')}]`;
      await connection.run(`CREATE OR REPLACE TABLE ev AS SELECT uid, tm, ${names}[nm + 1] AS nm, amount FROM raw`);
      const { score, sg, cents, spend, dur, ended, mrr, paid, half } = segmentsOf(
        'CAST(@ AS VARCHAR)',
        'CAST(@ AS @@)',
      );
      await connection.run(
        `CREATE OR REPLACE TABLE sv AS SELECT uid, tm, make_timestamp(tm * 1000) AS ts, ${score}, ${sg}, ${cents}, ${spend}, ${paid} FROM raw`,
      );
      await connection.run(`CREATE OR REPLACE TABLE km AS SELECT ${dur}, ${ended}, ${half} FROM raw`);
      await connection.run(
        `CREATE OR REPLACE TABLE sb AS SELECT uid, tm, make_timestamp(tm * 1000) AS ts, ${mrr} FROM raw`,
      );
      await connection.run('DROP TABLE raw');
    },
    async ask(sql, values, threads) {
      if (threads !== current) await connection.run(threads === 'one' ? 'SET threads TO 1' : 'RESET threads');
      current = threads;
      const reader = await (values === null ? connection.runAndReadAll(sql) : connection.runAndReadAll(sql, values));
      return () => reader.getRows();
    },
  };
}

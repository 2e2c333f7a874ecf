import { PGlite } from '@electric-sql/pglite';
import { NAMES } from '../events/data.js';
import { readSlices } from '../events/files.js';
import type { Engine } from './serve-questions.js';
import { filesIn, segmentsOf } from './tables.js';

const TYPES = { small: 'smallint', whole: 'integer', large: 'bigint', double: 'float8', truth: 'boolean' };

/** Postgres in WebAssembly, which has one thread. */
export async function openPostgres(): Promise<Engine & { readonly database: PGlite }> {
  const database = await PGlite.create();
  const { rows } = await database.query<{ server_version: string }>('SHOW server_version');
  return {
    database,
    version: `${rows[0]?.server_version} (PGlite)`,
    async load(folder) {
      await database.exec(
        'DROP TABLE IF EXISTS ev, sv, km, sb; CREATE TABLE raw (uid int, tm bigint, nm int, amount int)',
      );
      for (const { uid, at, nm, amount } of readSlices(filesIn(folder), 100_000)) {
        const lines = Array.from(uid, (code, i) => `${code},${at[i]},${nm[i]},${amount[i]}`);
        await database.query("COPY raw FROM '/dev/blob' WITH (FORMAT csv)", [], { blob: new Blob([lines.join('\n')]) });
      }
      const names = `(ARRAY[${NAMES.map((name) => `'${name}'`).join(', ')}])[nm + 1]`;
      const { score, sg, cents, spend, dur, ended, mrr, paid, half } = segmentsOf(
        'CAST(@ AS text)',
        'CAST(@ AS @@)',
        TYPES,
      );
      const ts = "to_timestamp(tm / 1000) AT TIME ZONE 'UTC' AS ts";
      await database.exec(`
        CREATE TABLE ev AS SELECT uid, tm, ${names} AS nm, amount FROM raw;
        CREATE TABLE sv AS SELECT uid, tm, ${ts}, ${score}, ${sg}, ${cents}, ${spend}, ${paid} FROM raw;
        CREATE TABLE km AS SELECT ${dur}, ${ended}, ${half} FROM raw;
        CREATE TABLE sb AS SELECT uid, tm, ${ts}, ${mrr} FROM raw;
        DROP TABLE raw;
        ANALYZE;
      `);
    },
    async ask(sql, values) {
      const found = await database.query<unknown[]>(sql, (values ?? []) as unknown[], { rowMode: 'array' }); // of Postgres: a list
      return () => found.rows;
    },
  };
}

import { PGlite } from '@electric-sql/pglite';
import type { Engine, EngineColumn, EngineType } from './engine.js';

const TYPES: Readonly<Record<EngineType, string>> = {
  double: 'float8',
  bigint: 'bigint',
  text: 'text',
  boolean: 'boolean',
  instant: 'timestamptz',
  timestamp: 'timestamp',
};

/** Postgres in WebAssembly, behind the interface of `pg`. Its own zone must not matter. */
export async function postgresEngine(): Promise<Engine> {
  const database = await PGlite.create({ loadDataDir: await newCluster() });
  await database.exec("SET TIME ZONE 'Pacific/Apia'");
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const connection = {
    query: async ({ text, values }: { text: string; values: readonly unknown[] }) =>
      database.query<unknown[]>(text, [...values], { rowMode: 'array' }),
  };
  return {
    dialect: 'postgres',
    connection,
    run: async (sql) => {
      await database.exec(sql);
    },
    async fill(name, columns, rows) {
      const list = columns.map((column, i) => `${quoted(column.name)} ${typeOf(column, rows, i)}`).join(', ');
      await database.exec(`DROP TABLE IF EXISTS ${quoted(name)}; CREATE TABLE ${quoted(name)} (${list})`);
      if (rows.length === 0) return;
      let place = 0;
      const marks = rows.map(() => `(${columns.map(() => `$${++place}`).join(', ')})`).join(', ');
      const values = rows.flatMap((row) => row.map((value, i) => boundValue(columns[i] as EngineColumn, value)));
      await database.query(`INSERT INTO ${quoted(name)} VALUES ${marks}`, values);
    },
    ask: async ({ sql, parameters }) => (await connection.query({ text: sql, values: parameters as unknown[] })).rows,
    // PGlite has one session: another connection is a transaction of its own, which ends as that of a pool's client does.
    another: async () => ({
      connection: {
        query: ({ text, values }: { text: string; values: readonly unknown[] }) =>
          database.transaction((own) => own.query<unknown[]>(text, [...values], { rowMode: 'array' })),
      },
      close: async () => {},
    }),
    close: () => database.close(),
  };
}

let cluster: Promise<Blob> | undefined;

/** The files of a new cluster. Making them takes most of a start, so it is done once for all engines of a worker. */
function newCluster(): Promise<Blob> {
  cluster ??= PGlite.create().then(async (first) => {
    const files = await first.dumpDataDir('none');
    await first.close();
    return files;
  });
  return cluster;
}

/** Integers are as narrow as they may be in every second table. */
function typeOf({ type }: EngineColumn, rows: readonly (readonly unknown[])[], place: number): string {
  const isNarrow =
    type === 'bigint' && rows.length % 2 === 1 && rows.every((row) => Number(row[place]) >> 0 === Number(row[place]));
  return isNarrow ? 'integer' : TYPES[type];
}

function boundValue({ type }: EngineColumn, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  // A timestamp without a zone: the digits of UTC.
  return type === 'timestamp' ? (value as Date).toISOString().replace('T', ' ').replace('Z', '') : value;
}

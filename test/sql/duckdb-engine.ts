import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBInstance,
  type DuckDBValue,
  TIMESTAMP,
  TIMESTAMPTZ,
  timestampTZValue,
  timestampValue,
  VARCHAR,
} from '@duckdb/node-api';
import type { Engine, EngineColumn, EngineType } from './engine.js';

const TYPES: Readonly<Record<EngineType, string>> = {
  double: 'DOUBLE',
  bigint: 'BIGINT',
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  instant: 'TIMESTAMPTZ',
  timestamp: 'TIMESTAMP',
};

const BOUND = {
  double: DOUBLE,
  bigint: BIGINT,
  text: VARCHAR,
  boolean: BOOLEAN,
  instant: TIMESTAMPTZ,
  timestamp: TIMESTAMP,
};

/** DuckDB in memory, whose own zone, order of rows and division are such as must not matter. */
export async function duckdbEngine(): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'Pacific/Apia'");
  await connection.run(
    "SET default_order = 'DESC'; SET default_null_order = 'NULLS_FIRST'; SET integer_division = true",
  );
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  return {
    dialect: 'duckdb',
    connection,
    run: async (sql) => {
      await connection.run(sql);
    },
    async fill(name, columns, rows) {
      const list = columns.map((column) => `${quoted(column.name)} ${TYPES[column.type]}`).join(', ');
      await connection.run(`CREATE OR REPLACE TABLE ${quoted(name)} (${list})`);
      if (rows.length === 0) return;
      const marks = rows.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ');
      const values = rows.flatMap((row) => row.map((value, i) => boundValue(columns[i] as EngineColumn, value)));
      const types = rows.flatMap(() => columns.map(({ type }) => BOUND[type]));
      await connection.run(`INSERT INTO ${quoted(name)} VALUES ${marks}`, values, types);
    },
    async ask({ sql, parameters }) {
      return (await connection.runAndReadAll(sql, parameters as DuckDBValue[])).getRows();
    },
    async another() {
      const other = await instance.connect();
      return { connection: other, close: async () => other.closeSync() };
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function boundValue({ type }: EngineColumn, value: unknown): DuckDBValue {
  if (value === null || value === undefined) return null;
  if (type === 'instant') return timestampTZValue(BigInt((value as Date).getTime()) * 1000n);
  if (type === 'timestamp') return timestampValue(BigInt((value as Date).getTime()) * 1000n);
  return type === 'bigint' ? BigInt(value as number) : (value as DuckDBValue); // text, numbers and booleans
}

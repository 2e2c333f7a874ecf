import { createClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';
import type { Engine, EngineColumn, EngineType } from '../sql/engine.js';

const TYPES: Readonly<Record<EngineType, string>> = {
  double: 'Nullable(Float64)',
  bigint: 'Nullable(Int64)',
  text: 'Nullable(String)',
  boolean: 'Nullable(Bool)',
  instant: "Nullable(DateTime64(3, 'Pacific/Apia'))",
  timestamp: "Nullable(DateTime64(3, 'UTC'))",
};

/** ClickHouse in the process, behind its own client. */
export async function clickhouseEngine(): Promise<Engine> {
  const client = createClient({ connection: createChdbConnection({ path: ':memory:' }) });
  const quoted = (name: string): string => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const format = 'JSONCompactEachRow' as const;
  return {
    dialect: 'clickhouse',
    connection: client,
    run: async (query) => {
      await client.command({ query });
    },
    async fill(name, columns, rows) {
      const list = columns.map((column) => `${quoted(column.name)} ${TYPES[column.type]}`).join(', ');
      await client.command({ query: `DROP TABLE IF EXISTS ${quoted(name)}` });
      await client.command({ query: `CREATE TABLE ${quoted(name)} (${list}) ENGINE = Memory` });
      if (rows.length === 0) return;
      const values = rows.map((row) => row.map((value, i) => written(columns[i] as EngineColumn, value)));
      const clickhouse_settings = { date_time_input_format: 'best_effort' } as const;
      await client.insert({ table: quoted(name), values, format, clickhouse_settings });
    },
    async ask({ sql, parameters }) {
      const query_params = parameters as Record<string, unknown>;
      const answer = await client.query({ query: sql, query_params, format });
      return answer.json<readonly unknown[]>();
    },
    async another() {
      const other = createClient({ connection: createChdbConnection({ path: ':memory:' }) });
      return { connection: other, close: () => other.close() };
    },
    close: () => client.close(),
  };
}

function written({ type }: EngineColumn, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'instant' || type === 'timestamp') return (value as Date).toISOString();
  if (type === 'double' && !Number.isFinite(value)) return String(value).toLowerCase().replace('infinity', 'inf');
  return type === 'bigint' ? String(value) : value;
}

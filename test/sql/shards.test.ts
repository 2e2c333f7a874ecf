import { duckdbEngine } from './duckdb-engine.js';
import { postgresEngine } from './postgres-engine.js';
import { describeShards } from './shards.js';

// One shard in another engine than the others: a state is the same wherever it was counted.
describeShards('DuckDB and Postgres', async () => [
  await duckdbEngine(),
  await duckdbEngine(),
  await duckdbEngine(),
  await duckdbEngine(),
  await postgresEngine(),
]);

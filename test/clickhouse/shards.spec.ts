import { duckdbEngine } from '../sql/duckdb-engine.js';
import { describeShards } from '../sql/shards.js';
import { clickhouseEngine } from './engine.js';

// A process holds one ClickHouse: it has one of the shards.
describeShards('ClickHouse and DuckDB', async () => [
  await duckdbEngine(),
  await clickhouseEngine(),
  await duckdbEngine(),
  await duckdbEngine(),
  await duckdbEngine(),
]);

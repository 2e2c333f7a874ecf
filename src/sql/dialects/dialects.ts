import { clickhouse } from './clickhouse.js';
import type { Dialect, DialectName } from './dialect.js';
import { duckdb } from './duckdb.js';
import { postgres } from './postgres.js';

/** The spellings by name. */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = { duckdb, postgres, clickhouse };

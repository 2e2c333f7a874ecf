import { duckdbEngine } from '../duckdb-engine.js';
import { describeLedgers } from './differential.js';

describeLedgers('DuckDB', duckdbEngine);

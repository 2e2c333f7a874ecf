import { duckdbEngine } from '../duckdb-engine.js';
import { describeEvents } from './differential.js';

describeEvents('DuckDB', duckdbEngine);

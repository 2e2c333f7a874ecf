import { duckdbEngine } from '../duckdb-engine.js';
import { describeValues } from './values.js';

describeValues('DuckDB', duckdbEngine);

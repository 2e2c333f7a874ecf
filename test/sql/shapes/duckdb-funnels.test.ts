import { duckdbEngine } from '../duckdb-engine.js';
import { describeFunnels } from './funnels.js';

describeFunnels('DuckDB', duckdbEngine);

import { serve } from '../../churn/serve.js';
import { openDuckDb } from '../duckdb.js';
import { questionsOf } from '../serve-questions.js';

await serve(async () => questionsOf('duckdb', await openDuckDb()));

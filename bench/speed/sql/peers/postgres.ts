import { serve } from '../../churn/serve.js';
import { openPostgres } from '../postgres.js';
import { questionsOf } from '../serve-questions.js';

await serve(async () => questionsOf('postgres', await openPostgres()));

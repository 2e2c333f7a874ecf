import { serve } from '../../churn/serve.js';
import { openClickHouse } from '../clickhouse.js';
import { questionsOf } from '../serve-questions.js';

await serve(() => questionsOf('clickhouse', openClickHouse()));

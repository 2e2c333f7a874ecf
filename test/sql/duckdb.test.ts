import type { DuckDBConnection } from '@duckdb/node-api';
import { npsMetric } from 'kizuna';
import { measureIn, table } from 'kizuna/duckdb';
import { expect, test } from 'vitest';
import { describeEngine } from './differential.js';
import { duckdbEngine } from './duckdb-engine.js';
import { describeRunner } from './runner.js';
import { describeSources } from './sources.js';

describeEngine('DuckDB', duckdbEngine);
describeSources('DuckDB', duckdbEngine);
describeRunner('DuckDB', duckdbEngine, measureIn as never);

test('a signal stops a long query of DuckDB, and the connection goes on', async () => {
  const engine = await duckdbEngine();
  await engine.run(
    'CREATE VIEW endless AS SELECT (a.range + b.range) % 11 AS score FROM range(1000000) a, range(1000000) b',
  );
  await engine.run('CREATE TABLE few AS SELECT 9 AS score');
  const connection = engine.connection as DuckDBConnection;
  const endless = table('endless', { dialect: 'duckdb', columns: { score: 'integer' } });
  const controller = new AbortController();
  const asked = measureIn(connection, endless, npsMetric({ score: 'score' }), { signal: controller.signal });
  setTimeout(() => controller.abort(new Error('too long')), 50);
  await expect(asked).rejects.toThrow('too long');
  const few = table('few', { dialect: 'duckdb', columns: { score: 'integer' } });
  expect((await measureIn(connection, few, npsMetric({ score: 'score' }))).value).toBe(100);
  await engine.close();
});

import { npsMetric } from 'kizuna';
import { type ClickHouseClient, measureIn, type Progress, table } from 'kizuna/clickhouse';
import { expect, test } from 'vitest';
import { describeEngine } from '../sql/differential.js';
import { describeEdges } from '../sql/edges.js';
import { describeRunner } from '../sql/runner.js';
import { describeSources } from '../sql/sources.js';
import { clickhouseEngine } from './engine.js';

describeEngine('ClickHouse', clickhouseEngine);
describeEdges('ClickHouse', clickhouseEngine);
describeSources('ClickHouse', clickhouseEngine);
describeRunner('ClickHouse', clickhouseEngine, measureIn as never);

test('progress is told while ClickHouse works, and the rows are those without it', async () => {
  const engine = await clickhouseEngine();
  const many = table('numbers', { dialect: 'clickhouse', columns: { score: { kind: 'integer', column: 'number' } } });
  await engine.run('CREATE VIEW numbers AS SELECT CAST(number % 11 AS Int64) AS number FROM numbers(40000000)');
  const told: Progress[] = [];
  const client = engine.connection as ClickHouseClient;
  const onProgress = (progress: Progress): void => {
    told.push(progress);
  };
  expect((await measureIn(client, many, npsMetric({ score: 'score' }), { onProgress, queryId: 'a' })).n).toBe(
    40_000_000,
  );
  expect(told.length).toBeGreaterThan(0);
  for (const { rows, bytes, fraction } of told) {
    expect(rows).toBeGreaterThan(0);
    expect(bytes).toBeGreaterThan(0);
    expect(fraction === null || (fraction >= 0 && fraction <= 1)).toBe(true);
  }
  const nothing = table('nothing', { dialect: 'clickhouse', columns: { score: 'integer' } });
  await expect(measureIn(client, nothing, npsMetric({ score: 'score' }), { onProgress })).rejects.toMatchObject({
    name: 'EngineError',
    engineCode: '60 UNKNOWN_TABLE',
  });
  await engine.close();
});

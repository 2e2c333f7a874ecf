import type { DuckDBConnection } from '@duckdb/node-api';
import { by, countIf, npsMetric, period, tally } from 'kizuna';
import { EngineError, measureIn, type Progress, table } from 'kizuna/duckdb';
import { toSql } from 'kizuna/sql';
import { expect, test } from 'vitest';
import { describeEngine } from './differential.js';
import { duckdbEngine } from './duckdb-engine.js';
import { describeEdges } from './edges.js';
import { describeRunner } from './runner.js';
import { describeSources } from './sources.js';

describeEngine('DuckDB', duckdbEngine);
describeEdges('DuckDB', duckdbEngine);
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

test('progress is told while DuckDB works, where the session knows it, and stopping ends it', async () => {
  const engine = await duckdbEngine();
  await engine.run('SET enable_progress_bar = true');
  await engine.run('SET enable_progress_bar_print = false');
  await engine.run('CREATE TABLE several AS SELECT range % 11 AS score FROM range(2000000)');
  await engine.run('CREATE VIEW endless AS SELECT a.score FROM several a, several b');
  const connection = engine.connection as DuckDBConnection;
  const columns = { score: 'integer' } as const;
  const endless = table('endless', { dialect: 'duckdb', columns });
  const controller = new AbortController();
  const told: Progress[] = [];
  const onProgress = (progress: Progress): void => {
    told.push(progress);
    controller.abort('seen');
  };
  const nps = npsMetric({ score: 'score' });
  await expect(measureIn(connection, endless, nps, { onProgress, signal: controller.signal })).rejects.toBe('seen');
  expect(told[0]).toMatchObject({ bytes: null });
  expect(told[0]?.fraction).toBeGreaterThanOrEqual(0);
  expect(told[0]?.fraction).toBeLessThanOrEqual(1);
  // What the listener throws comes out, and the connection goes on.
  const failing = new AbortController();
  const fails = (): void => {
    failing.abort('stopped');
    throw new Error('of the listener');
  };
  await expect(measureIn(connection, endless, nps, { onProgress: fails, signal: failing.signal })).rejects.toBe(
    'stopped',
  );
  // Without a signal, too: nothing else ends this query.
  const throws = (): void => {
    throw new RangeError('of the listener');
  };
  await expect(measureIn(connection, endless, nps, { onProgress: throws })).rejects.toThrow(RangeError);
  const several = table('several', { dialect: 'duckdb', columns });
  expect((await measureIn(connection, several, nps, { onProgress: () => {} })).n).toBe(2_000_000);
  await engine.close();
}, 30_000);

test('what a listener of progress throws comes out of measureIn', async () => {
  const connection = {
    progress: { percentage: 40, rows_processed: 7n },
    interrupt: () => {},
    runAndReadAll: () =>
      new Promise<{ getRows(): string[][] }>((resolve) => setTimeout(() => resolve({ getRows: () => [] }), 250)),
  };
  const few = table('few', { dialect: 'duckdb', columns: { score: 'integer' } });
  const onProgress = ({ rows, fraction }: Progress): void => {
    throw new RangeError(`${rows} of ${fraction}`);
  };
  await expect(measureIn(connection, few, npsMetric({ score: 'score' }), { onProgress })).rejects.toThrow('7 of 0.4');
});

test('instants of DuckDB in nanoseconds, and integers beyond 2^63', async () => {
  const engine = await duckdbEngine();
  const connection = engine.connection as DuckDBConnection;
  await engine.run(
    "CREATE TABLE fine AS SELECT CAST(TIMESTAMP '2025-03-04 05:06:07' AS TIMESTAMP_NS) AS at, CAST(18446744073709551615 AS UBIGINT) AS large",
  );
  const fine = table('fine', { dialect: 'duckdb', columns: { at: 'utcTimestamp', large: 'integer' } });
  const count = tally({ name: 'rows', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n });
  expect(await measureIn(connection, fine, by(period('at', { unit: 'day' }), count))).toEqual([
    { period: '2025-03-04', result: 1 },
  ]);
  const refused = { name: 'InvalidDataError', code: 'E_NUM_RANGE' };
  await expect(measureIn(connection, fine, by('large', count))).rejects.toMatchObject(refused);
  await engine.close();
});

test('DuckDB is asked twice only where it met an integer beyond 2^63, and no more often where that does not help', async () => {
  const engine = await duckdbEngine();
  const own = engine.connection as DuckDBConnection;
  const asked: string[] = [];
  const runAndReadAll = (sql: string, values: (string | number | boolean)[]) => {
    asked.push(sql);
    return own.runAndReadAll(sql, values);
  };
  const connection = { runAndReadAll, interrupt: () => own.interrupt() };
  const total = tally({
    name: 'total',
    inputs: { value: 'value' },
    invalid: 'exclude',
    measures: { n: countIf() },
    finish: ({ n }, { invalid }) => [n, invalid],
  });
  const columns = { value: 'integer' } as const;
  for (const [type, values, times] of [
    ['HUGEINT', '(5), (9007199254740993)', 1],
    ['UBIGINT', '(5), (18446744073709551615)', 2],
  ] as const) {
    await engine.run(`CREATE OR REPLACE TABLE wide (value ${type}); INSERT INTO wide VALUES ${values}`);
    asked.length = 0;
    const wide = table('wide', { dialect: 'duckdb', columns });
    expect(await measureIn(connection, wide, total)).toEqual([1, 1]);
    expect(asked).toHaveLength(times);
    expect(asked[0]).toBe(toSql(total, wide).sql);
  }
  // An error ends a transaction, in which nothing else can be asked then.
  const wide = table('wide', { dialect: 'duckdb', columns });
  await engine.run('BEGIN TRANSACTION');
  asked.length = 0;
  await expect(measureIn(connection, wide, total)).rejects.toMatchObject({ code: 'E_NUM_RANGE' });
  expect(asked).toHaveLength(2);
  await engine.run('ROLLBACK');
  // What goes wrong the second time is said as it is.
  const tired = {
    ...connection,
    runAndReadAll: (sql: string, values: (string | number | boolean)[]) =>
      asked.length === 0 ? runAndReadAll(sql, values) : Promise.reject(new Error('Out of Memory Error: no more')),
  };
  asked.length = 0;
  await expect(measureIn(tired, wide, total)).rejects.toMatchObject({ engineCode: 'Out of Memory Error' });
  // A cast of a view is its own.
  await engine.run('CREATE OR REPLACE VIEW narrow AS SELECT CAST(300 AS TINYINT) AS value FROM wide');
  asked.length = 0;
  const narrow = table('narrow', { dialect: 'duckdb', columns });
  await expect(measureIn(connection, narrow, total)).rejects.toThrow(EngineError);
  expect(asked).toHaveLength(1);
  await engine.run('DROP VIEW narrow');
  await engine.run('CREATE OR REPLACE TABLE wide (value VARCHAR)');
  const others = [table('wide', { dialect: 'duckdb', columns }), table('nowhere', { dialect: 'duckdb', columns })];
  await engine.run("INSERT INTO wide VALUES ('18446744073709551615')");
  for (const other of others) {
    asked.length = 0;
    await expect(measureIn(connection, other, total)).rejects.toThrow(EngineError);
    expect(asked).toHaveLength(1);
  }
  await engine.close();
});

import { npsMetric } from 'kizuna';
import { measureIn, table } from 'kizuna/postgres';
import { expect, test } from 'vitest';
import { describeEngine } from './differential.js';
import { describeEdges } from './edges.js';
import { postgresEngine } from './postgres-engine.js';
import { describeRunner } from './runner.js';
import { describeSources } from './sources.js';

describeEngine('Postgres', postgresEngine);
describeEdges('Postgres', postgresEngine);
describeSources('Postgres', postgresEngine);
describeRunner('Postgres', postgresEngine, measureIn as never);

const answers = table('answers', { dialect: 'postgres', columns: { score: 'integer' } });

test('a signal cancels by another connection, or lets the answer go', async () => {
  const asked: unknown[] = [];
  let refuse = (_: unknown): void => {};
  const client = {
    processID: 4711,
    query: () =>
      new Promise<never>((_, reject) => {
        refuse = reject;
      }),
  };
  const pool = {
    query: async ({ text, values }: { text: string; values: readonly unknown[] }) => {
      asked.push(text, values);
      refuse(Object.assign(new Error('canceling statement'), { code: '57014' }));
      return { rows: [] };
    },
  };
  for (const cancelWith of [pool, undefined]) {
    const controller = new AbortController();
    const options = { signal: controller.signal, ...(cancelWith && { cancelWith }) };
    const answer = measureIn(client, answers, npsMetric({ score: 'score' }), options);
    controller.abort('enough');
    await expect(answer).rejects.toBe('enough');
  }
  expect(asked).toEqual(['SELECT pg_cancel_backend($1)', [4711]]);
});

test('a pool stops its own clients, and has them back', async () => {
  const asked: unknown[] = [];
  let refuse = (_: unknown): void => {};
  const client = {
    processID: 12,
    query: () =>
      new Promise<never>((_, reject) => {
        refuse = reject;
      }),
    release: () => asked.push('released'),
  };
  const pool = {
    connect: async () => client,
    query: async ({ values }: { values: readonly unknown[] }) => {
      asked.push(values);
      refuse(Object.assign(new Error('canceling statement'), { code: '57014' }));
      await Promise.resolve();
      asked.push('told');
      return { rows: [] };
    },
  };
  const controller = new AbortController();
  const answer = measureIn(pool, answers, npsMetric({ score: 'score' }), { signal: controller.signal });
  await Promise.resolve();
  await Promise.resolve();
  controller.abort('enough');
  await expect(answer).rejects.toBe('enough');
  // The server was told before anybody else is given the client.
  expect(asked).toEqual([[12], 'told', 'released']);
});

test('progress is refused, as Postgres tells none', async () => {
  const client = { query: async () => ({ rows: [] }) };
  const options = { onProgress: () => {} } as object;
  await expect(measureIn(client, answers, npsMetric({ score: 'score' }), options)).rejects.toMatchObject({
    code: 'E_OPT_UNKNOWN',
  });
});

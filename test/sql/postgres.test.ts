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

test('a pool gives up the client of what is stopped, and tells the server by another', async () => {
  const asked: unknown[] = [];
  let refuse = (_: unknown): void => {};
  const client = {
    processID: 12,
    query: () =>
      new Promise<never>((_, reject) => {
        refuse = reject;
      }),
    release: (isGivenUp?: boolean) => asked.push(isGivenUp ? 'given up' : 'released'),
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
  // Nobody else is given the client; and a pool of one has room for another.
  expect(asked).toEqual(['given up', [12], 'told']);
});

test('a pool without a client to give is not waited for, and has back what it gives later', async () => {
  const asked: unknown[] = [];
  let give = (_: unknown): void => {};
  const client = {
    processID: 12,
    query: async ({ text }: { text: string }) => {
      asked.push(text);
      return { rows: [] };
    },
    release: () => asked.push('released'),
  };
  const pool = {
    connect: () =>
      new Promise((resolve) => {
        give = resolve;
      }),
    query: client.query,
  };
  const controller = new AbortController();
  const answer = measureIn(pool, answers, npsMetric({ score: 'score' }), { signal: controller.signal });
  controller.abort('enough');
  await expect(answer).rejects.toBe('enough');
  give(client);
  await new Promise((resolve) => setTimeout(resolve));
  expect(asked).toEqual(['released']);
  const unreachable = { ...pool, connect: () => Promise.reject(Object.assign(new Error(), { code: 'ECONNREFUSED' })) };
  const { signal } = new AbortController();
  await expect(measureIn(unreachable, answers, npsMetric({ score: 'score' }), { signal })).rejects.toMatchObject({
    name: 'EngineError',
    engineCode: 'ECONNREFUSED',
  });
});

test('a pool has no client back whose query failed, as its server may be gone', async () => {
  const asked: unknown[] = [];
  const pool = (query: () => Promise<unknown>) => ({
    connect: async () => ({ query, release: (isGivenUp?: boolean) => asked.push(isGivenUp ? 'given up' : 'released') }),
    query: () => Promise.reject(new Error('by a client that can be stopped')),
  });
  const { signal } = new AbortController();
  const measured = (query: () => Promise<unknown>) =>
    measureIn(pool(query) as never, answers, npsMetric({ score: 'score' }), { signal });
  const cause = Object.assign(new Error('terminating connection'), { code: '57P01' });
  await expect(measured(() => Promise.reject(cause))).rejects.toMatchObject({ engineCode: '57P01' });
  expect((await measured(async () => ({ rows: [] }))).n).toBe(0);
  expect(asked).toEqual(['given up', 'released']);
});

test('what cannot tell the server to stop fails in nobody else, and is refused where it cannot be asked', async () => {
  let answer = (_: unknown): void => {};
  const client = {
    processID: 12,
    query: () =>
      new Promise<never>((resolve) => {
        answer = resolve as typeof answer; // whatever the test gives
      }),
  };
  const pool = { query: () => Promise.reject(new Error('unreachable')) };
  const controller = new AbortController();
  const metric = npsMetric({ score: 'score' });
  const result = measureIn(client, answers, metric, { signal: controller.signal, cancelWith: pool });
  controller.abort('enough');
  await new Promise((resolve) => setTimeout(resolve)); // when what nobody caught would end the process
  answer({ rows: [] });
  await expect(result).rejects.toBe('enough');
  await expect(measureIn(client, answers, metric, { cancelWith: {} as never })).rejects.toMatchObject({
    code: 'E_OPT_TYPE',
    issues: [{ field: 'cancelWith' }],
  });
});

test('progress is refused, as Postgres tells none', async () => {
  const client = { query: async () => ({ rows: [] }) };
  const options = { onProgress: () => {} } as object;
  await expect(measureIn(client, answers, npsMetric({ score: 'score' }), options)).rejects.toMatchObject({
    code: 'E_OPT_UNKNOWN',
  });
});

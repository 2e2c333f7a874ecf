import { npsMetric } from 'kizuna';
import { measureIn, table } from 'kizuna/postgres';
import { expect, test } from 'vitest';
import { describeEngine } from './differential.js';
import { postgresEngine } from './postgres-engine.js';
import { describeRunner } from './runner.js';
import { describeSources } from './sources.js';

describeEngine('Postgres', postgresEngine);
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

import { activeCustomersMetric, by, countIf, npsMetric, period, recurringRevenueMetric, tally } from 'kizuna';
import { EngineError, eventTable, measureIn, subscriptionTable, table, tables } from 'kizuna/postgres';
import { expect, test } from 'vitest';
import { postgresEngine } from './postgres-engine.js';

const count = tally({ name: 'rows', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n });

test('a date, which is no instant, is refused, as is a timestamp of the other kind', async () => {
  const engine = await postgresEngine();
  await engine.run(`CREATE TABLE t (who text, paid integer, day date, zoned timestamptz, plain timestamp)`);
  await engine.run(`INSERT INTO t VALUES ('a', 3, '2025-03-01', '2025-03-01T00:00:00Z', '2025-03-01T00:00:00')`);
  const options = (kind: string, column: string) =>
    ({ dialect: 'postgres', columns: { who: 'text', paid: 'integer', at: { kind, column } } }) as never;
  const roles = { customer: 'who', time: 'at', start: 'at', end: 'at', amount: 'paid', invalid: 'exclude' } as const;
  const asked = (kind: string, column: string): readonly Promise<unknown>[] => {
    const declared = Object(options(kind, column));
    const { start: _, end: __, ...event } = roles;
    const { time: ___, ...line } = roles;
    const repeat = { score: 'paid', repeat: 'latest', customer: 'who', time: 'at' } as const;
    return [
      [table('t', declared), by(period('at', { unit: 'day' }), count as never)],
      [table('t', declared), npsMetric(repeat)],
      [table(tables(['t', 't']), declared), by(period('at', { unit: 'month' }), count as never)],
      [eventTable('t', { ...declared, ...event }), activeCustomersMetric({ unit: 'day' })],
      [subscriptionTable('t', { ...declared, ...line }), recurringRevenueMetric({ unit: 'month', asOf: '2025-04-30' })],
    ].map(([source, metric]) => measureIn(engine.connection as never, source as never, metric as never));
  };
  const right = { instant: 'zoned', utcTimestamp: 'plain' };
  for (const [kind, column] of Object.entries(right)) {
    await Promise.all(asked(kind, column));
    for (const other of ['day', 'zoned', 'plain'].filter((each) => each !== column))
      for (const [i, answer] of asked(kind, other).entries())
        expect(await answer.catch((error: unknown) => error), `${kind}, ${other}, ${i}`).toBeInstanceOf(EngineError);
  }
  await engine.close();
}, 60_000);

import fc from 'fast-check';
import { decileSummaryMetric, retentionMetric } from 'kizuna';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../engine.js';
import { testBaskets } from './baskets.js';
import type { Any } from './event-metrics.js';
import { EVENTS } from './event-metrics.js';
import { eventRows, eventsHere, eventsIn, fillEvents } from './event-rows.js';
import { attempt, stateIn } from './event-states.js';
import { testPartitions } from './partitions.js';
import { POOLED } from './pooled-metrics.js';
import { testValues } from './values.js';

/** Runs every metric of events over random rows in memory and in an engine. */
export function describeEvents(name: string, start: () => Promise<Engine>): void {
  const runs = Number(process.env.KIZUNA_SQL_RUNS ?? 30);
  const labels = Object.keys(EVENTS);
  describe(`events in ${name}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await start();
    }, 60_000);
    afterAll(() => engine.close());

    test('come to the state of memory', async () => {
      await fc.assert(
        fc.asyncProperty(
          eventRows(),
          fc.constantFrom(['who', 'paid'] as const, ['code', 'paid'] as const, ['who', 'code'] as const), // whole amounts, too
          fc.integer({ min: 0, max: labels.length - 1 }),
          async (rows, [customer, amount], at) => {
            await fillEvents(engine, rows);
            // Three metrics for each set of rows, as filling takes most of the time.
            for (let i = 0; i < 3; i += 1) {
              const label = labels[(at + i * 7) % labels.length] as string;
              const metric = EVENTS[label] as Any;
              const there = await attempt(() =>
                stateIn(engine, eventsIn(engine, customer, 'exclude', undefined, amount), metric),
              );
              const here = await attempt(async () => metric.state(eventsHere(rows, customer, 'exclude', amount)));
              expect(there, label).toEqual(here);
            }
          },
        ),
        { numRuns: runs * 2 },
      );
    }, 120_000);

    test('are none in an empty table', async () => {
      await fillEvents(engine, []);
      for (const [label, metric] of Object.entries(EVENTS)) {
        expect(await stateIn(engine, eventsIn(engine), metric), label).toEqual(metric.state(eventsHere([])));
      }
    }, 60_000);

    test('of recurring cohorts know where the last complete period ends', async () => {
      // ClickHouse took the end of a stretch of columns for its start, in a condition on that.
      const none = { code: null, paid: null, plan: null, seats: null, trial: null };
      const row = { ...none, who: 'u1', at: new Date('2024-04-05T15:00:00Z'), what: 'order' };
      const rows = [row, { ...row, at: new Date('2024-04-09T15:00:00Z'), what: 'visit' }];
      await fillEvents(engine, rows);
      for (const [label, metric] of Object.entries(POOLED))
        expect(await stateIn(engine, eventsIn(engine), metric), label).toEqual(metric.state(eventsHere(rows)));
    }, 60_000);

    test('of retention are in their periods, however far apart these are', async () => {
      // An integer holds 63 periods: events at the ends of the latest of them, and of those before.
      const none = { code: null, paid: null, plan: null, seats: null, trial: null, what: 'visit' };
      const [end, day] = [Date.parse('2024-04-10T23:59:59.999Z'), 86_400_000];
      const periods = [0, 1, 61, 62, 63, 64, 125, 126, 189];
      const rows = [1, 7, 30.4].flatMap((length, i) =>
        periods.map((place) => ({
          ...none,
          who: `u${(place + i) % 5}`,
          at: new Date(end - Math.floor(place * length * day)),
        })),
      );
      await fillEvents(engine, rows);
      const options = { asOf: '2024-04-10', periods: 190 } as const;
      const metrics = (['day', 'week', 'month'] as const).flatMap((unit) => [
        retentionMetric({ unit, ...options }),
        retentionMetric({ unit, mode: 'onOrAfter', timeZone: 'America/Havana', ...options }),
      ]);
      for (const metric of metrics as unknown as readonly Any[])
        expect(await stateIn(engine, eventsIn(engine), metric)).toEqual(metric.state(eventsHere(rows)));
    }, 60_000);

    test('take of several events of one instant the first of the log’s order', async () => {
      const row = {
        who: 'u1',
        code: null,
        at: new Date('2024-04-05T15:00:00Z'),
        what: 'order',
        plan: null,
        seats: null,
      };
      const rows = [30, 10, 20].map((paid) => ({ ...row, paid, trial: null }));
      await fillEvents(engine, rows);
      for (const occurrence of ['firstMatching', 'firstEver'] as const) {
        const metric = decileSummaryMetric({ purchase: { name: 'order', occurrence } }) as unknown as Any; // of these events
        const state = (await stateIn(engine, eventsIn(engine), metric)) as { readonly amounts: unknown };
        expect(state.amounts).toEqual([[10, 1]]);
        expect(state).toEqual(metric.state(eventsHere(rows)));
      }
    }, 60_000);

    test('merge with memory: some customers there, some here', async () => {
      await fc.assert(
        fc.asyncProperty(eventRows(30), fc.constantFrom(...labels), async (rows, label) => {
          const metric = EVENTS[label] as Any;
          const isThere = ({ code }: { readonly code: number | null }) => (code ?? 0) % 2 === 0;
          await fillEvents(engine, rows.filter(isThere));
          // States, not results: of hours over years there would be millions of rows.
          const whole = await attempt(async () => metric.state(eventsHere(rows, 'code')));
          const merged = await attempt(async () => {
            const there = await stateIn(engine, eventsIn(engine, 'code'), metric);
            const others = rows.filter((row) => !isThere(row));
            return metric.merge(there, metric.state(eventsHere(others, 'code')));
          });
          if (whole.error !== 'LimitError') return void expect(merged, label).toEqual(whole);
          // Memory refuses what is too large when it counts, the parts when they are finished.
          const refused = merged.error === null ? await attempt(async () => metric.finish(merged.value)) : merged;
          expect(refused.error, label).toBe('LimitError');
        }),
        { numRuns: runs },
      );
    }, 120_000);

    test('refuse what the log refuses', async () => {
      await fc.assert(
        fc.asyncProperty(eventRows(3), fc.constantFrom(...labels), async (rows, label) => {
          const metric = EVENTS[label] as Any;
          await fillEvents(engine, rows);
          const there = await attempt(() => stateIn(engine, eventsIn(engine, 'who', 'throw'), metric));
          const here = await attempt(async () => metric.state(eventsHere(rows, 'who', 'throw')));
          expect(there.error, label).toBe(here.error);
        }),
        { numRuns: Math.ceil(runs / 2) },
      );
    }, 120_000);

    testPartitions(() => engine, runs);
    testValues(() => engine, runs);
    testBaskets(() => engine, runs);
  });
}

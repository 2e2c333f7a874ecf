import fc from 'fast-check';
import { decileSummaryMetric, rfmCutsMetric } from 'kizuna';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../engine.js';
import type { Any } from './event-metrics.js';
import { type EventRow, eventRows, eventsHere, eventsIn, fillEvents } from './event-rows.js';
import { attempt, stateIn } from './event-states.js';
import { SCORES, VALUES } from './value-metrics.js';

/** Tests metrics of amounts that are whole numbers, and those whose states hold fractions, over random rows in memory and in an engine. */
export function testValues(started: () => Engine, runs: number): void {
  describe('of values and scores', () => {
    const there = (metric: Any, amount: 'paid' | 'code') =>
      attempt(() => stateIn(started(), eventsIn(started(), 'who', 'exclude', 'Ev 1', amount), metric));
    const here = (rows: readonly EventRow[], metric: Any, amount: 'paid' | 'code') =>
      attempt(async () => metric.state(eventsHere(rows, 'who', 'exclude', amount)));

    test('come to the state of memory', async () => {
      await fc.assert(
        fc.asyncProperty(eventRows(), async (rows) => {
          await fillEvents(started(), rows);
          for (const [label, metric] of Object.entries(VALUES))
            expect(await there(metric, 'code'), label).toEqual(await here(rows, metric, 'code'));
          for (const [label, metric] of Object.entries(SCORES))
            expectAlike(await there(metric, 'paid'), await here(rows, metric, 'paid'), label);
        }),
        { numRuns: Math.ceil(runs / 6) },
      );
    }, 120_000);

    test('are none in an empty table', async () => {
      await fillEvents(started(), []);
      for (const [label, metric] of Object.entries({ ...VALUES, ...SCORES }))
        expect(await there(metric, 'code'), label).toEqual(await here([], metric, 'code'));
    }, 60_000);

    test('merge with memory: some customers there, some here', async () => {
      await fc.assert(
        fc.asyncProperty(eventRows(), async (rows) => {
          const isThere = ({ who }: EventRow) => (who ?? '') < 'u2';
          await fillEvents(started(), rows.filter(isThere));
          for (const [label, metric] of Object.entries({ ...VALUES, ...SCORES })) {
            const whole = await here(rows, metric, 'code');
            const others = await here(
              rows.filter((row) => !isThere(row)),
              metric,
              'code',
            );
            const part = await there(metric, 'code');
            if (whole.error !== null || others.error !== null || part.error !== null) continue;
            expectAlike(metric.merge(part.value, others.value), whole.value, label);
          }
        }),
        { numRuns: Math.ceil(runs / 15) },
      );
    }, 120_000);

    test('of customers whose whole amounts come to more than 2^53 are the nearest doubles, and one value where those are', async () => {
      const most = 2 ** 53;
      const none = { at: new Date('2024-04-05'), what: 'order', paid: null, plan: null, seats: null, trial: null };
      const paid = [[most, 1], [most], [most, 1, 1], [most, 3], [most - 1, 2 ** 52 + 1], [most, most, 1], [0], [null]];
      const rows = paid.flatMap((codes, i) => codes.map((code) => ({ ...none, who: `u${i}`, code })));
      await fillEvents(started(), rows);
      const metrics = [
        decileSummaryMetric(),
        rfmCutsMetric({ asOf: '2024-04-10' }),
        rfmCutsMetric({ asOf: '2024-04-10', refunds: 'net' }),
      ] as unknown as readonly Any[]; // of these events
      for (const metric of metrics) {
        const counted = await there(metric, 'code');
        expect(counted).toEqual(await here(rows, metric, 'code'));
        expect(counted.error).toBeNull();
      }
    }, 60_000);

    test('are refused where squares would be rounded, or sums be beyond 2^53', async () => {
      const metric = VALUES['value of cohorts'] as Any;
      const source = eventsIn(started());
      const rounded = { ...source, table: { ...source.table, sums: 'compensated' as const } };
      expect((await attempt(() => stateIn(started(), rounded, metric))).error).toBe('SqlCompileError');
      const at = new Date('2024-03-01T00:00:00Z');
      const row = { who: 'a', code: 2 ** 53, at, what: 'order', paid: 1, plan: null, seats: null, trial: null };
      await fillEvents(started(), [row, row]);
      expect((await there(metric, 'code')).error).toBe('InvalidDataError');
    }, 60_000);

    test('of fractions come to the results of memory with exact sums', async () => {
      const rows = fc.sample(eventRows(40), { seed: 7, numRuns: 2 }).flat();
      await fillEvents(started(), rows);
      for (const [label, metric] of Object.entries(VALUES)) {
        const [a, b] = [await there(metric, 'paid'), await here(rows, metric, 'paid')];
        if (a.error !== null || b.error !== null) expect(a.error, label).toBe(b.error);
        else
          expectAlike(
            await attempt(async () => metric.finish(a.value)),
            await attempt(async () => metric.finish(b.value)),
            label,
          );
      }
    }, 60_000);
  });
}

/** Numbers within 1e-12 of each other, all else the same. */
export function expectAlike(a: unknown, b: unknown, label: string): void {
  if (typeof a === 'number' && typeof b === 'number') {
    expect(Math.abs(a - b), label).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(a), Math.abs(b)));
  } else if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    expect(Object.keys(a), label).toEqual(Object.keys(b));
    for (const [key, value] of Object.entries(a)) expectAlike(value, (b as Record<string, unknown>)[key], label);
  } else expect(a, label).toBe(b);
}

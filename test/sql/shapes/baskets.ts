import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Engine } from '../engine.js';
import { BASKETS } from './basket-metrics.js';
import { type EventRow, eventsHere, eventsIn, fillEvents } from './event-rows.js';
import { attempt, stateIn } from './event-states.js';

/** Many lines of few customers on few instants, so that baskets have several items; texts that engines sort in another order. */
const lines = fc.array(
  fc.record<EventRow>({
    who: fc.constantFrom('u1', 'u2', '__proto__'),
    code: fc.constantFrom(0, 1, -1),
    at: fc
      .tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(0, 1, 43_200_000))
      .map(([days, off]) => new Date(Date.UTC(2024, 1, 12) + days * 432_000_000 + off)),
    what: fc.constantFrom('visit', 'order', 'Order', '\ue000', '\u{1f600}'),
    paid: fc.constantFrom(0, 10, null, -5),
    plan: fc.constantFrom('free', 'pro', '', '\uffee', '\u{1f600}', null),
    seats: fc.constantFrom(0, 1, 2, 3, null),
    trial: fc.constantFrom(true, false, null),
  }),
  { minLength: 20, maxLength: 60, size: 'max' },
);

/** Tests what is bought together where it is much. */
export function testBaskets(started: () => Engine, runs: number): void {
  test('of baskets with several items come to the state of memory', async () => {
    await fc.assert(
      fc.asyncProperty(lines, async (rows) => {
        await fillEvents(started(), rows);
        for (const [label, metric] of Object.entries(BASKETS)) {
          const there = await attempt(() => stateIn(started(), eventsIn(started()), metric));
          expect(there, label).toEqual(await attempt(async () => metric.state(eventsHere(rows))));
        }
      }),
      { numRuns: Math.ceil(runs / 15) },
    );
  }, 120_000);
}

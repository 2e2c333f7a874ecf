import fc from 'fast-check';
import { funnelByMetric, funnelMetric, funnelTrendMetric, KizunaError, SqlCompileError } from 'kizuna';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../engine.js';
import type { Any } from './event-metrics.js';
import { type EventRow, eventsHere, eventsIn, fillEvents } from './event-rows.js';
import { stateIn } from './event-states.js';
import { funnelOptions, funnelRows } from './funnel-rows.js';

/** Runs funnels of random options over random rows in memory and in an engine. */
export function describeFunnels(name: string, start: () => Promise<Engine>): void {
  const runs = Number(process.env.KIZUNA_SQL_RUNS ?? 30);
  describe(`funnels in ${name}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await start();
    }, 60_000);
    afterAll(() => engine.close());

    test('come to the state of memory, whatever the options', async () => {
      let [compared, refused] = [0, 0];
      await fc.assert(
        fc.asyncProperty(
          funnelRows(),
          fc.array(funnelOptions, { minLength: 4, maxLength: 4 }),
          async (rows, options) => {
            await fillEvents(engine, rows);
            for (const given of options) {
              const metric = metricOf(given);
              if (metric === null) continue;
              let there: unknown;
              try {
                there = await stateIn(engine, eventsIn(engine), metric);
              } catch (error) {
                if (!(error instanceof SqlCompileError))
                  throw new Error(`${JSON.stringify(given)}: ${String(error)}`, { cause: error });
                refused += 1;
                continue;
              }
              compared += 1;
              expect(there, JSON.stringify({ given, rows })).toEqual(metric.state(eventsHere(rows)));
            }
          },
        ),
        { numRuns: Math.ceil(runs / 3) },
      );
      expect(compared).toBeGreaterThan(refused);
    }, 1_200_000);

    test.each(Object.entries(KNOWN))('%s', async (_, [given, rows]) => {
      await fillEvents(engine, rows);
      const metric = metricOf(given);
      expect(metric && (await stateIn(engine, eventsIn(engine), metric))).toEqual(metric?.state(eventsHere(rows)));
    });
  });
}

/** What random options and rows once showed to be wrong. */
const KNOWN: Readonly<Record<string, readonly [Readonly<Record<string, unknown>>, readonly EventRow[]]>> = {
  'take one event of an instant for steps in any order, each later': [
    { steps: ['view', 'visit'], order: 'unordered', ties: 'later', asOf: new Date(10) },
    [event(5, 'visit'), event(5, 'view')],
  ],
  'take for the first event of an instant that which the log has first, here nobody’s': [
    { steps: [{ occurrence: 'firstMatching' }], holdConstant: ['plan'], asOf: new Date(10) },
    [event(5, 'view', { plan: 'free', paid: 1 }), event(5, 'view')],
  ],
  'take a first event for one step alone': [
    { steps: [{ name: 'view', occurrence: 'firstMatching' }, { where: { trial: true } }], asOf: new Date(10) },
    [event(5, 'view', { paid: 1, trial: true }), event(5, 'view')],
  ],
  'look up the value of a first event': [
    {
      steps: [{ name: 'view', occurrence: 'firstMatching' }, 'order'],
      breakdown: { property: 'plan', attribution: 'entry' },
      asOf: new Date(10),
    },
    [event(5, 'view', { plan: 'pro' }), event(5, 'view', { plan: 'free' }), event(7, 'order', { plan: 'pro' })],
  ],
};

function event(ms: number, what: string, more: Partial<EventRow> = {}): EventRow {
  const none = { code: null, paid: null, plan: null, seats: null, trial: null };
  return { ...none, who: 'u1', at: new Date(ms), what, ...more };
}

/** The metric of these options; `null` where they do not go together. */
function metricOf({ breakdown, unit, ...options }: Readonly<Record<string, unknown>>): Any | null {
  try {
    if (breakdown !== undefined) return funnelByMetric({ ...options, breakdown } as never) as unknown as Any;
    if (unit !== undefined) return funnelTrendMetric({ ...options, unit } as never) as unknown as Any;
    return funnelMetric(options as never) as unknown as Any;
  } catch (error) {
    if (!(error instanceof KizunaError)) throw error;
    return null;
  }
}

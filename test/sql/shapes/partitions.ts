import fc from 'fast-check';
import { eventTable } from 'kizuna/sql';
import { expect, test } from 'vitest';
import type { Engine } from '../engine.js';
import { type Any, EVENTS } from './event-metrics.js';
import { COLUMNS, type EventRow, eventRows, eventsIn, fillEvents } from './event-rows.js';
import { attempt, stateIn } from './event-states.js';

/**
 * Tests that what a condition on customers takes, leaves and cannot tell adds up to the whole, for each metric of events. A condition is on the
 * customer, or on what is the same in all events of one, as only whole customers can be merged.
 */
export function testPartitions(started: () => Engine, runs: number): void {
  // Ternary logic partitioning: Rigger and Su 2020, SQLancer.
  test('add up to the whole: customers that a condition takes, leaves and cannot tell', async () => {
    await fc.assert(
      fc.asyncProperty(
        eventRows(),
        fc.constantFrom(...Object.keys(EVENTS)),
        fc.constantFrom('who', 'code', 'plan', 'where') satisfies fc.Arbitrary<Condition>,
        async (given, label, condition) => {
          const engine = started();
          const rows = given.map((row) => ({ ...row, plan: planOf(row) }));
          await fillEvents(engine, rows);
          const metric = EVENTS[label] as Any;
          const customer = condition === 'code' ? 'code' : 'who';
          const whole = await attempt(() => stateIn(engine, eventsIn(engine, customer), metric));
          const parts: unknown[] = [];
          for (const part of [0, 1, 2] as const) {
            const state = await attempt(() => partIn(engine, condition, part, metric));
            if (whole.error === null) expect(state.error, label).toBeNull();
            parts.push(state.value);
          }
          if (whole.error !== null)
            expect(whole.error, label).toBe('LimitError'); // of days over years
          else
            expect(
              parts.reduce((a, b) => metric.merge(a, b)),
              `${label} by ${condition}`,
            ).toEqual(whole.value);
        },
      ),
      { numRuns: Math.ceil(runs / 4) },
    );
  }, 600_000);
}

type Condition = 'who' | 'code' | 'plan' | 'where';

/** Of all events of a customer the same, and of some of them not known. */
function planOf({ who }: EventRow): string | null {
  return who === null || who === 'u2' ? null : who < 'u3' ? 'pro' : '__proto__';
}

/** The state of the events of which a condition holds, does not hold, or is not known. */
async function partIn(engine: Engine, condition: Condition, part: 0 | 1 | 2, metric: Any): Promise<unknown> {
  const own = eventsIn(engine);
  // As the source's own filters have it, which know of no absent values.
  if (condition === 'where' && part < 2) {
    const filters = [{ plan: 'pro' }, { plan: { ne: 'pro' } }] as const;
    const roles = { customer: 'who', time: 'at', name: 'what', amount: 'paid', properties: ['plan', 'seats', 'trial'] };
    const options = {
      dialect: engine.dialect,
      columns: COLUMNS,
      sums: 'exact',
      ...roles,
      where: filters[part === 0 ? 0 : 1],
    };
    const source = eventTable('Ev 1', { ...options, invalid: 'exclude' } as never);
    return stateIn(engine, source as unknown as typeof own, metric);
  }
  const quote = engine.dialect === 'clickhouse' ? '\\"' : '""';
  const column = `"${COLUMNS[condition === 'where' ? 'plan' : condition].column.replace('"', quote)}"`;
  const test = condition === 'code' ? `${column} > 0` : `${column} = '${condition === 'who' ? 'u1' : 'pro'}'`;
  const tests = [test, `NOT (${test})`, `(${test}) IS NULL`];
  await engine.run(`CREATE OR REPLACE VIEW part AS SELECT * FROM "Ev 1" WHERE ${tests[part]}`);
  try {
    return await stateIn(engine, eventsIn(engine, condition === 'code' ? 'code' : 'who', 'exclude', 'part'), metric);
  } finally {
    await engine.run('DROP VIEW part');
  }
}

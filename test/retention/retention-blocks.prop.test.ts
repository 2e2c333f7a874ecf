import fc from 'fast-check';
import { eventLog, retention, retentionMetric } from 'kizuna';
import { expect, test } from 'vitest';
import { runsOf } from '../../src/log/runs.js';
import { isDense, walkBlocks } from '../../src/retention/retention-blocks.js';
import { retentionClock } from '../../src/retention/retention-clock.js';
import { columnsOf } from '../../src/retention/retention-columns.js';
import { noCounts } from '../../src/retention/retention-counts.js';
import { type LooseOptions, retentionPlan } from '../../src/retention/retention-plan.js';
import { retentionRows, startBounds } from '../../src/retention/retention-rows.js';
import { walkRetention } from '../../src/retention/retention-walk.js';
import { naiveRetention, type PlainEvent } from './naive-retention.js';
import { LENGTHS, ROLES } from './retention-cases.js';

const START = Date.UTC(2024, 0, 1);

/** Up to 60 events of few customers, many of them at one instant, over up to 30 periods, some of them empty. */
const cases = fc.constantFrom('hour' as const, 'day' as const, 'week' as const, 'month' as const).chain((unit) => {
  const instants = fc
    .tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom(0, 0, 0.3, 0.9))
    .map(([whole, part]) => START + Math.round((whole + part) * LENGTHS[unit]) * 3_600_000);
  const event = fc.record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'f', 'g'),
    at: instants,
    name: fc.constantFrom('visit', 'order'),
    plan: fc.constant(null),
    amount: fc.constant(1),
  });
  const given = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
  return fc.record({
    unit: fc.constant(unit),
    events: fc.array(event, { minLength: 1, maxLength: 60 }),
    from: given(instants),
    asOf: given(instants),
    periods: fc.constantFrom(undefined, undefined, 0, 3),
  });
});

test('counts by blocks are those of the walk', () => {
  fc.assert(
    fc.property(cases, ({ events, ...options }) => {
      const found = countedBoth(events, options);
      expect(found.byBlocks).toEqual(found.byWalk);
    }),
    { numRuns: 500 },
  );
});

test('many events of few customers are counted by blocks, and as their definitions say', () => {
  fc.assert(
    fc.property(cases, ({ events: all, from, periods, unit }) => {
      const events = all.slice(0, 20);
      const asOf = START + 40 * LENGTHS[unit] * 3_600_000;
      const log = eventLog(Array.from({ length: 260 }, () => events).flat(), ROLES);
      const options = { unit, from, asOf, periods };
      const { cohorts, n } = naiveRetention(events, options); // an event said again changes nothing
      expect(denseOf(log, options)).toBe(true);
      const found = retention(log, options as never);
      expect(found.n).toBe(n);
      expect(
        found.cohorts.map(({ cohort, size, cells }) => ({
          cohort,
          size,
          cells: cells.map((cell) => cell && [cell.numerator, cell.denominator, cell.complete]),
        })),
      ).toEqual(cohorts);
      const metric = retentionMetric(options as never);
      expect(metric.finish(metric.state(log))).toEqual(found);
    }),
    { numRuns: 40 },
  );
});

test('what needs more than a bit for each period, or would look at too many customers, is not counted by blocks', () => {
  const rows = (customers: number, times: number) =>
    Array.from({ length: customers * times }, (_, i) => ({
      ...{ customer: `c${i % customers}`, at: START + i, name: 'visit', plan: null, amount: 1 },
    }));
  const log = eventLog([...rows(20, 50), { customer: 'z', at: START, name: 'order', plan: null, amount: 1 }], ROLES);
  expect(denseOf(log, { unit: 'week' })).toBe(true);
  expect(denseOf(log, { unit: 'week', start: 'order' })).toBe(false);
  expect(denseOf(log, { unit: 'week', mode: 'onOrAfter' })).toBe(false);
  expect(denseOf(log, { unit: 'week', to: START + 10 })).toBe(false);
  expect(denseOf(eventLog(rows(100, 1), ROLES), { unit: 'week' })).toBe(true);
  expect(denseOf(eventLog(rows(8, 1), ROLES), { unit: 'week' })).toBe(false);
});

type Log = ReturnType<typeof logOf>;

function logOf(events: readonly PlainEvent[]) {
  return eventLog(events, ROLES);
}

function preparedFor(log: Log, options: LooseOptions) {
  const plan = retentionPlan(options);
  const columns = columnsOf(plan);
  const clock = retentionClock(plan, columns, plan.asOf ?? (log.time[log.length - 1] as number));
  const rows = retentionRows(log, plan, clock.asOf);
  const counts = () => noCounts(plan, clock, startBounds(log, plan, rows));
  return { plan, columns, rows, counts, runs: runsOf(log, plan.calendar) };
}

function denseOf(log: Log, options: LooseOptions): boolean {
  const { plan, rows, counts, runs } = preparedFor(log, options);
  return isDense(log, runs, plan, rows, counts());
}

function countedBoth(events: readonly PlainEvent[], options: LooseOptions) {
  const log = logOf(events);
  const { plan, columns, rows, counts, runs } = preparedFor(log, options);
  const [byBlocks, byWalk] = [counts(), counts()];
  if (byWalk.rows === 0) return { byBlocks, byWalk };
  walkBlocks(log, runs, rows, byBlocks);
  walkRetention(log, runs, rows, plan.mode, columns.columnAt, byWalk);
  return { byBlocks: shown(byBlocks), byWalk: shown(byWalk) };
}

/** Without the spare column, which holds what is later than the table. */
function shown({ returned, rows, width, stride, ...rest }: ReturnType<typeof noCounts>) {
  const cells = Array.from({ length: rows }, (_, row) =>
    Array.from(returned.subarray(row * stride, row * stride + width)),
  );
  return { cells, n: rest.n, size: rest.size };
}

import fc from 'fast-check';
import { activeCustomers, lifecycle, lifecycleMetric } from 'kizuna/engagement';
import { calendar } from 'kizuna/time';
import { expect, test } from 'vitest';
import { activePeriods, byCustomer, calendars, DAY, type Event, events, logOf } from './events.js';

const options = fc.record({
  event: fc.constantFrom(undefined, 'order' as const),
  minimumOccurrences: fc.constantFrom(1, 2),
});
const last = fc.option(fc.integer({ min: 0, max: 60 }));

/** A day after the first event, or nothing. */
function instantOf(list: readonly Event[], days: number | null): number | undefined {
  return days === null || list.length === 0 ? undefined : Math.min(...list.map(({ time }) => time)) + days * DAY;
}

test('each count is what asking customer by customer gives', () => {
  fc.assert(
    fc.property(events, calendars, options, last, (list, zone, choice, days) => {
      const rule = { ...choice, asOf: instantOf(list, days) };
      const { indexOf, parse } = calendar(zone);
      const active = activePeriods(list, zone, {
        isActivity: ({ name }) => rule.event === undefined || name === rule.event,
        minimum: rule.minimumOccurrences,
        asOf: rule.asOf ?? null,
      });
      for (const row of lifecycle(logOf(list), { ...zone, ...rule })) {
        const period = parse(row.period);
        const count = (holds: (own: ReadonlySet<number>) => boolean): number =>
          [...active.values()].filter(holds).length;
        expect(row.new).toBe(count((own) => own.size > 0 && Math.min(...own) === period));
        expect(row.returning).toBe(count((own) => own.has(period) && own.has(period - 1)));
        expect(row.resurrecting).toBe(
          count((own) => own.has(period) && !own.has(period - 1) && Math.min(...own) < period),
        );
        expect(row.dormant).toBe(count((own) => own.has(period - 1) && !own.has(period)));
        expect(row.complete).toBe(period < indexOf((rule.asOf ?? Math.max(...list.map(({ time }) => time))) + 1));
      }
    }),
    { numRuns: 150 },
  );
});

test('active = new + returning + resurrecting, and it changes by new + resurrecting − dormant', () => {
  fc.assert(
    fc.property(events, calendars, options, last, fc.option(fc.nat(20)), (list, zone, choice, days, skip) => {
      const rule = { ...choice, asOf: instantOf(list, days) };
      const from = instantOf(list, skip);
      const rows = lifecycle(logOf(list), { ...zone, ...rule, from });
      const counts = activeCustomers(logOf(list), { ...zone, ...rule, from });
      expect(rows.map(({ period, active }) => [period, active])).toEqual(
        counts.map(({ period, active }) => [period, active]),
      );
      for (const [i, row] of rows.entries()) {
        const before = rows[i - 1]?.active;
        expect(row.active).toBe(row.new + row.returning + row.resurrecting);
        if (before !== undefined) {
          expect(row.active - before).toBe(row.new + row.resurrecting - row.dormant);
          expect(before).toBe(row.returning + row.dormant);
        }
        expect(row.quickRatio).toBe(row.dormant === 0 ? null : (row.new + row.resurrecting) / row.dormant);
      }
    }),
  );
});

test('states of different customers merge to the state of all', () => {
  fc.assert(
    fc.property(events, calendars, options, last, (list, zone, choice, days) => {
      const rule = { ...choice, asOf: instantOf(list, days) };
      const metric = lifecycleMetric({ ...zone, ...rule });
      const merged = byCustomer(list)
        .map((part) => metric.state(logOf(part)))
        .reduce(metric.merge);
      expect(merged).toEqual(metric.state(logOf(list)));
      expect(metric.finish(merged)).toEqual(lifecycle(logOf(list), { ...zone, ...rule }));
    }),
  );
});

import fc from 'fast-check';
import { activeCustomers, activeCustomersMetric } from 'kizuna/engagement';
import { calendar } from 'kizuna/time';
import { expect, test } from 'vitest';
import { activePeriods, byCustomer, calendars, countActive, DAY, type Event, events, logOf } from './events.js';

const rules = fc.record({
  event: fc.constantFrom(undefined, 'order' as const, { where: { plan: 'pro' as const } }, { name: 'visit' as const }),
  minimumOccurrences: fc.constantFrom(1, 1, 2),
});
type Rule = typeof rules extends fc.Arbitrary<infer Value> ? Value : never;

function isActivity({ event }: Rule): (each: Event) => boolean {
  if (event === undefined) return () => true;
  if (event === 'order') return ({ name }) => name === 'order';
  return 'where' in event ? ({ plan }) => plan === 'pro' : ({ name }) => name === 'visit';
}

const ranges = fc.record({
  from: fc.option(fc.integer({ min: -3, max: 30 })),
  length: fc.option(fc.integer({ min: 1, max: 20 })),
  asOf: fc.option(fc.integer({ min: -2, max: 40 })),
});

test('every window of every period is what counting customers one by one gives', () => {
  fc.assert(
    fc.property(events, calendars, rules, ranges, (list, zone, rule, range) => {
      if (list.length === 0) return;
      const start = Math.min(...list.map(({ time }) => time));
      const from = range.from === null ? undefined : start + range.from * DAY;
      const to = range.length === null ? undefined : (from ?? start) + range.length * DAY;
      const asOf = range.asOf === null ? undefined : start + range.asOf * DAY;
      const { indexOf, labelOf } = calendar(zone);
      const rows = activeCustomers(logOf(list), { ...zone, ...rule, trailing: [3, 1, 7], from, to, asOf });

      const until = asOf ?? Math.max(...list.map(({ time }) => time));
      const counted = list.filter(({ time }) => time <= until);
      const active = activePeriods(counted, zone, {
        isActivity: isActivity(rule),
        minimum: rule.minimumOccurrences,
      });
      const firsts = counted.map(({ time }) => indexOf(time));
      const first = from === undefined ? Math.min(...firsts) : indexOf(from);
      const last = Math.min(indexOf(until), to === undefined ? Infinity : indexOf(to - 1));
      const observed = Math.min(first, ...firsts);
      const expected = [];
      for (let period = first; period <= last; period += 1) {
        const complete = period < indexOf(until + 1);
        expected.push({
          period: labelOf(period),
          active: countActive(active, period, period),
          trailing: [3, 1, 7].map((periods) => ({
            periods,
            active: countActive(active, period - periods + 1, period),
            complete: complete && period - periods + 1 >= observed,
          })),
          complete,
        });
      }
      expect(rows).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});

test('states of different customers merge to the state of all, and give the same rows', () => {
  fc.assert(
    fc.property(events, calendars, rules, ranges, (list, zone, rule, range) => {
      const start = Date.UTC(2025, 2, 20);
      const from = range.from === null ? undefined : start + range.from * DAY;
      const to = range.length === null ? undefined : (from ?? start) + range.length * DAY;
      const asOf = range.asOf === null ? undefined : start + range.asOf * DAY;
      const options = { ...zone, ...rule, trailing: [2, 7], from, to, asOf };
      const metric = activeCustomersMetric(options);
      const merged = byCustomer(list)
        .map((part) => metric.state(logOf(part)))
        .reduce(metric.merge);
      expect(merged).toEqual(metric.state(logOf(list)));
      expect(metric.finish(merged)).toEqual(activeCustomers(logOf(list), options));
    }),
    { numRuns: 100 },
  );
});

test('a longer window never has fewer customers, and no more than its periods added up', () => {
  fc.assert(
    fc.property(events, calendars, (list, zone) => {
      const rows = activeCustomers(logOf(list), { ...zone, trailing: [7, 28] });
      for (const [i, { active, trailing }] of rows.entries()) {
        const [week, month] = trailing.map((window) => window.active);
        expect(active).toBeLessThanOrEqual(week!);
        expect(week).toBeLessThanOrEqual(month!);
        const total = rows.slice(Math.max(0, i - 27), i + 1).reduce((sum, row) => sum + row.active, 0);
        expect(month).toBeLessThanOrEqual(total);
      }
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { churnByInactivity, winBack, winBackMetric } from '../../src/index.js';
import { DAY, HOUR, logOf, orders, START, timesByCustomer } from './lapse-rows.js';

const options = fc.record({
  threshold: fc.constantFrom(1, DAY, 3 * DAY, 5 * DAY + 1),
  window: fc.option(fc.integer({ min: 0, max: 12 * DAY }), { freq: 4 }),
  from: fc.nat(15).map((day) => START + day * DAY),
  length: fc.integer({ min: 1, max: 30 * DAY }),
  asOf: fc.nat(50 * DAY).map((more) => START + more),
});

test('counts and estimate are those made customer by customer', () => {
  fc.assert(
    fc.property(orders, options, (rows, { threshold, window, from, length, asOf }) => {
      const within = window ?? Infinity;
      const customers = [...timesByCustomer(rows, asOf).values()].flatMap((times) => {
        const lapses = times
          .map((time, i) => ({ lapse: time + threshold, next: times[i + 1] ?? Infinity }))
          .filter(({ lapse, next }) => next > lapse && lapse <= asOf && lapse >= from && lapse < from + length);
        return lapses.slice(0, 1).map(({ lapse, next }) => {
          const seen = Math.min(asOf - lapse, within);
          const returned = next - lapse <= seen;
          return { seen: Math.min(next - lapse, seen), returned, mature: asOf - lapse >= within };
        });
      });
      const found = winBack(logOf(rows), {
        lapsedAfter: { milliseconds: threshold },
        within: window === null ? null : { milliseconds: window },
        ...{ from, to: from + length, asOf, refunds: 'exclude' },
      });
      const mature = customers.filter((each) => each.mature);
      expect(found.n).toBe(customers.length);
      expect(found.returned).toBe(customers.filter(({ returned }) => returned).length);
      expect(found.mature.denominator).toBe(mature.length);
      expect(found.mature.numerator).toBe(mature.filter(({ returned }) => returned).length);
      expect(found.returned + found.expired + found.open).toBe(found.n);
      const times = customers.filter(({ returned }) => returned).map(({ seen }) => seen);
      const survival = [...new Set(times)].reduce((product, time) => {
        const away = customers.filter(({ seen }) => seen >= time).length;
        return product * (1 - times.filter((each) => each === time).length / away);
      }, 1);
      const longest = Math.max(-1, ...customers.map(({ seen }) => seen));
      const isKnown = found.n > 0 && (within === Infinity || longest === within || survival < 1e-9);
      if (isKnown) expect(found.value).toBeCloseTo(1 - survival, 12);
      else expect(found.value).toBeNull();
      expect(found.interval === null).toBe(found.value === null);
      expect(found.returnMedianDays === null).toBe(found.returned === 0);
      expect(found.curve.reduce((sum, each) => sum + each.returned, 0)).toBe(found.returned);
      expect(found.curve.reduce((sum, each) => sum + each.censored, 0)).toBe(found.expired + found.open);
    }),
  );
});

test('of all lapses of the first time, as many as churn by inactivity has of customers who lapsed at all', () => {
  fc.assert(
    fc.property(orders, options, (rows, { threshold, asOf }) => {
      const asked = { lapsedAfter: { milliseconds: threshold }, asOf, refunds: 'exclude' } as const;
      const moves = churnByInactivity(logOf(rows), { ...asked, unit: 'year', from: START - 900 * DAY });
      const found = winBack(logOf(rows), asked);
      const lapsed = moves.reduce((sum, row) => sum + row.lapsed, 0);
      expect(found.n).toBeLessThanOrEqual(lapsed);
      expect(found.n === 0).toBe(lapsed === 0);
    }),
  );
});

test('the metric says what the function says', () => {
  fc.assert(
    fc.property(orders, options, (rows, { threshold, window, from, asOf }) => {
      const asked = {
        lapsedAfter: { factor: 1.5, minimumGaps: 1, otherwise: { milliseconds: threshold } },
        within: window === null ? null : { milliseconds: window },
        from,
        asOf,
        refunds: 'exclude',
        step: { milliseconds: HOUR },
      } as const;
      const metric = winBackMetric(asked);
      expect(metric.finish(metric.state(logOf(rows)))).toEqual(winBack(logOf(rows), asked));
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repurchase, repurchaseMetric } from '../../src/index.js';
import { DAY, logOf, purchases, START, timesByCustomer } from './purchase-rows.js';

const options = fc.record({
  purchases: fc.integer({ min: 2, max: 4 }),
  window: fc.option(fc.integer({ min: 0, max: 12 * DAY }), { freq: 4 }),
  from: fc.nat(15).map((day) => START + day * DAY),
  length: fc.integer({ min: 1, max: 30 * DAY }),
  asOf: fc.nat(40 * DAY).map((more) => START + more),
  per: fc.constantFrom('event' as const, 'instant' as const, 'day' as const),
});

test('counts and estimate are those made customer by customer', () => {
  fc.assert(
    fc.property(purchases, options, (rows, { purchases, window, from, length, asOf, per }) => {
      const within = window ?? Infinity;
      const customers = timesByCustomer(rows, { per })
        .map((times) => times.filter((time) => time <= asOf))
        .filter((times) => times.length >= purchases - 1)
        .map((times) => ({ entry: times[purchases - 2] as number, next: times[purchases - 1] ?? Infinity }))
        .filter(({ entry }) => entry >= from && entry < from + length)
        .map(({ entry, next }) => {
          const seen = Math.min(asOf - entry, within);
          return {
            seen: Math.min(next - entry, seen),
            converted: next - entry <= seen,
            mature: asOf - entry >= within,
          };
        });
      const found = repurchase(logOf(rows), {
        purchases,
        within: window === null ? null : { milliseconds: window },
        from,
        to: from + length,
        asOf,
        per,
      });
      const mature = customers.filter((each) => each.mature);
      expect(found.n).toBe(customers.length);
      expect(found.converted).toBe(customers.filter(({ converted }) => converted).length);
      expect(found.mature.denominator).toBe(mature.length);
      expect(found.mature.numerator).toBe(mature.filter(({ converted }) => converted).length);
      expect(found.converted + found.expired + found.open).toBe(found.n);
      // The product over the times at which somebody bought.
      const times = customers.filter(({ converted }) => converted).map(({ seen }) => seen);
      const survival = [...new Set(times)].reduce((product, time) => {
        const atRisk = customers.filter(({ seen }) => seen >= time).length;
        return product * (1 - times.filter((each) => each === time).length / atRisk);
      }, 1);
      const longest = Math.max(-1, ...customers.map(({ seen }) => seen));
      const isKnown = found.n > 0 && (within === Infinity || longest === within || survival < 1e-9);
      if (isKnown) expect(found.value).toBeCloseTo(1 - survival, 12);
      else expect(found.value).toBeNull();
      expect(found.interval === null).toBe(found.value === null);
      for (const { value, interval } of found.curve) {
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.low).toBeLessThanOrEqual(value);
        expect(interval.high).toBeGreaterThanOrEqual(value);
        expect(interval.high).toBeLessThanOrEqual(1);
      }
      expect(found.curve.reduce((sum, each) => sum + each.converted, 0)).toBe(found.converted);
      expect(found.curve.reduce((sum, each) => sum + each.censored, 0)).toBe(found.expired + found.open);
    }),
  );
});

test('a wider window never lowers what has been bought', () => {
  fc.assert(
    fc.property(purchases, options, fc.nat(DAY), (rows, { purchases, window, asOf }, more) => {
      const found = (milliseconds: number) => repurchase(logOf(rows), { purchases, within: { milliseconds }, asOf });
      expect(found((window ?? 0) + more).converted).toBeGreaterThanOrEqual(found(window ?? 0).converted);
    }),
  );
});

test('where all windows are over, the estimate is the share of all', () => {
  fc.assert(
    fc.property(purchases, fc.nat(10 * DAY), (rows, milliseconds) => {
      const { value, naive, mature } = repurchase(logOf(rows), { within: { milliseconds }, asOf: START + 60 * DAY });
      expect(value).toBe(
        naive.denominator === 0 ? null : 1 - (naive.denominator - naive.numerator) / naive.denominator,
      );
      expect(mature).toEqual(naive);
    }),
  );
});

test('the metric says what the function says', () => {
  fc.assert(
    fc.property(purchases, options, (rows, { purchases, window, from, asOf, per }) => {
      const asked = { purchases, within: { milliseconds: window ?? 0 }, from, asOf, per } as const;
      const metric = repurchaseMetric(asked);
      expect(metric.finish(metric.state(logOf(rows)))).toEqual(repurchase(logOf(rows), asked));
    }),
  );
});

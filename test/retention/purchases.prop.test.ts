import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  periodRetention,
  purchaseIntervals,
  repeaterRate,
  repeatersPerNewCustomer,
  repeatRate,
  repurchaseLadder,
  subscriptionContinuation,
} from '../../src/index.js';
import { DAY, logOf, type Purchase, purchases, START } from './purchase-rows.js';

interface Asked {
  readonly asOf: number;
  readonly from: number;
  readonly per: 'event' | 'instant' | 'day';
}

const asked = fc.record({
  asOf: fc.nat(40 * DAY).map((more) => START + more),
  from: fc.nat(10).map((day) => START + day * DAY),
  per: fc.constantFrom('event' as const, 'instant' as const, 'day' as const),
});

/** Everything that is said of purchases until `asOf`. */
function everything(rows: readonly Purchase[], { asOf, from, per }: Asked) {
  const log = logOf(rows);
  const period = { from, to: Math.max(asOf, from) + 1, per } as const;
  return {
    rates: [repeatRate(log, period), repeaterRate(log, period), repeatersPerNewCustomer(log, period)],
    ladder: repurchaseLadder(log, { within: { days: 5 }, asOf, from, per }),
    intervals: purchaseIntervals(log, { asOf, from, per }),
    balance: periodRetention(log, { unit: 'week', lapsedAfter: { days: 9 }, asOf, per }),
    deliveries: subscriptionContinuation(log, { every: { days: 4 }, unit: 'week', upTo: 4, asOf, from, per }),
  };
}

describe('what is said of purchases', () => {
  test('does not change by what happens after it', () => {
    fc.assert(
      fc.property(purchases, asked, (rows, options) => {
        const asOf = Math.max(options.asOf, options.from);
        const until = rows.filter(({ time }) => time <= asOf);
        // Names of customers who only come later are in the log all the same.
        expect(everything(rows, { ...options, asOf })).toEqual(everything(until, { ...options, asOf }));
      }),
    );
  });

  test('is the same when everything happens some weeks later, but for the names of the periods', () => {
    fc.assert(
      fc.property(purchases, asked, fc.integer({ min: -60, max: 60 }), (rows, options, weeks) => {
        const shift = weeks * 7 * DAY;
        const later = rows.map((row) => ({ ...row, time: row.time + shift }));
        const shifted = { ...options, asOf: options.asOf + shift, from: options.from + shift };
        const without = (found: ReturnType<typeof everything>) =>
          JSON.stringify(found, (key, value) => (key === 'period' || key === 'cohort' ? null : value));
        expect(without(everything(later, shifted))).toBe(without(everything(rows, options)));
      }),
    );
  });

  test('counts twice as many where each customer has a twin, and has the same shares', () => {
    fc.assert(
      fc.property(purchases, asked, (rows, options) => {
        const one = everything(rows, options);
        const two = everything([...rows, ...rows.map((row) => ({ ...row, customer: `${row.customer}'` }))], options);
        for (const [i, found] of two.rates.entries()) {
          expect(found.value).toBe(one.rates[i]?.value);
          expect(found.cumulativeCustomers).toBe(2 * (one.rates[i]?.cumulativeCustomers ?? 0));
        }
        for (const [i, rung] of two.ladder.entries()) {
          expect([rung.n, rung.converted]).toEqual([2 * (one.ladder[i]?.n ?? 0), 2 * (one.ladder[i]?.converted ?? 0)]);
          expect(rung.value ?? -1).toBeCloseTo(one.ladder[i]?.value ?? -1, 12);
          expect(rung.medianDays).toBe(one.ladder[i]?.medianDays);
        }
        expect(two.intervals.all.lapsedAfterDays).toBe(one.intervals.all.lapsedAfterDays);
        expect(two.balance.map(({ value }) => value)).toEqual(one.balance.map(({ value }) => value));
        expect(two.deliveries.overall.map(({ value }) => value)).toEqual(
          one.deliveries.overall.map(({ value }) => value),
        );
      }),
    );
  });

  test('gives no share beyond 0 and 1, and no rung with more customers than the one below', () => {
    fc.assert(
      fc.property(purchases, asked, (rows, options) => {
        const { ladder, balance, deliveries } = everything(rows, { ...options, from: START });
        const shares = [...ladder, ...balance, ...deliveries.overall, ...deliveries.overall.map((row) => row.estimate)];
        for (const { value, interval } of shares) {
          expect(value ?? 0).toBeGreaterThanOrEqual(0);
          expect(value ?? 0).toBeLessThanOrEqual(1);
          expect(interval?.low ?? 0).toBeLessThanOrEqual(value ?? 0);
          expect(interval?.high ?? 1).toBeGreaterThanOrEqual(value ?? 0);
        }
        const sizes = ladder.map(({ n }) => n);
        expect([...sizes].sort((a, b) => b - a)).toEqual(sizes);
      }),
    );
  });
});

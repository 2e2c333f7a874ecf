import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  acquisitionCost,
  type Estimate,
  lifetimeValueFromChurn,
  lifetimeValueFromCurve,
  lifetimeValueFromPurchases,
  lifetimeValueInAdvance,
  lifetimeValueInArrears,
  ltvToCac,
  payback,
  type Quantity,
  rate,
} from '../../src/index.js';
import { relativeError } from '../support/close.js';

const amount = fc.double({ min: 1, max: 1e6, noNaN: true });
const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const discount = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 0.5, noNaN: true }));
const more = fc.double({ min: 1, max: 2, noNaN: true });
const SLACK = 1 + 1e-12;

const IN_TIME = { advance: lifetimeValueInAdvance, arrears: lifetimeValueInArrears };

describe('law 70: the value', () => {
  test('rises with what is paid and with the margin, and falls with churn', () => {
    fc.assert(
      fc.property(amount, share, share, more, (paid, churn, marginRate, factor) => {
        const value = lifetimeValueFromChurn({ amount: paid, churn, marginRate }).value!;
        expect(
          lifetimeValueFromChurn({ amount: paid * factor, churn, marginRate }).value! * SLACK,
        ).toBeGreaterThanOrEqual(value);
        const higher = { amount: paid, churn, marginRate: Math.min(1, marginRate * factor) };
        expect(lifetimeValueFromChurn(higher).value! * SLACK).toBeGreaterThanOrEqual(value);
        const faster = { amount: paid, churn: Math.min(1, churn * factor), marginRate };
        expect(lifetimeValueFromChurn(faster).value!).toBeLessThanOrEqual(value * SLACK);
      }),
    );
  });

  test.each(Object.entries(IN_TIME))('in %s rises with retention and falls with the discount rate', (_, value) => {
    fc.assert(
      fc.property(amount, share, discount, more, (paid, retention, discountRate, factor) => {
        const facts = { amount: paid, retention, discountRate };
        const base = value(facts).value!;
        expect(
          value({ ...facts, retention: Math.min(1, retention * factor) }).value ?? Infinity,
        ).toBeGreaterThanOrEqual(base / SLACK);
        expect(value({ ...facts, discountRate: discountRate * factor }).value!).toBeLessThanOrEqual(base * SLACK);
      }),
    );
  });

  test('in advance without a discount is that from churn, and is one margin more than in arrears', () => {
    fc.assert(
      fc.property(amount, share, discount, (paid, retention, discountRate) => {
        const undiscounted = lifetimeValueInAdvance({ amount: paid, retention, discountRate: 0 }).value!;
        expect(
          relativeError(undiscounted, lifetimeValueFromChurn({ amount: paid, churn: 1 - retention }).value!),
        ).toBeLessThan(1e-12);
        const facts = { amount: paid, retention, discountRate };
        const [advance, arrears] = [lifetimeValueInAdvance(facts).value!, lifetimeValueInArrears(facts).value!];
        expect(relativeError(advance, arrears + paid)).toBeLessThan(1e-12);
      }),
    );
  });

  test.each(Object.entries(IN_TIME))('in %s adds up over horizons', (_, value) => {
    const period = fc.nat(60);
    fc.assert(
      fc.property(
        amount,
        fc.oneof(share, fc.constantFrom(0, 1)),
        discount,
        period,
        period,
        (paid, retention, discountRate, a, b) => {
          const facts = { amount: paid, retention, discountRate };
          const whole = value({ ...facts, horizon: a + b }).value!;
          const parts = value({ ...facts, horizon: a }).value! + value({ ...facts, from: a, horizon: a + b }).value!;
          expect(Math.abs(whole - parts)).toBeLessThanOrEqual(1e-12 * whole);
          const rest = value({ ...facts, from: a + b });
          if (rest.value !== null) expect(relativeError(value(facts).value!, parts + rest.value)).toBeLessThan(1e-11);
        },
      ),
    );
  });

  test('from a curve of constant retention is that in advance up to its end', () => {
    fc.assert(
      fc.property(
        amount,
        share,
        discount,
        fc.integer({ min: 1, max: 60 }),
        (paid, retention, discountRate, horizon) => {
          const curve = Array.from({ length: horizon }, (_, t) => retention ** t);
          const found = lifetimeValueFromCurve({ amount: paid, curve, discountRate }).value!;
          expect(
            relativeError(found, lifetimeValueInAdvance({ amount: paid, retention, discountRate, horizon }).value!),
          ).toBeLessThan(1e-12);
        },
      ),
    );
  });
});

test('law 71: the value is linear in what is paid', () => {
  const part = fc.record({ basket: amount, frequency: share, duration: share });
  fc.assert(
    fc.property(amount, amount, share, discount, part, (a, b, retention, discountRate, facts) => {
      const value = (paid: number) => lifetimeValueInAdvance({ amount: paid, retention, discountRate }).value!;
      expect(relativeError(value(a + b), value(a) + value(b))).toBeLessThan(1e-12);
      const bought = (basket: number) => lifetimeValueFromPurchases({ ...facts, basket }).value!;
      expect(relativeError(bought(a + b), bought(a) + bought(b))).toBeLessThan(1e-12);
    }),
  );
});

test('law 72: acquisition cost × new customers is what was spent, however it was split', () => {
  const row = fc.record({ cost: fc.integer({ max: 1e6, min: 0 }), customers: fc.nat(50) });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const { value, n, cost, customers, interval } = acquisitionCost(rows, { cost: 'cost', customers: 'customers' });
      expect(cost).toBe(rows.reduce((sum, each) => sum + each.cost, 0));
      expect(n).toBe(customers);
      if (value === null) expect([customers, interval]).toEqual([0, null]);
      else {
        expect(Math.abs(value * customers - cost)).toBeLessThanOrEqual(1e-12 * cost);
        expect(interval!.low).toBeLessThanOrEqual(value);
        expect(interval!.high).toBeGreaterThanOrEqual(value);
      }
    }),
  );
});

test('law 73: the cost is back within a horizon exactly if the margins up to it are at least the cost', () => {
  fc.assert(
    fc.property(
      amount,
      amount,
      fc.oneof(share, fc.constant(0)),
      discount,
      fc.nat(100),
      (cost, paid, churn, discountRate, horizon) => {
        const { value, periods } = payback({ cost, amount: paid, churn, discountRate });
        const earned = lifetimeValueInAdvance({ amount: paid, retention: 1 - churn, discountRate, horizon }).value!;
        expect(periods !== null && periods <= horizon).toBe(earned >= cost);
        expect(value !== null && value <= horizon).toBe(earned >= cost);
        if (value !== null) expect(Math.ceil(value)).toBe(periods);
      },
    ),
  );
});

test('an interval holds the value, and is that of the formula at the limits of the only uncertain part', () => {
  const counts = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 51, max: 500 }));
  fc.assert(
    fc.property(amount, counts, counts, discount, (paid, [left, all], [margin, base], discountRate) => {
      const churn = rate(left, all);
      const { value, interval } = lifetimeValueFromChurn({ amount: paid, churn, marginRate: rate(margin, base) });
      expect(interval!.low).toBeLessThan(value!);
      expect(interval!.high).toBeGreaterThan(value!);
      const retention = rate(all - left, all);
      const found = lifetimeValueInArrears({ amount: paid, retention, discountRate });
      const at = (limit: number) => lifetimeValueInArrears({ amount: paid, retention: limit, discountRate }).value;
      expect([found.interval?.low, found.interval?.high]).toEqual([
        at(retention.interval!.low),
        at(retention.interval!.high),
      ]);
    }),
  );
});

const uncertain = (least: number, most: number, far = 0.3) =>
  fc
    .tuple(
      ...[0, 1, 2].map(() => fc.integer({ min: 0, max: 1000 }).map((k) => least + (k / 1000) * (most - least))),
      fc.constantFrom(0, far),
    )
    .map(([a, b, c, beyond]): Estimate => {
      const [low, value, high] = [a!, b!, c!].sort((x, y) => x - y) as [number, number, number]; // three
      const reach = beyond! * (most - least); // limits may lie where the quantity cannot
      return { value, n: 9, interval: { low: low - reach, high: high + reach, confidence: 0.95, method: 'any' } };
    });

test('an interval of several uncertain parts holds the value and nothing that the formula cannot be at their limits', () => {
  const parts = fc.record({
    amount: uncertain(0, 1000),
    marginRate: uncertain(-0.2, 1),
    share: uncertain(0.01, 0.99, 0),
    cost: uncertain(0, 5000),
  });
  const formulas = {
    churn: ({ amount: paid, marginRate, share: churn }: Parts) =>
      lifetimeValueFromChurn({ amount: paid, marginRate, churn }),
    purchases: ({ amount: basket, marginRate, share: frequency, cost: duration }: Parts) =>
      lifetimeValueFromPurchases({ basket, frequency, duration, marginRate }),
    advance: ({ amount: paid, marginRate, share: retention }: Parts) =>
      lifetimeValueInAdvance({ amount: paid, marginRate, retention, discountRate: 0.1 }),
    payback: ({ amount: paid, marginRate, share: churn, cost }: Parts) =>
      payback({ cost, amount: paid, marginRate, churn }),
    ratio: ({ amount: value, cost }: Parts) => ltvToCac(value, cost),
  };
  type Parts = { readonly [Name in 'amount' | 'marginRate' | 'share' | 'cost']: Quantity };
  const ranges = { amount: [0, Infinity], marginRate: [-Infinity, 1], share: [0, 1], cost: [0, Infinity] } as const;
  fc.assert(
    fc.property(parts, fc.constantFrom(...(Object.keys(formulas) as (keyof typeof formulas)[])), (given, name) => {
      const { value, interval } = formulas[name](given);
      if (value === null || interval === null) return;
      expect(interval.low).toBeLessThanOrEqual(value + 1e-9 * Math.abs(value));
      expect(interval.high).toBeGreaterThanOrEqual(value - 1e-9 * Math.abs(value));
      const corners = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((corner) => {
        const ends = Object.entries(given).map(([part, { interval: limits }], bit) => {
          const [min, max] =
            name === 'ratio' && part === 'amount' ? [-Infinity, Infinity] : ranges[part as keyof Parts]; // its names
          const limit = limits![(corner >> bit) % 2 === 0 ? 'low' : 'high'];
          return [part, Math.min(max, Math.max(min, limit))];
        });
        return formulas[name](Object.fromEntries(ends)).value;
      });
      const known = corners.filter((corner) => corner !== null);
      const slack = 1e-9 * Math.max(...known.map(Math.abs));
      expect(interval.low).toBeGreaterThanOrEqual(Math.min(...known) - slack);
      if (known.length === corners.length) expect(interval.high).toBeLessThanOrEqual(Math.max(...known) + slack);
    }),
    { numRuns: 400 },
  );
});

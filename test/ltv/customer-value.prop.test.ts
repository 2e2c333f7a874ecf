import fc from 'fast-check';
import { customerValue, expectedPurchases, type PurchaseModel } from 'kizuna/ltv';
import { describe, expect, test } from 'vitest';
import reference from '../reference/customer-value.json' with { type: 'json' };

const SPEND = { model: 'gamma-gamma', p: reference.spend.p, q: reference.spend.q, gamma: reference.spend.v } as const;
const BG = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const;

describe('the laws of values', () => {
  const history = fc
    .record({
      frequency: fc.nat(30),
      share: fc.double({ min: 0.01, max: 1, noNaN: true }),
      T: fc.integer({ min: 1, max: 100 }),
    })
    .map(({ frequency, share, T }) => ({ frequency, recency: frequency === 0 ? 0 : share * T, T, monetary: 20 }));
  const rate = fc.double({ min: 0.01, max: 0.9, noNaN: true });
  const months = fc.integer({ min: 0, max: 36 });
  const pareto = { model: 'pareto/nbd', r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 } as const;
  const purchases = fc.constantFrom<PurchaseModel>(BG, { ...BG, model: 'mbg/nbd' }, pareto);

  test('more time is worth more, up to DERT; dearer money is worth less; without a rate it is all purchases', () => {
    fc.assert(
      fc.property(purchases, history, rate, months, months, (model, customer, discountRate, a, b) => {
        const models = { purchases: model, spend: SPEND };
        const value = (horizon: number, given: number) =>
          customerValue(models, customer, { unit: 'week', horizon: { months: horizon }, discountRate: given });
        const [short, long] = [value(a, discountRate), value(a + b, discountRate)];
        expect(short.value!).toBeLessThanOrEqual(long.value! * (1 + 1e-9));
        const endless = customerValue(models, customer, { unit: 'week', horizon: { months: Infinity }, discountRate });
        expect(long.value!).toBeLessThanOrEqual(endless.value! * (1 + 1e-9));
        expect(value(a, discountRate * 1.5).value!).toBeLessThanOrEqual(short.value! * (1 + 1e-12));
        const free = value(a, 0);
        expect(free.discountedPurchases).toBeCloseTo(free.purchases!, 12);
        expect(free.value!).toBeCloseTo(free.purchases! * free.spend!, 9);
        const half = customerValue(models, customer, {
          unit: 'week',
          horizon: { months: a },
          discountRate,
          marginRate: 0.5,
        });
        expect(half.value!).toBeCloseTo(short.value! / 2, 12);
      }),
    );
  });

  test('months of the calendar come to whole years', () => {
    const daily = { ...BG, alpha: 30.9 };
    fc.assert(
      fc.property(history, fc.constantFrom('2024-02-29', '2023-12-31', '2025-05-30'), (customer, asOf) => {
        const models = { purchases: daily, spend: SPEND };
        const options = { unit: 'day', discountRate: 0, horizon: { years: 4 } } as const;
        const { purchases } = customerValue(models, customer, { ...options, asOf });
        expect(purchases).toBeCloseTo(expectedPurchases(daily, customer, 1461), 12);
      }),
      { numRuns: 30 },
    );
  });
});

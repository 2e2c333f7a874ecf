import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedSurvival, retentionRates } from '../../src/ltv/beta-geometric/expected-survival.js';
import { lifetimeProbability } from '../../src/ltv/beta-geometric/lifetime-probability.js';
import { residualLifetime } from '../../src/ltv/beta-geometric/residual-lifetime.js';

/** A positive number, each order of magnitude as likely. */
const size = (from: number, to: number) =>
  fc.double({ min: Math.log(from), max: Math.log(to), noNaN: true }).map((log) => Math.exp(log));

describe('sBG and the beta-discrete-Weibull', () => {
  const parameters = fc.record({
    model: fc.constant('bdw' as const),
    ...{ alpha: size(0.01, 1e3), beta: size(0.01, 1e3), c: size(0.1, 4) },
  });

  test('survival falls from 1, and what it loses is the chance of each duration', () => {
    fc.assert(
      fc.property(parameters, fc.integer({ min: 1, max: 300 }), (model, periods) => {
        expect(expectedSurvival(model, 0)).toBe(1);
        let left = 0;
        const rises: number[] = [];
        for (let t = 1; t <= periods; t += 1) {
          left += lifetimeProbability(model, t);
          if (!(expectedSurvival(model, t) <= expectedSurvival(model, t - 1))) rises.push(t);
        }
        expect(rises).toEqual([]);
        expect(Math.abs(left + expectedSurvival(model, periods) - 1)).toBeLessThan(1e-12);
      }),
    );
  });

  test('retention rates are shares, and rise with every renewal where c is at most 1', () => {
    fc.assert(
      fc.property(parameters, (model) => {
        const rates = retentionRates(model, 30);
        expect(rates.filter((rate) => !(rate >= 0 && rate <= 1))).toEqual([]);
        if (model.c <= 1) expect(rates).toEqual([...rates].sort((a, b) => a - b));
      }),
    );
  });

  test('a residual lifetime is worth at most the payments without anybody leaving, and less at a higher rate', () => {
    fc.assert(
      fc.property(parameters, fc.integer({ min: 0, max: 200 }), size(1e-6, 1), (model, renewals, discountRate) => {
        const at = (rate: number) => residualLifetime(model, renewals, { discountRate: rate }) as number; // above 0: finite
        expect(at(discountRate)).toBeGreaterThanOrEqual(0);
        expect(at(discountRate)).toBeLessThanOrEqual(1 + 1 / discountRate);
        expect(at(2 * discountRate)).toBeLessThanOrEqual(at(discountRate) * (1 + 1e-12));
      }),
      { numRuns: 60 },
    );
  });
});

import { describe, expect, test } from 'vitest';
import { KizunaError } from '../../src/core/errors.js';
import { discountedLifetime } from '../../src/ltv/beta-geometric/discounted-lifetime.js';
import { expectedSurvival, retentionRates } from '../../src/ltv/beta-geometric/expected-survival.js';
import { lifetimeProbability } from '../../src/ltv/beta-geometric/lifetime-probability.js';
import { expectedLifetime, residualLifetime } from '../../src/ltv/beta-geometric/residual-lifetime.js';
import reference from '../reference/discrete-models.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const refused = (act: () => unknown): KizunaError => thrown(KizunaError, act);
const SBG = { model: 'sbg', alpha: 0.668, beta: 3.806 } as const;
const BDW = { model: 'bdw', alpha: 0.214, beta: 1.427, c: 1.724 } as const;
type Row = readonly [number, number, number, number, number, number, ...number[]];

describe('residualLifetime', () => {
  test('has the sums of 40-digit arithmetic, down to no discount', () => {
    for (const [alpha, beta, c, renewals, discountRate, expected] of reference.residuals as unknown as Row[]) {
      const found = residualLifetime({ model: 'bdw', alpha, beta, c }, renewals, { discountRate });
      expect(
        relativeError(found ?? Number.NaN, expected),
        `${alpha} ${beta} ${c} ${renewals} ${discountRate}`,
      ).toBeLessThan(1e-11);
    }
  });

  test('by its closed form for sBG is the sum beside c = 1', () => {
    const closed = discountedLifetime({ ...SBG, model: 'bdw', c: 1 }, 2, 0.1);
    const summed = discountedLifetime({ ...SBG, model: 'bdw', c: 1 + 1e-13 }, 2, 0.1);
    expect(relativeError(summed, closed)).toBeLessThan(1e-11);
  });

  test('of a customer is the share that renews times the first payment and what comes after', () => {
    for (const model of [SBG, BDW]) {
      for (const renewals of [0, 1, 7]) {
        const [now, next] = [renewals, renewals + 1].map((k) => residualLifetime(model, k, { discountRate: 0.1 }) ?? 0);
        const rate = retentionRates(model, renewals + 1)[renewals] ?? 0;
        expect(relativeError(now ?? 0, rate * (1 + (next ?? 0) / 1.1))).toBeLessThan(1e-13);
      }
      const later = residualLifetime(model, 0, { discountRate: 0.1 }) ?? 0;
      expect(expectedLifetime(model, { discountRate: 0.1 })).toBe(1 + later / 1.1);
    }
  });

  test('without a discount is the mean, where there is one', () => {
    expect(expectedLifetime({ model: 'sbg', alpha: 3, beta: 5 })).toBeCloseTo((3 + 5 - 1) / (3 - 1), 12);
    expect(expectedLifetime(SBG)).toBeNull();
    expect(residualLifetime(SBG, 5)).toBeNull();
    expect(residualLifetime({ ...BDW, c: 4 }, 5)).toBeNull();
    expect(residualLifetime({ ...BDW, c: 6 }, 5)).toBeGreaterThan(0);
  });

  test('refuses a rate below 0, renewals that are not whole, and other models', () => {
    const wrong = { name: 'InvalidOptionError' };
    expect(refused(() => residualLifetime(SBG, 1, { discountRate: -0.1 }))).toMatchObject(wrong);
    expect(refused(() => residualLifetime(SBG, 1.5))).toMatchObject(wrong);
    expect(refused(() => expectedSurvival(SBG, -1))).toMatchObject(wrong);
    expect(refused(() => retentionRates(SBG, 0))).toMatchObject(wrong);
    expect(refused(() => lifetimeProbability(SBG, 0))).toMatchObject(wrong);
    expect(refused(() => expectedSurvival({ ...SBG, alpha: 0 }, 1))).toMatchObject(wrong);
    // @ts-expect-error a model of purchases
    expect(refused(() => expectedSurvival({ ...SBG, model: 'bg/nbd' }, 1))).toMatchObject({
      message: "expectedSurvival requires model to be of model 'sbg' or 'bdw'; got \"bg/nbd\"",
    });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logOverAlive } from '../../src/ltv/bg-bb/alive-share.js';
import { bgBbLogLikelihood } from '../../src/ltv/bg-bb/bg-bb-likelihood.js';
import type { BgBbParameters } from '../../src/ltv/bg-bb/bg-bb-model.js';
import { bgBbResidual } from '../../src/ltv/bg-bb/predictions.js';
import { expectedPurchases } from '../../src/ltv/expected-purchases.js';
import { probabilityAlive } from '../../src/ltv/probability-alive.js';
import { purchaseProbabilitiesOfNewCustomer } from '../../src/ltv/purchase-probabilities.js';
import { relativeError } from '../support/close.js';

/** A positive number, each order of magnitude as likely. */
const size = (from: number, to: number) =>
  fc.double({ min: Math.log(from), max: Math.log(to), noNaN: true }).map((log) => Math.exp(log));

const bgBb: fc.Arbitrary<BgBbParameters> = fc.record({
  model: fc.constant('bg/bb' as const),
  ...{ alpha: size(0.01, 1e4), beta: size(0.01, 1e4), gamma: size(0.01, 1e4), delta: size(0.01, 1e4) },
});

/** What a customer did at up to 9 opportunities. */
const choices = fc.array(fc.boolean(), { minLength: 1, maxLength: 9 });

const historyOf = (taken: readonly boolean[]) => ({
  frequency: taken.filter(Boolean).length,
  recency: taken.lastIndexOf(true) + 1,
  T: taken.length,
});

function logLikelihood(model: BgBbParameters, customer: { frequency: number; recency: number; T: number }): number {
  const one = (value: number) => Float64Array.of(value);
  const data = {
    ...{ frequency: one(customer.frequency), recency: one(customer.recency), T: one(customer.T), weight: one(1), n: 1 },
    longest: customer.T,
    excluded: { missing: 0, invalid: 0, repeated: 0 },
  };
  const { alpha, beta, gamma, delta } = model;
  return bgBbLogLikelihood(data, Float64Array.of(alpha, beta, gamma, delta), new Float64Array(4));
}

/** The same, choice by choice: every time at which the customer may have been lost, with the chances learnt so far. */
function naiveLikelihood({ alpha, beta, gamma, delta }: BgBbParameters, taken: readonly boolean[]): number {
  const last = taken.lastIndexOf(true) + 1;
  let total = 0;
  for (let lost = last; lost <= taken.length; lost += 1) {
    let [chance, a, b] = [1, alpha, beta];
    for (let i = 0; i < lost; i += 1) {
      chance *= (delta + i) / (gamma + delta + i);
      chance *= (taken[i] ? a : b) / (a + b);
      if (taken[i]) a += 1;
      else b += 1;
    }
    total += lost < taken.length ? (chance * gamma) / (gamma + delta + lost) : chance;
  }
  return total;
}

describe('BG/BB', () => {
  test('the likelihood is that of the choices one by one, summed over when the customer may have been lost', () => {
    fc.assert(
      fc.property(bgBb, choices, (model, taken) => {
        const found = Math.exp(logLikelihood(model, historyOf(taken)));
        expect(relativeError(found, naiveLikelihood(model, taken))).toBeLessThan(1e-11);
      }),
    );
  });

  test('P(alive) is between 0 and 1, falls with T and rises with recency', () => {
    fc.assert(
      fc.property(bgBb, choices, (model, taken) => {
        const { frequency, recency, T } = historyOf(taken);
        const now = probabilityAlive(model, { frequency, recency, T });
        expect(now).toBeGreaterThanOrEqual(0);
        expect(now).toBeLessThanOrEqual(1);
        expect(probabilityAlive(model, { frequency, recency, T: T + 1 })).toBeLessThanOrEqual(now);
        expect(probabilityAlive(model, { frequency, recency, T }, { after: 3 })).toBeLessThanOrEqual(now);
        if (frequency > 0 && recency < T) {
          expect(probabilityAlive(model, { frequency, recency: recency + 1, T })).toBeGreaterThanOrEqual(now);
        }
      }),
    );
  });

  test('expected purchases start at 0, rise ever more slowly, and are at most the opportunities', () => {
    fc.assert(
      fc.property(bgBb, choices, fc.integer({ min: 1, max: 2000 }), (model, taken, horizon) => {
        const customer = historyOf(taken);
        const [before = 0, at = 0, after = 0] = [horizon - 1, horizon, horizon + 1].map((h) =>
          expectedPurchases(model, customer, h),
        );
        expect(expectedPurchases(model, customer, 0)).toBe(0);
        expect(at).toBeGreaterThanOrEqual(before);
        expect(after - at).toBeLessThanOrEqual(at - before + 1e-12 * at);
        expect(at).toBeLessThanOrEqual(horizon);
      }),
    );
  });

  test('the chances of every count add up to 1 and have the mean that is expected', () => {
    fc.assert(
      fc.property(bgBb, fc.integer({ min: 0, max: 60 }), (model, n) => {
        const chances = purchaseProbabilitiesOfNewCustomer(model, n, { upTo: n });
        expect(Math.abs(chances.reduce((sum, chance) => sum + chance, 0) - 1)).toBeLessThan(1e-10);
        const mean = chances.reduce((sum, chance, x) => sum + x * chance, 0);
        const expected = expectedPurchases(model, { frequency: 0, recency: 0, T: 0 }, n);
        expect(Math.abs(mean - expected)).toBeLessThan(1e-10 * Math.max(1, expected));
      }),
    );
  });

  test('has a number for every history of up to 10,000 opportunities', () => {
    const history = fc
      .tuple(
        fc.integer({ min: 0, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      )
      .map(([T, first, second]) => {
        const recency = Math.round(T * first);
        return { frequency: recency === 0 ? 0 : Math.max(1, Math.round(recency * second)), recency, T };
      });
    fc.assert(
      fc.property(bgBb, history, (model, customer) => {
        expect(logOverAlive(model, customer.frequency, customer.recency, customer.T)).toBeGreaterThanOrEqual(0);
        expect(logLikelihood(model, customer)).toBeLessThanOrEqual(0);
        expect(Number.isFinite(expectedPurchases(model, customer, 100))).toBe(true);
        expect(bgBbResidual(model, customer.frequency, customer.recency, customer.T, 0.01)).toBeLessThan(101);
      }),
      { numRuns: 40 },
    );
  });
});

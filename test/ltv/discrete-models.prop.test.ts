import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedSurvival, retentionRates } from '../../src/ltv/beta-geometric/expected-survival.js';
import { fitSbg } from '../../src/ltv/beta-geometric/fit-sbg.js';
import { lifetimeProbability } from '../../src/ltv/beta-geometric/lifetime-probability.js';
import { residualLifetime } from '../../src/ltv/beta-geometric/residual-lifetime.js';
import { logOverAlive } from '../../src/ltv/bg-bb/alive-share.js';
import { bgBbLogLikelihood } from '../../src/ltv/bg-bb/bg-bb-likelihood.js';
import type { BgBbParameters } from '../../src/ltv/bg-bb/bg-bb-model.js';
import { fitBgBb } from '../../src/ltv/bg-bb/fit-bg-bb.js';
import { bgBbResidual } from '../../src/ltv/bg-bb/predictions.js';
import { expectedPurchases } from '../../src/ltv/expected-purchases.js';
import { expectedSpend } from '../../src/ltv/expected-spend.js';
import { fitGammaGamma } from '../../src/ltv/gamma-gamma/fit-gamma-gamma.js';
import { probabilityAlive } from '../../src/ltv/probability-alive.js';
import { purchaseProbabilitiesOfNewCustomer } from '../../src/ltv/purchase-probabilities.js';
import { simulateCustomers } from '../../src/ltv/simulate-customers.js';
import { simulateLifetimes } from '../../src/ltv/simulate-lifetimes.js';
import { simulateSpend } from '../../src/ltv/simulate-spend.js';
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

describe('gamma–gamma', () => {
  const parameters = fc.record({
    model: fc.constant('gamma-gamma' as const),
    ...{ p: size(0.01, 1e4), q: size(1.01, 1e4), gamma: size(0.01, 1e6) },
  });

  test('a customer is expected to spend between the mean of all and their own, nearer to their own with every purchase', () => {
    fc.assert(
      fc.property(parameters, fc.integer({ min: 1, max: 1000 }), size(1e-3, 1e6), (model, frequency, monetary) => {
        const of = (x: number) => expectedSpend(model, { frequency: x, monetary }) as number; // q is above 1
        const all = of(0);
        const [found, more] = [of(frequency), of(frequency + 1)];
        const slack = 1e-12 * Math.max(all, monetary);
        expect(found).toBeGreaterThan(Math.min(all, monetary) - slack);
        expect(found).toBeLessThan(Math.max(all, monetary) + slack);
        expect(Math.abs(more - monetary)).toBeLessThanOrEqual(Math.abs(found - monetary) + slack);
        expect(Math.abs(of(1e9) - monetary)).toBeLessThanOrEqual(1e-3 * Math.abs(all - monetary) + slack);
      }),
    );
  });
});

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
        for (let t = 1; t <= periods; t += 1) {
          left += lifetimeProbability(model, t);
          expect(expectedSurvival(model, t)).toBeLessThanOrEqual(expectedSurvival(model, t - 1));
        }
        expect(Math.abs(left + expectedSurvival(model, periods) - 1)).toBeLessThan(1e-12);
      }),
    );
  });

  test('retention rates are shares, and rise with every renewal where c is at most 1', () => {
    fc.assert(
      fc.property(parameters, (model) => {
        const rates = retentionRates(model, 30);
        for (const rate of rates) {
          expect(rate).toBeGreaterThanOrEqual(0);
          expect(rate).toBeLessThanOrEqual(1);
        }
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

describe('fits', () => {
  const spend = { model: 'gamma-gamma', p: 4, q: 3, gamma: 20 } as const;
  const frequencies = Array.from({ length: 400 }, (_, i) => 1 + (i % 5));
  const spenders = simulateSpend(spend, frequencies, { seed: 2 }).map((monetary, i) => ({
    frequency: frequencies[i] as number,
    monetary,
  }));
  const donors = simulateCustomers(
    { model: 'bg/bb', alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.8 },
    { n: 3000, T: 7, seed: 9 },
  );
  const contracts = simulateLifetimes({ model: 'sbg', alpha: 0.7, beta: 2 }, { n: 1500, renewals: 8, seed: 4 });

  test('from any start end at the same maximum', () => {
    const near = (value: number) => size(value / 20, value * 20);
    const models = [fitGammaGamma(spenders), fitBgBb(donors), fitSbg(contracts)] as const;
    fc.assert(
      fc.property(near(4), near(3), near(20), (p, q, gamma) => {
        const found = fitGammaGamma(spenders, { starts: [{ p, q, gamma }] });
        expect(relativeError(found.p, models[0].p)).toBeLessThan(1e-4);
        expect(relativeError(found.gamma, models[0].gamma)).toBeLessThan(1e-4);
      }),
      { numRuns: 10 },
    );
    fc.assert(
      fc.property(near(1.2), near(0.75), near(0.66), near(2.8), (alpha, beta, gamma, delta) => {
        const found = fitBgBb(donors, { starts: [{ alpha, beta, gamma, delta }] });
        expect(relativeError(found.alpha, models[1].alpha)).toBeLessThan(1e-4);
        expect(relativeError(found.delta, models[1].delta)).toBeLessThan(1e-4);
      }),
      { numRuns: 10 },
    );
    fc.assert(
      fc.property(near(0.7), near(2), (alpha, beta) => {
        const found = fitSbg(contracts, { starts: [{ alpha, beta }] });
        expect(relativeError(found.alpha, models[2].alpha)).toBeLessThan(1e-4);
        expect(relativeError(found.beta, models[2].beta)).toBeLessThan(1e-4);
      }),
      { numRuns: 20 },
    );
  });

  test('depend neither on the order of the rows nor on the fields beside', () => {
    const shuffled = <Row extends object>(rows: readonly Row[]) =>
      fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length });
    const expected = [fitGammaGamma(spenders), fitSbg(contracts)];
    fc.assert(
      fc.property(shuffled(spenders), shuffled(contracts), (some, others) => {
        const noted = some.map((row) => ({ ...row, __proto__: null, note: 'x' }));
        expect([fitGammaGamma(noted), fitSbg(others)]).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });
});

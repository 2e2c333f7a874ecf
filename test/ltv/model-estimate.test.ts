import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { fitBgNbd, fitMbgNbd } from '../../src/ltv/bg-nbd/fit.js';
import { compareModels } from '../../src/ltv/compare-models.js';
import { expectedPurchases } from '../../src/ltv/expected-purchases.js';
import { expectedSpend } from '../../src/ltv/expected-spend.js';
import { fitGammaGamma } from '../../src/ltv/gamma-gamma/fit-gamma-gamma.js';
import { modelBootstrap } from '../../src/ltv/model-bootstrap.js';
import { modelEstimate } from '../../src/ltv/model-estimate.js';
import { probabilityAlive } from '../../src/ltv/probability-alive.js';
import { simulateCustomers } from '../../src/ltv/simulate-customers.js';
import { simulateSpend } from '../../src/ltv/simulate-spend.js';
import { relativeError } from '../support/close.js';

const TRUTH = { model: 'bg/nbd', r: 0.6, alpha: 6, a: 0.9, b: 2.4 } as const;
const SPEND = { model: 'gamma-gamma', p: 6.25, q: 3.74, gamma: 15.44 } as const;
const made = simulateCustomers(TRUTH, { T: 52, n: 500, seed: 1 });
const monetary = simulateSpend(
  SPEND,
  made.map(({ frequency }) => frequency),
  { seed: 2 },
);
const customers = made.map((row, i) => ({ ...row, monetary: monetary[i] as number }));
const purchases = fitBgNbd(customers);
const spend = fitGammaGamma(customers);
const CUSTOMER = { frequency: 3, recency: 40, T: 52, monetary: 20 };

describe('an estimate by the delta method', () => {
  test('of a parameter is the parameter with its own standard error', () => {
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      const { value, n, standardError } = modelEstimate(purchases, (model) => model[name]);
      expect([value, n]).toEqual([purchases[name], 500]);
      expect(relativeError(standardError ?? 0, purchases.standardErrors[name] ?? 0)).toBeLessThan(1e-6);
    }
  });

  test('on the scale of logarithms has the interval of the parameter', () => {
    const { interval } = modelEstimate(purchases, (model) => model.r, { scale: 'log' });
    expect(relativeError(interval?.low ?? 0, purchases.intervals.r?.low ?? 0)).toBeLessThan(1e-6);
    expect(interval).toMatchObject({ method: 'delta-log', confidence: 0.95 });
  });

  test('of a ratio is that of the covariance', () => {
    const { standardError } = modelEstimate(purchases, ({ r, alpha }) => Math.log(r / alpha));
    const [[rr, ra], [, aa]] = purchases.covariance as unknown as [[number, number], [number, number]];
    const { r, alpha } = purchases;
    expect(
      relativeError((standardError ?? 0) ** 2, rr / r ** 2 + aa / alpha ** 2 - (2 * ra) / (r * alpha)),
    ).toBeLessThan(1e-5);
  });

  test('of a probability stays between 0 and 1 on its scale', () => {
    const alive = (model: typeof purchases) => probabilityAlive(model, { frequency: 9, recency: 51.9, T: 52 });
    const { value, interval } = modelEstimate(purchases, alive, { scale: 'logit' });
    expect(interval?.low).toBeGreaterThan(0);
    expect(interval?.low).toBeLessThan(value ?? 0);
    expect(interval?.high).toBeLessThan(1);
  });

  test('that does not depend on the parameters is certain', () => {
    const alive = (model: typeof purchases) => probabilityAlive(model, { frequency: 0, recency: 0, T: 52 });
    const found = modelEstimate(purchases, alive, { scale: 'logit' });
    expect(found).toMatchObject({ value: 1, standardError: 0, interval: { low: 1, high: 1 } });
  });

  test('of two models has the variance of both', () => {
    const value = modelEstimate(
      { purchases, spend },
      (models) =>
        expectedPurchases(models.purchases, CUSTOMER, 26) * (expectedSpend(models.spend, CUSTOMER) ?? Number.NaN),
    );
    const one = modelEstimate(purchases, (model) => expectedPurchases(model, CUSTOMER, 26));
    const other = modelEstimate(spend, (model) => expectedSpend(model, CUSTOMER) ?? Number.NaN);
    const square = (x: number | null) => (x ?? 0) ** 2;
    const expected = square(one.standardError) * square(other.value) + square(other.standardError) * square(one.value);
    expect(relativeError(square(value.standardError), expected)).toBeLessThan(1e-6);
    expect(value.n).toBe(spend.n);
  });

  test('has no interval where the data do not determine the parameters', () => {
    const ridge = { ...purchases, covariance: null };
    expect(modelEstimate(ridge, (model) => model.r)).toMatchObject({
      value: purchases.r,
      interval: null,
      standardError: null,
    });
  });

  test('is refused where the quantity is no number, or an option is wrong', () => {
    expect(() => modelEstimate(purchases, () => Number.NaN)).toThrow(InvalidDataError);
    for (const options of [{ method: 'delta' }, { seed: 1 }, { scale: 'sqrt' }, { confidence: 95 }]) {
      expect(() => modelEstimate(purchases, (model) => model.r, options as never)).toThrow(InvalidOptionError);
    }
    expect(() => modelEstimate(TRUTH as never, (model: typeof purchases) => model.r)).toThrow(InvalidOptionError);
  });
});

describe('an estimate by the parametric bootstrap', () => {
  test('agrees with the delta method where the quantity is smooth and the customers are many', () => {
    const quantity = (model: typeof purchases) => expectedPurchases(model, CUSTOMER, 26);
    const delta = modelEstimate(purchases, quantity);
    const again = modelBootstrap(purchases, quantity, { customers, seed: 4, resamples: 40 });
    expect(again).toMatchObject({ value: delta.value, resamples: 40, failed: 0 });
    // The standard error of a standard deviation of 40 is 11 % of it.
    expect(relativeError(again.standardError ?? 0, delta.standardError ?? 0)).toBeLessThan(0.35);
    expect(again.interval?.low).toBeLessThan(delta.value ?? 0);
    expect(again.interval?.high).toBeGreaterThan(delta.value ?? 0);
  });

  test('is the same for the same seed, and takes weights', () => {
    const few = [
      { T: 30, customers: 150 },
      { T: 52, customers: 150 },
    ];
    const options = { customers: few, weight: 'customers', seed: 4, resamples: 20 } as const;
    const quantity = (models: { purchases: typeof purchases; spend: typeof spend }) =>
      models.purchases.r * models.spend.p;
    const found = modelBootstrap({ purchases, spend }, quantity, options);
    expect(modelBootstrap({ purchases, spend }, quantity, options)).toEqual(found);
    expect((found.resamples ?? 0) + found.failed).toBe(20);
  });

  test('needs a seed, and a model of which customers can be made up', () => {
    const quantity = () => 1;
    expect(() => modelBootstrap(purchases, quantity, { customers } as never)).toThrow('seed');
    const lifetimes = { ...purchases, model: 'sbg' };
    expect(() => modelBootstrap(lifetimes, quantity, { customers, seed: 1 })).toThrow('sbg');
  });
});

describe('a comparison of models', () => {
  test('has the likeliest first, with differences and weights of Akaike', () => {
    const mbg = fitMbgNbd(customers);
    const rows = compareModels([mbg, purchases]);
    const [best, other] = rows;
    expect(best?.aic).toBe(Math.min(mbg.aic, purchases.aic));
    expect(other?.difference).toBeCloseTo(Math.abs(mbg.aic - purchases.aic), 12);
    expect((best?.weight ?? 0) + (other?.weight ?? 0)).toBeCloseTo(1, 14);
    expect((other?.weight ?? 0) / (best?.weight ?? 1)).toBeCloseTo(Math.exp(-(other?.difference ?? 0) / 2), 12);
    expect(rows.map(({ index }) => index).sort()).toEqual([0, 1]);
  });

  test('refuses models of other customers, and likelihoods of something else', () => {
    expect(() => compareModels([purchases, { ...purchases, n: 501 }])).toThrow('to be of the same 500 customers');
    expect(() => compareModels<string>([purchases, spend])).toThrow('to be comparable with bg/nbd');
    expect(() => compareModels([])).toThrow(InvalidOptionError);
    // @ts-expect-error nothing is no model
    expect(() => compareModels([null])).toThrow(InvalidOptionError);
    // @ts-expect-error nothing is no model
    expect(() => compareModels([purchases, undefined])).toThrow(InvalidOptionError);
  });
});

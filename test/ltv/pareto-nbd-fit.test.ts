import { describe, expect, test } from 'vitest';
import { FitError, InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { fitParetoNbd, type ParetoNbdOptions, type ParetoNbdParameter } from '../../src/ltv/pareto-nbd/fit.js';
import { probabilityAlive } from '../../src/ltv/probability-alive.js';
import { simulateCustomers } from '../../src/ltv/simulate-customers.js';
import reference from '../reference/pareto-nbd-fit.json' with { type: 'json' };
import { relativeError } from '../support/close.js';

const [plain, slow, covered] = reference.fits as [
  (typeof reference.fits)[0],
  (typeof reference.fits)[0],
  (typeof reference.fits)[0],
];
const { purchase, dropout } = covered.data;
const withCovariates: ParetoNbdOptions = { covariates: { purchase, dropout } };

/** Fitted once, for all that look at it. */
const coveredModel = fitParetoNbd(covered.data, withCovariates);

describe('fitParetoNbd', () => {
  test.each([
    ['of customers seen for half a year', plain, {}],
    ['of customers who leave slowly', slow, {}],
    ['with covariates', covered, withCovariates],
  ] as const)('finds the maximum that another method found: %s', (_, { data, ...expected }, options) => {
    const model = data === covered.data ? coveredModel : fitParetoNbd(data, options);
    expect(model.diagnostics.status).toBe('converged');
    expect(model.logLikelihood).toBeCloseTo(expected.logLikelihood, 7);
    expect(model.logLikelihood).toBeGreaterThan(expected.logLikelihood - 1e-8);
    model.parameters.forEach((name, j) => {
      expect(relativeError(model[name] as number, expected.parameters[j] as number)).toBeLessThan(2e-5);
      expect(relativeError(model.standardErrors[name] as number, expected.standardErrors[j] as number)).toBeLessThan(
        2e-4,
      );
    });
    expect(model.diagnostics.gradient).toBeLessThan(1e-6 * (1 + Math.abs(model.logLikelihood)));
    expect(model.aic).toBeCloseTo(2 * model.parameters.length - 2 * model.logLikelihood, 9);
  });

  test('names coefficients by their fields', () => {
    const expected = ['r', 'alpha', 's', 'beta', 'purchase.channel', 'purchase.age', 'dropout.channel'];
    expect(coveredModel.parameters).toEqual(expected);
  });

  test('rows of any order, and rows counted by a weight, give the same model', () => {
    const rows = plain.data.frequency.map((frequency, i) => ({
      frequency,
      recency: plain.data.recency[i] as number,
      T: plain.data.T[i] as number,
    }));
    const model = fitParetoNbd(rows);
    expect(fitParetoNbd([...rows].reverse())).toEqual(model);
    const counted = new Map<string, { frequency: number; recency: number; T: number; customers: number }>();
    for (const row of rows) {
      const key = JSON.stringify(row);
      counted.set(key, { ...row, customers: (counted.get(key)?.customers ?? 0) + 1 });
    }
    expect(counted.size).toBeLessThan(rows.length);
    expect(fitParetoNbd([...counted.values()], { weight: 'customers' })).toEqual(model);
  });

  test('another unit of time rescales alpha and beta, and moves the log-likelihood by Σ x ln of the factor', () => {
    const { frequency, recency, T } = plain.data;
    const model = fitParetoNbd({ frequency, recency, T });
    const days = fitParetoNbd({ frequency, recency: recency.map((t) => 7 * t), T: T.map((t) => 7 * t) });
    const purchases = frequency.reduce((sum, x) => sum + x, 0);
    expect(days.logLikelihood).toBeCloseTo(model.logLikelihood - purchases * Math.log(7), 7);
    const scaled = { r: model.r, alpha: 7 * model.alpha, s: model.s, beta: 7 * model.beta };
    for (const name of ['r', 'alpha', 's', 'beta'] as const)
      expect(relativeError(days[name], scaled[name])).toBeLessThan(1e-7);
  });

  test('is likelier than the truth on what the truth made up, and as likely from any start', () => {
    const truth = { model: 'pareto/nbd', r: 0.9, alpha: 8, s: 0.7, beta: 20 } as const;
    const customers = simulateCustomers(truth, { n: 300, T: 60, seed: 81 });
    const model = fitParetoNbd(customers);
    const atTruth = fitParetoNbd(customers, { starts: [truth], maxIterations: 1 });
    expect(model.logLikelihood).toBeGreaterThanOrEqual(atTruth.logLikelihood);
    const starts = [1, 3].map((k) => ({
      r: 0.02 * 5 ** k,
      alpha: 300 / 4 ** k,
      s: 9 / 3 ** k,
      beta: 0.5 * 6 ** k,
    }));
    const again = fitParetoNbd(customers, { starts: starts as readonly Record<ParetoNbdParameter, number>[] });
    expect(again.diagnostics.starts.map(({ on }) => on)).toEqual(['classes', 'classes', 'customers']);
    for (const { logLikelihood } of again.diagnostics.starts.slice(2))
      expect(logLikelihood).toBeCloseTo(model.logLikelihood, 6);
  });

  test('predictions are those of the customer’s own covariates', () => {
    const model = coveredModel;
    const customer = { frequency: 2, recency: 11, T: 40, channel: 1, age: -0.5 };
    const [onChannel, onAge, onLeaving] = [5, 6, 7].map((k) => model[model.parameters[k - 1] ?? 'r'] as number) as [
      number,
      number,
      number,
    ]; // seven are fitted
    const alpha = model.alpha * Math.exp(-(onChannel - 0.5 * onAge));
    const beta = model.beta * Math.exp(-onLeaving);
    const own = { model: 'pareto/nbd', r: model.r, alpha, s: model.s, beta } as const;
    expect(probabilityAlive(model, customer)).toBeCloseTo(probabilityAlive(own, customer), 14);
  });

  test('a penalty gives up likelihood for smaller logarithms', () => {
    const [free, held] = [fitParetoNbd(plain.data), fitParetoNbd(plain.data, { penalty: 5 })];
    expect(held.logLikelihood).toBeLessThan(free.logLikelihood);
    expect(Math.abs(Math.log(held.s))).toBeLessThan(Math.abs(Math.log(free.s)));
  });

  test('refuses customers none of whom came back', () => {
    expect(() => fitParetoNbd([{ frequency: 0, recency: 0, T: 9 }])).toThrow(FitError);
  });

  test('refuses impossible histories, no customers, and unknown options', () => {
    expect(() => fitParetoNbd([{ frequency: 1, recency: 9, T: 8 }])).toThrow(InvalidDataError);
    expect(() => fitParetoNbd([])).toThrow(InvalidDataError);
    // @ts-expect-error no such option
    expect(() => fitParetoNbd(plain.data, { penalizer: 1 })).toThrow(InvalidOptionError);
    expect(() => fitParetoNbd(covered.data, { covariates: { purchase: ['colour'] } })).toThrow(InvalidDataError);
  });
});

import { describe, expect, test } from 'vitest';
import { fitParetoNbd, type ParetoNbdParameter } from '../../src/ltv/pareto-nbd/fit.js';
import type { ParetoNbdParameters } from '../../src/ltv/pareto-nbd/parameters.js';
import { simulateCustomers } from '../../src/ltv/simulate-customers.js';
import { randomFrom } from '../../src/stats/random.js';

/** What other libraries' fits stop short on, or fail at; mean T, and how many customers. */
const SCENARIOS = [
  ['heavy buyers, up to thousands of purchases', { r: 0.35, alpha: 0.4, s: 0.5, beta: 8 }, 200, 150],
  ['daily logins', { r: 3, alpha: 4, s: 0.3, beta: 40 }, 200, 150],
  ['all leave fast', { r: 1, alpha: 5, s: 6, beta: 20 }, 200, 300],
  ['all leave at once', { r: 1, alpha: 5, s: 1, beta: 0.5 }, 200, 500],
  ['hardly anybody leaves', { r: 0.8, alpha: 12, s: 0.02, beta: 500 }, 40, 150],
  ['some leave, after years', { r: 0.8, alpha: 12, s: 2, beta: 5000 }, 40, 150],
  ['25 customers', { r: 0.55, alpha: 10, s: 0.6, beta: 12 }, 33, 25],
  ['a short time of observation', { r: 0.55, alpha: 10, s: 0.6, beta: 12 }, 3, 200],
  ['seconds as the unit', { r: 0.55, alpha: 6.4e6, s: 0.6, beta: 7e6 }, 2e7, 200],
  ['years as the unit', { r: 0.55, alpha: 0.2, s: 0.6, beta: 0.22 }, 0.6, 400],
] as const;

describe('fitParetoNbd finds no lower maximum than searches from many starts do', () => {
  test.each(SCENARIOS)('%s', (_, parameters, meanT, n) => {
    const truth: ParetoNbdParameters = { model: 'pareto/nbd', ...parameters };
    const random = randomFrom(8);
    // Rounded, so that some times are alike.
    const T = Array.from({ length: n }, () => (meanT * Math.round(40 + 80 * random.uniform())) / 80);
    const customers = simulateCustomers(truth, { T, seed: 3 });
    const model = fitParetoNbd(customers);
    const size = () => Math.exp(2 * random.normal());
    const starts = Array.from({ length: 4 }, () => ({
      r: size(),
      alpha: meanT * size(),
      s: size(),
      beta: meanT * size(),
    }));
    const other = fitParetoNbd(customers, { starts: starts as readonly Record<ParetoNbdParameter, number>[] });
    expect(model.logLikelihood).toBeGreaterThan(other.logLikelihood - 1e-5);
    expect(JSON.stringify(model)).not.toContain('NaN');
    for (const value of [model.r, model.alpha, model.s, model.beta]) expect(value).toBeGreaterThan(0);
    const { status, warnings, gradient } = model.diagnostics;
    if (status === 'converged') expect(gradient).toBeLessThan(1e-6 * (1 + Math.abs(model.logLikelihood)));
    else expect(warnings.length).toBeGreaterThan(0);
    expect(model.covariance === null).toBe(status !== 'converged');
  });
});

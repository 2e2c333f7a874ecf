import { describe, expect, test } from 'vitest';
import { FitError } from '../../src/core/errors.js';
import { maximize } from '../../src/stats/fit/maximize.js';
import type { LikelihoodProblem } from '../../src/stats/fit/problem.js';
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

/** n exponential times of this sum: n ln λ − λ sum, with its maximum at λ = n/sum and the variance λ²/n. */
function exponential(n: number, sum: number): LikelihoodProblem<'rate'> {
  return {
    owner: 'fit',
    parameters: [{ name: 'rate' }],
    n,
    starts: [[1], [20]],
    logLikelihood: (parameters, gradient) => {
      const [rate] = parameters as unknown as [number];
      gradient[0] = n / rate - sum;
      return n * Math.log(rate) - rate * sum;
    },
  };
}

/** n normal values by their mean and variance: mean is a free parameter, with variances sigma²/n and sigma²/2n. */
function normal(n: number, mean: number, variance: number): LikelihoodProblem<'mu' | 'sigma'> {
  return {
    owner: 'fit',
    parameters: [{ name: 'mu', isFree: true }, { name: 'sigma' }],
    n,
    starts: [
      [0, 1],
      [10, 10],
    ],
    logLikelihood: (parameters, gradient) => {
      const [mu, sigma] = parameters as unknown as [number, number];
      const squares = n * (variance + (mean - mu) ** 2);
      gradient[0] = (n * (mean - mu)) / sigma ** 2;
      gradient[1] = -n / sigma + squares / sigma ** 3;
      return -n * Math.log(sigma) - squares / (2 * sigma ** 2);
    },
  };
}

/** Any function of the logarithm of one parameter, with its slope. */
function ofLogarithm(value: (x: number) => number, slope: (x: number) => number): LikelihoodProblem<'p'> {
  return {
    owner: 'fit',
    parameters: [{ name: 'p' }],
    n: 1,
    starts: [[1]],
    logLikelihood: (parameters, gradient) => {
      const [p] = parameters as unknown as [number];
      gradient[0] = slope(Math.log(p)) / p;
      return value(Math.log(p));
    },
  };
}

describe('maximize', () => {
  test('finds the maximum, its standard error and its interval', () => {
    const { values, facts } = maximize(exponential(50, 200));
    expect(relativeError(values.rate, 0.25)).toBeLessThan(1e-12);
    expect(relativeError(facts.standardErrors.rate ?? 0, 0.25 / Math.sqrt(50))).toBeLessThan(1e-6);
    expect(relativeError(facts.covariance?.[0]?.[0] ?? 0, 0.25 ** 2 / 50)).toBeLessThan(1e-6);
    expect(facts.intervals.rate).toMatchObject({ confidence: 0.95, method: 'wald-log' });
    expect(facts.intervals.rate?.low).toBeCloseTo(0.25 * Math.exp(-1.959963984540054 / Math.sqrt(50)), 6);
    expect(facts.logLikelihood).toBeCloseTo(50 * Math.log(0.25) - 50, 10);
    expect(facts.aic).toBeCloseTo(2 - 2 * (50 * Math.log(0.25) - 50), 9);
    expect(facts.diagnostics).toMatchObject({ status: 'converged', boundary: [], penalty: 0, warnings: [] });
    expect(facts.diagnostics.starts).toHaveLength(2);
    expect(facts.diagnostics.gradient).toBeLessThan(1e-8);
  });

  test('knows parameters that may be any number', () => {
    const { values, facts } = maximize({ ...normal(40, -3, 2.25), confidence: 0.9 });
    expect(values.mu).toBeCloseTo(-3, 9);
    expect(values.sigma).toBeCloseTo(1.5, 9);
    expect(facts.standardErrors.mu).toBeCloseTo(1.5 / Math.sqrt(40), 7);
    expect(facts.standardErrors.sigma).toBeCloseTo(1.5 / Math.sqrt(80), 7);
    expect(facts.covariance?.[0]?.[1]).toBeCloseTo(0, 9);
    expect(facts.intervals.mu?.method).toBe('wald');
    expect(facts.intervals.mu?.high).toBeCloseTo(-3 + (1.6448536269514722 * 1.5) / Math.sqrt(40), 7);
  });

  test('takes the higher of two maxima, and says that there are two', () => {
    // −(x² − 4)²/8 + x/10, whose maxima are near x = −2 and, higher, x = 2.
    const two = ofLogarithm(
      (x) => -((x * x - 4) ** 2) / 8 + x / 10,
      (x) => (-x * (x * x - 4)) / 2 + 0.1,
    );
    for (const starts of [
      [[0.1], [9]],
      [[9], [0.1]],
    ]) {
      const { values, facts } = maximize({ ...two, starts });
      expect(Math.log(values.p)).toBeGreaterThan(2);
      expect(facts.diagnostics.starts).toHaveLength(2);
      expect(facts.diagnostics.warnings).toEqual([
        expect.stringContaining('1 of 2 searches ended lower than the best'),
      ]);
    }
  });

  test('takes a penalty off for the squared logarithm, and tells the likelihood without it', () => {
    // −(x − 2)² − penalty x² has its maximum at x = 2/(1 + penalty).
    const hill = ofLogarithm(
      (x) => -((x - 2) ** 2),
      (x) => -2 * (x - 2),
    );
    const { values, facts } = maximize({ ...hill, penalty: 3 });
    expect(Math.log(values.p)).toBeCloseTo(0.5, 9);
    expect(facts.logLikelihood).toBeCloseTo(-2.25, 9);
    expect(facts.diagnostics.starts[0]?.logLikelihood).toBeCloseTo(-2.25 - 0.75, 9);
    expect(facts.diagnostics.penalty).toBe(3);
    const scaled = maximize({ ...hill, parameters: [{ name: 'p', scale: Math.exp(2) }], penalty: 3 });
    expect(Math.log(scaled.values.p)).toBeCloseTo(2, 9);
  });

  test('says that a parameter runs to infinity, or to 0, and gives it no standard error', () => {
    for (const sign of [1, -1]) {
      const rising = ofLogarithm(
        (x) => -Math.exp(-sign * x),
        (x) => sign * Math.exp(-sign * x),
      );
      const { values, facts } = maximize(rising);
      expect(Math.log10(values.p) * sign).toBeGreaterThan(3);
      expect(facts.logLikelihood).toBeGreaterThan(-1e-3);
      expect(facts.diagnostics).toMatchObject({ status: 'boundary', boundary: ['p'] });
      expect(facts.diagnostics.warnings[0]).toContain(`p runs to ${sign > 0 ? 'infinity' : '0'}`);
      expect([facts.standardErrors.p, facts.covariance, facts.intervals.p]).toEqual([null, null, null]);
    }
  });

  test('says that a maximum is on a ridge where it is too flat to tell', () => {
    const { facts } = maximize(
      ofLogarithm(
        (x) => -1e-3 * (x - 1) ** 2,
        (x) => -2e-3 * (x - 1),
      ),
    );
    expect(facts.diagnostics.status).toBe('ridge');
    expect(facts.diagnostics.warnings[0]).toContain('on a ridge');
    expect([facts.standardErrors.p, facts.covariance]).toEqual([null, null]);
  });

  test('says that it stopped early', () => {
    const { facts } = maximize({ ...normal(40, -3, 2.25), maxIterations: 2 });
    expect(facts.diagnostics.status).toBe('stoppedEarly');
    expect(facts.diagnostics.warnings[0]).toContain('maxIterations');
    expect(facts.covariance).toBe(null);
  });

  test('does not stay on a plain that it leapt to over the maximum', () => {
    // A hill at x = 0 and a plain from x = 4 on, lower by 0.1, with next to no slope.
    const hill = (x: number) => 0.1 * Math.exp(-x * x) - Math.exp(-1 - x);
    const { values } = maximize({
      ...ofLogarithm(hill, (x) => -0.2 * x * Math.exp(-x * x) + Math.exp(-1 - x)),
      starts: [[500]],
    });
    const best = Math.max(...Array.from({ length: 200 }, (_, i) => hill(-4 + i / 10)));
    expect(hill(Math.log(values.p))).toBeGreaterThan(Math.min(best, 0) - 1e-3);
  });

  test('refuses a likelihood that is finite at no start', () => {
    const nowhere = { ...exponential(50, 200), logLikelihood: () => Number.NaN };
    expect(thrown(FitError, () => maximize(nowhere)).code).toBe('E_FIT_CONVERGE');
  });

  test('goes by the coarse likelihood to the maximum of the whole one', () => {
    const whole = exponential(1000, 4321);
    let calls = 0;
    const { values, facts } = maximize({
      ...whole,
      coarse: exponential(1000, 4300).logLikelihood,
      logLikelihood: (parameters, gradient) => {
        calls += 1;
        return whole.logLikelihood(parameters, gradient);
      },
    });
    expect(relativeError(values.rate, 1000 / 4321)).toBeLessThan(1e-12);
    expect(facts.diagnostics.starts.map(({ on }) => on)).toEqual(['classes', 'classes', 'customers']);
    expect(calls).toBeLessThan(10);
  });

  test('gives the same numbers every time, and plain JSON', () => {
    const once = maximize(normal(40, -3, 2.25));
    expect(JSON.parse(JSON.stringify(once))).toEqual(once);
    expect(maximize(normal(40, -3, 2.25))).toEqual(once);
  });
});

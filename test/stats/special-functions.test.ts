import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../src/core/errors.js';
import { digamma, trigamma } from '../../src/stats/digamma.js';
import {
  inverseRegularizedBeta,
  inverseRegularizedBetaComplement,
  regularizedBeta,
  regularizedBetaComplement,
} from '../../src/stats/incomplete-beta.js';
import {
  inverseRegularizedGammaP,
  inverseRegularizedGammaQ,
  regularizedGammaP,
  regularizedGammaQ,
} from '../../src/stats/incomplete-gamma.js';
import { logBeta } from '../../src/stats/log-beta.js';
import { logGamma } from '../../src/stats/log-gamma.js';
import { relativeError } from '../support/close.js';

describe('logGamma', () => {
  test('is exactly 0 at 1 and 2', () => {
    expect([logGamma(1), logGamma(2)]).toEqual([0, 0]);
  });

  test('is the logarithm of the factorial of x − 1', () => {
    let factorial = 1;
    for (let n = 1; n <= 170; n += 1) {
      factorial *= n;
      expect(relativeError(logGamma(n + 1), Math.log(factorial))).toBeLessThan(n === 1 ? 1 : 4e-16);
    }
  });

  test('keeps its digits beside its zeros: −γ z there, and (1 − γ) z', () => {
    const z = 2 ** -40;
    expect(relativeError(logGamma(1 + z), -0.5772156649015329 * z)).toBeLessThan(1e-11);
    expect(relativeError(logGamma(2 + z), 0.4227843350984671 * z)).toBeLessThan(1e-11);
  });

  test('works from the smallest double to 1e305', () => {
    expect(logGamma(5e-324)).toBeCloseTo(744.4400719213812, 10);
    // x (ln x − 1)
    expect(relativeError(logGamma(1e305), 7.012884533633e307)).toBeLessThan(1e-12);
  });
});

describe('logBeta', () => {
  test('does not lose a small parameter beside a large one', () => {
    // B(1, b) = 1/b, B(2, b) = 1/(b (b + 1)).
    expect(relativeError(logBeta(1, 1e15), -Math.log(1e15))).toBeLessThan(1e-15);
    expect(relativeError(logBeta(2, 1e15), -2 * Math.log(1e15))).toBeLessThan(1e-15);
    expect(logBeta(1e15, 1e-8)).toBeCloseTo(-Math.log(1e-8), 6);
  });

  test('is symmetric', () => {
    expect(logBeta(0.3, 4e5)).toBe(logBeta(4e5, 0.3));
  });
});

describe('digamma and trigamma', () => {
  test('at 1 are −γ and π²/6', () => {
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 15);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 14);
  });

  test('vanish as the logarithm and its derivative do', () => {
    expect(digamma(1e12)).toBeCloseTo(Math.log(1e12), 11);
    expect(relativeError(trigamma(1e12), 1e-12)).toBeLessThan(1e-12);
  });

  test('refuse what has no double for an answer', () => {
    expect(() => digamma(5e-324)).toThrow(InvalidOptionError);
    expect(() => trigamma(1e-200)).toThrow('trigamma requires x to be where the answer is finite; got 1e-200');
  });
});

describe('regularizedGammaP and Q', () => {
  test('for shape 1 are the exponential distribution, deep tails included', () => {
    for (const x of [1e-300, 1e-12, 0.5, 1, 3, 50, 700]) {
      expect(relativeError(regularizedGammaP(1, x), -Math.expm1(-x))).toBeLessThan(2e-15);
      expect(relativeError(regularizedGammaQ(1, x), Math.exp(-x))).toBeLessThan(2e-15);
    }
  });

  test('stop at the ends', () => {
    expect([regularizedGammaP(2, 0), regularizedGammaP(2, -3), regularizedGammaP(2, Infinity)]).toEqual([0, 0, 1]);
    expect([regularizedGammaQ(2, 0), regularizedGammaQ(2, -Infinity), regularizedGammaQ(2, Infinity)]).toEqual([
      1, 1, 0,
    ]);
  });

  test('are inverted from either tail', () => {
    expect(relativeError(inverseRegularizedGammaP(1, 1e-200), 1e-200)).toBeLessThan(1e-15);
    expect(relativeError(inverseRegularizedGammaQ(1, 1e-200), 200 * Math.LN10)).toBeLessThan(1e-15);
    expect(inverseRegularizedGammaP(3, 0)).toBe(0);
    expect(inverseRegularizedGammaQ(3, 1)).toBe(0);
  });
});

describe('regularizedBeta and its complement', () => {
  test('are powers where a parameter is 1', () => {
    for (const x of [1e-100, 1e-9, 0.2, 0.75]) {
      expect(relativeError(regularizedBeta(x, 3, 1), x ** 3)).toBeLessThan(2e-15);
      expect(relativeError(regularizedBetaComplement(x, 1, 3), (1 - x) ** 3)).toBeLessThan(2e-15);
    }
  });

  test('count binomial outcomes: I(x; k, n − k + 1) is the chance of k or more of n', () => {
    // 1 − 0.7^4 − 4 · 0.3 · 0.7^3
    expect(regularizedBeta(0.3, 2, 3)).toBeCloseTo(0.3483, 14);
  });

  test('are inverted from either tail', () => {
    expect(relativeError(inverseRegularizedBeta(1e-300, 4, 1), 1e-75)).toBeLessThan(1e-14);
    expect(relativeError(inverseRegularizedBetaComplement(1e-300, 1, 4), 1)).toBe(0);
    expect([inverseRegularizedBeta(0, 2, 2), inverseRegularizedBeta(1, 2, 2)]).toEqual([0, 1]);
    expect([inverseRegularizedBetaComplement(0, 2, 2), inverseRegularizedBetaComplement(1, 2, 2)]).toEqual([1, 0]);
  });
});

test.each<[string, () => number, string]>([
  ['logGamma', () => logGamma(0), 'logGamma requires x to be a number above 0 and at most 1e305; got 0'],
  ['logGamma', () => logGamma(Infinity), 'got Infinity'],
  ['logBeta', () => logBeta(1, Number.NaN), 'logBeta requires b'],
  ['digamma', () => digamma(-1), 'digamma requires x to be a number above 0'],
  [
    'regularizedGammaP',
    () => regularizedGammaP(0, 1),
    'regularizedGammaP requires a to be a number from 1e-100 to 1e100',
  ],
  ['regularizedGammaQ', () => regularizedGammaQ(1, Number.NaN), 'regularizedGammaQ requires x to be a number; got NaN'],
  [
    'inverseRegularizedGammaP',
    () => inverseRegularizedGammaP(1, 1),
    'requires p to be a number from 0 to 1 without 1; got 1',
  ],
  [
    'inverseRegularizedGammaQ',
    () => inverseRegularizedGammaQ(1, 0),
    'requires q to be a number from 0 to 1 without 0; got 0',
  ],
  [
    'regularizedBeta',
    () => regularizedBeta(1.1, 1, 1),
    'regularizedBeta requires x to be a number from 0 to 1; got 1.1',
  ],
  ['regularizedBetaComplement', () => regularizedBetaComplement(0.1, 1, 0), 'regularizedBetaComplement requires b'],
  [
    'inverseRegularizedBeta',
    () => inverseRegularizedBeta(-0.1, 1, 1),
    'requires p to be a number from 0 to 1; got -0.1',
  ],
  ['inverseRegularizedBetaComplement', () => inverseRegularizedBetaComplement(2, 1, 1), 'requires q to be'],
])('%s refuses what it cannot answer', (_, call, message) => {
  expect(call).toThrow(InvalidOptionError);
  expect(call).toThrow(message);
});

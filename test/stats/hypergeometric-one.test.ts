import { describe, expect, test } from 'vitest';
import { scaledExponentialIntegral } from '../../src/stats/exponential-integral.js';
import { hypergeometricOne, hypergeometricOneSlopes } from '../../src/stats/hypergeometric-one.js';
import { hypergeometricSlopes } from '../../src/stats/hypergeometric-slopes.js';
import reference from '../reference/hypergeometric-one.json' with { type: 'json' };
import { relativeError } from '../support/close.js';

const slopes = hypergeometricSlopes();

describe('hypergeometricOne', () => {
  test('is within 5e-12 of 50-digit values, for parameters from 1e-3 to 1e5 and 1 − z from 1e-12 to 1e9', () => {
    for (const [b, c, complement, expected] of reference.values as [number, number, number, number][]) {
      expect(relativeError(hypergeometricOne(b, c, 1 - complement, complement), expected)).toBeLessThan(5e-12);
      const { value } = hypergeometricOneSlopes(b, c, 1 - complement, complement, slopes);
      expect(relativeError(value, expected)).toBeLessThan(5e-12);
    }
  });

  test('has the slopes of 50-digit differences', () => {
    for (const [b, c, complement, ...expected] of reference.slopes as [number, number, number, ...number[]][]) {
      const { byB, byC, byZ } = hypergeometricOneSlopes(b, c, 1 - complement, complement, slopes);
      for (const [slope, actual] of [byB, byC, byZ].entries()) {
        const exact = expected[slope] as number; // three of them
        expect(Math.abs(actual - exact)).toBeLessThan(1e-9 * Math.abs(exact) + 4e-15);
      }
    }
  });

  test('is 1 at z = 0, and 1/(1 − z) where b is c', () => {
    expect(hypergeometricOne(0.7, 1.9, 0)).toBe(1);
    expect(hypergeometricOne(3.5, 3.5, 0.75)).toBeCloseTo(4, 14);
    expect(hypergeometricOne(3.5, 3.5, -3)).toBeCloseTo(0.25, 15);
  });

  test('is −ln(1 − z)/z for b = 1 and c = 2', () => {
    for (const z of [-1e6, -2, -0.3, 0.2, 0.9, 0.9999]) {
      expect(relativeError(hypergeometricOne(1, 2, z), -Math.log(1 - z) / z)).toBeLessThan(1e-11);
    }
  });

  test('at z = 1 is Gauss’s (c − 1)/(c − b − 1), or infinite', () => {
    expect(hypergeometricOne(2, 5, 1)).toBe(2);
    expect(hypergeometricOne(2, 3, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('scaledExponentialIntegral', () => {
  test('is within 1e-12 of 50-digit values, for s from 1e-6 to 1e4 and z from 1e-14 to 1e5', () => {
    for (const [s, z, expected] of reference.exponentialIntegral as [number, number, number][]) {
      expect(relativeError(scaledExponentialIntegral(s, z), expected)).toBeLessThan(1e-12);
    }
  });

  test('at z = 0 is 1/(s − 1), or infinite', () => {
    expect(scaledExponentialIntegral(3, 0)).toBe(0.5);
    expect(scaledExponentialIntegral(1, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});

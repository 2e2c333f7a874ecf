import { describe, expect, test } from 'vitest';
import { gammaProbability } from '../../src/stats/gamma.js';
import { logGammaOf } from '../../src/stats/log-gamma.js';
import { randomFrom } from '../../src/stats/random.js';
import {
  betaVariate,
  exponentialVariate,
  gammaVariate,
  geometricVariate,
  logGammaVariate,
  poissonVariate,
} from '../../src/stats/random-variates.js';
import { betaProbabilityBelow, chiSquareOf, kolmogorov, momentsOf } from '../support/draws.js';

const N = 20_000;
// √n D exceeds 1.95 once in a thousand (Kolmogorov's distribution).
const ONCE_IN_A_THOUSAND = 1.95 / Math.sqrt(N);
const draws = (draw: () => number): readonly number[] => Array.from({ length: N }, draw);

describe('drawn from their distribution', () => {
  test.each([0.03, 0.5, 1, 1.7, 12, 4000])('gamma of shape %f', (shape) => {
    const random = randomFrom(11);
    const values = draws(() => gammaVariate(random, shape));
    expect(kolmogorov(values, (x) => gammaProbability(x, shape, 1, 'lower'))).toBeLessThan(ONCE_IN_A_THOUSAND);
    const { mean, variance } = momentsOf(values);
    expect(Math.abs(mean - shape) / Math.sqrt(shape / N)).toBeLessThan(4);
    expect(Math.abs(variance / shape - 1)).toBeLessThan(6 * Math.sqrt((2 + 6 / shape) / N));
  });

  test.each([
    [0.2, 0.3],
    [0.5, 0.5],
    [0.79, 2.43],
    [30, 4],
    [2000, 90],
  ])('beta of %f and %f', (a, b) => {
    const random = randomFrom(12);
    const values = draws(() => betaVariate(random, a, b));
    expect(kolmogorov(values, (x) => betaProbabilityBelow(x, a, b))).toBeLessThan(ONCE_IN_A_THOUSAND);
    const { mean, variance } = momentsOf(values);
    const spread = (a * b) / (a + b) ** 2 / (a + b + 1);
    expect(Math.abs(mean - a / (a + b)) / Math.sqrt(spread / N)).toBeLessThan(4);
    expect(Math.abs(variance / spread - 1)).toBeLessThan(0.1);
  });

  test('exponential', () => {
    const random = randomFrom(13);
    const values = draws(() => exponentialVariate(random));
    expect(kolmogorov(values, (x) => -Math.expm1(-x))).toBeLessThan(ONCE_IN_A_THOUSAND);
  });

  test.each([0.9, 0.25, 0.004])('geometric of chance %f', (chance) => {
    const random = randomFrom(14);
    const values = draws(() => geometricVariate(random, chance));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(1);
    const { mean } = momentsOf(values);
    expect(Math.abs(mean - 1 / chance) / (Math.sqrt((1 - chance) / N) / chance)).toBeLessThan(4);
    expect(chiSquareOf(values, (n) => chance * (1 - chance) ** (n - 1), 1)).toBeLessThan(4);
  });

  test.each([0.2, 3, 9.99, 10, 60, 5000])('Poisson of mean %f', (mean) => {
    const random = randomFrom(15);
    const values = draws(() => poissonVariate(random, mean));
    const found = momentsOf(values);
    expect(Math.abs(found.mean - mean) / Math.sqrt(mean / N)).toBeLessThan(4);
    expect(Math.abs(found.variance / mean - 1)).toBeLessThan(6 * Math.sqrt((2 + 1 / mean) / N));
    const chance = (n: number): number => Math.exp(n * Math.log(mean) - mean - logGammaOf(n + 1));
    expect(chiSquareOf(values, chance, 0)).toBeLessThan(4);
  });
});

describe('at the ends of doubles', () => {
  test('a tiny shape has a logarithm even where its value is 0', () => {
    const random = randomFrom(1);
    const values = Array.from({ length: 200 }, () => logGammaVariate(random, 1e-6));
    expect(values.every(Number.isFinite)).toBe(true);
    expect(Math.min(...values)).toBeLessThan(-1e6);
    expect(gammaVariate(random, 1e-6)).toBe(0);
  });

  test('a beta of tiny shapes is at one of the ends, in the ratio of the shapes', () => {
    const random = randomFrom(2);
    const values = draws(() => betaVariate(random, 1e-6, 3e-6));
    expect(values.every((x) => x === 0 || x === 1 || (x > 0 && x < 1))).toBe(true);
    expect(momentsOf(values).mean).toBeCloseTo(0.25, 1);
  });

  test('nothing happens at a mean or a chance of 0, and at once at a chance of 1', () => {
    const random = randomFrom(3);
    expect(poissonVariate(random, 0)).toBe(0);
    expect(geometricVariate(random, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(geometricVariate(random, 1)).toBe(1);
  });

  test('the seed decides', () => {
    const draw = (seed: number): number => gammaVariate(randomFrom(seed), 0.7);
    expect(draw(9)).toBe(draw(9));
    expect(draw(9)).not.toBe(draw(10));
  });
});

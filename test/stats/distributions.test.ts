import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../src/core/errors.js';
import { beta } from '../../src/stats/beta.js';
import { chiSquared } from '../../src/stats/chi-squared.js';
import { gamma } from '../../src/stats/gamma.js';
import { normal } from '../../src/stats/normal.js';
import { standardNormalQuantile } from '../../src/stats/normal-quantile.js';
import { studentT } from '../../src/stats/student-t.js';
import witness from '../reference/distributions.json' with { type: 'json' };
import { relativeError } from '../support/close.js';

const distributions = { normal, studentT, chiSquared, gamma, beta };
const bare = { normal: [], studentT: [3], chiSquared: [3], gamma: [3], beta: [2, 3] } as const;

describe('R as a second witness', () => {
  const calls: Record<keyof typeof witness.quantiles, (p: number, first: number, second: number) => number> = {
    normal: normal.quantile,
    studentT: (p, df) => studentT.quantile(p, df),
    chiSquared: (p, df) => chiSquared.quantile(p, df),
    gamma: gamma.quantile,
    beta: beta.quantile,
  };

  test.each(Object.entries(calls))('agrees with %s to the digits that R has', (name, call) => {
    // Object.entries widens the key; it is one of the names of `calls`.
    for (const [p = 0, first = 0, second = 0, expected = 0] of witness.quantiles[name as keyof typeof calls]) {
      if (Math.abs(expected) < 1e-15) expect(call(p, first, second)).toBeCloseTo(expected, 14);
      else expect(relativeError(call(p, first, second), expected), `p = ${p}, ${first}, ${second}`).toBeLessThan(1e-11);
    }
  });
});

describe('textbook values', () => {
  test('1.96, and the tables of t and χ²', () => {
    expect(normal.quantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(studentT.quantile(0.975, 10)).toBeCloseTo(2.228138851964939, 9);
    expect(chiSquared.survival(3.841458820694124, 1)).toBeCloseTo(0.05, 14);
  });

  test('one degree of freedom is the Cauchy distribution', () => {
    for (const x of [-1e8, -3, 0, 0.5, 40]) {
      expect(relativeError(studentT.pdf(x, 1), 1 / (Math.PI * (1 + x * x)))).toBeLessThan(2e-15);
    }
    expect(relativeError(studentT.cdf(-1e200, 1), 1e-200 / Math.PI)).toBeLessThan(1e-15);
    expect(relativeError(studentT.quantile(1e-200, 1), -1e200 / Math.PI)).toBeLessThan(1e-14);
  });

  test('t with endless degrees of freedom is the normal distribution', () => {
    expect(relativeError(studentT.quantile(0.975, 1e20), normal.quantile(0.975))).toBeLessThan(1e-14);
    expect(relativeError(studentT.pdf(1, 1e20), normal.pdf(1))).toBeLessThan(1e-14);
  });

  test('the densities have their peak where they should', () => {
    expect(normal.pdf(3, 3, 2)).toBeCloseTo(1 / (2 * Math.sqrt(2 * Math.PI)), 15);
    expect(gamma.pdf(2, 3, 1)).toBeCloseTo(2 * Math.exp(-2), 15);
    expect(chiSquared.pdf(2, 2)).toBeCloseTo(Math.exp(-1) / 2, 15);
    expect(beta.pdf(0.5, 2, 2)).toBeCloseTo(1.5, 14);
  });
});

describe('the ends', () => {
  test.each(Object.keys(distributions) as (keyof typeof distributions)[])('%s: 0 and 1 beyond every place', (name) => {
    // Each is called with its own parameters, which the union of the five types cannot say.
    const { pdf, cdf, survival } = distributions[name] as typeof beta;
    const parameters = bare[name] as unknown as [number, number];
    expect([cdf(-Infinity, ...parameters), cdf(Infinity, ...parameters)]).toEqual([0, 1]);
    expect([survival(-Infinity, ...parameters), survival(Infinity, ...parameters)]).toEqual([1, 0]);
    expect([pdf(-Infinity, ...parameters), pdf(Infinity, ...parameters)]).toEqual([0, 0]);
    expect([cdf(-1e308, ...parameters), survival(1e308, ...parameters)]).toEqual(
      name === 'studentT' ? [expect.closeTo(0, 15), expect.closeTo(0, 15)] : [0, 0],
    );
  });

  test('bounded supports return their end, unbounded ones refuse', () => {
    expect([gamma.quantile(0, 2), chiSquared.quantile(0, 2), beta.quantile(0, 2, 2), beta.quantile(1, 2, 2)]).toEqual([
      0, 0, 0, 1,
    ]);
    expect([gamma.survivalQuantile(1, 2), chiSquared.survivalQuantile(1, 2), beta.survivalQuantile(0, 2, 2)]).toEqual([
      0, 0, 1,
    ]);
    for (const call of [
      () => normal.quantile(0),
      () => normal.quantile(1),
      () => studentT.quantile(0, 5),
      () => gamma.quantile(1, 2),
      () => chiSquared.survivalQuantile(0, 2),
      () => standardNormalQuantile(0),
    ]) {
      expect(call).toThrow(InvalidOptionError);
    }
  });

  test('the median of a symmetric distribution is 0, not −0', () => {
    expect([normal.quantile(0.5), studentT.quantile(0.5, 3), normal.survivalQuantile(0.5)]).toEqual([0, 0, 0]);
  });

  test('a density that is infinite at an end is refused there', () => {
    expect(() => gamma.pdf(0, 0.5)).toThrow('gamma.pdf requires x to be where the answer is finite; got 0');
    expect(() => beta.pdf(1, 2, 0.5)).toThrow(InvalidOptionError);
    expect([gamma.pdf(0, 1, 3), gamma.pdf(0, 2), beta.pdf(0, 1, 4), beta.pdf(1, 3, 1), beta.pdf(0, 2, 2)]).toEqual([
      3, 0, 4, 3, 0,
    ]);
  });

  test('a place below the smallest double is 0, one beyond the largest is refused', () => {
    expect(gamma.quantile(1e-300, 0.01)).toBe(0);
    expect(beta.quantile(1e-300, 0.01, 2)).toBe(0);
    expect(beta.quantile(0.9, 2, 1e-10)).toBe(1);
    expect(() => studentT.quantile(1e-300, 0.5)).toThrow(InvalidOptionError);
  });
});

describe('hostile arguments', () => {
  const shapes = [1e-100, 1e-20, 1e-6, 0.5, 1, 29.5, 31, 99, 101, 1e4, 1e8, 1e15, 1e16, 1e20, 1e100];
  const places = [-1e308, -1e-300, -0, 5e-324, 1e-300, 1e-17, 0.1, 0.5, 1 - 2 ** -53, 1.5, 1e3, 1e100, 1e308];
  const probabilities = [5e-324, 1e-300, 1e-17, 0.25, 0.5, 0.5 + 2 ** -53, 0.9, 1 - 2 ** -53];

  test('lead to a plain number or a typed error, and quickly', () => {
    const answer = (call: () => number): void => {
      let found = 0;
      try {
        found = call();
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidOptionError);
      }
      if (!Number.isFinite(found) || Object.is(found, -0)) expect.fail(`${call} gave ${found}`);
    };
    for (const a of shapes) {
      for (const kind of ['pdf', 'cdf', 'survival'] as const) {
        for (const x of places) {
          answer(() => normal[kind](x, -1e308, a));
          answer(() => studentT[kind](x, a));
          answer(() => chiSquared[kind](x, a));
          answer(() => gamma[kind](x, 3, a));
          for (const b of shapes) answer(() => beta[kind](x, a, b));
        }
      }
      for (const kind of ['quantile', 'survivalQuantile'] as const) {
        for (const p of probabilities) {
          answer(() => studentT[kind](p, a));
          answer(() => gamma[kind](p, a));
          for (const b of shapes) answer(() => beta[kind](p, a, b));
        }
      }
    }
  });

  test.each<[string, () => number, string]>([
    ['NaN', () => normal.cdf(Number.NaN), 'normal.cdf requires x to be a number; got NaN'],
    ['a mean that is not finite', () => normal.cdf(1, Infinity), 'normal.cdf requires mean'],
    ['no spread', () => normal.pdf(1, 0, 0), 'normal.pdf requires standardDeviation to be a number above 0'],
    ['a probability above 1', () => normal.quantile(1.5), 'normal.quantile requires p to be a number from 0 to 1'],
    ['an upper probability of 0', () => normal.survivalQuantile(0), 'normal.survivalQuantile requires q'],
    ['no degrees of freedom', () => studentT.cdf(1, 0), 'studentT.cdf requires degreesOfFreedom to be a number from'],
    ['a negative shape', () => gamma.cdf(1, -1), 'gamma.cdf requires shape'],
    ['a rate of 0', () => gamma.quantile(0.5, 1, 0), 'gamma.quantile requires rate'],
    ['an endless parameter', () => beta.cdf(0.5, 1, Infinity), 'beta.cdf requires b'],
    ['a probability below 0', () => chiSquared.quantile(-0.1, 2), 'chiSquared.quantile requires p to be'],
  ])('%s is refused by name', (_, call, message) => {
    expect(call).toThrow(InvalidOptionError);
    expect(call).toThrow(message);
  });
});

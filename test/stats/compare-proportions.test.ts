import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareProportions } from '../../src/stats/compare-proportions.js';
import { rate } from '../../src/stats/rate.js';
import reference from '../reference/compare-proportions.json' with { type: 'json' };

const METHODS = ['score', 'newcombe', 'wald'] as const;

function sample([successes = 0, n = 0]: readonly number[]): { successes: number; n: number } {
  return { successes, n };
}

describe('compareProportions', () => {
  test.each(METHODS)('%s has the limits and the test of 50-digit arithmetic', (method) => {
    for (const { first, second, confidence, ...expected } of reference.cases) {
      const found = compareProportions(sample(first), sample(second), { method, confidence });
      const [low = Number.NaN, high = Number.NaN] = expected[method];
      expect(Math.abs((found.interval?.low ?? 9) - low)).toBeLessThan(1e-13);
      expect(Math.abs((found.interval?.high ?? 9) - high)).toBeLessThan(1e-13);
      expect(found.standardError).toBeCloseTo(expected.standardError, 15);
      const [z = null, pValue = null] = (method === 'wald' ? expected.waldTest : expected.pooledTest) ?? [];
      if (z === null || pValue === null) {
        expect([found.z, found.pValue]).toEqual([null, null]);
      } else {
        expect(Math.abs((found.z ?? 9) - z)).toBeLessThan(1e-12 * Math.max(1, Math.abs(z)));
        expect(Math.abs((found.pValue ?? 9) / pValue - 1)).toBeLessThan(1e-11);
      }
    }
  });

  test.each(METHODS)('%s keeps its digits where shares are near to one another, to 0 or to 1', (method) => {
    for (const { first, second, confidence, ...expected } of reference.far) {
      const found = compareProportions(sample(first), sample(second), { method, confidence });
      const [low = Number.NaN, high = Number.NaN] = expected[method];
      const size = Math.max(Math.abs(expected.difference), high - low);
      expect(Math.abs((found.difference ?? 9) - expected.difference)).toBeLessThanOrEqual(1e-15 * size);
      expect(Math.abs((found.interval?.low ?? 9) - low)).toBeLessThanOrEqual(1e-12 * size);
      expect(Math.abs((found.interval?.high ?? 9) - high)).toBeLessThanOrEqual(1e-12 * size);
      expect(Math.abs((found.standardError ?? 9) - expected.standardError)).toBeLessThanOrEqual(
        1e-15 * expected.standardError,
      );
      const [z = null, pValue = null] = (method === 'wald' ? expected.waldTest : expected.pooledTest) ?? [];
      if (z === null || pValue === null) {
        expect([found.z, found.pValue]).toEqual([null, null]);
      } else {
        expect(Math.abs((found.z ?? 9) - z)).toBeLessThanOrEqual(1e-13 * Math.abs(z));
        expect(Math.abs((found.pValue ?? 9) - pValue)).toBeLessThanOrEqual(1e-12 * pValue);
      }
    }
  });

  test('has the z and p of R prop.test without correction', () => {
    for (const { first, second, z, pValue } of reference.propTest) {
      const found = compareProportions(sample(first), sample(second));
      expect(Math.abs((found.z ?? 9) / z - 1)).toBeLessThan(1e-12);
      expect(Math.abs((found.pValue ?? 9) / pValue - 1)).toBeLessThan(1e-11);
    }
  });

  test('is second minus first, also relative to the first', () => {
    const { difference, relative, n } = compareProportions({ successes: 10, n: 100 }, { successes: 5, n: 50 * 2 });
    expect(difference).toBe(-0.05);
    expect(relative).toBe(-0.5);
    expect(n).toEqual({ first: 100, second: 100 });
    expect(compareProportions({ successes: 0, n: 10 }, { successes: 1, n: 10 }).relative).toBeNull();
  });

  test('is null where a sample is empty', () => {
    expect(compareProportions({ successes: 0, n: 0 }, { successes: 1, n: 10 })).toEqual({
      difference: null,
      relative: null,
      standardError: null,
      interval: null,
      z: null,
      pValue: null,
      n: { first: 0, second: 10 },
    });
  });

  test('takes rates and what extends them, by numerator and denominator', () => {
    const expected = compareProportions({ successes: 42, n: 100 }, { successes: 30, n: 50 });
    expect(compareProportions(rate(42, 100), rate(30, 50))).toEqual(expected);
    expect(compareProportions(Object.freeze({ numerator: 42, denominator: 100 }), { successes: 30, n: 50 })).toEqual(
      expected,
    );
    // As a weighted csat: n counts answers, the denominator sums weights.
    expect(compareProportions({ ...rate(42, 100), n: 7 }, rate(30, 50))).toEqual(expected);
    expect(compareProportions(rate(0, 0), rate(30, 50)).difference).toBeNull();
  });

  test('has a finite standard error at the smallest weighted counts', () => {
    const least = { successes: 5e-324, n: 1e-323 };
    expect(compareProportions(least, { successes: 1, n: 2 })).toMatchObject({ difference: 0, z: 0, pValue: 1 });
    expect(
      (compareProportions(least, least).standardError ?? Infinity) / (Math.SQRT1_2 / Math.sqrt(1e-323)),
    ).toBeCloseTo(1, 12);
  });

  test('refuses counts beyond 1e15, where shares no longer tell them apart', () => {
    const good = { successes: 1, n: 2 };
    expect(() => compareProportions(good, { successes: 1e308, n: 1e308 })).toThrow(
      'compareProportions requires b.n to be a number from 0 to 1e15; b.n is outside',
    );
    expect(() => compareProportions({ numerator: 1, denominator: 1e16 }, good)).toThrow(
      'compareProportions requires a.denominator to be a number from 0 to 1e15; a.denominator is outside',
    );
    expect(compareProportions(good, { successes: 5e14, n: 1e15 })).toMatchObject({ difference: 0, z: 0 });
  });

  test('refuses counts that are none, and options that are wrong', () => {
    const good = { successes: 1, n: 2 };
    expect(() => compareProportions(good, { successes: 3, n: 2 })).toThrow(
      'compareProportions requires b.successes to be a number from 0 to n; b.successes is outside',
    );
    // @ts-expect-error not a sample
    expect(() => compareProportions(0.5, good)).toThrow(
      'compareProportions requires a to be { successes, n } or { numerator, denominator }; a is number',
    );
    // @ts-expect-error neither form
    expect(() => compareProportions(good, { n: 2 })).toThrow(
      'compareProportions requires b to be { successes, n } or { numerator, denominator }; b is object',
    );
    expect(() => compareProportions({ numerator: 3, denominator: 2 }, good)).toThrow(
      'compareProportions requires a.numerator to be a number from 0 to denominator; a.numerator is outside',
    );
    // @ts-expect-error a numerator needs its denominator, n does not stand in for it
    expect(() => compareProportions(good, { numerator: 1, n: 2 })).toThrow(
      'compareProportions requires b.denominator to be a number from 0 to 1e15; b.denominator is undefined',
    );
    expect(() => compareProportions(good, good, { confidence: 95 })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
    // @ts-expect-error unknown method
    expect(() => compareProportions(good, good, { method: 'exact' })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
  });
});

const counts = fc
  .integer({ min: 1, max: 60 })
  .chain((n) => fc.record({ successes: fc.integer({ min: 0, max: n }), n: fc.constant(n) }));

test('every interval holds the difference within −1…1, turns with the samples and nests', () => {
  fc.assert(
    fc.property(counts, counts, fc.constantFrom(...METHODS), (a, b, method) => {
      const forth = compareProportions(a, b, { method });
      const back = compareProportions(b, a, { method });
      const wide = compareProportions(a, b, { method, confidence: 0.99 });
      const { low = 9, high = -9 } = forth.interval ?? {};
      expect(low).toBeGreaterThanOrEqual(-1);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(forth.difference ?? Number.NaN);
      expect(high).toBeGreaterThanOrEqual(forth.difference ?? Number.NaN);
      expect(back.interval?.low).toBeCloseTo(-high, 12);
      expect(back.interval?.high).toBeCloseTo(-low, 12);
      expect(back.pValue).toBe(forth.pValue);
      expect(wide.interval?.low).toBeLessThanOrEqual(low + 1e-14);
      expect(wide.interval?.high).toBeGreaterThanOrEqual(high - 1e-14);
    }),
    { numRuns: 300 },
  );
});

test('the score interval covers near 95 % at 30 v 30, by the binomial probabilities themselves', () => {
  const chance = (n: number, p: number): number[] => {
    const row = [(1 - p) ** n];
    for (let k = 0; k < n; k += 1) row.push((row[k] ?? 0) * ((n - k) / (k + 1)) * (p / (1 - p)));
    return row;
  };
  const n = 30;
  const intervals = Array.from({ length: n + 1 }, (_, i) =>
    Array.from({ length: n + 1 }, (_, j) => compareProportions({ successes: i, n }, { successes: j, n }).interval),
  );
  for (const [p, q] of [
    [0.1, 0.1],
    [0.1, 0.3],
    [0.5, 0.4],
    [0.9, 0.95],
  ] as const) {
    let covered = 0;
    chance(n, p).forEach((pi, i) => {
      chance(n, q).forEach((qj, j) => {
        const { low = 9, high = -9 } = intervals[i]?.[j] ?? {};
        if (low <= q - p && q - p <= high) covered += pi * qj;
      });
    });
    expect(covered).toBeGreaterThan(0.935);
    expect(covered).toBeLessThan(0.985);
  }
});

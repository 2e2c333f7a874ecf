import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CompareMeansMethod, compareMeans } from '../../src/stats/compare-means.js';
import { moments } from '../../src/stats/moments.js';
import reference from '../reference/compare-means.json' with { type: 'json' };

function near(found: number | null | undefined, expected: number, relative = 1e-11): void {
  expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThanOrEqual(relative * Math.max(1e-3, Math.abs(expected)));
}

describe('compareMeans', () => {
  test.each(['welch', 'student', 'paired'] as const)('%s is R t.test of the second against the first', (method) => {
    for (const { a, b, ...expected } of reference.cases) {
      const r = expected[method];
      if (r === null) continue;
      const found = compareMeans(a, b, { method });
      near(found.difference, r.difference);
      near(found.standardError, r.standardError);
      near(found.statistic, r.statistic);
      near(found.degreesOfFreedom, r.parameter);
      expect(Math.abs((found.pValue ?? 9) / r.pValue - 1)).toBeLessThan(1e-9);
      near(found.interval?.low, r.interval[0] ?? Number.NaN);
      near(found.interval?.high, r.interval[1] ?? Number.NaN);
      expect(found.n).toEqual({ first: a.length, second: b.length });
    }
  });

  test('keeps the digits of a difference that is small beside the means', () => {
    const far = 1e9;
    const [a, b] = [
      [0, -2, -2],
      [0, -4, -3, 0, -2, 1],
    ].map((values) => values.map((value) => far + value)) as [number[], number[]];
    for (const method of ['welch', 'student'] as const) {
      const expected = compareMeans(
        a.map((value) => value - far),
        b.map((value) => value - far),
        { method },
      );
      const found = compareMeans(a, b, { method });
      expect(Math.abs((found.difference ?? 9) - (expected.difference ?? 0))).toBeLessThan(1e-15);
      expect(Math.abs((found.statistic ?? 9) - (expected.statistic ?? 0))).toBeLessThan(1e-14);
    }
    expect(compareMeans([2 ** 53, 2 ** 53 - 1], [2 ** 53, 2 ** 53, 2 ** 53 - 1]).difference).toBeCloseTo(1 / 6, 15);
  });

  test('mann-whitney is R wilcox.test, exact or with ties', () => {
    for (const { a, b, 'mann-whitney': r } of reference.cases) {
      const found = compareMeans(a, b, { method: 'mann-whitney' });
      expect(found.statistic).toBe(r.statistic);
      expect(Math.abs((found.pValue ?? 9) / r.pValue - 1)).toBeLessThan(1e-10);
      near(found.difference, r.difference);
      if (r.interval === null) {
        expect(found.interval).toBeNull();
      } else {
        // Where p is not exact R solves for the ends, to 1e-4, and moves the ties while it does; ours are differences of pairs.
        if (r.exact === 0 && a.length < 20) continue;
        const tolerance = r.exact === 1 ? 1e-12 : 2e-2;
        expect(Math.abs((found.interval?.low ?? 9) - (r.interval[0] ?? 0))).toBeLessThan(tolerance);
        expect(Math.abs((found.interval?.high ?? 9) - (r.interval[1] ?? 0))).toBeLessThan(tolerance);
      }
    }
  });

  test('takes moments for the t tests of two samples, and values only elsewhere', () => {
    const [a, b] = [
      [1, 2, 4],
      [3, 5, 4, 9],
    ];
    for (const method of ['welch', 'student'] as const) {
      expect(compareMeans(moments(a), moments(b), { method })).toEqual(compareMeans(a, b, { method }));
    }
    expect(() => compareMeans(moments(a), b, { method: 'paired' })).toThrow(
      'compareMeans requires a to be values, not moments, for this method; a is object',
    );
  });

  test('says only what few values say', () => {
    const unknown = { standardError: null, interval: null, statistic: null, degreesOfFreedom: null, pValue: null };
    expect(compareMeans([1], [4])).toEqual({ difference: 3, ...unknown, n: { first: 1, second: 1 } });
    expect(compareMeans([], [4])).toEqual({ difference: null, ...unknown, n: { first: 0, second: 1 } });
    expect(compareMeans([], [], { method: 'paired' }).difference).toBeNull();
    expect(compareMeans([1], [3], { method: 'paired' })).toMatchObject({ difference: 2, interval: null });
    expect(compareMeans([1, 2], [4], { method: 'student' }).degreesOfFreedom).toBe(1);
    expect(compareMeans([], [4], { method: 'mann-whitney' })).toMatchObject({ difference: null, pValue: null });
    expect(compareMeans([1], [4], { method: 'mann-whitney' })).toMatchObject({
      difference: 3,
      statistic: 1,
      interval: null,
      pValue: 1,
    });
  });

  test('has an interval without width and no test for constant samples', () => {
    for (const method of ['welch', 'student', 'paired'] as const) {
      const found = compareMeans([2, 2], [5, 5], { method });
      expect(found).toMatchObject({ difference: 3, standardError: 0, statistic: null, pValue: null });
      expect(found.interval).toMatchObject({ low: 3, high: 3 });
    }
    expect(compareMeans([2, 2], [2, 2], { method: 'mann-whitney' })).toMatchObject({
      difference: 0,
      pValue: null,
      interval: null,
    });
  });

  test('refuses wrong values and options, with their place', () => {
    expect(() => compareMeans([1, 2], [3, Number.NaN])).toThrow(
      'compareMeans requires finite numbers; value 1 of b is NaN',
    );
    expect(() => compareMeans([1, 2], [3], { method: 'paired' })).toThrow(
      'compareMeans requires as many values in b as in a for pairs',
    );
    expect(() => compareMeans([1], [2], { confidence: 95 })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
    // @ts-expect-error unknown method
    expect(() => compareMeans([1], [2], { method: 't' })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
  });

  test('does not sort what it was given, and finds the shift of many pairs in little memory', () => {
    const a = Object.freeze([3, 1, 2]);
    compareMeans(a, [2, 9, 4], { method: 'mann-whitney' });
    expect(a).toEqual([3, 1, 2]);
    const many = Float64Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 20_011);
    const found = compareMeans(
      many,
      many.map((x) => x + 250),
      { method: 'mann-whitney' },
    );
    expect(found.difference).toBe(250);
  });
});

const METHODS: readonly CompareMeansMethod[] = ['welch', 'student', 'paired', 'mann-whitney'];
const sample = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 6, maxLength: 6 });

test('turns with the samples and holds the difference', () => {
  fc.assert(
    fc.property(sample, sample, fc.constantFrom(...METHODS), (a, b, method) => {
      const forth = compareMeans(a, b, { method });
      const back = compareMeans(b, a, { method });
      expect(back.pValue).toBe(forth.pValue);
      expect(back.difference).toBe(-(forth.difference ?? 0) + 0);
      if (forth.interval === null || forth.difference === null) return;
      expect(forth.interval.low).toBeLessThanOrEqual(forth.difference);
      expect(forth.interval.high).toBeGreaterThanOrEqual(forth.difference);
      expect(back.interval?.low).toBeCloseTo(-forth.interval.high, 10);
    }),
  );
});

test('the exact rank test has its nominal size or less, over all orders of 4 and 4', () => {
  let rejected = 0;
  let orders = 0;
  for (let mask = 0; mask < 256; mask += 1) {
    const a = [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => mask & (1 << bit));
    if (a.length !== 4) continue;
    const b = [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => !(mask & (1 << bit)));
    orders += 1;
    if ((compareMeans(a, b, { method: 'mann-whitney' }).pValue ?? 1) <= 0.0572) rejected += 1;
  }
  // The four most extreme orders: 2·(1 + 1)/70.
  expect(rejected / orders).toBeCloseTo(4 / 70, 12);
});

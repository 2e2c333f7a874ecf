import { describe, expect, test } from 'vitest';
import { PROPORTION_METHODS, proportionInterval } from '../../src/stats/proportion-interval.js';
import { rate } from '../../src/stats/rate.js';
import reference from '../reference/intervals.json' with { type: 'json' };

describe('proportionInterval', () => {
  test.each(PROPORTION_METHODS)('%s is that of R', (method) => {
    for (const { successes, n, confidence, ...expected } of reference.shares) {
      const found = proportionInterval(successes, n, { method, confidence });
      const [low = Number.NaN, high = Number.NaN] = expected[method];
      expect(found).toMatchObject({ confidence, method });
      expect(Math.abs(found.low - low)).toBeLessThan(1e-12 * Math.abs(low) + 2e-15);
      expect(Math.abs(found.high - high)).toBeLessThan(1e-12 * Math.abs(high) + 2e-15);
    }
  });

  test('has exact ends at no and at all successes', () => {
    for (const method of PROPORTION_METHODS) {
      for (const n of [1, 7, 1e6]) {
        expect(proportionInterval(0, n, { method }).low).toBe(0);
        expect(proportionInterval(n, n, { method }).high).toBe(1);
      }
    }
  });

  test('keeps the digits of an end close to 0', () => {
    // The same root in 50 digits (mpmath).
    expect(proportionInterval(1, 1e9).low / 1.765245549569632e-10).toBeCloseTo(1, 14);
  });

  test('takes weighted counts', () => {
    for (const method of PROPORTION_METHODS) {
      const { low, high } = proportionInterval(3.7, 11.2, { method });
      expect(low).toBeGreaterThan(proportionInterval(3, 11.2, { method }).low);
      expect(high).toBeLessThan(proportionInterval(4, 11.2, { method }).high);
    }
  });

  test.each(PROPORTION_METHODS)('%s refuses counts beyond 1e15, and stands the smallest weighted ones', (method) => {
    expect(() => proportionInterval(1e101, 2e101, { method })).toThrow(
      'proportionInterval requires n to be a number above 0 and at most 1e15; n is outside',
    );
    expect(() => rate(1e101, 2e101, { method })).toThrow(
      'rate requires denominator to be a number from 0 to 1e15; denominator is outside',
    );
    for (const [successes, n] of [
      [1e-300, 1],
      [1e-300, 2e-300],
      [5e-324, 1e15],
      [1e15 - 1, 1e15],
    ] as const) {
      const { low, high } = proportionInterval(successes, n, { method });
      expect(0 <= low && low <= successes / n + 4e-4 && successes / n <= high && high <= 1).toBe(true);
      expect(rate(successes, n, { method }).interval).toEqual({ low, high, confidence: 0.95, method });
    }
    if (method === 'clopper-pearson') {
      expect(proportionInterval(1e-300, 1, { method })).toEqual({ low: 0, high: 0.975, confidence: 0.95, method });
      expect(proportionInterval(1e-300, 2e-300, { method })).toMatchObject({ low: 0, high: 1 });
    }
  });

  test('stands the least and the greatest confidence', () => {
    for (const method of PROPORTION_METHODS) {
      for (const confidence of [Number.MIN_VALUE, 1 - 2 ** -53]) {
        const { low, high } = proportionInterval(3, 10, { method, confidence });
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
      }
    }
  });

  test('refuses counts that are none, and options that are wrong', () => {
    for (const [k, n] of [
      [5, 4],
      [-1, 4],
      [0, 0],
      [Number.NaN, 4],
      [1, Infinity],
    ] as const) {
      expect(() => proportionInterval(k, n)).toThrow(expect.objectContaining({ name: 'InvalidDataError' }));
    }
    expect(() => proportionInterval(5, 4)).toThrow(
      'proportionInterval requires successes to be a number from 0 to n; successes is outside',
    );
    expect(() => proportionInterval(1, 4, { confidence: 95 })).toThrow(
      /^proportionInterval requires confidence to be a number between 0 and 1.*95$/,
    );
    // @ts-expect-error unknown method
    expect(() => proportionInterval(1, 4, { method: 'exact' })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
    // @ts-expect-error misspelt option
    expect(() => proportionInterval(1, 4, { confidense: 0.9 })).toThrow(
      expect.objectContaining({ code: 'E_OPT_UNKNOWN' }),
    );
  });
});

describe('rate', () => {
  test('carries value, counts and interval', () => {
    expect(rate(42, 100, { method: 'wald', confidence: 0.9 })).toEqual({
      value: 0.42,
      n: 100,
      interval: proportionInterval(42, 100, { method: 'wald', confidence: 0.9 }),
      numerator: 42,
      denominator: 100,
    });
  });

  test('is null where there is nothing to divide by', () => {
    expect(rate(0, 0)).toEqual({ value: null, n: 0, interval: null, numerator: 0, denominator: 0 });
    expect(rate(-0, -0)).toEqual({ value: null, n: 0, interval: null, numerator: 0, denominator: 0 });
  });

  test('refuses a numerator above its denominator', () => {
    expect(() => rate(1, 0)).toThrow(
      'rate requires numerator to be a number from 0 to denominator; numerator is outside',
    );
  });
});

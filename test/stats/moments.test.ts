import { describe, expect, test } from 'vitest';
import { nistRows, nistSets } from '../../bench/accuracy/nist.js';
import { mergeMoments, moments } from '../../src/stats/moments.js';
import { sum } from '../../src/stats/sum.js';

describe('NIST StRD, univariate', () => {
  test.each(nistRows())('$set: mean within 1 ulp, standard deviation within 4', (row) => {
    expect(row.meanUlps).toBeLessThanOrEqual(1);
    expect(row.standardDeviationUlps).toBeLessThanOrEqual(4);
  });

  test('all nine sets are there, whole', () => {
    expect(nistSets().map(({ data }) => data.length)).toEqual([5000, 218, 200, 50, 100, 3, 1001, 1001, 1001]);
    expect(nistSets().every(({ n, data }) => n === data.length)).toBe(true);
  });
});

describe('moments', () => {
  test('gives mean, sample variance and sample standard deviation', () => {
    expect(moments([2, 4, 4, 4, 5, 5, 7, 9])).toMatchObject({ n: 8, mean: 5, variance: 32 / 7 });
    expect(moments(new Set([1e7 + 0.2, 1e7 + 0.1, 1e7 + 0.3])).standardDeviation).toBeCloseTo(0.1, 8);
  });

  test('is null where the data do not say', () => {
    expect(moments([])).toEqual({
      n: 0,
      mean: null,
      variance: null,
      standardDeviation: null,
      sumTerms: [],
      squareTerms: [],
    });
    expect(moments([7])).toMatchObject({ n: 1, mean: 7, variance: null, standardDeviation: null });
  });

  test('has no spread at all for equal values, at any size', () => {
    for (const value of [0, -0, 0.1, 1e9 + 0.1, -1e130, 1e-140, 1e-300]) {
      const { mean, variance } = moments([value, value, value]);
      expect(mean).toBe(value + 0);
      expect(variance).toBe(0);
    }
  });

  test('refuses what is not a finite number, with its index and not its value', () => {
    for (const [bad, code] of [
      [Number.NaN, 'E_NUM_NONFINITE'],
      [Infinity, 'E_NUM_NONFINITE'],
      ['7', 'E_FIELD_TYPE'],
      [null, 'E_FIELD_TYPE'],
      [1e200, 'E_OVERFLOW'],
    ] as const) {
      // @ts-expect-error a string and null are no numbers
      const run = () => moments([1, bad]);
      expect(run).toThrow(
        expect.objectContaining({ name: 'InvalidDataError', code, issues: [expect.objectContaining({ index: 1 })] }),
      );
    }
    // @ts-expect-error not a list
    expect(() => moments(7)).toThrow('moments requires values to be a list of numbers; it is number');
    // @ts-expect-error not a list
    expect(() => sum('123')).toThrow('sum requires values to be a list of numbers; it is string');
  });

  test('merging refuses what moments did not make', () => {
    // @ts-expect-error no terms
    expect(() => mergeMoments(moments([1]), { n: 1, mean: 1 })).toThrow(
      'mergeMoments requires b to be what moments returns; b is object',
    );
  });
});

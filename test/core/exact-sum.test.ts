import { describe, expect, test } from 'vitest';
import { InvalidDataError } from '../../src/core/errors.js';
import { canonicalSum, exactSum, growExpansion, roundedSum } from '../../src/core/exact-sum.js';

function expansionOf(values: readonly number[]): number[] {
  const partials: number[] = [];
  for (const value of values) growExpansion(partials, value);
  return partials;
}

describe('exactSum', () => {
  test('rounds the exact sum once', () => {
    expect(exactSum([0.1, 0.2, 0.3])).toBe(0.6);
    expect(exactSum(Array.from({ length: 10 }, () => 0.1))).toBe(1);
    expect(exactSum([1e16, 1, 1, 1, 1])).toBe(10000000000000004);
    expect(exactSum([1e100, 1, -1e100])).toBe(1);
  });

  test('lets what lies below half a unit decide a tie', () => {
    expect(exactSum([1, 2 ** -53])).toBe(1);
    expect(exactSum([1, 2 ** -53, 2 ** -200])).toBe(1 + 2 ** -52);
    expect(exactSum([1, 2 ** -53, -(2 ** -200)])).toBe(1);
    expect(exactSum([1 + 2 ** -52, 2 ** -53, -(2 ** -200)])).toBe(1 + 2 ** -52);
  });

  test('is 0 and never -0 for nothing, for zeros and for what cancels', () => {
    for (const values of [[], [-0], [-0, -0], [5, -5], [-5, 5, -0]]) expect(exactSum(values)).toBe(0);
  });

  test('takes typed arrays, array-likes and one-shot iterators', () => {
    expect(exactSum(new Float32Array([0.5, 0.25]))).toBe(0.75);
    expect(exactSum({ length: 2, 0: 1, 1: 2 })).toBe(3);
    expect(exactSum(new Set([1, 2, 3]).values())).toBe(6);
  });

  test('survives a running sum beyond the range of doubles', () => {
    const max = Number.MAX_VALUE;
    expect(exactSum([1e308, 1e308, -1e308])).toBe(1e308);
    expect(exactSum([max, max, -max, -max, 2 ** -1074])).toBe(2 ** -1074);
    expect(exactSum([max, 2 ** 970, -(2 ** -1074)])).toBe(max);
    expect(exactSum([max, 2 ** 969])).toBe(max);
    expect(exactSum([...Array.from({ length: 1000 }, () => max), ...Array.from({ length: 999 }, () => -max), 1])).toBe(
      max,
    );
  });

  test('refuses a total beyond the range of doubles', () => {
    for (const values of [
      [1e308, 1e308],
      [Number.MAX_VALUE, 2 ** 970],
      [-1e308, -1e308, 1],
    ]) {
      expect(() => exactSum(values)).toThrow(expect.objectContaining({ name: 'InvalidDataError', code: 'E_OVERFLOW' }));
    }
  });

  test('names the index of what is not a finite number, not the value', () => {
    const bad: readonly [unknown, string, string][] = [
      [Number.NaN, 'E_NUM_NONFINITE', 'NaN'],
      [Infinity, 'E_NUM_NONFINITE', 'Infinity'],
      ['7', 'E_FIELD_TYPE', 'string'],
      [null, 'E_FIELD_TYPE', 'null'],
    ];
    for (const [value, code, received] of bad) {
      try {
        exactSum([1, value as number]);
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidDataError);
        expect(error).toMatchObject({ issues: [{ code, index: 1, field: null, received }] });
      }
    }
  });
});

describe('canonicalSum', () => {
  test('gives the same terms for the same exact value', () => {
    expect(canonicalSum(expansionOf([1e16, 1, 1, 1]))).toEqual([10000000000000004, -1]);
    expect(canonicalSum(expansionOf([1, 1, 1, 1e16]))).toEqual([10000000000000004, -1]);
    expect(canonicalSum([])).toEqual([]);
    expect(canonicalSum(expansionOf([3, -3, -0]))).toEqual([]);
  });

  test('writes to nothing', () => {
    const partials = Object.freeze(expansionOf([1e16, 1, 1, 1]));
    canonicalSum(partials);
    expect(roundedSum(partials)).toBe(10000000000000004);
  });

  test('refuses a running sum that overflowed', () => {
    expect(() => canonicalSum(expansionOf([1e308, 1e308]))).toThrow(InvalidDataError);
    expect(() => canonicalSum(expansionOf([1e308, 1e308, -1e308, -1e308, 7]))).toThrow(InvalidDataError);
  });
});

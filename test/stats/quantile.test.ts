import { describe, expect, test } from 'vitest';
import { type QuantileType, quantile } from '../../src/stats/quantile.js';
import reference from '../reference/quantile.json' with { type: 'json' };

describe('quantile', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9] as const)('type %i is that of R', (type: QuantileType) => {
    for (const { values, types } of reference.sets) {
      reference.probs.forEach((p, i) => {
        const expected = types[type - 1]?.[i] ?? Number.NaN;
        const found = quantile(values, p, { type }) ?? Number.NaN;
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(expected));
      });
    }
  });

  test('is null for no values and the value for one', () => {
    expect(quantile([], 0.5)).toBeNull();
    expect(quantile([7], 0.2)).toBe(7);
    expect(quantile([-0], 0.2)).toBe(0);
  });

  test('survives values at both ends of the range of doubles', () => {
    expect(quantile([-1.7e308, 1.7e308], 0.5)).toBe(0);
    expect(quantile([-1.7e308, 1.7e308], 0.75)).toBeCloseTo(0.85e308, -300);
  });

  test('does not sort what it was given', () => {
    const values = Object.freeze([3, 1, 2]);
    expect(quantile(values, 0.5)).toBe(2);
    expect(values).toEqual([3, 1, 2]);
    expect(quantile(new Uint8Array([10, 9, 100]), 1)).toBe(100);
  });

  test('stays finite where the span of the values is not, and never gives -0', () => {
    const [least, greatest] = [-Number.MAX_VALUE, Number.MAX_VALUE];
    expect(quantile([least, greatest], 0.5)).toBe(0);
    expect((quantile([least, greatest], 0.75) ?? 0) / greatest).toBeCloseTo(0.5, 14);
    expect(quantile([-0, -0, -0], 0.5)).toBe(0);
  });

  test('refuses NaN among the values, and p and types that are none', () => {
    expect(() => quantile([1, Number.NaN, 3], 0.5)).toThrow('quantile requires finite numbers; value 1 is NaN');
    expect(() => quantile([1], Number.NaN)).toThrow('quantile requires p to be a number from 0 to 1; ');
    expect(() => quantile([1], 50)).toThrow(expect.objectContaining({ name: 'InvalidOptionError' }));
    // @ts-expect-error there is no type 10
    expect(() => quantile([1], 0.5, { type: 10 })).toThrow('quantile requires type to be an integer from 1 to 9; ');
    // @ts-expect-error misspelt
    expect(() => quantile([1], 0.5, { typ: 7 })).toThrow(expect.objectContaining({ code: 'E_OPT_UNKNOWN' }));
  });
});

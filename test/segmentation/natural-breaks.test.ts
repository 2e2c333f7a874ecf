import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError, LimitError } from '../../src/core/errors.js';
import { naturalBreaks } from '../../src/segmentation/clusters/natural-breaks.js';
import reference from '../reference/clusters.json' with { type: 'json' };
import { relativeError } from '../support/close.js';

const within = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
};

/** The least sum of squares of k runs of the sorted values, by trying every cut. */
function leastOf(sorted: readonly number[], k: number): number {
  if (k === 1) return within(sorted);
  const cuts = sorted.slice(1).map((_, i) => within(sorted.slice(0, i + 1)) + leastOf(sorted.slice(i + 1), k - 1));
  return Math.min(...cuts, within(sorted)); // fewer classes where there are few values
}

test.each(reference.breaks)(
  'the classes that trying all finds best: k $k',
  ({ values, k, lower, upper, sizes, withinSS, gvf }) => {
    const found = naturalBreaks(values, k);
    expect(found.limits).toEqual({ lower, upper });
    expect(found.sizes).toEqual(sizes);
    expect(relativeError(found.withinSS, withinSS)).toBeLessThan(1e-9);
    expect(found.gvf).toBeCloseTo(gvf, 12);
  },
);

const values = fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -1e6, max: 1e6 })), {
  minLength: 1,
  maxLength: 14,
});

test('no other classes are better', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 4 }), (list, k) => {
      const { withinSS } = naturalBreaks(list, k);
      const least = leastOf(
        [...list].sort((a, b) => a - b),
        k,
      );
      expect(Math.abs(withinSS - least)).toBeLessThanOrEqual(1e-9 * Math.max(1, least));
    }),
  );
});

test('classes part the values: limits, sizes, labels and sums of squares go together', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 8 }), (list, k) => {
      const { limits, sizes, labels, withinSS, gvf, n } = naturalBreaks(list, k);
      expect(sizes.length).toBe(Math.min(k, new Set(list).size));
      expect(n).toBe(list.length);
      const classes = sizes.map((_, c) => list.filter((__, i) => labels[i] === c));
      expect(classes.map(({ length }) => length)).toEqual(sizes);
      expect(limits.lower).toEqual(classes.map((each) => Math.min(...each)));
      expect(limits.upper).toEqual(classes.map((each) => Math.max(...each)));
      const total = classes.reduce((sum, each) => sum + within(each), 0);
      expect(Math.abs(withinSS - total)).toBeLessThanOrEqual(1e-9 * Math.max(1, total));
      if (new Set(list).size === 1) expect(gvf).toBeNull();
      else expect(gvf).toBeCloseTo(1 - total / within(list), 9);
    }),
  );
});

test('the order of the values is nothing, and a class more never fits worse', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 6 }), (list, k) => {
      const found = naturalBreaks(list, k);
      expect(naturalBreaks([...list].reverse(), k)).toEqual({ ...found, labels: [...found.labels].reverse() });
      expect(naturalBreaks(list, k + 1).withinSS).toBeLessThanOrEqual(found.withinSS * (1 + 1e-12));
    }),
  );
});

describe('far values', () => {
  const groups = Array.from({ length: 60 }, (_, i) => Math.floor(i / 20) * 10 + ((i * 7919) % 101) / 101);

  test('leave the digits of the near ones', () => {
    expect(naturalBreaks([-1e9, ...groups], 4).sizes).toEqual([1, 20, 20, 20]);
    expect(naturalBreaks([...groups, 1e12], 4).sizes).toEqual([20, 20, 20, 1]);
    expect(naturalBreaks([...groups, ...groups.map((value) => value + 2 ** 30)], 6).sizes).toEqual([
      20, 20, 20, 20, 20, 20,
    ]);
  });

  test('and units change nothing', () => {
    for (const unit of [2 ** -1000, 2 ** -500, 2 ** 500]) {
      expect(
        naturalBreaks(
          groups.map((value) => value * unit),
          3,
        ).sizes,
      ).toEqual([20, 20, 20]);
    }
  });
});

test('of equally good classes those that begin lower', () => {
  expect(naturalBreaks([1, 2, 3], 2).limits).toEqual({ lower: [1, 2], upper: [1, 3] });
});

test('equal values stay together', () => {
  expect(naturalBreaks([1, 1, 2], 3)).toMatchObject({ sizes: [2, 1], labels: [0, 0, 1], withinSS: 0, gvf: 1 });
  expect(naturalBreaks([-0, 0], 2)).toEqual({
    limits: { lower: [0], upper: [0] },
    sizes: [2],
    labels: [0, 0],
    withinSS: 0,
    gvf: null,
    n: 2,
  });
});

test('no values make no classes', () => {
  expect(naturalBreaks([], 3)).toEqual({
    limits: { lower: [], upper: [] },
    sizes: [],
    labels: [],
    withinSS: 0,
    gvf: null,
    n: 0,
  });
});

test('typed arrays and iterables, which are not written', () => {
  const list = Float64Array.of(9, 1, 2);
  expect(naturalBreaks(list, 2)).toEqual(naturalBreaks(new Set([9, 1, 2]), 2));
  expect([...list]).toEqual([9, 1, 2]);
});

test('what is refused', () => {
  expect(() => naturalBreaks([1, Number.NaN], 1)).toThrow(InvalidDataError);
  expect(() => naturalBreaks([1e200, -1e200], 1)).toThrow(InvalidDataError);
  expect(() => naturalBreaks([1.7e308, -1.7e308], 2)).toThrow(InvalidDataError);
  expect(() => naturalBreaks([1], 0)).toThrow(InvalidOptionError);
  expect(() => naturalBreaks([1], 1.5)).toThrow(InvalidOptionError);
  const many = Float64Array.from({ length: 20_001 }, (_, i) => i);
  expect(() => naturalBreaks(many, 10_000)).toThrow(LimitError);
});

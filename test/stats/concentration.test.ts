import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gini } from '../../src/stats/gini.js';
import { lorenz } from '../../src/stats/lorenz.js';

describe('gini', () => {
  test('is that of the published example of R package ineq, and of its definition', () => {
    // ineq::Gini's help page: x <- c(541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261)
    expect(gini([541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261])).toBeCloseTo(0.4620911, 7);
    const values = [3, 0, 8.5, 1, 1, 40];
    let pairs = 0;
    for (const a of values) for (const b of values) pairs += Math.abs(a - b);
    expect(gini(values)).toBeCloseTo(pairs / (2 * values.length * 53.5), 14);
  });

  test('is null where there is nothing to share', () => {
    expect(gini([])).toBeNull();
    expect(gini([0, 0])).toBeNull();
    expect(gini([7])).toBe(0);
  });

  test('is exactly 0 for equal amounts and does not depend on scale or order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 30 }),
        (list) => {
          expect(gini(list.map(() => list[0] ?? 1))).toBe(0);
          const value = gini(list) ?? Number.NaN;
          expect(gini([...list].reverse())).toBe(value);
          expect(gini(list.map((x) => x * 4))).toBe(value);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(1);
          expect(gini([...list, ...list])).toBeCloseTo(value, 12);
        },
      ),
    );
  });

  test('refuses negative amounts with their index', () => {
    expect(() => gini([1, -2])).toThrow('gini requires amounts of at least 0; value 1 is outside');
    expect(() => lorenz([1, 2, -2])).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ index: 2 })] }),
    );
  });
});

describe('lorenz', () => {
  test('rises from 0 to 1 below the diagonal, and holds twice the area that gini tells', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 30 }), (list) => {
        const points = lorenz(list);
        if (list.every((x) => x === 0)) {
          expect(points).toEqual([]);
          return;
        }
        expect(points).toHaveLength(list.length + 1);
        expect(points[0]).toEqual({ population: 0, amount: 0 });
        expect(points.at(-1)).toEqual({ population: 1, amount: 1 });
        let area = 0;
        points.slice(1).forEach(({ population, amount }, i) => {
          const before = points[i] ?? { population: 0, amount: 0 };
          expect(amount).toBeGreaterThanOrEqual(before.amount);
          expect(amount).toBeLessThanOrEqual(population + 1e-15);
          area += ((amount + before.amount) * (population - before.population)) / 2;
        });
        expect(1 - 2 * area).toBeCloseTo(gini(list) ?? Number.NaN, 12);
      }),
    );
  });

  test('reads as many steps as asked', () => {
    expect(lorenz([1, 1, 1, 1], { steps: 3 }).map(({ amount }) => amount)).toEqual([0, 1 / 3, 2 / 3, 1]);
    expect(lorenz([5], { steps: 2 }).map(({ amount }) => amount)).toEqual([0, 0.5, 1]);
    expect(lorenz([])).toEqual([]);
    expect(() => lorenz([1], { steps: 0 })).toThrow(expect.objectContaining({ name: 'InvalidOptionError' }));
  });
});

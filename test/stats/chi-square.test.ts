import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AdjustmentMethod, adjustPValues } from '../../src/stats/adjust-p-values.js';
import { chiSquare } from '../../src/stats/chi-square.js';
import reference from '../reference/tests.json' with { type: 'json' };

function near(found: number | null, expected: number): void {
  expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
}

describe('chiSquare', () => {
  test('is R chisq.test without correction, empty rows and columns left out', () => {
    for (const { table, ...expected } of reference.independence) {
      const found = chiSquare(table);
      near(found.statistic, expected.statistic);
      near(found.pValue, expected.pValue);
      near(found.cramersV, expected.cramersV);
      near(found.smallestExpected, expected.smallestExpected);
      expect(found.degreesOfFreedom).toBe(expected.degreesOfFreedom);
    }
  });

  test('is R chisq.test of given shares for one row', () => {
    for (const { observed, expected: shares, ...expected } of reference.fit) {
      const found = chiSquare([observed], { expected: shares });
      near(found.statistic, expected.statistic);
      near(found.pValue, expected.pValue);
      expect(found).toMatchObject({ degreesOfFreedom: expected.degreesOfFreedom, cramersV: null });
    }
  });

  test('is null where there is nothing to compare', () => {
    const nothing = { statistic: null, degreesOfFreedom: 0, pValue: null, cramersV: null, smallestExpected: null };
    expect(chiSquare([])).toEqual({ ...nothing, n: 0 });
    expect(chiSquare([[1, 2, 3]])).toEqual({ ...nothing, n: 6 });
    expect(
      chiSquare([
        [0, 0],
        [0, 0],
      ]),
    ).toEqual({ ...nothing, n: 0 });
    expect(
      chiSquare([
        [3, 0],
        [4, 0],
      ]),
    ).toEqual({ ...nothing, n: 7 });
    expect(chiSquare([[0, 0]], { expected: [1, 1] })).toMatchObject({ statistic: null, degreesOfFreedom: 1 });
  });

  test('is right for the smallest weighted counts, and for shares on any scale', () => {
    const near1 = (found: number | null, expected: number): void => expect((found ?? 0) / expected).toBeCloseTo(1, 13);
    near1(chiSquare([[10, 1]], { expected: [1e308, 1e308] }).statistic, 81 / 11);
    near1(chiSquare([[10, 1]], { expected: [1e-310, 1e-310] }).statistic, 81 / 11);
    near1(chiSquare([[1e-10, 1]], { expected: [1e-310, 1] }).statistic, 1e290 / (1 + 1e-10));
    // What occurs in one row and column only: χ² is the total, whatever its parts.
    near1(
      chiSquare([
        [1e-200, 0],
        [0, 1],
      ]).statistic,
      1,
    );
    const table = [
      [1, 2],
      [3, 1],
    ];
    const scaled = chiSquare(table.map((row) => row.map((count) => count * 2 ** -1000)));
    near1(scaled.statistic, (chiSquare(table).statistic ?? 0) * 2 ** -1000);
    near1(scaled.cramersV, chiSquare(table).cramersV ?? 0);
  });

  test('refuses totals beyond 1e15, and statistics beyond doubles', () => {
    for (const unit of [1e15, 1e200, 1e308]) {
      expect(() =>
        chiSquare([
          [unit, unit],
          [unit, unit / 10],
        ]),
      ).toThrow('chiSquare requires counts of at most 1e15 together; their total is outside');
    }
    const overflow = expect.objectContaining({ name: 'InvalidDataError', code: 'E_OVERFLOW' });
    expect(() => chiSquare([[10, 1]], { expected: [1e-310, 1] })).toThrow(overflow);
    expect(() => chiSquare([[10, 1]], { expected: [5e-324, 1e308] })).toThrow(
      'chiSquare requires a statistic within the range of doubles; it is larger',
    );
    expect(
      chiSquare([
        [2e14, 3e14],
        [2e14, 3e14],
      ]).pValue,
    ).toBe(1);
  });

  test('refuses tables that are none', () => {
    expect(() => chiSquare([[1, 2], [3]])).toThrow(
      expect.objectContaining({ name: 'InvalidDataError', code: 'E_FIELD_VALUE' }),
    );
    expect(() => chiSquare([[1, -2]])).toThrow('chiSquare requires counts of at least 0; value 1 of row 0 is outside');
    // @ts-expect-error not a list of rows
    expect(() => chiSquare([1, 2])).toThrow('chiSquare requires row 0 to be a list of numbers; row 0 is number');
    expect(() => chiSquare([[1, 2]], { expected: [1, 0] })).toThrow('chiSquare requires expected shares above 0');
    expect(() => chiSquare([[1, 2]], { expected: [1, 1, 1] })).toThrow(
      'chiSquare requires one row with an expected share for each column',
    );
  });

  test('does not depend on the order of rows or columns, and V lies within 0–1', () => {
    const table = fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 3, maxLength: 3 }), {
      minLength: 2,
      maxLength: 5,
    });
    fc.assert(
      fc.property(table, (rows) => {
        const found = chiSquare(rows);
        const turned = chiSquare([0, 1, 2].map((j) => rows.map((row) => row[j] ?? 0)));
        if (found.statistic === null || found.cramersV === null) {
          expect(turned.statistic).toBeNull();
          return;
        }
        expect(turned.statistic).toBeCloseTo(found.statistic, 9);
        expect(chiSquare([...rows].reverse()).statistic).toBeCloseTo(found.statistic, 9);
        expect(found.cramersV).toBeGreaterThanOrEqual(0);
        expect(found.cramersV).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('adjustPValues', () => {
  test.each(['holm', 'hochberg', 'bonferroni', 'bh', 'by'] as const)('%s is R p.adjust', (method: AdjustmentMethod) => {
    const found = adjustPValues(reference.adjusted.p, method);
    reference.adjusted[method].forEach((expected, i) => {
      near(found[i] ?? null, expected);
    });
  });

  test('leaves out tests that gave no p-value', () => {
    expect(adjustPValues([0.01, null, 0.04], 'bonferroni')).toEqual([0.02, null, 0.08]);
    expect(adjustPValues([], 'by')).toEqual([]);
  });

  test('refuses what is no p-value, and unknown methods', () => {
    expect(() => adjustPValues([0.1, 1.2], 'bh')).toThrow(
      'adjustPValues requires p-values from 0 to 1; value 1 is outside',
    );
    expect(() => adjustPValues([Number.NaN], 'bh')).toThrow(expect.objectContaining({ name: 'InvalidDataError' }));
    // @ts-expect-error unknown method
    expect(() => adjustPValues([0.1], 'fdr')).toThrow(expect.objectContaining({ name: 'InvalidOptionError' }));
  });

  test('never lowers a p-value, keeps their order, and Holm lies between Hochberg and Bonferroni', () => {
    const list = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(list, (p) => {
        const [holm, hochberg, bonferroni, bh, by] = (['holm', 'hochberg', 'bonferroni', 'bh', 'by'] as const).map(
          (method) => adjustPValues(p, method),
        );
        p.forEach((value, i) => {
          for (const adjusted of [holm, hochberg, bonferroni, bh, by]) {
            expect(adjusted?.[i]).toBeGreaterThanOrEqual(value * (1 - 1e-15));
            expect(adjusted?.[i]).toBeLessThanOrEqual(1);
          }
          expect(holm?.[i]).toBeGreaterThanOrEqual((hochberg?.[i] ?? 0) * (1 - 1e-15));
          expect(holm?.[i]).toBeLessThanOrEqual(bonferroni?.[i] ?? 0);
          expect(by?.[i]).toBeGreaterThanOrEqual((bh?.[i] ?? 0) * (1 - 1e-15));
        });
      }),
    );
  });
});

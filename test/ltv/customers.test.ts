import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidDataError } from '../../src/core/errors.js';
import { coarseOf } from '../../src/ltv/coarse.js';
import { collapsed } from '../../src/ltv/collapsed.js';
import { customersOf } from '../../src/ltv/customers.js';
import { thrown } from '../support/thrown.js';

const rows = [
  { frequency: 0, recency: 0, T: 10 },
  { frequency: 2, recency: 5, T: 10 },
  { frequency: 0, recency: 0, T: 10 },
  { frequency: 2, recency: 5, T: 12 },
];
const read = (data: unknown, options = {}) => customersOf('fit', data as never, options); // any data, on purpose

describe('customers', () => {
  test('alike are one row, with their number, in ascending order', () => {
    const { frequency, recency, T, weight, n, meanT } = read(rows);
    expect([[...frequency], [...recency], [...T], [...weight]]).toEqual([
      [0, 2, 2],
      [0, 5, 5],
      [10, 10, 12],
      [2, 1, 1],
    ]);
    expect([n, meanT]).toEqual([4, 10.5]);
  });

  test('are the same as rows, as columns and as typed columns', () => {
    const columns = {
      frequency: rows.map(({ frequency }) => frequency),
      recency: Int32Array.from(rows, ({ recency }) => recency),
      T: { length: 4, get: (i: number) => rows[i]?.T },
      holdout: { not: 'a column' },
      monetary: null,
    };
    expect(read(columns)).toEqual(read(rows));
    expect(read(new Set(rows))).toEqual(read(rows));
  });

  test('may stand for several each, or for none', () => {
    const weighted = [
      { frequency: 0, recency: 0, T: 10, w: 2 },
      { frequency: 2, recency: 5, T: 10, w: 1 },
      { frequency: 2, recency: 5, T: 12, w: 1 },
      { frequency: 9, recency: 5, T: 12, w: 0 },
    ];
    expect(read(weighted, { weight: 'w' })).toEqual(read(rows));
  });

  test('differ where their covariates do', () => {
    const told = rows.map((row, i) => ({ ...row, z: i === 2 ? -1.5 : 0 }));
    const { covariates, weight } = read(told, { covariates: ['z'] });
    expect(covariates.map((z) => [...z])).toEqual([[-1.5, 0, 0, 0]]);
    expect([...weight]).toEqual([1, 1, 1, 1]);
  });

  test('are refused where their history cannot be, by row and field', () => {
    const faults = [
      [{ frequency: 1, recency: 11, T: 10 }, 'recency', 'E_NUM_RANGE'],
      [{ frequency: 0, recency: 1, T: 10 }, 'recency', 'E_NUM_RANGE'],
      [{ frequency: 1, recency: 0, T: 10 }, 'recency', 'E_NUM_RANGE'],
      [{ frequency: 1.5, recency: 1, T: 10 }, 'frequency', 'E_NUM_INTEGER'],
      [{ frequency: -1, recency: 1, T: 10 }, 'frequency', 'E_NUM_RANGE'],
      [{ frequency: 1, recency: -1, T: 10 }, 'recency', 'E_NUM_RANGE'],
      [{ frequency: 1, recency: 1, T: Number.NaN }, 'T', 'E_NUM_NONFINITE'],
      [{ frequency: 1, recency: 1, T: Number.POSITIVE_INFINITY }, 'T', 'E_NUM_NONFINITE'],
      [{ frequency: '1', recency: 1, T: 10 }, 'frequency', 'E_FIELD_TYPE'],
    ] as const;
    for (const [row, field, code] of faults) {
      const error = thrown(InvalidDataError, () => read([rows[0], row]));
      expect(error.issues).toMatchObject([{ code, index: 1, field }]);
      const { n, excluded } = read([rows[0], row], { invalid: 'exclude' });
      expect([n, excluded.invalid]).toEqual([1, 1]);
    }
  });

  test('without a value are left out and counted, or refused', () => {
    const data = [...rows, { frequency: null, recency: 1, T: 3 }];
    expect(read(data).excluded).toEqual({ missing: 1, invalid: 0, repeated: 0 });
    expect(() => read(data, { missing: 'throw' })).toThrow('requires frequency to be an integer from 0');
  });

  test('are refused where there is none, and where a field is', () => {
    expect(() => read([])).toThrow('fit requires rows to be at least one customer');
    expect(() => read([{ frequency: 1, recency: 1 }])).toThrow('requires T to be a field of the data');
    expect(() => read({ frequency: [1], recency: [1, 2], T: [2] })).toThrow('as long as the first column');
    expect(() => read(rows, { weight: 'w' })).toThrow(InvalidDataError);
    expect(() => read(3)).toThrow(InvalidDataError);
  });

  test('in coarse classes are as many, and bought as much', () => {
    const many = Array.from({ length: 3000 }, (_, i) => {
      const frequency = i % 7 === 0 ? i % 41 : i % 3;
      const T = 50 + (i % 97);
      return { frequency, recency: frequency === 0 ? 0 : 1 + ((i * 31) % T), T };
    });
    const all = read(many);
    const coarse = coarseOf(all);
    const total = (sizes: ArrayLike<number>, weight: ArrayLike<number>) =>
      Array.from(sizes).reduce((sum, size, i) => sum + size * (weight[i] as number), 0);
    expect(coarse?.frequency.length).toBeLessThan(all.frequency.length / 2);
    expect(coarse && total(coarse.T, coarse.weight)).toBeCloseTo(total(all.T, all.weight), 6);
    expect(
      coarse &&
        total(
          coarse.weight.map(() => 1),
          coarse.weight,
        ),
    ).toBeCloseTo(3000, 9);
    expect(coarse?.recency.every((t, i) => t <= (coarse.T[i] as number))).toBe(true);
    expect(coarseOf(read(rows))).toBe(null);
  });
});

describe('collapsed rows', () => {
  /** The same, written the obvious way. */
  function naive(columns: readonly number[][], weights: readonly number[] | null) {
    const counts = new Map<string, { row: number[]; count: number }>();
    columns[0]?.forEach((_, i) => {
      const row = columns.map((column) => (column[i] as number) + 0);
      const count = weights?.[i] ?? 1;
      if (count === 0) return;
      const known = counts.get(row.join(' '));
      counts.set(row.join(' '), { row, count: (known?.count ?? 0) + count });
    });
    const sorted = [...counts.values()].sort((a, b) => {
      const k = a.row.findIndex((value, j) => value !== b.row[j]);
      return (a.row[k] as number) - (b.row[k] as number);
    });
    return {
      rows: columns.map((_, k) => sorted.map(({ row }) => row[k])),
      multiplicity: sorted.map(({ count }) => count),
    };
  }

  const value = fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom(-0, 0.5, -2, 1e15, 1e-300, 3.25),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const row = fc.tuple(value, value, value, fc.integer({ min: 0, max: 4 }));

  test('are those of a map, in ascending order, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), fc.boolean(), (data, isWeighted) => {
        const columns = [0, 1, 2].map((k) => data.map((values) => values[k] as number));
        const weights = isWeighted ? data.map((values) => values[3]) : null;
        const { rows: found, multiplicity } = collapsed(columns, weights);
        const expected = naive(columns, weights);
        expect(found.map((column) => [...column])).toEqual(expected.rows);
        expect([...multiplicity]).toEqual(expected.multiplicity);
      }),
    );
  });

  test('are compared one by one where their ranks do not fit in an integer', () => {
    const columns = Array.from({ length: 8 }, (_, k) => Array.from({ length: 200 }, (_, i) => Math.sin(i % 150) + k));
    const { rows: found, multiplicity } = collapsed(columns, null);
    const expected = naive(columns, null);
    expect(found.map((column) => [...column])).toEqual(expected.rows);
    expect([...multiplicity]).toEqual(expected.multiplicity);
  });
});

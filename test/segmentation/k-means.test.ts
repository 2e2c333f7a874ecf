import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { type KMeansOptions, kMeans } from '../../src/segmentation/clusters/k-means.js';
import reference from '../reference/clusters.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const optionsOf = ({ scale, tolerance, maxIterations, initialCenters }: (typeof reference.runs)[number]) =>
  ({
    k: initialCenters.length,
    scale: scale as 'none' | 'standard',
    tolerance,
    maxIterations,
    initialCenters,
  }) as const;
const corners = [
  [0, 0],
  [0, 2],
  [10, 0],
  [10, 2],
  [11, 1],
] as const;

describe('as scikit-learn', () => {
  test.each(reference.runs)('from given centers: $name', (run) => {
    const found = kMeans(run.points, optionsOf(run));
    expect(found.labels).toEqual(run.labels);
    expect(found.iterations).toBe(run.iterations);
    expect(relativeError(found.inertia, run.inertia)).toBeLessThan(1e-12);
    for (const [c, center] of run.centers.entries()) {
      for (const [j, value] of center.entries()) {
        expect(Math.abs((found.centers[c]?.[j] ?? Number.NaN) - value)).toBeLessThan(
          1e-9 * Math.max(1, Math.abs(value)),
        );
      }
    }
  });

  test.each(reference.optima)(
    'a hundred starts find the best of three hundred: $name',
    ({ name, k, scale, inertia, sizes }) => {
      const { points = [] } = reference.runs.find((run) => run.name === name) ?? {};
      const found = kMeans(points, { k, seed: 1, restarts: 100, scale: scale as 'none' | 'standard', tolerance: 0 });
      expect(relativeError(found.inertia, inertia)).toBeLessThan(1e-12);
      expect(found.sizes).toEqual(sizes);
    },
  );
});

describe('points', () => {
  const answer = kMeans(corners, { k: 2, seed: 1 });

  test('are lists of numbers, with the largest cluster first', () => {
    expect(answer.labels).toEqual([1, 1, 0, 0, 0]);
    expect(answer.sizes).toEqual([3, 2]);
    expect(answer.centers[0]?.[0]).toBeCloseTo(31 / 3, 14);
    expect(answer).toMatchObject({
      centers: [
        [expect.any(Number), 1],
        [0, 1],
      ],
      converged: true,
      n: 5,
    });
    expect(answer.inertia).toBeCloseTo(2 + 2 / 3 + 2, 12);
  });

  test('are typed arrays, rows with fields, functions of rows, and columns, all alike', () => {
    const rows = corners.map(([x, y], i) => ({ id: `c${i}`, x, y }));
    const columns = { id: rows.map(({ id }) => id), x: Int32Array.from(rows, ({ x }) => x), y: rows.map(({ y }) => y) };
    expect(
      kMeans(
        corners.map((point) => Float64Array.from(point)),
        { k: 2, seed: 1 },
      ),
    ).toEqual(answer);
    expect(kMeans(rows, { k: 2, seed: 1, fields: ['x', 'y'] })).toEqual(answer);
    expect(kMeans(rows, { k: 2, seed: 1, fields: [({ x }) => x, 'y'] })).toEqual(answer);
    expect(kMeans(columns, { k: 2, seed: 1, fields: ['x', 'y'] })).toEqual(answer);
    expect(kMeans({ x: columns.x, y: columns.y }, { k: 2, seed: 1 })).toEqual(answer);
    expect(kMeans(new Set(corners), { k: 2, seed: 1 })).toEqual(answer);
  });

  test('on a line are numbers', () => {
    expect(kMeans(Float64Array.of(1, 2, 10, 11, 12), { k: 2, seed: 3 }).centers).toEqual([[11], [1.5]]);
  });

  test('are read and not written', () => {
    const values = Float64Array.of(5, 7, 100);
    const centers = [[0], [50]];
    kMeans(values, { k: 2, initialCenters: centers, scale: 'standard' });
    expect([...values]).toEqual([5, 7, 100]);
    expect(centers).toEqual([[0], [50]]);
  });

  test('of a name like any other, such as __proto__', () => {
    const rows = [1, 2, 9].map((value) => JSON.parse(`{"__proto__": ${value}}`));
    expect(kMeans(rows, { k: 2, seed: 1, fields: ['__proto__'] }).sizes).toEqual([2, 1]);
  });

  test.each([
    [
      'NaN',
      [
        [1, 2],
        [3, Number.NaN],
      ],
      'E_NUM_NONFINITE',
      1,
    ],
    ['infinity', [1, Infinity], 'E_NUM_NONFINITE', 1],
    ['a missing coordinate', [[1, null]], 'E_FIELD_MISSING', 0],
    ['text', [['1', '2']], 'E_FIELD_TYPE', 0],
    ['a point of another length', [[1, 2], [1]], 'E_ROW_TYPE', 1],
    ['points without coordinates', [[], []], 'E_ROW_TYPE', 0],
    ['rows without fields', [{ x: 1 }], 'E_ROW_TYPE', 0],
    ['a number among lists', [[1, 2], 3], 'E_ROW_TYPE', 1],
    ['distances beyond doubles', [1e200, -1e200], 'E_OVERFLOW', null],
    ['differences beyond doubles', [1.7e308, -1.7e308, 1], 'E_OVERFLOW', null],
  ])('refuse %s', (_, points, code, index) => {
    const error = thrown(InvalidDataError, () => kMeans(points as number[], { k: 1, seed: 1 }));
    expect(error.code).toBe(code);
    expect(error.issues[0]?.index).toBe(index);
  });

  test('say which coordinate is no number', () => {
    expect(thrown(InvalidDataError, () => kMeans([[Number.NaN]], { k: 1, seed: 1 })).message).toBe(
      'kMeans requires coordinate 0 to be a finite number in every point; row 0 has NaN',
    );
  });

  test('refuse a field that no row has', () => {
    const fields = ['y'] as unknown as ['x'];
    expect(thrown(InvalidDataError, () => kMeans([{ x: 1 }], { k: 1, seed: 1, fields })).code).toBe('E_FIELD_MISSING');
    expect(thrown(InvalidDataError, () => kMeans({ x: [1] }, { k: 1, seed: 1, fields })).code).toBe('E_FIELD_MISSING');
  });
});

describe('few points', () => {
  test('no points make no clusters', () => {
    const nothing = { labels: [], centers: [], sizes: [], inertia: 0, iterations: 0, converged: true, n: 0 };
    expect(kMeans([], { k: 3, seed: 1 })).toEqual(nothing);
    expect(kMeans({ x: [], y: [] }, { k: 3, seed: 1 })).toEqual(nothing);
    expect(kMeans([], { k: 1, initialCenters: [[1, 2]] })).toEqual(nothing);
  });

  test('fewer different points than clusters are each a cluster', () => {
    const { labels, centers, inertia, converged } = kMeans(
      [
        [7, 1],
        [2, 2],
        [7, 1],
        [2, 2],
        [7, 1],
      ],
      { k: 3, seed: 1 },
    );
    expect(labels).toEqual([0, 1, 0, 1, 0]);
    expect(centers).toEqual([
      [7, 1],
      [2, 2],
    ]);
    expect([inertia, converged]).toEqual([0, true]);
    expect(kMeans([4, 4, 4], { k: 2, initialCenters: [[1], [9]] }).centers).toEqual([[4]]);
    expect(kMeans([4], { k: 2, seed: 0, scale: 'standard' }).centers).toEqual([[4]]);
  });

  test('as many different points as clusters are each their center', () => {
    expect(kMeans([3, 1, 2, 2], { k: 3, seed: 5 })).toMatchObject({
      centers: [[2], [1], [3]],
      sizes: [2, 1, 1],
      inertia: 0,
    });
  });

  test('one cluster has the mean of all as its center', () => {
    expect(kMeans(corners, { k: 1, seed: 1 })).toMatchObject({ centers: [[6.2, 1]], sizes: [5] });
  });

  test('equal values in a field count for nothing when standardised', () => {
    const points = [0.1, 0.2, 5, 5.1].map((x) => [x, 0.3]);
    const { labels, centers } = kMeans(points, { k: 2, seed: 1, scale: 'standard' });
    expect(labels).toEqual([0, 0, 1, 1]);
    expect(centers.map((center) => center[1])).toEqual([0.3, 0.3]);
  });
});

describe('options', () => {
  test.each<[string, object]>([
    ['no k', { seed: 1 }],
    ['k 0', { k: 0, seed: 1 }],
    ['k 1.5', { k: 1.5, seed: 1 }],
    ['neither a seed nor centers', { k: 1 }],
    ['a seed that is none beside centers', { k: 1, seed: -1, initialCenters: [[1, 1]] }],
    ['restarts beside centers', { k: 1, restarts: 1, initialCenters: [[1, 1]] }],
    ['another number of centers', { k: 2, initialCenters: [[1, 1]] }],
    ['centers of another length', { k: 1, initialCenters: [[1]] }],
    ['a center that is NaN', { k: 1, initialCenters: [[1, Number.NaN]] }],
    ['a center that is nothing', { k: 1, initialCenters: [null] }],
    ['no iterations', { k: 1, seed: 1, maxIterations: 0 }],
    ['a negative tolerance', { k: 1, seed: 1, tolerance: -1 }],
    ['no restarts', { k: 1, seed: 1, restarts: 0 }],
    ['a negative seed', { k: 1, seed: -1 }],
    ['an unknown scale', { k: 1, seed: 1, scale: 'robust' }],
    ['no fields', { k: 1, seed: 1, fields: [] }],
    ['an unknown option', { k: 1, seed: 1, nInit: 3 }],
  ])('refused: %s', (_, options) => {
    expect(() => kMeans(corners, options as KMeansOptions<readonly [number, number]>)).toThrow(InvalidOptionError);
  });

  test('a seed beside centers changes nothing, as nothing is left to chance', () => {
    const initialCenters = [
      [0, 0],
      [9, 9],
    ];
    const found = kMeans(corners, { k: 2, initialCenters });
    expect(kMeans(corners, { k: 2, seed: 1, initialCenters })).toEqual(found);
    expect(kMeans(corners, { k: 2, seed: 2, initialCenters })).toEqual(found);
  });

  test('a run that may not go on says that it has not converged', () => {
    const { points = [] } = reference.runs[0] ?? {};
    expect(kMeans(points, { k: 5, initialCenters: points.slice(0, 5), maxIterations: 1 })).toMatchObject({
      iterations: 1,
      converged: false,
    });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError, LimitError } from '../../src/core/errors.js';
import { calinskiHarabasz } from '../../src/segmentation/clusters/calinski-harabasz.js';
import { daviesBouldin } from '../../src/segmentation/clusters/davies-bouldin.js';
import { silhouette } from '../../src/segmentation/clusters/silhouette.js';
import reference from '../reference/clusters.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const scaleOf = ({ scale }: { scale: string }) => ({ scale: scale as 'none' | 'standard' });

describe.each(reference.runs)('as scikit-learn: $name', (run) => {
  test('silhouettes', () => {
    const found = silhouette(run.points, run.labels, scaleOf(run));
    for (const [i, value] of run.silhouette.entries()) expect(found.samples[i]).toBeCloseTo(value, 7);
    const total = run.silhouette.reduce((sum, value) => sum + value, 0);
    expect(found.mean).toBeCloseTo(total / run.silhouette.length, 7);
  });

  test('Davies–Bouldin and Calinski–Harabasz', () => {
    const found = daviesBouldin(run.points, run.labels, scaleOf(run)) ?? Number.NaN;
    expect(relativeError(found, run.daviesBouldin)).toBeLessThan(1e-12);
    const ratio = calinskiHarabasz(run.points, run.labels, scaleOf(run)) ?? Number.NaN;
    expect(relativeError(ratio, run.calinskiHarabasz)).toBeLessThan(1e-11);
  });
});

describe('silhouette', () => {
  const points = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
    minLength: 1,
    maxLength: 25,
  });
  const labelled = points.chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: list.length, maxLength: list.length }),
    ),
  );

  test('is (b − a) / max(a, b) of the mean distances', () => {
    fc.assert(
      fc.property(labelled, ([list, labels]) => {
        const { samples, mean } = silhouette(list, labels);
        if (new Set(labels).size < 2) {
          expect([samples, mean]).toEqual([[], null]);
          return;
        }
        for (const [i, [x, y]] of list.entries()) {
          const meanTo = (label: string) => {
            const others = list.filter((_, j) => labels[j] === label && j !== i);
            return others.reduce((sum, [u, v]) => sum + Math.hypot(x - u, y - v), 0) / others.length;
          };
          const a = meanTo(labels[i]!);
          const b = Math.min(...[...new Set(labels)].filter((label) => label !== labels[i]).map(meanTo));
          const expected = Number.isNaN(a) || Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b);
          expect(samples[i]).toBeCloseTo(expected, 12);
        }
      }),
    );
  });

  test('of a sample is that of the same points among all', () => {
    fc.assert(
      fc.property(labelled, fc.integer({ min: 1, max: 30 }), fc.nat(), ([list, labels], sample, seed) => {
        const [whole, part] = [silhouette(list, labels), silhouette(list, labels, { sample, seed })];
        fc.pre(whole.mean !== null);
        expect(part.indices.length).toBe(Math.min(sample, list.length));
        expect(part.indices).toEqual([...new Set(part.indices)].sort((a, b) => a - b));
        expect(part.samples).toEqual(part.indices.map((i) => whole.samples[i]));
        expect(part.n).toBe(list.length);
        expect(silhouette(list, labels, { sample, seed })).toEqual(part);
      }),
    );
  });

  test('samples draw every point alike', () => {
    const counts = new Array<number>(6).fill(0);
    for (let seed = 0; seed < 600; seed += 1) {
      for (const i of silhouette([1, 2, 3, 7, 8, 9], [0, 0, 0, 1, 1, 1], { sample: 2, seed }).indices) counts[i]! += 1;
    }
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(60); // 5 standard deviations
  });

  test('by cluster, and null for one that the sample missed', () => {
    const { clusters } = silhouette([1, 3, 10, 14, 90], ['low', 'low', 'mid', 'mid', 'high']);
    expect(clusters.map(({ label, size }) => [label, size])).toEqual([
      ['high', 1],
      ['low', 2],
      ['mid', 2],
    ]);
    expect(clusters[0]?.mean).toBe(0);
    const one = silhouette([1, 3, 10, 14], [0, 0, 1, 1], { sample: 1, seed: 4 });
    expect(one.clusters.filter(({ mean }) => mean === null)).toHaveLength(1);
  });

  test('whose labels are numbers and text are ordered in one way, numbers first', () => {
    const points = [[1, '10'], [3, 9], [10, '2'], [14, 'a'], [20, 10]] as const; // biome-ignore format: pairs
    const labelsOf = (rows: readonly (readonly [number, string | number])[]) =>
      silhouette(
        rows.map(([point]) => point),
        rows.map(([, label]) => label) as string[],
      ).clusters.map(({ label }) => label);
    expect(labelsOf(points)).toEqual([9, 10, '10', '2', 'a']);
    expect(labelsOf([...points].reverse())).toEqual([9, 10, '10', '2', 'a']);
  });

  test('of too many points to compare with each other ask for a sample', () => {
    const points = Float64Array.from({ length: 200_001 }, (_, i) => i);
    const labels = points.map((i) => i % 2);
    const error = thrown(LimitError, () => silhouette(points, labels));
    expect([error.code, error.message]).toEqual([
      'E_LIMIT',
      'silhouette requires sample for more than 200000 points, which would take minutes; got 200001',
    ]);
    expect(silhouette(points, labels, { sample: 1, seed: 1 }).samples).toHaveLength(1);
    expect(silhouette(points, points.fill(0)).mean).toBeNull();
  });

  test('points on one spot lie between all clusters', () => {
    expect(silhouette([5, 5, 5, 5], [0, 0, 1, 1]).samples).toEqual([0, 0, 0, 0]);
  });
});

describe('few clusters or points', () => {
  test.each([
    ['no points', [], []],
    ['one cluster', [1, 2, 3], [7, 7, 7]],
  ])('%s have no measure', (_, points, labels) => {
    expect(silhouette(points, labels)).toMatchObject({ mean: null, samples: [], n: points.length });
    expect(daviesBouldin(points, labels)).toBeNull();
    expect(calinskiHarabasz(points, labels)).toBeNull();
  });

  test('points that are each a cluster', () => {
    expect(silhouette([1, 2, 9], [0, 1, 2]).samples).toEqual([0, 0, 0]);
    expect(daviesBouldin([1, 2, 9], [0, 1, 2])).toBe(0);
    expect(calinskiHarabasz([1, 2, 9], [0, 1, 2])).toBeNull();
  });

  test('clusters about one mean are not to be told apart by their means', () => {
    expect(daviesBouldin([1, 9, 4, 6], ['wide', 'wide', 'narrow', 'narrow'])).toBeNull();
    expect(calinskiHarabasz([1, 9, 4, 6], ['wide', 'wide', 'narrow', 'narrow'])).toBe(0);
  });
});

describe.each([
  ['silhouette', silhouette],
  ['daviesBouldin', daviesBouldin],
  ['calinskiHarabasz', calinskiHarabasz],
])('%s refuses', (_, measure) => {
  test('labels that are not one for each point, or no labels', () => {
    expect(() => measure([1, 2], [0])).toThrow(InvalidDataError);
    expect(() => measure([1, 2], [0, Number.NaN])).toThrow(InvalidDataError);
    expect(() => measure([1, 2], [0, null] as unknown as number[])).toThrow(InvalidDataError);
    expect(() => measure([1, 2], undefined as unknown as number[])).toThrow(InvalidDataError);
  });

  test('coordinates that are no numbers, and unknown options', () => {
    expect(() => measure([1, Number.NaN], [0, 1])).toThrow(InvalidDataError);
    expect(() => measure([1, 2], [0, 1], { metric: 'cosine' } as object)).toThrow(InvalidOptionError);
  });
});

test('a sample needs a seed, and a seed a sample', () => {
  expect(() => silhouette([1, 2], [0, 1], { sample: 1 })).toThrow(InvalidOptionError);
  expect(() => silhouette([1, 2], [0, 1], { seed: 1 })).toThrow(InvalidOptionError);
  expect(() => silhouette([1, 2], [0, 1], { sample: 0, seed: 1 })).toThrow(InvalidOptionError);
});

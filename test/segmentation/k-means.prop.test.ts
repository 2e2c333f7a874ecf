import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kMeans } from '../../src/segmentation/clusters/k-means.js';

const coordinate = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -99_999, max: 99_999 }).map((number) => number / 1000),
);
const point = fc.tuple(coordinate, coordinate);
const points = fc.array(point, { minLength: 1, maxLength: 40 });
const many = fc.array(point, { minLength: 6, maxLength: 40 }).filter((list) => new Set(list.map(String)).size >= 6);
/** Points of which no two are equally far from anything: where they are, rounding decides. */
const scattered = fc
  .uniqueArray(fc.nat(99_999), { minLength: 6, maxLength: 40 })
  .map((numbers) =>
    numbers.map((number) => [((number * 7919) % 100_003) / 997, ((number * 104_729) % 99_991) / 991] as const),
  );
const seed = fc.nat(1_000_000);
const square = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, j) => sum + (value - b[j]!) ** 2, 0);

/** Lloyd's algorithm as it is told: all distances, all means, every time. */
function told(given: readonly (readonly number[])[], start: readonly (readonly number[])[], iterations: number) {
  let centers = start.map((center) => [...center]);
  const nearest = () =>
    given.map((each) =>
      centers.reduce((best, center, c) => (square(each, center) < square(each, centers[best]!) ? c : best), 0),
    );
  // Means may come to lie as far from a point as another does: rounding decides then.
  const isTied = () =>
    given.some((each) => {
      const [first = 0, second = Infinity] = centers.map((center) => square(each, center)).sort((a, b) => a - b);
      return second - first <= 1e-9 * (1 + second);
    });
  for (let i = 0; i < iterations; i += 1) {
    if (isTied()) return null;
    const labels = nearest();
    const members = centers.map((_, c) => given.filter((__, at) => labels[at] === c));
    if (members.some((list) => list.length === 0)) return null; // relocation is compared with scikit-learn
    centers = members.map((list) => [0, 1].map((j) => list.reduce((sum, each) => sum + each[j]!, 0) / list.length));
  }
  return isTied() ? null : { centers, labels: nearest() };
}

test('the labels are a partition: each point is with the nearest center, and sizes and inertia say so', () => {
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 6 }), seed, (given, k, start) => {
      const { labels, centers, sizes, inertia, n } = kMeans(given, { k, seed: start, restarts: 2 });
      expect(n).toBe(given.length);
      expect(centers.length).toBe(Math.min(k, new Set(given.map(([x, y]) => `${x + 0},${y + 0}`)).size));
      expect(sizes).toEqual(centers.map((_, c) => labels.filter((label) => label === c).length));
      let sum = 0;
      for (const [i, each] of given.entries()) {
        const own = square(each, centers[labels[i]!]!);
        sum += own;
        for (const center of centers) expect(own).toBeLessThanOrEqual(square(each, center) * (1 + 1e-9) + 1e-18);
      }
      expect(Math.abs(inertia - sum)).toBeLessThanOrEqual(1e-9 * Math.max(1, sum));
    }),
  );
});

test('it is Lloyd’s algorithm: the same labels and centers after any number of iterations', () => {
  fc.assert(
    fc.property(scattered, fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 6 }), (given, k, iterations) => {
      const initialCenters = given.slice(0, k);
      const expected = told(given, initialCenters, iterations);
      fc.pre(expected !== null);
      const found = kMeans(given, { k, initialCenters, maxIterations: iterations, tolerance: 0 });
      for (const [c, center] of found.centers.entries()) {
        expect(square(center, expected.centers[c]!)).toBeLessThan(1e-16);
      }
      expect(found.labels).toEqual(expected.labels);
    }),
  );
});

test('the inertia never rises from one iteration to the next', () => {
  fc.assert(
    fc.property(many, fc.integer({ min: 2, max: 6 }), (given, k) => {
      const after = [1, 2, 3, 4, 6, 9].map(
        (maxIterations) => kMeans(given, { k, initialCenters: given.slice(0, k), maxIterations, tolerance: 0 }).inertia,
      );
      for (let i = 1; i < after.length; i += 1)
        expect(after[i]).toBeLessThanOrEqual(after[i - 1]! * (1 + 1e-12) + 1e-18);
    }),
  );
});

test('more restarts from one seed are never worse, and the same seed gives the same clusters', () => {
  fc.assert(
    fc.property(many, fc.integer({ min: 2, max: 5 }), seed, (given, k, start) => {
      const inertias = [1, 2, 5].map((restarts) => kMeans(given, { k, seed: start, restarts }).inertia);
      expect(inertias).toEqual([...inertias].sort((a, b) => b - a));
      expect(kMeans(given, { k, seed: start })).toEqual(kMeans(given, { k, seed: start }));
    }),
    { numRuns: 40 },
  );
});

test('from given centers the order of the points is nothing to the clusters', () => {
  fc.assert(
    fc.property(scattered, fc.integer({ min: 2, max: 5 }), fc.nat(39), (given, k, shift) => {
      const options = { k, initialCenters: given.slice(0, k), tolerance: 0 };
      const turned = [...given.slice(shift), ...given.slice(0, shift)].reverse();
      const [straight, other] = [kMeans(given, options), kMeans(turned, options)];
      expect(turned.map((each) => straight.labels[given.indexOf(each)])).toEqual(other.labels);
      expect(other.inertia).toBeCloseTo(straight.inertia, 8);
    }),
  );
});

/** Points that lie on no lattice, so that none is as near to two centers, which rounding would decide. */
const apart = fc
  .uniqueArray(fc.nat(99_999), { minLength: 6, maxLength: 40 })
  .map((numbers) => numbers.map((number) => [50 * Math.sin(number), 50 * Math.cos(1.7 * number)] as const));

test('shifted points have shifted centers, and the unit of standardised fields does not matter', () => {
  // From given centers: of seeded starts that end as well as each other, rounding may choose another.
  fc.assert(
    fc.property(apart, fc.integer({ min: 2, max: 4 }), (given, k) => {
      const moved = given.map(([x, y]) => [x + 1e6, y - 4096] as const);
      const plain = kMeans(given, { k, initialCenters: given.slice(0, k) });
      const shifted = kMeans(moved, { k, initialCenters: moved.slice(0, k) });
      expect(shifted.labels).toEqual(plain.labels);
      for (const [c, [x = 0, y = 0]] of plain.centers.entries()) {
        expect(shifted.centers[c]?.[0]).toBeCloseTo(x + 1e6, 6);
        expect(shifted.centers[c]?.[1]).toBeCloseTo(y - 4096, 6);
      }
      const inOther = given.map(([x, y]) => [x * 1000, y / 60] as const);
      const other = kMeans(inOther, { k, initialCenters: inOther.slice(0, k), scale: 'standard' });
      const days = kMeans(given, { k, initialCenters: given.slice(0, k), scale: 'standard' });
      expect(other.labels).toEqual(days.labels);
      expect(other.inertia).toBeCloseTo(days.inertia, 8);
    }),
    // Of some 30,000 sets rounding parts one otherwise: the runs are always the same, so that it is not met by chance.
    { seed: 3, numRuns: 1000 },
  );
});

import type { AnyRow, Data } from '../../core/data.js';
import { checkNumber, checkOptions, refuseOption } from '../../core/options.js';
import { checkSeed, randomFrom } from '../../stats/random.js';
import { type LloydLimits, type LloydRun, lloyd } from './lloyd.js';
import { POINT_OPTIONS, type PointOptions, type Points, pointsOf, tooFarApart } from './points.js';
import { seedCenters } from './seeding.js';
import { squaredDistance } from './squared-distance.js';

/** How many clusters, and where to begin: from a `seed`, or from `initialCenters`. */
export type KMeansOptions<Row> = KMeansFromSeed<Row> | KMeansFromCenters<Row>;

/** What every k-means needs to know. */
export interface KMeansLimits<Row> extends PointOptions<Row> {
  /** How many clusters. */
  readonly k: number;
  /** At most so many iterations a run; 300 unless given. */
  readonly maxIterations?: number | undefined;
  /**
   * The centers rest when the squares of their moves add up to no more than this share of the fields' mean variance; 1e-4 unless given.
   * With 0 a run ends where no point changes its cluster.
   */
  readonly tolerance?: number | undefined;
}

/** From centers drawn by chance: the best of several runs. */
export interface KMeansFromSeed<Row> extends KMeansLimits<Row> {
  /** A whole number that decides the draws. */
  readonly seed: number;
  /** How many runs; 10 unless given. */
  readonly restarts?: number | undefined;
  readonly initialCenters?: undefined;
}

/** From centers that are given: one run. */
export interface KMeansFromCenters<Row> extends KMeansLimits<Row> {
  /** A center for each cluster, in the units of the data. */
  readonly initialCenters: readonly (number | ArrayLike<number>)[];
  /** May stand here as well; nothing is left to chance. */
  readonly seed?: number | undefined;
  readonly restarts?: undefined;
}

/** Clusters and who is in them. */
export interface KMeans {
  /** The cluster of each point, from 0: that of the nearest center. */
  readonly labels: readonly number[];
  /** The coordinates of each cluster's center, in the units of the data. */
  readonly centers: readonly (readonly number[])[];
  /** Points in each cluster. */
  readonly sizes: readonly number[];
  /** The sum of squared distances to the centers, in the scale that was asked for. */
  readonly inertia: number;
  /** Of the run that was best. */
  readonly iterations: number;
  /** Whether the centers came to rest before `maxIterations`. */
  readonly converged: boolean;
  /** Points. */
  readonly n: number;
}

/**
 * k-means: k clusters such that the squared distances of the points to the centers of their clusters are small together.
 *
 * Lloyd's algorithm from k-means++ starts, the best of `restarts` runs, with scikit-learn's definitions: the tolerance is relative to the
 * variance, a cluster that loses its last point takes the one farthest from its center. Clusters are numbered by size, the largest
 * first, and those of one size by their centers; from `initialCenters` they keep the order given. Where there are fewer different points than k, each
 * is a cluster of its own and `centers` is as much shorter.
 *
 * @param points - lists of numbers; numbers; rows of which `fields` make a point; or columns
 * @param options - `k`; `seed` (with `restarts`) or `initialCenters`; `fields` and `scale`; `maxIterations` and `tolerance`
 * @returns the cluster of each point, with the centers; no cluster for no points
 * @throws {InvalidDataError} when a coordinate is no finite number, a point has another length than the first, or points are too far apart for
 * their squared distances to be doubles (`E_OVERFLOW`)
 * @throws {InvalidOptionError} when an option is unknown or out of range, or there is neither a seed nor centers
 * @example
 * ```ts
 * import { kMeans } from 'kizuna';
 *
 * const customers = [
 *   { days: 3, orders: 12, yen: 90_000 },
 *   { days: 5, orders: 10, yen: 80_000 },
 *   { days: 4, orders: 11, yen: 85_000 },
 *   { days: 200, orders: 1, yen: 3_000 },
 *   { days: 210, orders: 2, yen: 4_000 },
 * ];
 * const { labels, centers, sizes } = kMeans(customers, { k: 2, seed: 1, fields: ['days', 'orders', 'yen'], scale: 'standard' });
 * labels; // => [0, 0, 0, 1, 1]
 * centers; // => [[4, 11, 85000], [205, 1.5, 3500]]
 * sizes; // => [3, 2]
 * kMeans([[1], [2], [10]], { k: 2, initialCenters: [[0], [9]] }).inertia; // => 0.5
 * kMeans([1, Number.NaN], { k: 2, seed: 1 }); // throws InvalidDataError
 * ```
 */
export function kMeans<Row = AnyRow>(points: Data<Row>, options: KMeansOptions<NoInfer<Row>>): KMeans {
  checkOptions(OWNER, options, OPTIONS);
  const { maxIterations = 300, tolerance = 1e-4, restarts = 10, initialCenters } = options;
  const k = checkNumber(OWNER, 'k', options.k, { min: 1, integer: true });
  checkNumber(OWNER, 'maxIterations', maxIterations, { min: 1, integer: true });
  checkNumber(OWNER, 'tolerance', tolerance, { min: 0 });
  checkNumber(OWNER, 'restarts', restarts, { min: 1, integer: true });
  if (initialCenters === undefined || options.seed !== undefined) checkSeed(OWNER, options.seed);
  if (initialCenters !== undefined && options.restarts !== undefined) {
    const expected = 'to be left out beside initialCenters, from which every run is the same';
    refuseOption(OWNER, 'restarts', expected, restarts);
  }
  const read: Points = pointsOf<Row>(OWNER, points, options);
  const start = initialCenters === undefined ? null : centersOf(read, k, initialCenters);
  const few = fewerThan(k, read);
  if (few !== null) return resultOf(read, few);
  const limits = { maxIterations, threshold: tolerance * meanVariance(read) };
  if (start !== null) return resultOf(read, lloyd(read, start, limits));
  return resultOf(read, bySize(bestOf(read, k, options.seed as number, restarts, limits))); // a number, as was checked
}

const OWNER = 'kMeans';
const OPTIONS = ['k', 'seed', 'restarts', 'initialCenters', 'maxIterations', 'tolerance', ...POINT_OPTIONS];

function centersOf({ n, dimensions, stride, mean, unit }: Points, k: number, centers: unknown): Float64Array {
  const expected = `to be ${k} lists of ${n === 0 ? '' : `${dimensions} `}finite numbers`;
  if (!Array.isArray(centers) || centers.length !== k) return refuseOption(OWNER, 'initialCenters', expected, centers);
  const start = new Float64Array(k * stride);
  for (const [c, given] of centers.entries()) {
    const center: ArrayLike<unknown> = typeof given === 'number' ? [given] : (given ?? []);
    if (n > 0 && center.length !== dimensions) refuseOption(OWNER, 'initialCenters', expected, given);
    for (let j = 0; j < dimensions; j += 1) {
      const value = center[j];
      if (typeof value !== 'number' || !Number.isFinite(value)) refuseOption(OWNER, 'initialCenters', expected, value);
      start[c * stride + j] = (value - mean[j]!) / (unit[j]! || 1);
    }
  }
  return start;
}

/** Each different point as its own center, where there are fewer than k. */
function fewerThan(k: number, { n, stride, values }: Points): LloydRun | null {
  const labels = new Int32Array(n);
  const found: number[] = [];
  for (let i = 0; i < n; i += 1) {
    let label = 0;
    while (label < found.length && squaredDistance(values, i * stride, values, found[label]! * stride, stride) > 0)
      label += 1;
    labels[i] = label;
    if (label === found.length) found.push(i);
    if (found.length === k) return null;
  }
  const centers = Float64Array.from(found.flatMap((i) => [...values.subarray(i * stride, (i + 1) * stride)]));
  return { centers, labels, sizes: sizesOf(labels, found.length), inertia: 0, iterations: 0, converged: true };
}

function sizesOf(labels: Int32Array, k: number): Int32Array {
  const sizes = new Int32Array(k);
  for (const label of labels) sizes[label]! += 1;
  return sizes;
}

/** The mean over the fields of the variance over n. */
function meanVariance({ n, dimensions, values }: Points): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at]! * values[at]!; // by index: the iterator takes five times as long
  return sum / n / dimensions;
}

function bestOf(points: Points, k: number, seed: number, restarts: number, limits: LloydLimits): LloydRun {
  const random = randomFrom(seed);
  let best = lloyd(points, seedCenters(points, k, random), limits);
  for (let run = 1; run < restarts; run += 1) {
    const next = lloyd(points, seedCenters(points, k, random), limits);
    if (next.inertia < best.inertia) best = next;
  }
  return best;
}

/** The same clusters under other numbers: by size, then by center. */
function bySize(run: LloydRun): LloydRun {
  const { centers, sizes } = run;
  const stride = centers.length / sizes.length;
  const rows = Array.from(sizes, (_, c) => centers.subarray(c * stride, (c + 1) * stride));
  const order = [...rows.keys()].sort((a, b) => sizes[b]! - sizes[a]! || firstDifference(rows[a]!, rows[b]!));
  const numbers = new Int32Array(order.length);
  for (const [number, c] of order.entries()) numbers[c] = number;
  return {
    ...run,
    centers: Float64Array.from(order.flatMap((c) => [...rows[c]!])),
    labels: run.labels.map((label) => numbers[label]!),
    sizes: Int32Array.from(order, (c) => sizes[c]!),
  };
}

function firstDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((difference, value, j) => difference || value - b[j]!, 0);
}

function resultOf({ n, dimensions, stride, mean, unit, square }: Points, run: LloydRun): KMeans {
  const inertia = run.inertia * square;
  if (!Number.isFinite(inertia)) throw tooFarApart(OWNER);
  const centers = Array.from(run.sizes, (_, c) =>
    Array.from({ length: dimensions }, (_, j) => run.centers[c * stride + j]! * (unit[j]! || 1) + mean[j]! + 0),
  );
  const { iterations, converged } = run;
  return { labels: listOf(run.labels), centers, sizes: Array.from(run.sizes), inertia, iterations, converged, n };
}

/** `Array.from` takes several times as long. */
function listOf(values: Int32Array): number[] {
  const list: number[] = [];
  for (let i = 0; i < values.length; i += 1) list.push(values[i]!);
  return list;
}

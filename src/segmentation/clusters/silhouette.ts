import type { AnyRow, Data } from '../../core/data.js';
import { LimitError } from '../../core/errors.js';
import { checkNumber, refuseOption } from '../../core/options.js';
import { checkSeed, randomFrom } from '../../stats/random.js';
import { type ClusterLabels, type LabelledPoints, labelledPoints } from './labelled-points.js';
import type { PointOptions } from './points.js';
import { squaredDistance } from './squared-distance.js';

/** For how many points the silhouette is computed, and the points' fields and scale. */
export interface SilhouetteOptions<Row> extends PointOptions<Row> {
  /** So many points drawn without repetition, each still compared with all; all points unless given. Needed beyond 200,000 points. */
  readonly sample?: number | undefined;
  /** A whole number that decides the draw; needed with `sample`. */
  readonly seed?: number | undefined;
}

/** How well points lie in their clusters: near 1 well, around 0 between two, below 0 nearer to another. */
export interface Silhouette {
  /** Of the points it was computed for; `null` below two clusters. */
  readonly mean: number | null;
  /** The silhouette of each of those points, in their order; none below two clusters. */
  readonly samples: readonly number[];
  /** The place of each of them in the data. */
  readonly indices: readonly number[];
  /** The same by cluster, in the order of their labels; `mean` is `null` where none of its points was drawn. */
  readonly clusters: readonly {
    readonly label: number | string;
    readonly size: number;
    readonly mean: number | null;
  }[];
  /** Points. */
  readonly n: number;
}

/**
 * The silhouette of clusters: how much nearer each point is to its own cluster than to the next, −1 to 1.
 *
 * s = (b − a) / max(a, b), with a the mean distance to the other points of its cluster and b the least mean distance to the points of another
 * (Rousseeuw 1987, Journal of Computational and Applied Mathematics 20: 53–65); 0 for a point that is alone in its cluster. Every point is
 * compared with every other, without keeping the distances: beyond some ten thousand points ask for a `sample`.
 *
 * @param points - as in `kMeans`
 * @param labels - the cluster of each point
 * @param options - `sample` and `seed`; `fields` and `scale`, as the clusters were made with
 * @returns the mean and the silhouette of each point
 * @throws {InvalidDataError} when a coordinate is no finite number, or there is not a label for each point
 * @throws {InvalidOptionError} when an option is unknown or out of range, or a sample has no seed
 * @throws {LimitError} for more than 200,000 points without `sample`
 * @example
 * ```ts
 * import { silhouette } from 'kizuna';
 *
 * const { mean, samples } = silhouette([1, 3, 10, 14], [0, 0, 1, 1]);
 * samples; // => [0.818, 0.778, 0.5, 0.667]
 * mean; // => 0.691
 * silhouette([1, 2, 3], ['a', 'a', 'a']).mean; // => null
 * ```
 */
export function silhouette<Row = AnyRow>(
  points: Data<Row>,
  labels: ClusterLabels,
  options: SilhouetteOptions<NoInfer<Row>> = {},
): Silhouette {
  const labelled = labelledPoints<Row>(OWNER, points, labels, options, ['sample', 'seed']);
  const { codes, sizes } = labelled;
  const n = codes.length;
  const drawn = sizes.length < 2 ? new Int32Array(0) : drawnOf(n, options);
  const samples = Array.from(drawn, silhouettes(labelled));
  const sums = new Float64Array(sizes.length);
  const counts = new Int32Array(sizes.length);
  for (const [place, i] of drawn.entries()) {
    sums[codes[i]!]! += samples[place]!;
    counts[codes[i]!]! += 1;
  }
  const meanOf = (sum: number, count: number) => (count === 0 ? null : sum / count + 0);
  return {
    mean: meanOf(
      samples.reduce((sum, each) => sum + each, 0),
      samples.length,
    ),
    samples,
    indices: Array.from(drawn),
    clusters: labelled.labels.map((label, c) => ({ label, size: sizes[c]!, mean: meanOf(sums[c]!, counts[c]!) })),
    n,
  };
}

const OWNER = 'silhouette';

// Ten thousand points take half a second, these four minutes, and the time grows with the square.
const POINT_LIMIT = 200_000;

function tooManyPoints(n: number): LimitError {
  const expected = `for more than ${POINT_LIMIT} points, which would take minutes`;
  return new LimitError(`${OWNER} requires sample ${expected}; got ${n}`, [
    { code: 'E_LIMIT', index: null, field: 'sample', expected, received: String(n) },
  ]);
}

/** The points to compute it for, ascending: all, or a sample (Fan, Muller & Rezucha 1962: each of those left with the chance still due). */
function drawnOf(n: number, { sample, seed }: { sample?: number | undefined; seed?: number | undefined }): Int32Array {
  if (sample === undefined) {
    if (seed !== undefined) refuseOption(OWNER, 'seed', 'to be left out without sample', seed);
    if (n > POINT_LIMIT) throw tooManyPoints(n);
    return Int32Array.from({ length: n }, (_, i) => i);
  }
  checkNumber(OWNER, 'sample', sample, { min: 1, integer: true });
  const random = randomFrom(checkSeed(OWNER, seed));
  const drawn = new Int32Array(Math.min(sample, n));
  let count = 0;
  for (let i = 0; count < drawn.length; i += 1) if (random.below(n - i) < drawn.length - count) drawn[count++] = i;
  return drawn;
}

/** The silhouette of point i. The points are brought into the order of their clusters, so that each is one run. */
function silhouettes({ points, codes, sizes }: LabelledPoints): (i: number) => number {
  const { n, stride, values } = points;
  const starts = new Int32Array(sizes.length + 1);
  for (let c = 0; c < sizes.length; c += 1) starts[c + 1] = starts[c]! + sizes[c]!;
  const next = starts.slice();
  const ordered = new Float64Array(values.length);
  for (let i = 0; i < n; i += 1) {
    const place = next[codes[i]!]!++;
    ordered.set(values.subarray(i * stride, (i + 1) * stride), place * stride);
  }
  return (i) => {
    const own = codes[i]!;
    if (sizes[own] === 1) return 0;
    let nearest = Infinity;
    let within = 0;
    for (let c = 0; c < sizes.length; c += 1) {
      const total = distancesTo(ordered, [starts[c]!, starts[c + 1]!], values, i * stride, stride);
      if (c === own) within = total / (sizes[c]! - 1);
      else nearest = Math.min(nearest, total / sizes[c]!);
    }
    const larger = Math.max(within, nearest);
    return larger === 0 ? 0 : (nearest - within) / larger + 0;
  };
}

function distancesTo(
  ordered: Float64Array,
  [from, to]: readonly [number, number],
  values: Float64Array,
  at: number,
  stride: number,
): number {
  let sum = 0;
  for (let place = from; place < to; place += 1) {
    sum += Math.sqrt(squaredDistance(ordered, place * stride, values, at, stride));
  }
  return sum;
}

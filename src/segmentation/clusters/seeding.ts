import type { Random } from '../../stats/random.js';
import type { Coordinates } from './coordinates.js';
import { squaredDistance } from './squared-distance.js';

/**
 * k points to start from, far from each other: k-means++ (Arthur & Vassilvitskii 2007, SODA: 1027–1035). Each is drawn with a chance in
 * proportion to its squared distance to those before; of 2 + ln k draws the one that leaves the least is taken, as in scikit-learn.
 * There must be k different points.
 */
export function seedCenters(points: Coordinates, k: number, random: Random): Float64Array {
  const { n, stride, values } = points;
  const centers = new Float64Array(k * stride);
  const draws = 2 + Math.floor(Math.log(k));
  const cumulative = new Float64Array(n);
  let left = new Float64Array(n).fill(Infinity);
  let [trial, best] = [new Float64Array(n), new Float64Array(n)];
  for (let c = 0; c < k; c += 1) {
    let [least, chosen] = [Infinity, 0];
    for (let draw = 0; draw < (c === 0 ? 1 : draws); draw += 1) {
      const point = c === 0 ? random.below(n) : drawn(cumulative, random.uniform());
      const rest = distancesLeft(points, point, left, trial);
      if (rest >= least) continue;
      [least, chosen] = [rest, point];
      [trial, best] = [best, trial];
    }
    [left, best] = [best, left];
    centers.set(values.subarray(chosen * stride, (chosen + 1) * stride), c * stride);
    let sum = 0;
    for (let i = 0; i < n; i += 1) cumulative[i] = sum += left[i]!;
  }
  return centers;
}

/** The squared distances to the nearest center with one more, and their sum. */
function distancesLeft(
  { n, stride, values }: Coordinates,
  center: number,
  before: Float64Array,
  after: Float64Array,
): number {
  const at = center * stride;
  const x = values[at]!;
  const y = values[at + 1]!;
  const z = values[at + 2]!;
  let sum = 0;
  for (let i = 0, from = 0; i < n; i += 1, from += stride) {
    const dx = values[from]! - x;
    const dy = values[from + 1]! - y;
    const dz = values[from + 2]! - z;
    let square = dx * dx + dy * dy + dz * dz;
    if (stride > 3) square += squaredDistance(values, from + 3, values, at + 3, stride - 3);
    const distance = Math.min(before[i]!, square);
    after[i] = distance;
    sum += distance;
  }
  return sum;
}

/** The first place whose cumulative weight is above the share of the whole: one of weight 0 is never drawn. */
function drawn(cumulative: Float64Array, share: number): number {
  const wanted = share * cumulative[cumulative.length - 1]!;
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cumulative[middle]! > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

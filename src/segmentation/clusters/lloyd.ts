import type { Coordinates } from './coordinates.js';
import { squaredDistance } from './squared-distance.js';

/** Where the centers came to rest, and how. */
export interface LloydRun {
  /** One after the other, as the points are. */
  readonly centers: Float64Array;
  /** The nearest center of each point; of equally near ones the first. */
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  /** The sum of squared distances to the nearest centers. */
  readonly inertia: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** When to stop. */
export interface LloydLimits {
  readonly maxIterations: number;
  /** The centers rest when the squares of their moves add up to no more. */
  readonly threshold: number;
}

/** Lloyd's algorithm (1982, IEEE Transactions on Information Theory 28: 129–137) with the stopping rules of scikit-learn. */
export function lloyd(points: Coordinates, start: Float64Array, { maxIterations, threshold }: LloydLimits): LloydRun {
  const clusters = new Clusters(points, start);
  let [iterations, isSettled, converged] = [0, false, false];
  while (iterations < maxIterations && !converged) {
    isSettled = clusters.assign() === 0;
    converged = clusters.move() <= threshold || isSettled;
    iterations += 1;
  }
  if (!isSettled) clusters.assign(); // the centers moved since
  const { centers, labels, sizes } = clusters;
  return { centers, labels, sizes, inertia: clusters.inertia(), iterations, converged };
}

/**
 * Points and their centers. A point is compared with every center only where the moves since may have brought it a nearer one: the gap
 * between its nearest and its second shrinks by no more than its own center and the fastest other went (after Hamerly 2010, SDM: 130–140).
 */
class Clusters {
  readonly centers: Float64Array;
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  private readonly sums: Float64Array;
  /** How much nearer each point is to its center than to any other, at the least. */
  private readonly gaps: Float64Array;
  private readonly moves: Float64Array;

  constructor(
    private readonly points: Coordinates,
    start: Float64Array,
  ) {
    const k = start.length / points.stride;
    this.centers = start.slice();
    this.sums = new Float64Array(start.length);
    this.labels = new Int32Array(points.n).fill(-1);
    this.gaps = new Float64Array(points.n).fill(-1);
    this.sizes = new Int32Array(k);
    this.moves = new Float64Array(k);
  }

  /** Gives each point its nearest center; returns how many changed theirs. */
  assign(): number {
    const { centers, labels, gaps, sizes } = this;
    const { n, stride, values } = this.points;
    const k = sizes.length;
    const losses = this.losses();
    let changes = 0;
    for (let i = 0; i < n; i += 1) {
      const label = labels[i]!;
      if (label >= 0) {
        const gap = gaps[i]! - losses[label]!;
        if (gap > 0) {
          gaps[i] = gap;
          continue;
        }
      }
      const at = i * stride;
      // Read once for all centers; whatever comes after the third stands in the inner loop.
      const x = values[at]!;
      const y = values[at + 1]!;
      const z = values[at + 2]!;
      let nearest = 0;
      let least = Infinity;
      let second = Infinity;
      for (let c = 0, from = 0; c < k; c += 1, from += stride) {
        const dx = x - centers[from]!;
        const dy = y - centers[from + 1]!;
        const dz = z - centers[from + 2]!;
        let square = dx * dx + dy * dy + dz * dz;
        if (stride > 3) square += squaredDistance(values, at + 3, centers, from + 3, stride - 3);
        if (square < least) {
          second = least;
          least = square;
          nearest = c;
        } else if (square < second) second = square;
      }
      gaps[i] = Math.sqrt(second) * ROUNDED - Math.sqrt(least);
      if (nearest === label) continue;
      changes += 1;
      this.relabel(i, nearest);
    }
    return changes;
  }

  /** Moves each center to the mean of its points; returns the sum of the squared moves. */
  move(): number {
    const { centers, moves } = this;
    const { stride } = this.points;
    const { sums, sizes } = this.withoutEmpty();
    const next = sums.map((sum, at) => sum / sizes[Math.trunc(at / stride)]!);
    let total = 0;
    for (let c = 0; c < moves.length; c += 1) {
      const square = squaredDistance(centers, c * stride, next, c * stride, stride);
      moves[c] = Math.sqrt(square);
      total += square;
    }
    centers.set(next);
    return total;
  }

  inertia(): number {
    const { n, stride, values } = this.points;
    let sum = 0;
    for (let i = 0; i < n; i += 1)
      sum += squaredDistance(values, i * stride, this.centers, this.labels[i]! * stride, stride);
    return sum;
  }

  private relabel(i: number, label: number): void {
    const { labels, sizes, sums } = this;
    const { stride, values } = this.points;
    const before = labels[i]!;
    labels[i] = label;
    sizes[label]! += 1;
    for (let j = 0; j < stride; j += 1) sums[label * stride + j]! += values[i * stride + j]!;
    if (before < 0) return;
    sizes[before]! -= 1;
    for (let j = 0; j < stride; j += 1) sums[before * stride + j]! -= values[i * stride + j]!;
  }

  /** By how much the last moves lessen the gaps of each center's points, rounded up. */
  private losses(): Float64Array {
    const { moves } = this;
    const fastest = moves.indexOf(moves.reduce((a, b) => Math.max(a, b)));
    const others = moves.reduce((most, move, c) => (c === fastest ? most : Math.max(most, move)), 0);
    return moves.map((move, c) => (move + (c === fastest ? others : moves[fastest]!)) / ROUNDED);
  }

  /** The sums and sizes, where a center without points took the one farthest from its own, as in scikit-learn. */
  private withoutEmpty(): { sums: Float64Array; sizes: Int32Array } {
    const { centers, labels } = this;
    if (!this.sizes.includes(0)) return { sums: this.sums, sizes: this.sizes };
    const { stride, values } = this.points;
    const [sums, sizes] = [this.sums.slice(), this.sizes.slice()];
    const distances = Float64Array.from(labels, (label, i) =>
      squaredDistance(values, i * stride, centers, label * stride, stride),
    );
    for (let c = 0; c < sizes.length; c += 1) {
      if (sizes[c]! > 0) continue;
      // One that is alone in its cluster stays, or the next would be empty.
      const farthest = distances.reduce(
        (most, distance, i) => (sizes[labels[i]!]! > 1 && (most < 0 || distance > distances[most]!) ? i : most),
        -1,
      );
      distances[farthest] = -1;
      const label = labels[farthest]!;
      sizes[label]! -= 1;
      sizes[c] = 1;
      for (let j = 0; j < stride; j += 1) {
        sums[c * stride + j] = values[farthest * stride + j]!;
        sums[label * stride + j]! -= values[farthest * stride + j]!;
      }
    }
    return { sums, sizes };
  }
}

/** More than rounding adds to a distance, and to all the moves of many iterations; too little to cost a comparison. */
const ROUNDED = 1 - 1e-9;

import type { Interval, Rate } from '../core/estimate.js';
import { type ClusterSums, clusterSize } from '../stats/cluster-size.js';
import type { Columns } from './retention-columns.js';
import type { RepeatSums, RetentionCounts } from './retention-counts.js';
import type { RetentionPlan } from './retention-plan.js';

/** The share over all cohorts whose cell is complete. With `mean: 'simple'` the mean of their shares; the counts stay sums. */
export interface RetentionPoint extends Rate {
  readonly age: number;
  /** The last age of a bracket; elsewhere the same as `age`. */
  readonly lastAge: number;
  /** How many cohorts it rests on. */
  readonly cohorts: number;
  /** How many customers, each counted once, would tell as much: fewer than `n` where cohorts share customers. `null` for a simple mean. */
  readonly effectiveN: number | null;
}

/** The share over the rows whose `complete` is above the column. Its fields one by one: to spread objects takes V8 longer than all else here. */
export function retentionPoint(
  plan: RetentionPlan,
  columns: Columns,
  counts: RetentionCounts,
  complete: readonly number[],
  column: number,
): RetentionPoint {
  const parts: Part[] = [];
  for (let row = 0; row < counts.rows && column < counts.width; row += 1) {
    const size = counts.size[row] as number;
    if (size > 0 && column < (complete[row] as number))
      parts.push({ returned: counts.returned[row * counts.stride + column] as number, size });
  }
  const numerator = parts.reduce((sum, { returned }) => sum + returned, 0);
  const n = parts.reduce((sum, { size }) => sum + size, 0);
  const { value, interval, effectiveN } = shareOf(plan, counts.repeats, column, parts, numerator, n);
  return {
    value,
    interval,
    n,
    numerator,
    denominator: n,
    cohorts: parts.length,
    effectiveN,
    age: columns.firstAge(column),
    lastAge: columns.lastAge(column),
  };
}

function shareOf(
  plan: RetentionPlan,
  repeats: RepeatSums | null,
  column: number,
  parts: readonly Part[],
  numerator: number,
  n: number,
): Pick<RetentionPoint, 'value' | 'interval' | 'effectiveN'> {
  const isSimple = plan.mean === 'simple';
  if (n === 0) return { value: null, interval: null, effectiveN: isSimple ? null : 0 };
  if (isSimple) return simpleMean(parts, plan);
  const value = numerator / n;
  const effectiveN = repeats === null ? n : clusterSize(value, n, sumsAt(repeats, column));
  return { value, interval: plan.intervalOf(value * effectiveN, effectiveN), effectiveN };
}

interface Part {
  readonly returned: number;
  readonly size: number;
}

/** Customers are the clusters: each counts once a cohort. */
function sumsAt({ customers, squares, products, returnedSquares }: RepeatSums, column: number): ClusterSums {
  return {
    clusters: customers[column] as number,
    squares: squares[column] as number,
    products: products[column] as number,
    countedSquares: returnedSquares[column] as number,
  };
}

/**
 * The mean of shares. Shares of different customers: their Wilson limits joined by squares (MOVER, Zou & Donner 2008). Shares
 * that may be of the same customers: the means of the limits, which is right for shares that move together and wide for others.
 */
function simpleMean(
  parts: readonly Part[],
  { cohort, confidence, intervalOf }: RetentionPlan,
): Pick<RetentionPoint, 'value' | 'interval' | 'effectiveN'> {
  const areApart = cohort === 'firstTime';
  const shares = parts.map(({ returned, size }) => ({
    ...intervalOf(returned, size),
    value: returned / size,
  }));
  const meanOf = (each: (share: Share) => number) =>
    shares.reduce((sum, share) => sum + each(share), 0) / shares.length;
  const rootOf = (each: (share: Share) => number) => Math.hypot(...shares.map(each)) / shares.length;
  const value = Math.min(
    1,
    meanOf((share) => share.value),
  );
  const [below, above] = [(share: Share) => share.value - share.low, (share: Share) => share.high - share.value];
  const [low, high] = areApart ? [value - rootOf(below), value + rootOf(above)] : [meanOf(lowOf), meanOf(highOf)];
  const method = areApart ? 'wilson-mover' : 'wilson-mean';
  return { value, interval: { low: Math.max(0, low), high: Math.min(1, high), confidence, method }, effectiveN: null };
}

interface Share extends Interval {
  readonly value: number;
}

const lowOf = ({ low }: Share): number => low;
const highOf = ({ high }: Share): number => high;

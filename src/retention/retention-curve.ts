import type { Interval, Rate } from '../core/estimate.js';
import { type ClusterSums, clusterSize } from '../stats/cluster-size.js';
import type { RepeatSums, RetentionCounts } from './retention-counts.js';
import type { RetentionPlan } from './retention-plan.js';

/** A point of the curve without its age. */
export interface OverallRate extends Rate {
  readonly cohorts: number;
  readonly effectiveN: number | null;
}

/** The share over the rows whose `complete` is above the column. */
export function overallRate(
  plan: RetentionPlan,
  counts: RetentionCounts,
  complete: readonly number[],
  column: number,
): OverallRate {
  const { mean, cohort, intervalOf } = plan;
  const parts: Part[] = [];
  for (let row = 0; row < counts.rows && column < counts.width; row += 1) {
    const size = counts.size[row] as number;
    if (size > 0 && column < (complete[row] as number))
      parts.push({ returned: counts.returned[row * counts.stride + column] as number, size });
  }
  const numerator = parts.reduce((sum, { returned }) => sum + returned, 0);
  const n = parts.reduce((sum, { size }) => sum + size, 0);
  const shared = { n, numerator, denominator: n, cohorts: parts.length };
  const isSimple = mean === 'simple';
  if (n === 0) return { value: null, interval: null, ...shared, effectiveN: isSimple ? null : 0 };
  if (isSimple) return { ...simpleMean(parts, plan, cohort === 'firstTime'), ...shared, effectiveN: null };
  const value = numerator / n;
  const effectiveN = counts.repeats === null ? n : clusterSize(value, n, sumsAt(counts.repeats, column));
  return { value, interval: intervalOf(value * effectiveN, effectiveN), ...shared, effectiveN };
}

interface Part {
  readonly returned: number;
  readonly size: number;
}

/** Customers are the clusters: each counts once a cohort. */
function sumsAt({ customers, squares, products, returnedSquares }: RepeatSums, column: number): ClusterSums {
  const at = (sums: Float64Array) => sums[column] as number;
  return {
    ...{ clusters: at(customers), squares: at(squares) },
    ...{ products: at(products), countedSquares: at(returnedSquares) },
  };
}

/**
 * The mean of shares. Shares of different customers: their Wilson limits joined by squares (MOVER, Zou & Donner 2008). Shares
 * that may be of the same customers: the means of the limits, which is right for shares that move together and wide for others.
 */
function simpleMean(
  parts: readonly Part[],
  { confidence, intervalOf }: RetentionPlan,
  areApart: boolean,
): Pick<Rate, 'value' | 'interval'> {
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
  return { value, interval: { low: Math.max(0, low), high: Math.min(1, high), confidence, method } };
}

interface Share extends Interval {
  readonly value: number;
}

const lowOf = ({ low }: Share): number => low;
const highOf = ({ high }: Share): number => high;

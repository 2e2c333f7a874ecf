import type { Rate } from '../core/estimate.js';
import { type ClusterSums, clusterSize } from '../stats/cluster-size.js';
import { wilsonInterval } from '../stats/wilson.js';
import { type FunnelTime, timeOf } from './durations.js';
import type { FunnelPlan } from './funnel-plan.js';
import type { FunnelState, FunnelTally } from './funnel-tally.js';
import type { FunnelRepeats } from './repeat-tally.js';

/** A share with the size of sample that its interval rests on. */
export interface FunnelRate extends Rate {
  /**
   * `n` where each customer counts once. Where one may count more often (attempts, properties held constant), the number of independent
   * customers whose share would vary as much.
   */
  readonly effectiveN: number;
}

/** One step of a funnel. */
export interface FunnelStepResult<Label extends string = string> {
  readonly step: Label;
  /** How many came so far. */
  readonly count: number;
  /** How many came to the required step before this and no further; of an optional step, how many did without it. */
  readonly dropped: number;
  /** Of those that came to the required step before this; of the first step, of itself. */
  readonly fromPrevious: FunnelRate;
  /** Of those that came to the first step. */
  readonly fromFirst: FunnelRate;
  /** Milliseconds since the required step before this; `null` for the first step, and where nobody came so far. */
  readonly time: FunnelTime | null;
}

/** How many go from each step to the next, and how long it takes them. */
export interface Funnel<Label extends string = string> {
  readonly steps: readonly FunnelStepResult<Label>[];
  /** Those that came to the last (required) step, of those that came to the first. */
  readonly conversion: FunnelRate;
  /** The same for the first steps alone whose window has ended by `asOf`: later ones may still convert. Without a window, of none. */
  readonly mature: FunnelRate;
  /** Milliseconds from the first step to the last (required) one. */
  readonly time: FunnelTime | null;
}

/** What the counts of a tally mean. */
export function funnelOf(plan: FunnelPlan, { counts, times, total, entered, converted, repeats }: FunnelTally): Funnel {
  return finished(plan, {
    counts,
    times: times.map((durations) => durations.all()),
    total: total.all(),
    mature: [entered, converted],
    repeats: repeats === null ? null : repeats.sums(),
  });
}

/** What the counts of a state mean. */
export function funnelOfState(plan: FunnelPlan, { counts, times, total, mature, repeats }: FunnelState): Funnel {
  return finished(plan, {
    counts,
    times: times.map((durations) => Float64Array.from(durations)),
    total: Float64Array.from(total),
    mature,
    repeats,
  });
}

interface Measured {
  readonly counts: ArrayLike<number>;
  readonly times: readonly Float64Array[];
  readonly total: Float64Array;
  readonly mature: FunnelState['mature'];
  readonly repeats: FunnelState['repeats'];
}

function finished(
  { steps, required, confidence }: FunnelPlan,
  { counts, times, total, mature, repeats }: Measured,
): Funnel {
  const countAt = (k: number): number => counts[k] ?? 0;
  const share = (part: number, whole: number, sums: ClusterSums | null): FunnelRate =>
    shareOf(part, whole, sums, confidence);
  const fromPrevious = (k: number): FunnelRate => {
    const previous = previousOf(required, k);
    return share(countAt(k), countAt(previous), repeats && sumsOf(repeats, previous, k, repeats.withPrevious));
  };
  const fromFirst = (k: number): FunnelRate =>
    share(countAt(k), countAt(0), repeats && sumsOf(repeats, 0, k, repeats.withFirst));
  return {
    steps: steps.map(({ label }, k) => ({
      step: label,
      count: countAt(k),
      dropped: countAt(previousOf(required, k)) - countAt(k),
      fromPrevious: fromPrevious(k),
      fromFirst: fromFirst(k),
      time: timeOf(times[k] ?? new Float64Array(0)),
    })),
    conversion: fromFirst(required[required.length - 1] ?? 0),
    mature: share(mature[1], mature[0], repeats && matureSums(repeats)),
    time: timeOf(total),
  };
}

/** The required step before a step; of the first, itself. */
function previousOf(required: readonly number[], k: number): number {
  return Math.max(0, ...required.filter((step) => step < k));
}

function sumsOf(
  { customers, squares }: FunnelRepeats,
  from: number,
  k: number,
  products: readonly number[],
): ClusterSums {
  const at = (sums: readonly number[], step: number): number => sums[step] ?? 0;
  return {
    ...{ clusters: at(customers, from), squares: at(squares, from) },
    ...{ products: at(products, k), countedSquares: at(squares, k) },
  };
}

function matureSums({ mature: [clusters, squares, products, countedSquares] }: FunnelRepeats): ClusterSums {
  return { clusters, squares, products, countedSquares };
}

/** As `rate` does, without the other intervals that it knows; of customers who count more than once, as of so many as vary alike. */
function shareOf(part: number, whole: number, sums: ClusterSums | null, confidence: number): FunnelRate {
  const counts = { n: whole, numerator: part, denominator: whole };
  if (whole === 0) return { value: null, interval: null, ...counts, effectiveN: 0 };
  const value = part / whole;
  const effectiveN = sums === null ? whole : clusterSize(value, whole, sums);
  const told = effectiveN === whole ? part : value * effectiveN;
  return { value, interval: wilsonInterval(told, effectiveN, confidence), ...counts, effectiveN };
}

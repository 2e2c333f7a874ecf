import { fallTo } from '../stats/product-limit.js';
import { quantileOfSorted } from '../stats/quantile.js';
import { DAY } from '../time/day.js';
import type { IntervalLists } from './interval-lists.js';

/** Intervals between purchases. Days are of 24 hours, and parts of days count. */
export interface PurchaseInterval {
  /** Intervals that a next purchase ended. */
  readonly n: number;
  /** Intervals without a next purchase yet. */
  readonly open: number;
  /** `open` of all; `null` when there are none. */
  readonly openShare: number | null;
  /** Mean, median, 90th percentile (type 7) and coefficient of variation (sample) of the ended ones. */
  readonly meanDays: number | null;
  readonly medianDays: number | null;
  readonly p90Days: number | null;
  /** Near 1 where purchases come at random, near 0 where they come like clockwork; `null` below two intervals. */
  readonly coefficientOfVariation: number | null;
  /** The estimated share of purchases that another follows, by Kaplan–Meier: where the curve ends. */
  readonly returnShare: number | null;
  /** The days by which `lapsedShare` of those that come have come: after so long, a customer may count as lapsed. */
  readonly lapsedAfterDays: number | null;
}

/** Summarises intervals. */
export function intervalSummary({ ended, open }: IntervalLists, lapsedShare: number): PurchaseInterval {
  const n = ended.length;
  const all = n + open.length;
  const mean = n === 0 ? null : total(ended, 0, 1) / n;
  const returnShare = all === 0 ? null : 1 - fallTo(ended, open, -1).survival;
  return {
    n,
    open: open.length,
    openShare: all === 0 ? null : open.length / all,
    meanDays: mean === null ? null : mean / DAY,
    medianDays: n === 0 ? null : quantileOfSorted(ended, 0.5) / DAY,
    p90Days: n === 0 ? null : quantileOfSorted(ended, 0.9) / DAY,
    coefficientOfVariation: mean === null ? null : variation(ended, mean),
    returnShare,
    lapsedAfterDays: returnShare === null ? null : lapsedAfter(ended, open, returnShare * lapsedShare),
  };
}

/**
 * The days by which so large a share of all has ended. Those that never end are taken to be the share at which the curve does
 * (the latency of a mixture cure model without parameters: Maller & Zhou 1992, Biometrika 79: 731–739).
 */
function lapsedAfter(ended: Float64Array, open: Float64Array, share: number): number | null {
  if (ended.length === 0) return null;
  // A hair more than the level, so that rounding does not keep the last of them from reaching it.
  const { time } = fallTo(ended, open, 1 - share + 1e-12);
  return time === null ? null : time / DAY;
}

function variation(values: Float64Array, mean: number): number | null {
  if (values.length < 2 || mean === 0) return null;
  return Math.sqrt(total(values, mean, 2) / (values.length - 1)) / mean;
}

/** Σ(value − center)^power for the powers 1 and 2, compensated (Neumaier 1974). */
function total(values: Float64Array, center: number, power: 1 | 2): number {
  let [sum, lost] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const deviation = (values[i] as number) - center;
    const term = power === 1 ? deviation : deviation * deviation;
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}

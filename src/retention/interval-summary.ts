import type { Estimate, Interval, Rate } from '../core/estimate.js';
import { endInterval } from '../stats/end-interval.js';
import { fallTo, logLogInterval, productLimit } from '../stats/product-limit.js';
import { quantileOfSorted } from '../stats/quantile.js';
import { rate } from '../stats/rate.js';
import { DAY } from '../time/day.js';
import type { IntervalLists } from './interval-lists.js';

/**
 * Intervals between purchases. Days are of 24 hours, and parts of days count. The shares have intervals of confidence after a
 * purchase of one number, where each customer counts once; over all numbers those of one customer hang together, and there are none.
 */
export interface PurchaseInterval {
  /** Intervals that a next purchase ended. */
  readonly n: number;
  /** Intervals without a next purchase yet. */
  readonly open: number;
  /** `open` of all. */
  readonly openShare: Rate;
  /** Mean, median, 90th percentile (type 7) and coefficient of variation (sample) of the ended ones: of these alone, so without intervals of confidence. */
  readonly meanDays: number | null;
  readonly medianDays: number | null;
  readonly p90Days: number | null;
  /** Near 1 where purchases come at random, near 0 where they come like clockwork; `null` below two intervals. */
  readonly coefficientOfVariation: number | null;
  /** The estimated share of purchases that another follows, by Kaplan–Meier: where the curve ends, 1 − S at the longest interval seen. `n` is all intervals. */
  readonly returnShare: Estimate;
  /** The days by which `lapsedShare` of those that come have come: after so long, a customer may count as lapsed. */
  readonly lapsedAfterDays: number | null;
}

/** Summarises intervals; `confidence` is `null` where they are not those of one purchase of each customer. */
export function intervalSummary(
  { ended, open }: IntervalLists,
  lapsedShare: number,
  confidence: number | null,
): PurchaseInterval {
  const n = ended.length;
  const all = n + open.length;
  const mean = n === 0 ? null : total(ended, 0, 1) / n;
  const returnShare = all === 0 ? null : 1 - fallTo(ended, open, -1).survival;
  const openShare = rate(open.length, all, confidence === null ? {} : { confidence });
  return {
    n,
    open: open.length,
    openShare: confidence === null ? { ...openShare, interval: null } : openShare,
    meanDays: mean === null ? null : mean / DAY,
    medianDays: n === 0 ? null : quantileOfSorted(ended, 0.5) / DAY,
    p90Days: n === 0 ? null : quantileOfSorted(ended, 0.9) / DAY,
    coefficientOfVariation: mean === null ? null : variation(ended, mean),
    returnShare: {
      value: returnShare,
      n: all,
      interval: all === 0 || confidence === null ? null : returnInterval(ended, open, confidence),
    },
    lapsedAfterDays: returnShare === null ? null : lapsedAfter(ended, open, returnShare * lapsedShare),
  };
}

/** That of 1 − S where the curve ends. */
function returnInterval(ended: Float64Array, open: Float64Array, confidence: number): Interval {
  const limit = productLimit(ended, open);
  const last = limit.time.length - 1;
  const survival = limit.survival[last] as number;
  const kept =
    logLogInterval(survival, limit.logVariance[last] as number, confidence) ??
    endInterval(survival, limit, last, confidence);
  return { ...kept, low: 1 - kept.high, high: 1 - kept.low };
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

import type { Interval } from '../core/estimate.js';
import { criticalValue } from './critical-value.js';
import { type RiskTimes, riskTimes } from './risk-times.js';

/** The product-limit curve: one entry for each different time at which something ended or was last seen. */
export interface ProductLimit extends RiskTimes {
  /** The estimated share that lasts longer. */
  readonly survival: Float64Array;
  /** Greenwood's sum Σ d/(n(n − d)), the variance of the logarithm of `survival`; Infinity where that is 0. */
  readonly logVariance: Float64Array;
}

/**
 * The product-limit estimate of how long things last (Kaplan & Meier 1958, JASA 53: 457–481) with Greenwood's variance (1926).
 * Of those that were last seen at the time of an end, all count as at risk of it.
 *
 * @param ended - durations of what ended, ascending, at least 0
 * @param censored - durations of what was last seen going on, ascending, at least 0
 */
export function productLimit(ended: Float64Array, censored: Float64Array): ProductLimit {
  return productLimitOf(riskTimes(ended, censored));
}

/**
 * The product-limit estimate of what was at risk and ended at each time. While as many are at risk as were left, the product of
 * (n − d)/n telescopes, and so does Greenwood's sum: without censoring the curve is the empirical one to the last bit.
 */
export function productLimitOf(times: RiskTimes): ProductLimit {
  const { atRisk, ended } = times;
  const [survival, logVariance] = [new Float64Array(atRisk.length), new Float64Array(atRisk.length)];
  // Since the number at risk last changed otherwise than by an end: what the curve was, its variance, and how many were at risk.
  let [base, baseVariance, baseRisk] = [1, 0, atRisk[0] ?? 0];
  let lasting = baseRisk;
  for (let i = 0; i < atRisk.length; i += 1) {
    const risk = atRisk[i] as number;
    if (risk !== lasting) {
      base = survival[i - 1] as number; // the first is as many as are left
      baseVariance = logVariance[i - 1] as number;
      baseRisk = risk;
    }
    lasting = risk - (ended[i] as number);
    if (lasting !== baseRisk) {
      survival[i] = (base * lasting) / baseRisk;
      logVariance[i] = baseVariance + (baseRisk - lasting) / lasting / baseRisk;
    } else {
      survival[i] = base;
      logVariance[i] = baseVariance;
    }
  }
  return { ...times, survival, logVariance };
}

/** The last entry whose time is not after a time; −1 before the first. */
export function entryAt({ time }: ProductLimit, at: number): number {
  let [low, high] = [0, time.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The time by which a share `p` has ended: the first at which `survival` is at most 1 − p; where it is 1 − p over a span, the
 * middle of the span up to the next end or the last time seen (as in R's survival). `null` when the curve does not come down so far.
 */
export function timeOfShare({ time, ended, survival }: ProductLimit, p: number): number | null {
  const target = 1 - p;
  const slack = target * NEARLY;
  let [low, high] = [0, survival.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((survival[middle] as number) <= target + slack) high = middle;
    else low = middle + 1;
  }
  if (low === survival.length) return null;
  const first = time[low] as number;
  if ((survival[low] as number) < target - slack) return first;
  for (let next = low + 1; next < survival.length; next += 1) {
    if ((ended[next] as number) > 0) return (first + (time[next] as number)) / 2;
  }
  return (first + (time[time.length - 1] as number)) / 2;
}

/**
 * The time at which the curve first comes down to a level, without the curve: `null` where it does not; and the level it ends on.
 * Takes the same lists as `productLimit`.
 */
export function fallTo(
  ended: Float64Array,
  censored: Float64Array,
  level: number,
): { readonly time: number | null; readonly survival: number } {
  let [survival, base, baseRisk] = [1, 1, ended.length + censored.length];
  let after = baseRisk;
  for (let e = 0, c = 0; e < ended.length; ) {
    const time = ended[e] as number;
    const losses = c;
    while (c < censored.length && (censored[c] as number) < time) c += 1;
    if (c > losses) {
      base = survival;
      baseRisk = after - (c - losses);
      after = baseRisk;
    }
    const first = e;
    while (e < ended.length && ended[e] === time) e += 1;
    after -= e - first;
    survival = (base * after) / baseRisk;
    if (survival <= level) return { time, survival };
  }
  return { time: null, survival };
}

/**
 * The log-log interval of a share that lasts, S^exp(±z·√V/|log S|) (Kalbfleisch & Prentice 1980), which stays between 0 and 1.
 * `null` where S is 0 or 1.
 */
export function logLogInterval(survival: number, logVariance: number, confidence: number): Interval | null {
  if (!(survival > 0 && survival < 1)) return null;
  const log = Math.log(survival);
  const factor = Math.exp((criticalValue(confidence) * Math.sqrt(logVariance)) / Math.abs(log));
  return { low: Math.exp(log * factor), high: Math.exp(log / factor), confidence, method: 'log-log' };
}

/** Shares that rounding alone keeps from being equal count as equal: R's tolerance. */
export const NEARLY = 2 ** -26;

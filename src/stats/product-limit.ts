import type { Interval } from '../core/estimate.js';
import { criticalValue } from './critical-value.js';

/** The product-limit curve: one entry for each different time at which something ended or was last seen. */
export interface ProductLimit {
  /** Ascending. */
  readonly time: Float64Array;
  /** How many had lasted until just before. */
  readonly atRisk: Float64Array;
  readonly ended: Float64Array;
  readonly censored: Float64Array;
  /** The estimated share that lasts longer. */
  readonly survival: Float64Array;
  /** Greenwood's sum Σ d/(n(n − d)), the variance of the logarithm of `survival`; Infinity where that is 0. */
  readonly logVariance: Float64Array;
}

/**
 * The product-limit estimate of how long things last (Kaplan & Meier 1958, JASA 53: 457–481) with Greenwood's variance (1926).
 *
 * Of those that were last seen at the time of an end, all count as at risk of it. While nothing is censored the product of
 * (n − d)/n telescopes, and so does Greenwood's sum: without censoring the curve is the empirical one to the last bit.
 *
 * @param ended - durations of what ended, ascending, at least 0
 * @param censored - durations of what was last seen going on, ascending, at least 0
 */
export function productLimit(ended: Float64Array, censored: Float64Array): ProductLimit {
  const curve = tallied(ended, censored);
  const { atRisk, ended: ends, censored: losses, survival, logVariance } = curve;
  // Since the last loss: what the curve was, its variance, and how many were at risk.
  let [base, baseVariance, baseRisk] = [1, 0, ended.length + censored.length];
  for (let i = 0; i < atRisk.length; i += 1) {
    const after = (atRisk[i] as number) - (ends[i] as number);
    if (after !== baseRisk) {
      survival[i] = (base * after) / baseRisk;
      logVariance[i] = baseVariance + (baseRisk - after) / after / baseRisk;
    } else {
      survival[i] = base;
      logVariance[i] = baseVariance;
    }
    if (losses[i] === 0) continue;
    base = survival[i] as number;
    baseVariance = logVariance[i] as number;
    baseRisk = after - (losses[i] as number);
  }
  return curve;
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
const NEARLY = 2 ** -26;

/** The different times of two sorted lists, how often each has them, and how many are at risk. */
function tallied(ended: Float64Array, censored: Float64Array): ProductLimit {
  const most = ended.length + censored.length;
  const [time, atRisk, ends, losses] = [0, 0, 0, 0].map(() => new Float64Array(most)) as unknown as Columns;
  let [e, c, size] = [0, 0, 0];
  while (e < ended.length || c < censored.length) {
    const nextEnd = e < ended.length ? (ended[e] as number) : Infinity;
    const nextLoss = c < censored.length ? (censored[c] as number) : Infinity;
    const [firstEnd, firstLoss] = [e, c];
    const now = nextEnd <= nextLoss ? nextEnd : nextLoss;
    if (nextEnd === now) e = endOfEqual(ended, e, now);
    if (nextLoss === now) c = endOfEqual(censored, c, now);
    time[size] = now;
    atRisk[size] = most - firstEnd - firstLoss;
    ends[size] = e - firstEnd;
    losses[size] = c - firstLoss;
    size += 1;
  }
  return {
    time: time.subarray(0, size),
    atRisk: atRisk.subarray(0, size),
    ended: ends.subarray(0, size),
    censored: losses.subarray(0, size),
    survival: new Float64Array(size),
    logVariance: new Float64Array(size),
  };
}

type Columns = readonly [Float64Array, Float64Array, Float64Array, Float64Array]; // four were mapped

function endOfEqual(sorted: Float64Array, from: number, value: number): number {
  let end = from + 1;
  while (end < sorted.length && sorted[end] === value) end += 1;
  return end;
}

import type { Estimate } from '../core/estimate.js';
import { checkNumber } from '../core/options.js';
import { criticalValue } from '../stats/critical-value.js';
import { curveIn, isKnownAt, type SurvivalResult } from './curve-result.js';
import type { SurvivalColumns } from './survival-curve.js';

/** The mean of how long things last within a horizon. */
export interface RestrictedMean extends Estimate {
  /** The horizon. */
  readonly at: number;
  readonly standardError: number | null;
}

/**
 * The mean of how long things last within the first `at` units: the area under the survival curve up to there. What to compare where some never end or the
 * curve does not come down to a half.
 *
 * The variance is Σ [∫ₜ S]²·d/(n(n − d)) over the times t up to `at` (Klein & Moeschberger 2003, eq. 4.5.2), as R prints it; the interval is value ± z·error,
 * within 0 and `at`.
 *
 * @param result - of `kaplanMeier` or `kaplanMeierColumns`
 * @param at - the horizon, above 0, in the unit of the durations
 * @returns the mean; `null` when `at` is after the last time that anything was seen, unless all had ended by then (R carries the last value on). While
 *   nothing has ended there is no standard error and no interval
 * @throws {InvalidOptionError} when the result is none, or `at` is no number above 0
 * @example
 * ```ts
 * import { kaplanMeier, restrictedMean } from 'kizuna';
 *
 * const rows = [
 *   { months: 2, left: true },
 *   { months: 6, left: true },
 *   { months: 12, left: false },
 *   { months: 12, left: false },
 * ];
 * const result = kaplanMeier(rows, { duration: 'months', ended: 'left' });
 * const { value, standardError } = restrictedMean(result, 12);
 * value; // => 8
 * standardError; // => 2.121
 * restrictedMean(result, 24).value; // => null
 * ```
 */
export function restrictedMean(result: SurvivalResult, at: number): RestrictedMean {
  const curve = curveIn(OWNER, result);
  checkNumber(OWNER, 'at', at, { min: 0, open: true });
  const { n, confidence } = result;
  if (!isKnownAt(curve, at)) return { value: null, n, interval: null, at, standardError: null };
  const { area, variance } = areaTo(curve, at);
  if (!(variance > 0)) return { value: area, n, interval: null, at, standardError: null };
  const standardError = Math.sqrt(variance) * at;
  const margin = criticalValue(confidence) * standardError;
  const interval = { low: Math.max(0, area - margin), high: Math.min(at, area + margin), confidence, method: 'normal' };
  return { value: area, n, interval, at, standardError };
}

const OWNER = 'restrictedMean';

/** From the horizon back, so that the area after each time is at hand; the variance in squares of the horizon, which are never too large. */
function areaTo({ time, survival, atRisk, events }: SurvivalColumns, at: number): { area: number; variance: number } {
  let [area, variance, to] = [0, 0, at];
  for (let i = time.length - 1; i >= 0; i -= 1) {
    const now = time[i] as number;
    if (now > at) continue;
    area += (survival[i] as number) * (to - now);
    to = now;
    const [risk, ended] = [atRisk[i] as number, events[i] as number];
    if (ended > 0 && risk > ended) variance += ((area / at) ** 2 / risk / (risk - ended)) * ended;
  }
  return { area: area + to, variance };
}

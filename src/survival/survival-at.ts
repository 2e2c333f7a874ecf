import type { Estimate } from '../core/estimate.js';
import { checkNumber, refuseOption } from '../core/options.js';
import { curveIn, isKnownAt, pointAt, type SurvivalResult } from './curve-result.js';

/** The share that lasts longer than a time. */
export interface SurvivalAt extends Estimate {
  readonly time: number;
  readonly standardError: number | null;
}

/**
 * The share that lasts longer than each of some times, read off a curve: 12-month survival, say.
 *
 * @param result - of `kaplanMeier` or `kaplanMeierColumns`
 * @param times - at least 0, in any order
 * @returns a row for each time. `value` is `null` after the last time that anything was seen, unless all had ended by then; the interval is that
 *   of the curve, `null` where this has none
 * @throws {InvalidOptionError} when the result is none, or a time is no number of at least 0
 * @example
 * ```ts
 * import { kaplanMeier, survivalAt } from 'kizuna';
 *
 * const rows = [
 *   { months: 2, left: true },
 *   { months: 5, left: true },
 *   { months: 7, left: false },
 * ];
 * const result = kaplanMeier(rows, { duration: 'months', ended: 'left' });
 * survivalAt(result, [0, 2, 6, 8]).map(({ value }) => value); // => [1, 0.667, 0.333, null]
 * ```
 */
export function survivalAt(result: SurvivalResult, times: readonly number[]): readonly SurvivalAt[] {
  const curve = curveIn(OWNER, result);
  if (!Array.isArray(times)) refuseOption(OWNER, 'times', 'to be a list of numbers', times, 'E_OPT_TYPE');
  const { n, confidence, interval: method } = result;
  return times.map((time, k) => {
    checkNumber(OWNER, `times[${k}]`, time, { min: 0 });
    const i = pointAt(curve.time, time);
    if (!isKnownAt(curve, time)) return { time, value: null, n, interval: null, standardError: null };
    if (i < 0) return { time, value: 1, n, interval: null, standardError: null };
    const [low, high, error] = [curve.low[i] as number, curve.high[i] as number, curve.standardError[i] as number];
    return {
      time,
      value: curve.survival[i] as number,
      n,
      interval: Number.isNaN(low) ? null : { low, high, confidence, method },
      standardError: Number.isNaN(error) ? null : error,
    };
  });
}

const OWNER = 'survivalAt';

import { checkNumber } from '../core/options.js';
import { curveIn, type SurvivalResult } from './curve-result.js';
import { type DurationQuantile, durationQuantile } from './duration-quantile.js';

/**
 * The duration by which a share has ended, read off a curve: the first at which survival is at most 1 − share; where it stays on 1 − share, the middle of
 * that while, up to the next end or the last time seen. The interval is where the band first comes down to 1 − share (Brookmeyer & Crowley 1982). As
 * `quantile` of R's survival, which differs where the upper end of a band rises again: it may take a later crossing. lifelines takes the first duration.
 *
 * @param result - of `kaplanMeier` or `kaplanMeierColumns`
 * @param share - the share that has ended, from 0 to 1
 * @returns the duration; `null` where the curve does not come down so far. `low` and `high` are the ends of the interval, each `null` by itself where the
 *   band does not; `interval` has both, where there are both
 * @throws {InvalidOptionError} when the result is none, or the share is not from 0 to 1
 * @example
 * ```ts
 * import { kaplanMeier, quantileSurvival } from 'kizuna';
 *
 * const rows = [
 *   { months: 2, left: true },
 *   { months: 5, left: true },
 *   { months: 7, left: false },
 * ];
 * const result = kaplanMeier(rows, { duration: 'months', ended: 'left' });
 * quantileSurvival(result, 0.25).value; // => 2
 * quantileSurvival(result, 0.9).value; // => null
 * ```
 */
export function quantileSurvival(result: SurvivalResult, share: number): DurationQuantile {
  const curve = curveIn(OWNER, result);
  checkNumber(OWNER, 'share', share, { min: 0, max: 1 });
  return durationQuantile(curve, share, result);
}

const OWNER = 'quantileSurvival';

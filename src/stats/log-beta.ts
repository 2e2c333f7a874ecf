import { checkFinite, checkPositive } from './arguments.js';
import { logGammaChange, logGammaOf } from './log-gamma.js';
import { HALF_LOG_TWO_PI, STIRLING_FROM, stirlingError } from './stirling.js';

/**
 * The logarithm of the beta function, ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), without the cancellation of that difference.
 *
 * Stirling's formula with its remainders where both are large (DiDonato & Morris 1992, ACM TOMS 18: 360–373, §3).
 *
 * @param a - a number above 0
 * @param b - a number above 0
 * @throws {InvalidOptionError} when a or b is not a number above 0 and at most 1e305
 * @example
 * ```ts
 * import { logBeta } from 'kizuna/stats';
 *
 * logBeta(2, 3); // => -2.484906649788
 * logBeta(1e8, 2); // => -36.841361497905
 * ```
 */
export function logBeta(a: number, b: number): number {
  checkPositive('logBeta', 'a', a);
  checkPositive('logBeta', 'b', b);
  return checkFinite('logBeta', 'a', a, logBetaOf(a, b));
}

/** ln B(a, b) for parameters that are known to be above 0. */
export function logBetaOf(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (small < STIRLING_FROM) return logGammaOf(small) - logGammaChange(large, small);
  const remainder = stirlingError(small) + stirlingError(large) - stirlingError(small + large);
  const powers = (small - 0.5) * Math.log1p(large / small) + large * Math.log1p(small / large);
  return HALF_LOG_TWO_PI - 0.5 * Math.log(large) - powers + remainder;
}

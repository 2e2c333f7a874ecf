import { checkNumber } from '../../core/options.js';
import { type LifetimeModel, lifetimeParameters } from './lifetime-model.js';
import { logSurvivalBetween } from './survival.js';

/** More renewals than this are refused. */
const MOST_RENEWALS = 1e9;

/**
 * The share of new customers under contract that is still there after so many renewals, S(t) = B(alpha, beta + t^c)/B(alpha, beta); c is 1 under sBG.
 *
 * @param model - a fit of `fitSbg` or `fitBetaDiscreteWeibull`, or parameters such as `{ model: 'sbg', alpha: 0.668, beta: 3.806 }`
 * @param renewals - a whole number from 0
 * @returns a share, 1 for 0 renewals
 * @throws {InvalidOptionError} when the model is another, or the number is not whole
 * @example
 * ```ts
 * import { expectedSurvival } from 'kizuna/ltv';
 *
 * expectedSurvival({ model: 'sbg', alpha: 0.668, beta: 3.806 }, 12); // => 0.378
 * expectedSurvival({ model: 'sbg', alpha: 0.668, beta: 3.806 }, 0); // => 1
 * ```
 */
export function expectedSurvival(model: LifetimeModel, renewals: number): number {
  const { alpha, beta, c } = lifetimeParameters('expectedSurvival', model);
  checkNumber('expectedSurvival', 'renewals', renewals, { min: 0, max: MOST_RENEWALS, integer: true });
  return renewals === 0 ? 1 : Math.exp(logSurvivalBetween(alpha, beta, c, 0, renewals));
}

/**
 * The retention rates of a cohort under contract: of those there after t − 1 renewals, the share that renews the t-th time, S(t)/S(t − 1). Under sBG it
 * is (beta + t − 1)/(alpha + beta + t − 1), which rises.
 *
 * @param model - as in `expectedSurvival`
 * @param renewals - how many renewals, a whole number from 1
 * @returns the rates of renewals 1, 2 … in order
 * @throws {InvalidOptionError} when the model is another, or the number is out of range
 * @example
 * ```ts
 * import { retentionRates } from 'kizuna/ltv';
 *
 * retentionRates({ model: 'sbg', alpha: 0.704, beta: 1.182 }, 4); // => [0.627, 0.756, 0.819, 0.856]
 * ```
 */
export function retentionRates(model: LifetimeModel, renewals: number): readonly number[] {
  const { alpha, beta, c } = lifetimeParameters('retentionRates', model);
  checkNumber('retentionRates', 'renewals', renewals, { min: 1, max: 1e6, integer: true });
  return Array.from({ length: renewals }, (_, i) => Math.exp(logSurvivalBetween(alpha, beta, c, i, i + 1)));
}

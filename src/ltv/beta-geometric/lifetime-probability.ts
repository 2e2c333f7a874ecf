import { checkNumber } from '../../core/options.js';
import { type LifetimeModel, lifetimeParameters } from './lifetime-model.js';
import { logSurvivalBetween } from './survival.js';

/**
 * How likely a new customer under contract is to stay for exactly so many periods and then leave, P(T = t) = S(t − 1) − S(t), computed without that
 * difference. Over all t from 1 these add up to 1.
 *
 * @param model - as in `expectedSurvival`
 * @param duration - periods, a whole number from 1
 * @throws {InvalidOptionError} when the model is another, or the number is not whole
 * @example
 * ```ts
 * import { lifetimeProbability } from 'kizuna/ltv';
 *
 * lifetimeProbability({ model: 'sbg', alpha: 0.704, beta: 1.182 }, 1); // => 0.373
 * lifetimeProbability({ model: 'sbg', alpha: 0.704, beta: 1.182 }, 2); // => 0.153
 * ```
 */
export function lifetimeProbability(model: LifetimeModel, duration: number): number {
  const { alpha, beta, c } = lifetimeParameters('lifetimeProbability', model);
  checkNumber('lifetimeProbability', 'duration', duration, { min: 1, max: 1e9, integer: true });
  const before = duration === 1 ? 0 : logSurvivalBetween(alpha, beta, c, 0, duration - 1);
  return Math.exp(before) * -Math.expm1(logSurvivalBetween(alpha, beta, c, duration - 1, duration));
}

import type { Estimate } from '../core/estimate.js';
import { checkConfidence, checkOptions } from '../core/options.js';
import { criticalValue } from '../stats/critical-value.js';
import type { CoxModel } from './cox-model.js';
import { type CoxCovariates, distancesOf, linearPredictor, varianceAlong } from './cox-values.js';

/** How many times the chance to end of one is that of another. */
export interface HazardRatio extends Estimate {
  /** Of the logarithm. */
  readonly standardError: number | null;
}

/** Of the interval. */
export interface HazardRatioOptions {
  /** Default that of the model. */
  readonly confidence?: number | undefined;
}

/**
 * How many times as likely to end, at any time, somebody is as somebody else: e^((a − b)ᵀβ), with Wald's interval.
 *
 * @param model - of `coxRegression`
 * @param a - the covariates of the one, by their names in the model
 * @param b - those of the other
 * @param options - the confidence
 * @returns the ratio; `value` is `null` where it is no finite number, the interval where a coefficient runs to infinity
 * @throws {InvalidOptionError} when a covariate is not there, no number or a category that the model has not seen
 * @example
 * ```ts
 * import { coxRegression, hazardRatio } from 'kizuna';
 *
 * const customers = [
 *   { months: 2, left: true, seats: 1 },
 *   { months: 3, left: true, seats: 4 },
 *   { months: 5, left: true, seats: 2 },
 *   { months: 6, left: false, seats: 3 },
 *   { months: 7, left: true, seats: 2 },
 * ];
 * const model = coxRegression(customers, { duration: 'months', ended: 'left', covariates: ['seats'] });
 * hazardRatio(model, { seats: 5 }, { seats: 1 }).value; // => 0.351
 * ```
 */
export function hazardRatio(
  model: CoxModel,
  a: CoxCovariates,
  b: CoxCovariates,
  options: HazardRatioOptions = {},
): HazardRatio {
  checkOptions(OWNER, options, ['confidence']);
  const [one, other] = [distancesOf(OWNER, model, a), distancesOf(OWNER, model, b)];
  const confidence = checkConfidence(OWNER, options.confidence ?? model.confidence);
  const difference = one.map((value, j) => value - (other[j] as number));
  const logarithm = linearPredictor(model, difference);
  const [value, n] = [Math.exp(logarithm), model.n];
  if (!Number.isFinite(value)) return { value: null, n, interval: null, standardError: null };
  if (model.covariance === null) return { value, n, interval: null, standardError: null };
  const standardError = Math.sqrt(varianceAlong(model.covariance, difference));
  const reach = criticalValue(confidence) * standardError;
  const [low, high] = [Math.exp(logarithm - reach), Math.exp(logarithm + reach)];
  return { value, n, interval: high < Infinity ? { low, high, confidence, method: 'wald' } : null, standardError };
}

const OWNER = 'hazardRatio';

import type { Data } from '../core/data.js';
import { fitLifetimes, type LifetimeFitOptions, type LifetimeParameter } from './lifetime-fit.js';
import type { Weibull } from './lifetime-model.js';

/**
 * The Weibull distribution of how long something lasts, by maximum likelihood: S(t) = exp(−(t/scale)^shape). Ends come more often with age where
 * shape is above 1, less often where it is below; with 1 it is the exponential distribution. `lifetimeSurvival`, `lifetimeQuantile` and the other
 * predictions take what it returns.
 *
 * The same in R's survreg: its intercept is ln scale, its scale 1/shape. In lifelines: `lambda_` is scale, `rho_` is shape. The log-likelihood is that of
 * the durations in their own units, as in both. Covariates multiply time (accelerated failure time): scale of a customer is scale·e^(Σ γ(z − center)),
 * and `coefficients` has their time ratios e^γ and their centers, the mean (0 where all values are −1, 0 or 1). R's intercept is ln scale − Σ γ·center.
 *
 * @param rows - rows or columns of customers, contracts or whatever lasts
 * @param options - `duration` and `ended` are needed; `entry` (left truncation), `weight`, `covariates` (names of fields), `confidence`, `missing`, `invalid`,
 * `penalty`, `starts`, `maxIterations`
 * @returns shape and scale with their standard errors, covariance and diagnostics, as plain data; scale is in the unit of the durations, for covariates
 * at their centers. Coefficients stand beside them as `time.<field>`
 * @throws {FitError} `E_FIT_IDENTIFY` when none ended, or a covariate is the same for all or follows from others
 * @throws {InvalidDataError} when a duration is not above 0 and at most 1e15 (0 has no logarithm), or is not after its entry, or there are no rows
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { fitWeibull, lifetimeSurvival } from 'kizuna/survival';
 *
 * const rows = [
 *   { months: 4, left: true },
 *   { months: 9, left: true },
 *   { months: 13, left: true },
 *   { months: 18, left: false },
 *   { months: 21, left: true },
 *   { months: 24, left: false },
 * ];
 * const model = fitWeibull(rows, { duration: 'months', ended: 'left' });
 * [model.shape, model.scale]; // => [1.626, 20.34]
 * lifetimeSurvival(model, 12); // => 0.655
 * fitWeibull([{ months: 4, left: false }], { duration: 'months', ended: 'left' }); // throws FitError
 * ```
 */
export function fitWeibull<Row>(rows: Data<Row>, options: LifetimeFitOptions<Row, 'shape' | 'scale'>): Weibull {
  // What it reads is checked there.
  return fitLifetimes('fitWeibull', 'weibull', WEIBULL, rows as Data<never>, options as LifetimeFitOptions<never>);
}

const WEIBULL: readonly LifetimeParameter<'shape' | 'scale'>[] = [
  { name: 'shape', of: 'spread', by: 'logarithm', sign: -1 },
  { name: 'scale', of: 'place', by: 'logarithm', sign: 1 },
];

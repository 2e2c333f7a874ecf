import type { Data } from '../core/data.js';
import { fitLifetimes, type LifetimeFitOptions, type LifetimeParameter } from './lifetime-fit.js';
import type { LogLogistic } from './lifetime-model.js';

/**
 * The log-logistic distribution of how long something lasts, by maximum likelihood: S(t) = 1/(1 + (t/scale)^shape). As the log-normal, with more who stay
 * very long; the odds of having ended rise as a power of time, and scale is the median.
 *
 * The same in R's survreg: its intercept is ln scale, its scale 1/shape. In lifelines: `alpha_` is scale, `beta_` is shape. Covariates multiply time: scale
 * of a customer is scale·e^(Σ γ(z − center)), and R's intercept ln scale − Σ γ·center.
 *
 * @param rows - as in `fitWeibull`
 * @param options - as in `fitWeibull`
 * @returns shape and scale with their standard errors, covariance and diagnostics, as plain data; scale is in the unit of the durations, for covariates
 * at their centers
 * @throws {FitError} as `fitWeibull`
 * @throws {InvalidDataError} as `fitWeibull`
 * @throws {InvalidOptionError} as `fitWeibull`
 * @example
 * ```ts
 * import { fitLogLogistic } from 'kizuna/survival';
 *
 * const rows = [
 *   { days: 20, left: true },
 *   { days: 45, left: true },
 *   { days: 160, left: true },
 *   { days: 365, left: false },
 * ];
 * const model = fitLogLogistic(rows, { duration: 'days', ended: 'left' });
 * [model.shape, model.scale]; // => [1.13, 95.1]
 * ```
 */
export function fitLogLogistic<Row>(rows: Data<Row>, options: LifetimeFitOptions<Row, 'shape' | 'scale'>): LogLogistic {
  // What it reads is checked there.
  return fitLifetimes(
    'fitLogLogistic',
    'log-logistic',
    LOG_LOGISTIC,
    rows as Data<never>,
    options as LifetimeFitOptions<never>,
  );
}

const LOG_LOGISTIC: readonly LifetimeParameter<'shape' | 'scale'>[] = [
  { name: 'shape', of: 'spread', by: 'logarithm', sign: -1 },
  { name: 'scale', of: 'place', by: 'logarithm', sign: 1 },
];

import type { Data } from '../core/data.js';
import { fitLifetimes, type LifetimeFitOptions, type LifetimeParameter } from './lifetime-fit.js';
import type { LogNormal } from './lifetime-model.js';

/**
 * The log-normal distribution of how long something lasts, by maximum likelihood: S(t) = 1 − Φ((ln t − mu)/sigma). Ends come rarely at first, then often,
 * then rarely again: who has got through the first time is likely to stay.
 *
 * The same in R's survreg: its intercept is mu, its scale sigma. In lifelines: `mu_` and `sigma_`. Covariates multiply time: mu of a customer is
 * mu + Σ γ(z − center), and R's intercept mu − Σ γ·center.
 *
 * @param rows - as in `fitWeibull`
 * @param options - as in `fitWeibull`
 * @returns mu and sigma with their standard errors, covariance and diagnostics, as plain data; mu is the logarithm of the median in the unit of the
 * durations, for covariates at their centers
 * @throws {FitError} as `fitWeibull`
 * @throws {InvalidDataError} as `fitWeibull`
 * @throws {InvalidOptionError} as `fitWeibull`
 * @example
 * ```ts
 * import { fitLogNormal, lifetimeQuantile } from 'kizuna/survival';
 *
 * const rows = [
 *   { days: 20, left: true },
 *   { days: 45, left: true },
 *   { days: 160, left: true },
 *   { days: 365, left: false },
 * ];
 * const model = fitLogNormal(rows, { duration: 'days', ended: 'left' });
 * [model.mu, model.sigma]; // => [4.642, 1.434]
 * lifetimeQuantile(model, 0.5); // => 103.72
 * ```
 */
export function fitLogNormal<Row>(rows: Data<Row>, options: LifetimeFitOptions<Row, 'mu' | 'sigma'>): LogNormal {
  // What it reads is checked there.
  return fitLifetimes(
    'fitLogNormal',
    'log-normal',
    LOG_NORMAL,
    rows as Data<never>,
    options as LifetimeFitOptions<never>,
  );
}

const LOG_NORMAL: readonly LifetimeParameter<'mu' | 'sigma'>[] = [
  { name: 'mu', of: 'place', by: 'itself', sign: 1 },
  { name: 'sigma', of: 'spread', by: 'logarithm', sign: 1 },
];

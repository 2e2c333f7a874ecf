import type { Data } from '../core/data.js';
import { fitLifetimes, type LifetimeFitOptions, type LifetimeParameter } from './lifetime-fit.js';
import type { Exponential } from './lifetime-model.js';

/**
 * The exponential distribution of how long something lasts, by maximum likelihood: S(t) = e^(−rate·t). Ends come at one rate whatever the age, which
 * is what a plain churn rate assumes; rate = events/time at risk. Compare its AIC with that of `fitWeibull` before believing it.
 *
 * The same in R's survreg: its intercept is −ln rate. In lifelines: `lambda_` is 1/rate. Covariates multiply time: the rate of a customer is
 * rate·e^(−Σ γ(z − center)), and R's intercept −ln rate − Σ γ·center.
 *
 * @param rows - as in `fitWeibull`
 * @param options - as in `fitWeibull`
 * @returns rate, per unit of the durations, with its standard error and diagnostics, as plain data; for covariates at their centers
 * @throws {FitError} as `fitWeibull`
 * @throws {InvalidDataError} as `fitWeibull`
 * @throws {InvalidOptionError} as `fitWeibull`
 * @example
 * ```ts
 * import { fitExponential, meanLifetime } from 'kizuna/survival';
 *
 * const rows = [
 *   { months: 4, left: true },
 *   { months: 10, left: true },
 *   { months: 16, left: false },
 * ];
 * const model = fitExponential(rows, { duration: 'months', ended: 'left' });
 * model.rate; // => 0.0667
 * [model.events, model.timeAtRisk]; // => [2, 30]
 * meanLifetime(model); // => 15.00
 * ```
 */
export function fitExponential<Row>(rows: Data<Row>, options: LifetimeFitOptions<Row, 'rate'>): Exponential {
  // What it reads is checked there.
  return fitLifetimes(
    'fitExponential',
    'exponential',
    EXPONENTIAL,
    rows as Data<never>,
    options as LifetimeFitOptions<never>,
  );
}

const EXPONENTIAL: readonly LifetimeParameter<'rate'>[] = [{ name: 'rate', of: 'place', by: 'logarithm', sign: -1 }];

import type { Estimate, Interval } from '../core/estimate.js';
import { checkChoice, checkOptions } from '../core/options.js';
import { standardNormalQuantile } from '../stats/normal-quantile.js';
import { deltaError, type UncertainModels } from './delta-method.js';
import { uncertainQuantity } from './uncertain-quantity.js';

/** How the uncertainty of the parameters becomes that of a quantity. */
export interface ModelEstimateOptions {
  /** What the interval is even on: `'log'` for amounts and counts above 0, `'logit'` for probabilities; default `'identity'`. */
  readonly scale?: 'identity' | 'log' | 'logit' | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** A number that follows from a fitted model, with the uncertainty of its parameters. */
export interface ModelEstimate extends Estimate {
  readonly standardError: number | null;
}

/**
 * What follows from a fitted model, with its uncertainty: any number that can be computed from the parameters, such as a prediction for a
 * customer or the sum of those for all. The interval is of the mean that is predicted, not of what one customer will do.
 *
 * The delta method: the standard error is √(g′Cg), with the covariance C of the parameters and the slopes g of the quantity by them; the
 * interval is normal on the `scale`. Quick, and good where the quantity is nearly straight within the uncertainty of the parameters;
 * `modelBootstrap` is slower and right for any quantity.
 *
 * Models of one name each, such as `{ purchases, spend }`, are taken to be estimated apart, so that their covariances do not mix.
 *
 * @param model - a fitted model, or an object of several
 * @param quantity - a finite number from such a model
 * @param options - `scale`, `confidence`
 * @returns the value with its interval; there is none where a model's `covariance` is `null`, for which its `diagnostics` say why
 * @throws {InvalidDataError} when the quantity is no finite number
 * @throws {InvalidOptionError} when an option is unknown or out of range, or a model is not a fitted one
 * @example
 * ```ts
 * import { expectedPurchases, fitBgNbd, modelEstimate, simulateCustomers } from 'kizuna/ltv';
 *
 * const truth = { model: 'bg/nbd', r: 0.5, alpha: 6, a: 0.8, b: 2.4 } as const;
 * const model = fitBgNbd(simulateCustomers(truth, { n: 2000, T: 52, seed: 7 }));
 * const customer = { frequency: 3, recency: 40, T: 52 };
 * const { value, interval } = modelEstimate(model, (model) => expectedPurchases(model, customer, 26), { scale: 'log' });
 * (value ?? 0) > (interval?.low ?? 0); // => true
 * interval?.method; // => 'delta-log'
 * ```
 */
export function modelEstimate<Model extends UncertainModels>(
  model: Model,
  quantity: (model: Model) => number,
  options: ModelEstimateOptions = {},
): ModelEstimate {
  checkOptions(OWNER, options, ['scale', 'confidence']);
  const { value, n, confidence } = uncertainQuantity(OWNER, model, quantity, options.confidence);
  const scale = checkChoice(OWNER, 'scale', options.scale ?? 'identity', ['identity', 'log', 'logit']);
  const standardError = deltaError(OWNER, model, quantity);
  const reach = standardError === null ? null : standardNormalQuantile((1 + confidence) / 2) * standardError;
  const limits = reach === null ? null : limitsOf(value, reach, scale);
  const method = scale === 'identity' ? 'delta' : `delta-${scale}`;
  return { value, n, interval: limits && { ...limits, confidence, method }, standardError };
}

const OWNER = 'modelEstimate';

/** The ends of an interval that is even on the scale; nothing where the value is outside the scale. */
function limitsOf(
  value: number,
  reach: number,
  scale: 'identity' | 'log' | 'logit',
): Pick<Interval, 'low' | 'high'> | null {
  if (reach === 0) return { low: value, high: value };
  if (scale === 'identity') return { low: value - reach, high: value + reach };
  if (scale === 'log') {
    return value > 0 ? { low: value * Math.exp(-reach / value), high: value * Math.exp(reach / value) } : null;
  }
  if (!(value > 0 && value < 1)) return null;
  const wide = Math.exp(reach / (value * (1 - value)));
  return { low: value / (value + (1 - value) * wide), high: value / (value + (1 - value) / wide) };
}

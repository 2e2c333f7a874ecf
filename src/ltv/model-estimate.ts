import type { Data } from '../core/data.js';
import type { Estimate, Interval } from '../core/estimate.js';
import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { momentsOf } from '../stats/moments.js';
import { standardNormalQuantile } from '../stats/normal-quantile.js';
import { quantileOfSorted } from '../stats/quantile.js';
import { checkSeed, randomFrom } from '../stats/random.js';
import { deltaError, isOne, numberOf, type UncertainModels } from './delta-method.js';
import { resampler } from './resample.js';

/** By the covariance of the parameters: quick, and good where the quantity is nearly straight within their uncertainty. */
export interface DeltaOptions {
  readonly method: 'delta';
  /** What the interval is even on: `'log'` for amounts and counts above 0, `'logit'` for probabilities; default `'identity'`. */
  readonly scale?: 'identity' | 'log' | 'logit' | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** By customers that the model makes up, to whom it is fitted again: slow, and right for any quantity and where there is no covariance. */
export interface ParametricBootstrapOptions {
  readonly method: 'bootstrap';
  /** The customers that the model was fitted to, or others with their `T` and covariates (`frequency` for a model of spend alone). */
  readonly customers: Data<object>;
  /** A field of whole numbers that says how many customers a row stands for. */
  readonly weight?: string | undefined;
  /** A whole number from 0 to 4294967295. */
  readonly seed: number;
  /** How often customers are made up, at least 20; default 200. */
  readonly resamples?: number | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** A number that follows from a fitted model, with the uncertainty of its parameters. */
export interface ModelEstimate extends Estimate {
  readonly standardError: number | null;
  /** Fits that the interval rests on; `null` by the delta method. */
  readonly resamples: number | null;
  /** Fits that were not possible, or gave no finite number; without an interval where it is more than one in twenty. */
  readonly failed: number;
}

/**
 * What follows from a fitted model, with its uncertainty: any number that can be computed from the parameters, such as a prediction for a
 * customer or the sum of those for all. The interval is of the mean that is predicted, not of what one customer will do.
 *
 * - `'delta'`: the standard error is √(g′Cg), with the covariance C of the parameters and the slopes g of the quantity by them; the interval is
 *   normal on the `scale`
 * - `'bootstrap'`: customers with the same `T` are made up by the model, it is fitted to them, and so on (Efron & Tibshirani 1993, 6.5);
 *   the interval is between quantiles of what they give
 *
 * Models of one name each, such as `{ purchases, spend }`, are taken to be estimated apart, so that their covariances do not mix.
 *
 * @param model - a fitted model, or an object of several
 * @param quantity - a finite number from such a model
 * @param options - `method`; `confidence`; `scale`; `customers`, `weight`, `seed`, `resamples`
 * @returns the value with its interval; there is none where a model's `covariance` is `null`, for which its `diagnostics` say why
 * @throws {InvalidDataError} when the quantity is no finite number
 * @throws {InvalidOptionError} when an option is unknown, missing or out of range, or a model cannot be simulated
 * @example
 * ```ts
 * import { expectedPurchases, fitBgNbd, modelEstimate, simulateCustomers } from 'kizuna/ltv';
 *
 * const truth = { model: 'bg/nbd', r: 0.5, alpha: 6, a: 0.8, b: 2.4 } as const;
 * const model = fitBgNbd(simulateCustomers(truth, { n: 2000, T: 52, seed: 7 }));
 * const customer = { frequency: 3, recency: 40, T: 52 };
 * const { value, interval } = modelEstimate(model, (model) => expectedPurchases(model, customer, 26), { method: 'delta', scale: 'log' });
 * (value ?? 0) > (interval?.low ?? 0); // => true
 * interval?.method; // => 'delta-log'
 * ```
 */
export function modelEstimate<Model extends UncertainModels>(
  model: Model,
  quantity: (model: Model) => number,
  options: DeltaOptions | ParametricBootstrapOptions,
): ModelEstimate {
  const method: unknown = options?.method;
  if (method !== 'delta' && method !== 'bootstrap') {
    refuseOption(OWNER, 'method', "to be 'delta' or 'bootstrap'", method);
  }
  if (typeof quantity !== 'function') refuseOption(OWNER, 'quantity', 'to be a function', quantity, 'E_OPT_TYPE');
  const models = isOne(model) ? [model] : Object.values<{ readonly n: number }>(model);
  if (Object(model) !== model || models.some((one) => !(one?.n > 0))) {
    refuseOption(OWNER, 'model', 'to be a fitted model, or an object of them', model, 'E_OPT_TYPE');
  }
  const value = numberOf(OWNER, quantity(model));
  const n = Math.min(...models.map((one) => one.n));
  const confidence = checkConfidence(OWNER, options.confidence ?? 0.95);
  return options.method === 'delta'
    ? byDelta(model, quantity, { value, n, confidence }, options)
    : byBootstrap(model, quantity, { value, n, confidence }, options);
}

const OWNER = 'modelEstimate';

interface Facts {
  readonly value: number;
  readonly n: number;
  readonly confidence: number;
}

function byDelta<Model extends UncertainModels>(
  model: Model,
  quantity: (model: Model) => number,
  { value, n, confidence }: Facts,
  options: DeltaOptions,
): ModelEstimate {
  checkOptions(OWNER, options, ['method', 'scale', 'confidence']);
  const scale = checkChoice(OWNER, 'scale', options.scale ?? 'identity', ['identity', 'log', 'logit']);
  const standardError = deltaError(OWNER, model, quantity);
  const reach = standardError === null ? null : standardNormalQuantile((1 + confidence) / 2) * standardError;
  const limits = reach === null ? null : limitsOf(value, reach, scale);
  const method = scale === 'identity' ? 'delta' : `delta-${scale}`;
  const interval = limits && { ...limits, confidence, method };
  return { value, n, interval, standardError, resamples: null, failed: 0 };
}

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

function byBootstrap<Model extends UncertainModels>(
  model: Model,
  quantity: (model: Model) => number,
  { value, n, confidence }: Facts,
  options: ParametricBootstrapOptions,
): ModelEstimate {
  checkOptions(OWNER, options, ['method', 'customers', 'weight', 'seed', 'resamples', 'confidence']);
  const random = randomFrom(checkSeed(OWNER, options.seed));
  const resamples = checkNumber(OWNER, 'resamples', options.resamples ?? 200, { min: 20, max: 1e6, integer: true });
  const resample = resampler(OWNER, model, options.customers, options.weight);
  const found: number[] = [];
  for (let k = 0; k < resamples; k += 1) {
    const again = resample(random);
    const number: unknown = again === null ? null : quantity(again);
    if (typeof number === 'number' && Number.isFinite(number)) found.push(number);
  }
  const failed = resamples - found.length;
  const { standardDeviation } = momentsOf(OWNER, Float64Array.from(found), 'quantity');
  const sorted = Float64Array.from(found).sort();
  const at = (share: number) => quantileOfSorted(sorted, share, 6) + 0;
  const [low, high] = failed > resamples / 20 ? [null, null] : [at((1 - confidence) / 2), at((1 + confidence) / 2)];
  const interval = low === null ? null : { low, high, confidence, method: 'parametric-bootstrap' };
  return { value, n, interval, standardError: standardDeviation, resamples: found.length, failed };
}

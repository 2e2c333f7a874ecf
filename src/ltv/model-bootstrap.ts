import type { Data } from '../core/data.js';
import type { Estimate } from '../core/estimate.js';
import { checkNumber, checkOptions } from '../core/options.js';
import { momentsOf } from '../stats/moments.js';
import { quantileOfSorted } from '../stats/quantile.js';
import { checkSeed, randomFrom } from '../stats/random.js';
import type { UncertainModels } from './delta-method.js';
import { resampler } from './resample.js';
import { uncertainQuantity } from './uncertain-quantity.js';

/** Whom customers are made up after, and how often. */
export interface ModelBootstrapOptions {
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

/** A number that follows from a fitted model, with its uncertainty from models fitted to customers who were made up. */
export interface ModelBootstrap extends Estimate {
  readonly standardError: number | null;
  /** Fits that the interval rests on. */
  readonly resamples: number;
  /** Fits that were not possible, or gave no finite number; without an interval where it is more than one in twenty. */
  readonly failed: number;
}

/**
 * What follows from a fitted model, with its uncertainty by the parametric bootstrap: customers with the same `T` are made up by the
 * model, it is fitted to them, and so on; the interval is between quantiles of what these models give (Efron & Tibshirani 1993, 6.5).
 * Slow, and right for any quantity and where there is no covariance; `modelEstimate` takes no new fits.
 *
 * Models of one name each, such as `{ purchases, spend }`, are fitted again together: customers buy by the one and spend by the other.
 *
 * @param model - a fitted model of purchases or of spend, or an object of several
 * @param quantity - a finite number from such a model
 * @param options - `customers` and `seed` are needed; `weight`, `resamples`, `confidence`
 * @returns the value with its interval
 * @throws {InvalidDataError} when the quantity is no finite number
 * @throws {InvalidOptionError} when an option is unknown, missing or out of range, or a model is one of which customers cannot be made up
 * @example
 * ```ts
 * import { fitBgNbd, modelBootstrap, simulateCustomers } from 'kizuna/ltv';
 *
 * const truth = { model: 'bg/nbd', r: 0.5, alpha: 6, a: 0.8, b: 2.4 } as const;
 * const customers = simulateCustomers(truth, { n: 500, T: 52, seed: 7 });
 * const rate = modelBootstrap(fitBgNbd(customers), ({ r, alpha }) => r / alpha, { customers, seed: 1, resamples: 40 });
 * rate.resamples; // => 40
 * rate.interval?.method; // => 'parametric-bootstrap'
 * ```
 */
export function modelBootstrap<Model extends UncertainModels>(
  model: Model,
  quantity: (model: Model) => number,
  options: ModelBootstrapOptions,
): ModelBootstrap {
  checkOptions(OWNER, options, ['customers', 'weight', 'seed', 'resamples', 'confidence']);
  const { value, n, confidence } = uncertainQuantity(OWNER, model, quantity, options.confidence);
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

const OWNER = 'modelBootstrap';

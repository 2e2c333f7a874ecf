import { checkNumber, checkOptions } from '../core/options.js';
import { checkSeed, randomFrom } from '../stats/random.js';
import { type LifetimeModel, lifetimeParameters } from './beta-geometric/lifetime-model.js';
import { simulateLifetime } from './beta-geometric/simulate-lifetime.js';

/** How many customers, seen for how many renewals. */
export interface SimulateLifetimesOptions {
  readonly n: number;
  /** Renewals that were seen; who is still there then has `ended: false`. */
  readonly renewals: number;
  /** A whole number from 0 to 4294967295. */
  readonly seed: number;
}

/** How long a customer stayed. */
export interface SimulatedLifetime {
  /** Renewals until they ended, or until the end of observation. */
  readonly duration: number;
  readonly ended: boolean;
}

/**
 * Lifetimes of customers under contract, made up by sBG or the beta-discrete-Weibull: rows as the fits of those models take them.
 *
 * @param model - a fitted sBG or beta-discrete-Weibull, or its parameters
 * @param options - `n`, `renewals`, `seed`
 * @returns a row for each customer
 * @throws {InvalidOptionError} when the model is neither, a parameter is not above 0, or an option is missing or out of range
 * @example
 * ```ts
 * import { simulateLifetimes } from 'kizuna/ltv';
 *
 * const model = { model: 'sbg', alpha: 0.668, beta: 3.806 } as const;
 * const lifetimes = simulateLifetimes(model, { n: 1000, renewals: 7, seed: 1 });
 * lifetimes.every(({ duration }) => duration >= 1 && duration <= 7); // => true
 * ```
 */
export function simulateLifetimes(
  model: LifetimeModel,
  options: SimulateLifetimesOptions,
): readonly SimulatedLifetime[] {
  const owner = 'simulateLifetimes';
  const parameters = lifetimeParameters(owner, model);
  checkOptions(owner, options, ['n', 'renewals', 'seed']);
  const n = checkNumber(owner, 'n', options.n, { min: 0, max: 1e8, integer: true });
  const renewals = checkNumber(owner, 'renewals', options.renewals, { min: 1, max: 1e6, integer: true });
  const random = randomFrom(checkSeed(owner, options.seed));
  return Array.from({ length: n }, () => simulateLifetime(parameters, renewals, random));
}

import { checkNumber, checkOptions } from '../core/options.js';
import { checkSeed, type Random, randomFrom } from '../stats/random.js';
import { exponentialVariate } from '../stats/random-variates.js';
import { type LifetimeLaw, LONGEST_TIME, lawOf } from './lifetime-law.js';
import type { LifetimeDistribution } from './lifetime-model.js';

/** How many lifetimes, observed for how long. */
export interface SimulateDurationsOptions {
  readonly n: number;
  /** What lasts longer was last seen going on then; without it, all are seen to end (unless they last longer than 1e15). */
  readonly observed?: number | undefined;
  /** The values of the model's covariates, where it has some. */
  readonly customer?: object | undefined;
  /** A whole number from 0 to 4294967295. */
  readonly seed: number;
}

/** How long something lasted, or had lasted when it was last seen. */
export interface SimulatedDuration {
  readonly duration: number;
  readonly ended: boolean;
}

/**
 * Lifetimes made up by a distribution: rows as the fits take them, to see what a fit would make of so many, seen for so long.
 *
 * @param model - as in `lifetimeSurvival`
 * @param options - `n` and `seed` are needed; `observed`, `customer`
 * @returns a row for each
 * @throws {InvalidDataError} as `lifetimeSurvival`
 * @throws {InvalidOptionError} as `lifetimeSurvival`, and when an option is missing
 * @example
 * ```ts
 * import { fitWeibull, simulateDurations } from 'kizuna/survival';
 *
 * const truth = { model: 'weibull', shape: 1.5, scale: 20 } as const;
 * const rows = simulateDurations(truth, { n: 2000, observed: 24, seed: 1 });
 * const { shape, scale } = fitWeibull(rows, { duration: 'duration', ended: 'ended' });
 * [shape, scale]; // => [1.494, 20.19]
 * ```
 */
export function simulateDurations(
  model: LifetimeDistribution,
  options: SimulateDurationsOptions,
): readonly SimulatedDuration[] {
  const owner = 'simulateDurations';
  checkOptions(owner, options, ['n', 'observed', 'customer', 'seed']);
  const law = lawOf(owner, model, options.customer);
  const n = checkNumber(owner, 'n', options.n, { min: 0, max: 1e8, integer: true });
  const range = { min: Number.MIN_VALUE, max: LONGEST_TIME };
  const observed = checkNumber(owner, 'observed', options.observed ?? LONGEST_TIME, range);
  const random = randomFrom(checkSeed(owner, options.seed));
  return Array.from({ length: n }, () => {
    const duration = Math.max(Number.MIN_VALUE, Math.exp(law.mu + law.sigma * standardVariate(law, random)));
    return duration <= observed ? { duration, ended: true } : { duration: observed, ended: false };
  });
}

/** A draw of the standardised logarithm of time; one at −∞ becomes the least number. */
function standardVariate({ kind }: LifetimeLaw, random: Random): number {
  if (kind === 'log-normal') return random.normal();
  const waited = exponentialVariate(random);
  return kind === 'weibull' ? Math.log(waited) : Math.log(Math.expm1(waited));
}

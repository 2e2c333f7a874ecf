import type { Random } from '../../stats/random.js';
import { betaVariate, exponentialVariate } from '../../stats/random-variates.js';
import type { BetaDiscreteWeibullParameters } from './lifetime-model.js';

/** A customer of the model, seen for this many renewals. Given the chance θ, S(t) is (1 − θ)^(t^c). */
export function simulateLifetime(
  { alpha, beta, c }: BetaDiscreteWeibullParameters,
  renewals: number,
  random: Random,
): { readonly duration: number; readonly ended: boolean } {
  const chance = betaVariate(random, alpha, beta);
  const waited = exponentialVariate(random) / -Math.log1p(-chance);
  const duration = Math.max(1, Math.ceil(waited ** (1 / c)));
  return duration <= renewals ? { duration, ended: true } : { duration: renewals, ended: false };
}

import type { Random } from '../../stats/random.js';
import { gammaVariate } from '../../stats/random-variates.js';
import type { GammaGammaParameters } from './gamma-gamma-model.js';

/** The mean spend of a customer of the model with this many repeat purchases; 0 without any, as in `customerSummary`. */
export function simulateGammaGamma({ p, q, gamma }: GammaGammaParameters, frequency: number, random: Random): number {
  if (frequency === 0) return 0;
  // The sum of the purchases is gamma with shape p x; its rate is gamma(q)/gamma over customers.
  const spend = (gammaVariate(random, p * frequency) / frequency) * (gamma / gammaVariate(random, q));
  return Math.min(Number.MAX_VALUE, Math.max(Number.MIN_VALUE, spend)); // tiny shapes go beyond the doubles
}

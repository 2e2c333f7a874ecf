import type { Random } from '../../stats/random.js';
import { betaVariate, geometricVariate } from '../../stats/random-variates.js';
import type { SimulatedHistory } from '../customer-history.js';
import type { BgBbParameters } from './bg-bb-model.js';

/** A customer of the model, seen for T opportunities after the first purchase. */
export function simulateBgBb(
  { alpha, beta, gamma, delta }: BgBbParameters,
  T: number,
  random: Random,
): SimulatedHistory {
  const chance = betaVariate(random, alpha, beta);
  // The opportunity before which the customer is lost.
  const lost = geometricVariate(random, betaVariate(random, gamma, delta));
  let [frequency, recency] = [0, 0];
  for (let i = 1; i <= T && i < lost; i += 1) {
    if (random.uniform() >= chance) continue;
    frequency += 1;
    recency = i;
  }
  return { frequency, recency, T, isAlive: lost > T };
}

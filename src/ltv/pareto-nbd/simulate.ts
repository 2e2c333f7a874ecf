import type { Random } from '../../stats/random.js';
import { exponentialVariate, gammaVariate } from '../../stats/random-variates.js';
import type { SimulatedHistory } from '../customer-history.js';
import type { ParetoNbdParameters } from './parameters.js';

/** A customer of the model, observed for a time T from the first purchase on. */
export function simulateParetoNbd(p: ParetoNbdParameters, T: number, random: Random): SimulatedHistory {
  const rate = gammaVariate(random, p.r) / p.alpha;
  const lifetime = exponentialVariate(random) / (gammaVariate(random, p.s) / p.beta);
  const end = Math.min(T, lifetime);
  let frequency = 0;
  let recency = 0;
  for (let time = exponentialVariate(random) / rate; time <= end; time += exponentialVariate(random) / rate) {
    frequency += 1;
    recency = time;
  }
  return { frequency, recency, T, isAlive: lifetime > T };
}

import type { Random } from '../../stats/random.js';
import { betaVariate, exponentialVariate, gammaVariate, geometricVariate } from '../../stats/random-variates.js';
import type { BetaGeometricNbd } from './parameters.js';

/** What a simulated customer did up to T, and whether they were still a customer then. */
export interface SimulatedHistory {
  readonly frequency: number;
  readonly recency: number;
  readonly T: number;
  readonly isAlive: boolean;
}

/** A customer of the model, observed for a time T from the first purchase on. */
export function simulateBgNbd(p: BetaGeometricNbd, T: number, random: Random): SimulatedHistory {
  const rate = gammaVariate(random, p.r) / p.alpha;
  const chances = geometricVariate(random, betaVariate(random, p.a, p.b));
  // The chance that they take to leave follows this repeat purchase; the first chance under MBG/NBD follows the first purchase.
  const last = p.model === 'bg/nbd' ? chances : chances - 1;
  let frequency = 0;
  let recency = 0;
  if (last > 0) {
    for (let time = exponentialVariate(random) / rate; time <= T; time += exponentialVariate(random) / rate) {
      frequency += 1;
      recency = time;
      if (frequency === last) break;
    }
  }
  return { frequency, recency, T, isAlive: frequency < last };
}

import type { Random } from '../../stats/random.js';
import {
  betaVariate,
  exponentialVariate,
  gammaVariate,
  geometricVariate,
  poissonVariate,
} from '../../stats/random-variates.js';
import type { SimulatedHistory } from '../customer-history.js';
import type { BetaGeometricNbd } from './parameters.js';

/** From so many purchases expected in a lifetime of T on, they are not made up one by one. */
const MANY = 1e4;
/** Counts beyond this are no whole numbers of doubles. */
const MOST = 2 ** 53;

/** A customer of the model, observed for a time T from the first purchase on. */
export function simulateBgNbd(p: BetaGeometricNbd, T: number, random: Random): SimulatedHistory {
  const rate = gammaVariate(random, p.r) / p.alpha;
  const chances = geometricVariate(random, betaVariate(random, p.a, p.b));
  // The chance that they take to leave follows this repeat purchase; the first chance under MBG/NBD follows the first purchase.
  const last = p.model === 'bg/nbd' ? chances : chances - 1;
  if (rate * T > MANY) return together(Math.min(rate * T, MOST), last, T, random);
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

/** The same from the number of purchases that T has room for, whose times are then in order of uniform ones: the k-th of n is beta (k, n − k + 1). */
function together(mean: number, last: number, T: number, random: Random): SimulatedHistory {
  const room = poissonVariate(random, mean);
  const frequency = Math.min(room, last);
  const recency = frequency === 0 ? 0 : T * betaVariate(random, frequency, room - frequency + 1);
  return { frequency, recency, T, isAlive: frequency < last };
}

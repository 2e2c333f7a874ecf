import { checkProbability, checkShape } from './arguments.js';
import { inverseBetaTail, placeOfOdds } from './beta-inverse.js';
import type { Tail } from './gamma-tail.js';

/** The place that has probability p in the given tail of the beta distribution, its arguments checked. */
export function betaQuantile(owner: string, p: number, a: number, b: number, tail: Tail): number {
  checkProbability(owner, tail === 'lower' ? 'p' : 'q', p, { zero: true, one: true });
  checkShape(owner, 'a', a);
  checkShape(owner, 'b', b);
  return placeOfOdds(inverseBetaTail(a, b, p, tail));
}

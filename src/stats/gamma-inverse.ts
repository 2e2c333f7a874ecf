import { gammaKernel, gammaTail, type Tail } from './gamma-tail.js';
import { logGammaOf } from './log-gamma.js';
import { standardNormalQuantile } from './normal-quantile.js';
import { logQuotient, quotient } from './scaled.js';
import { tailRoot } from './tail-root.js';

/** The x that has probability p in the given tail of the gamma distribution of shape a, for p from 0 to 1. */
export function inverseGammaTail(a: number, p: number, tail: Tail): number {
  if (p === 0 || p === 1) return (p === 0) === (tail === 'lower') ? 0 : Number.POSITIVE_INFINITY;
  // 1 − p is exact from ½ on.
  if (p > 0.5) return inverseGammaTail(a, 1 - p, tail === 'lower' ? 'upper' : 'lower');
  const sign = tail === 'lower' ? 1 : -1;
  return tailRoot(firstGuess(a, p, tail), (x) => {
    const probability = gammaTail(a, x, tail);
    const slope = sign * quotient(gammaKernel(a, x), probability);
    return { gap: logQuotient(probability, p), slope, bend: slope * (a - x - slope) };
  });
}

function firstGuess(a: number, p: number, tail: Tail): number {
  const lower = tail === 'lower' ? p : 1 - p;
  const powerLaw = Math.exp((Math.log(lower) + logGammaOf(a + 1)) / a);
  if (a < 1) {
    if (tail === 'lower' || powerLaw < 0.5) return powerLaw;
    return Math.max(0.5, -Math.log(p) - logGammaOf(a));
  }
  // Wilson & Hilferty 1931.
  const z = standardNormalQuantile(p) * (tail === 'lower' ? 1 : -1);
  const root = Math.max(0, 1 - 1 / (9 * a) + z / (3 * Math.sqrt(a)));
  const cube = a * root ** 3;
  return tail === 'lower' ? Math.max(powerLaw, cube) : cube;
}

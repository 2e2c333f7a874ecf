import { scaledExponentialIntegral } from '../../stats/exponential-integral.js';
import { bgNbdAlive } from './alive.js';
import { betaMean } from './beta-mean.js';
import { type BetaGeometricNbd, chancesAfter } from './parameters.js';

/**
 * Expected purchases after T for all time, each discounted by e^(−discount · time): DERT of Fader, Hardie & Lee (2005, JMR 42: 415–430)
 * for a customer who leaves by the BG/NBD's rule. Infinite without a discount where a is 1 or less.
 *
 * P(alive) ∫ e^(−δt) E[λ e^(−λpt)] dt; with λ ~ gamma(A, B) and z = δB/p the integral is the mean over p of A/p · e^z E_{A+1}(z).
 */
export function bgNbdResidual(
  p: BetaGeometricNbd,
  frequency: number,
  recency: number,
  T: number,
  discount: number,
): number {
  const { r, alpha, a, model } = p;
  const alive = bgNbdAlive(p, frequency, recency, T);
  const b = p.b + chancesAfter(model, frequency);
  const A = r + frequency;
  const decay = discount * (alpha + T);
  if (decay === 0) return a > 1 ? (alive * (a + b - 1)) / (a - 1) : Number.POSITIVE_INFINITY;
  return (
    alive * betaMean(a, b, (A + 1) / decay, (chance) => (A / chance) * scaledExponentialIntegral(A + 1, decay / chance))
  );
}

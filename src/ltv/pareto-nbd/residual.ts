import { scaledExponentialIntegral } from '../../stats/exponential-integral.js';
import { paretoNbdAlive } from './alive.js';
import type { ParetoNbdParameters } from './parameters.js';

/**
 * Discounted expected residual purchases, with the continuous rate `discount` above 0 in a unit of time: Fader, Hardie & Lee (2005, JMR 42:
 * 415–430), where Tricomi's Ψ(s, s; z) is the exponential integral e^z E_s(z), z = discount·(beta + T).
 */
export function paretoNbdResidual(
  p: ParetoNbdParameters,
  frequency: number,
  recency: number,
  T: number,
  discount: number,
): number {
  const age = p.beta + T;
  const rate = (p.r + frequency) / (p.alpha + T);
  return paretoNbdAlive(p, frequency, recency, T) * rate * age * scaledExponentialIntegral(p.s, discount * age);
}

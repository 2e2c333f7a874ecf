import { hypergeometricOne } from '../../stats/hypergeometric-one.js';
import { bgNbdAlive } from './alive.js';
import { type BetaGeometricNbd, chancesAfter } from './parameters.js';

/** With this step, or half the width of a narrow distribution, the trapezoidal rule is right to 1e-12. */
const STEP = 0.28;
const STEP_OF_WIDTH = 0.55;
const NEGLIGIBLE = 1e-17;

/**
 * Expected purchases after T for all time, each discounted by e^(−discount · time): DERT of Fader, Hardie & Lee (2005, JMR 42: 415–430)
 * for a customer who leaves by the BG/NBD's rule. Infinite without a discount where a is 1 or less.
 *
 * Who is alive buys ∫ λ e^(−(δ + λp)t) dt = λ/(δ + λp) more. The mean over p ~ beta(a, b) is λ/δ · ₂F₁(1, a; a + b; −λ/δ); λ takes the
 * gamma distribution (A, B) to (A + 1, B).
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
  const B = alpha + T;
  if (discount === 0) return a > 1 ? (alive * (a + b - 1)) / (a - 1) : Number.POSITIVE_INFINITY;
  const share = gammaMean(A + 1, (A + 1) / B, (rate) => hypergeometricOne(a, a + b, -rate / discount));
  return (alive * A * share) / (B * discount);
}

/** The mean of a bounded f(λ), smooth on the scale of ln λ, over a gamma distribution of this shape, at least 1, and mean: the trapezoidal rule in ln λ. */
function gammaMean(shape: number, mean: number, f: (rate: number) => number): number {
  const step = Math.min(STEP, STEP_OF_WIDTH / Math.sqrt(shape));
  let weights = 0;
  let sum = 0;
  for (const side of [-1, 1]) {
    for (let n = side < 0 ? 1 : 0; ; n += 1) {
      const d = side * n * step;
      const weight = Math.exp(shape * (d - Math.expm1(d)));
      const value = weight * f(mean * Math.exp(d));
      weights += weight;
      sum += value;
      if (weight < NEGLIGIBLE * weights && value < NEGLIGIBLE * sum) break;
    }
  }
  return sum / weights;
}

import { regularizedBetaComplement } from './incomplete-beta.js';
import { logGamma } from './log-gamma.js';
import { normal } from './normal.js';

/** Beyond this shift the sum grows long and the normal form is right to 1e-6. */
const MOST_SHIFT = 1000;
const NEGLIGIBLE = 1e-17;

/**
 * The chance that a noncentral t variable, (Z + shift)/√(χ²ᵥ/ν), lies above t: the series of Lenth 1989 (AS 243, Applied Statistics 38: 185–189),
 * summed over the upper tails and outward from its largest term, so that neither a small chance nor a large shift loses digits.
 */
export function noncentralTSurvival(t: number, degreesOfFreedom: number, shift: number): number {
  if (t < 0) return 1 - noncentralTSurvival(-t, degreesOfFreedom, -shift);
  if (Math.abs(shift) > MOST_SHIFT) {
    // Abramowitz & Stegun 26.7.10.
    const s = 1 / (4 * degreesOfFreedom);
    return normal.survival((t * (1 - s) - shift) / Math.sqrt(1 + 2 * t * t * s));
  }
  const x = (t * t) / (degreesOfFreedom + t * t);
  const half = degreesOfFreedom / 2;
  const rate = (shift * shift) / 2;
  const even = (j: number): number => weight(rate, j) * regularizedBetaComplement(x, j + 0.5, half);
  const odd = (j: number): number =>
    Math.sign(shift) * weight(rate, j + 0.5) * regularizedBetaComplement(x, j + 1, half);
  const largest = Math.floor(rate);
  let sum = 0;
  for (let j = largest; weight(rate, j) > NEGLIGIBLE; j += 1) sum += even(j) + odd(j);
  for (let j = largest - 1; j >= 0 && weight(rate, j + 0.5) > NEGLIGIBLE; j -= 1) sum += even(j) + odd(j);
  return Math.min(1, Math.max(0, sum / 2));
}

/** rate^j·e^(−rate)/Γ(j + 1): Poisson weights, also half way between. */
function weight(rate: number, j: number): number {
  if (rate === 0) return j === 0 ? 1 : 0;
  return Math.exp(j * Math.log(rate) - rate - logGamma(j + 1));
}

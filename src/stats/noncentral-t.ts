import { gammaProbability } from './gamma.js';
import { integral } from './gauss-legendre.js';
import { regularizedBetaComplement } from './incomplete-beta.js';
import { logGamma } from './log-gamma.js';
import { normal } from './normal.js';

/** Beyond this shift the sum grows long, and its weights lose digits. */
const MOST_SHIFT = 10;
const NEGLIGIBLE = 1e-17;

/** A normal variable is never further out than this, as far as doubles tell. */
const REACH = 9;
/** Likewise for the root of χ²ᵥ/ν, in its standard deviations 1/√(2ν): its upper tail is longer. */
const CHI_REACH = 12;
const PANELS = 4;

/**
 * The chance that a noncentral t variable, (Z + shift)/√(χ²ᵥ/ν), lies above t, right to 1e-14, or to 1e-16·shift where that is more.
 *
 * For small shifts the series of Lenth 1989 (AS 243, Applied Statistics 38: 185–189), summed over the upper tails and outward from its largest
 * term; for large ones the integral over Z.
 */
export function noncentralTSurvival(t: number, degreesOfFreedom: number, shift: number): number {
  if (t < 0) return 1 - noncentralTSurvival(-t, degreesOfFreedom, -shift);
  const chance =
    Math.abs(shift) > MOST_SHIFT ? byIntegral(t, degreesOfFreedom, shift) : bySeries(t, degreesOfFreedom, shift);
  return Math.min(1, Math.max(0, chance));
}

/** ∫ φ(z)·P(χ²ᵥ/ν < ((z + shift)/t)²) dz, where that chance is neither 0 nor 1, and the normal tail where it is 1. */
function byIntegral(t: number, degreesOfFreedom: number, shift: number): number {
  const reach = (CHI_REACH * t) / Math.sqrt(2 * degreesOfFreedom);
  const low = Math.max(-REACH, t - shift - reach, -shift);
  const high = Math.min(REACH, t - shift + reach);
  const beyond = normal.survival(Math.max(high, -shift));
  if (!(low < high)) return beyond;
  const term = (z: number): number => {
    const place = (z + shift) / t;
    return normal.pdf(z) * gammaProbability((degreesOfFreedom / 2) * place * place, degreesOfFreedom / 2, 1, 'lower');
  };
  return integral(term, low, high, PANELS) + beyond;
}

function bySeries(t: number, degreesOfFreedom: number, shift: number): number {
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
  return sum / 2;
}

/** rate^j·e^(−rate)/Γ(j + 1): Poisson weights, also half way between. */
function weight(rate: number, j: number): number {
  if (rate === 0) return j === 0 ? 1 : 0;
  return Math.exp(j * Math.log(rate) - rate - logGamma(j + 1));
}

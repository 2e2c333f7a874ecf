import type { HypergeometricSlopes } from './hypergeometric-slopes.js';

const STEP = 1 / 32;
/** Where a term is this far below the largest, e^−42, it no longer counts. */
const NEGLIGIBLE = 42;
const ENDS = 3.4; // tanh(π/2 sinh 3.4) is 1 to the last digit and its weight nothing

/**
 * ₂F₁(1, b; c; z) for b > 0, c ≥ b and z < 1 that is close to 1 or far below 0, with the derivatives of its logarithm.
 *
 * Euler's integral (c − 1) ∫ (1 − u)^(c−2) (1 + wu)^(−p) du over u = 0…1 for ₂F₁(1, p; c; −w), in the variable t = ln(1 + wu), by the double
 * exponential rule (Takahasi & Mori 1974): p = b, w = −z below 0, and p = c − b, w = z/(1 − z) above (Pfaff).
 * Below c = 2 one step of the recurrence over b and c first, of positive terms.
 */
export function hypergeometricIntegral(
  b: number,
  c: number,
  z: number,
  complement: number,
  slopes: HypergeometricSlopes,
): HypergeometricSlopes {
  if (c >= 2) return quadrature(b, c, z, complement, slopes);
  if (z > 0) return fromAbove(b, c, z, hypergeometricIntegral(b + 1, c + 1, z, complement, slopes));
  return fromBeside(b, c, -z, hypergeometricIntegral(b, c + 1, z, complement, slopes));
}

/** ₂F₁(1, b; c; z) = 1 + b/c·z ₂F₁(1, b + 1; c + 1; z). */
function fromAbove(b: number, c: number, z: number, slopes: HypergeometricSlopes): HypergeometricSlopes {
  const grown = (b / c) * z * slopes.value;
  slopes.value = 1 + grown;
  const share = grown / slopes.value;
  slopes.byB = share * (slopes.byB + 1 / b);
  slopes.byC = share * (slopes.byC - 1 / c);
  slopes.byZ = share * (slopes.byZ + 1 / z);
  return slopes;
}

/** ₂F₁(1, b; c; −w) = (1 + (c − b)/c·w ₂F₁(1, b; c + 1; −w))/(1 + w). */
function fromBeside(b: number, c: number, w: number, slopes: HypergeometricSlopes): HypergeometricSlopes {
  const grown = w * slopes.value;
  const whole = 1 + (1 - b / c) * grown;
  const share = ((1 - b / c) * grown) / whole;
  slopes.value = whole / (1 + w);
  slopes.byB = share * slopes.byB - grown / c / whole;
  slopes.byC = share * slopes.byC + ((grown / c) * (b / c)) / whole;
  slopes.byZ = share * (slopes.byZ - 1 / w) + 1 / (1 + w);
  return slopes;
}

function quadrature(
  b: number,
  c: number,
  z: number,
  complement: number,
  slopes: HypergeometricSlopes,
): HypergeometricSlopes {
  const p = z < 0 ? b : c - b;
  const w = z < 0 ? -z : z / complement;
  const whole = z < 0 ? Math.log(complement) : -Math.log(complement); // ln(1 + w)
  const length = supportOf(p, c, w, whole);
  let sum = 0;
  let sumT = 0;
  let sumRest = 0;
  let sumZ = 0;
  for (const [share, remainder, slope] of nodes()) {
    const t = length * share;
    const rest = length * remainder + (whole - length); // from t to the end, to full relative precision
    const logRest = Math.log((-Math.expm1(-rest) * (1 + w)) / w); // ln(1 − u)
    const weight = slope * Math.exp((c - 2) * logRest + (1 - p) * t);
    sum += weight;
    sumT += weight * t;
    sumRest += weight * logRest;
    sumZ += weight * (z < 0 ? -Math.expm1(-t) : Math.expm1(t)); // times b/|z|: the slope by z
  }
  const value = ((c - 1) / w) * sum * length * STEP;
  const meanT = sumT / sum;
  slopes.value = z < 0 ? value : value / complement;
  slopes.byB = z < 0 ? -meanT : meanT;
  slopes.byC = 1 / (c - 1) + sumRest / sum - (z < 0 ? 0 : meanT);
  slopes.byZ = ((b / Math.abs(z)) * sumZ) / sum;
  return slopes;
}

/** How far t must go: to the end, or to where the integrand is negligible beside its largest value. */
function supportOf(p: number, c: number, w: number, whole: number): number {
  const logarithm = (t: number): number => (c - 2) * Math.log((-Math.expm1(t - whole) * (1 + w)) / w) + (1 - p) * t;
  const peak = p < 1 ? Math.max(0, Math.log(((1 - p) * (1 + w)) / (c - 1 - p))) : 0;
  const least = logarithm(peak) - NEGLIGIBLE;
  let low = peak;
  let high = whole;
  for (let halving = 0; halving < 24; halving += 1) {
    const middle = (low + high) / 2;
    if (logarithm(middle) < least) high = middle;
    else low = middle;
  }
  return high;
}

let made: readonly Node[] | undefined;

type Node = readonly [share: number, remainder: number, slope: number];

/** The places of the rule on 0…1, from either end, and their weights. */
function nodes(): readonly Node[] {
  if (made !== undefined) return made;
  const list: Node[] = [];
  for (let v = -ENDS; v <= ENDS; v += STEP) {
    const odds = Math.exp(Math.PI * Math.sinh(v));
    list.push([odds / (1 + odds), 1 / (1 + odds), (Math.PI * Math.cosh(v) * odds) / (1 + odds) / (1 + odds)]);
  }
  made = list;
  return list;
}

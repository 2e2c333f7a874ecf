import { hypergeometricIntegral } from './hypergeometric-integral.js';
import { type HypergeometricSlopes, hypergeometricSlopes } from './hypergeometric-slopes.js';

/** Gauss's continued fraction needs about 19/√(1 + w) more links for every digit lost; past this many the integral is quicker. */
const MOST_LINKS = 240;
/** The same for the value alone, whose links cost a tenth. */
const MOST_LINKS_OF_VALUE = 2000;
const CLOSE_ENOUGH = 1e-18; // the slopes follow a few links behind the value
const HUGE = 1e120;

/**
 * ₂F₁(1, b; c; z) for b > 0, c ≥ b and z < 1, negative z too: the mean of 1/(1 − zu) when u has the beta distribution (b, c − b).
 * `complement` is 1 − z, to be given where z alone would round it away. At z = 1 it is (c − 1)/(c − b − 1), or infinite.
 *
 * Gauss's continued fraction (DLMF 15.7.5), for z > 0 after Pfaff's transformation ₂F₁(1, b; c; z) = ₂F₁(1, c − b; c; −z/(1 − z))/(1 − z),
 * so that all its terms are positive. Where it converges slowly, Euler's integral.
 */
export function hypergeometricOne(b: number, c: number, z: number, complement: number = 1 - z): number {
  if (z === 0) return 1;
  if (complement <= 0) return c - b > 1 ? (c - 1) / (c - b - 1) : Number.POSITIVE_INFINITY;
  const value = z < 0 ? fraction(b, c, -z) : fraction(c - b, c, z / complement) / complement;
  return value > 0 ? value : hypergeometricIntegral(b, c, z, complement, SCRATCH).value;
}

/** The same with the derivatives of its logarithm; for z < 1. `slopes` is filled and returned; `value` is ₂F₁ itself. */
export function hypergeometricOneSlopes(
  b: number,
  c: number,
  z: number,
  complement: number,
  slopes: HypergeometricSlopes,
): HypergeometricSlopes {
  const isDirect = z <= 0 || 2 * b < c; // a value near 1 would lose the digits of its slopes in the transformation
  const isDone = isDirect ? slopesOf(b, c, -z, slopes) : slopesOf(c - b, c, z / complement, slopes);
  if (!isDone) return hypergeometricIntegral(b, c, z, complement, slopes);
  if (isDirect) slopes.byZ = -slopes.byZ;
  else transform(complement, slopes);
  return slopes;
}

/** From ₂F₁(1, c − b; c; −z/(1 − z)) and its slopes by c − b, c and z/(1 − z). */
function transform(complement: number, slopes: HypergeometricSlopes): void {
  slopes.value /= complement;
  slopes.byC += slopes.byB;
  slopes.byB = -slopes.byB;
  slopes.byZ = (1 + slopes.byZ / complement) / complement;
}

const SCRATCH = /* @__PURE__ */ hypergeometricSlopes();

/**
 * ₂F₁(1, p; c; −w) for c ≥ p ≥ 0 and w ≥ 0: the inverse of 1 + pw/(c + (c − p)w/(c + 1 + (p + 1)cw/(c + 2 + 2(c − p + 1)w/(c + 3 + …)))),
 * its convergents by Wallis's recurrence without a division. NaN where that takes too many links.
 */
function fraction(p: number, c: number, w: number): number {
  let aboveBefore = 1;
  let above = 1;
  let belowBefore = 0;
  let below = 1;
  let gap = 1; // |above·belowBefore − aboveBefore·below|, exact in sign and without cancellation
  for (let link = 1; link <= MOST_LINKS_OF_VALUE; link += 1) {
    const m = link >> 1;
    const numerator = (link & 1) === 0 ? m * (c - p - 1 + m) * w : link === 1 ? p * w : (p + m) * (c - 1 + m) * w;
    const denominator = c + link - 1;
    const aboveNext = denominator * above + numerator * aboveBefore;
    const belowNext = denominator * below + numerator * belowBefore;
    gap *= numerator;
    if (gap <= CLOSE_ENOUGH * aboveNext * below) return belowNext / aboveNext;
    aboveBefore = above;
    above = aboveNext;
    belowBefore = below;
    below = belowNext;
    if (above > HUGE) {
      aboveBefore /= HUGE;
      above /= HUGE;
      belowBefore /= HUGE;
      below /= HUGE;
      gap = gap / HUGE / HUGE;
    }
  }
  return Number.NaN;
}

/** The same with the derivatives of its logarithm by p (as `byB`), c and w (as `byZ`), for w > −1: the recurrence differentiated. */
function slopesOf(p: number, c: number, w: number, slopes: HypergeometricSlopes): boolean {
  let a0 = 1; // above, before and now, and its derivatives
  let a1 = 1;
  let ap0 = 0;
  let ap1 = 0;
  let ac0 = 0;
  let ac1 = 0;
  let aw0 = 0;
  let aw1 = 0;
  let b0 = 0; // below
  let b1 = 1;
  let bp0 = 0;
  let bp1 = 0;
  let bc0 = 0;
  let bc1 = 0;
  let bw0 = 0;
  let bw1 = 0;
  let gap = 1;
  const size = Math.abs(w);
  for (let link = 1; link <= MOST_LINKS; link += 1) {
    const m = link >> 1;
    let factor: number; // the link is factor·w
    let byP: number;
    let byC: number;
    if ((link & 1) === 0) {
      factor = m * (c - p - 1 + m);
      byP = -m * w;
      byC = m * w;
    } else if (link === 1) {
      factor = p;
      byP = w;
      byC = 0;
    } else {
      factor = (p + m) * (c - 1 + m);
      byP = (c - 1 + m) * w;
      byC = (p + m) * w;
    }
    const numerator = factor * w;
    const denominator = c + link - 1;
    const a2 = denominator * a1 + numerator * a0;
    const b2 = denominator * b1 + numerator * b0;
    const ap2 = denominator * ap1 + numerator * ap0 + byP * a0;
    const bp2 = denominator * bp1 + numerator * bp0 + byP * b0;
    const ac2 = denominator * ac1 + a1 + numerator * ac0 + byC * a0;
    const bc2 = denominator * bc1 + b1 + numerator * bc0 + byC * b0;
    const aw2 = denominator * aw1 + numerator * aw0 + factor * a0;
    const bw2 = denominator * bw1 + numerator * bw0 + factor * b0;
    gap *= (factor + 1) * size; // the value may end at a link that is 0; its slopes go on
    if (gap <= CLOSE_ENOUGH * a2 * b1) {
      slopes.value = b2 / a2;
      slopes.byB = bp2 / b2 - ap2 / a2;
      slopes.byC = bc2 / b2 - ac2 / a2;
      slopes.byZ = bw2 / b2 - aw2 / a2;
      return true;
    }
    const scale = a2 > HUGE ? 1 / HUGE : 1;
    a0 = a1 * scale;
    a1 = a2 * scale;
    b0 = b1 * scale;
    b1 = b2 * scale;
    ap0 = ap1 * scale;
    ap1 = ap2 * scale;
    bp0 = bp1 * scale;
    bp1 = bp2 * scale;
    ac0 = ac1 * scale;
    ac1 = ac2 * scale;
    bc0 = bc1 * scale;
    bc1 = bc2 * scale;
    aw0 = aw1 * scale;
    aw1 = aw2 * scale;
    bw0 = bw1 * scale;
    bw1 = bw2 * scale;
    gap *= scale * scale;
  }
  return false;
}

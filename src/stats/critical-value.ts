/**
 * The z within which a standard normal variable lies, on both sides, with the given confidence: 1.96 for 0.95.
 *
 * Newton's method from 0, which rises to the root on the series of the centre and on the continued fraction of the tail
 * (Abramowitz and Stegun 1964, 26.2.11 and 26.2.14). A fifth of `standardNormalQuantile` in code, for small bundles.
 */
export function criticalValue(confidence: number): number {
  for (let z = 0; ; ) {
    const density = Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2);
    const next = z + (z < 2 ? confidence / density - centre(z) : tail(z) - (1 - confidence) / density);
    if (!(next > z)) return z;
    z = next;
  }
}

function centre(z: number): number {
  let sum = z;
  let term = z;
  for (let k = 3; term > sum * 1e-17; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return sum;
}

function tail(z: number): number {
  let fraction = z;
  for (let k = 100; k > 0; k -= 1) fraction = z + k / fraction;
  return 1 / fraction;
}

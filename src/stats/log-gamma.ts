import { checkFinite, checkPositive } from './arguments.js';
import { polynomial } from './polynomial.js';
import { HALF_LOG_TWO_PI, STIRLING_FROM, stirlingError, stirlingErrorChange } from './stirling.js';

// ln Γ(2 + z)/z for |z| ≤ ½: (−1)^k (ζ(k) − 1)/k, from k = 27 down to k = 2, then 1 − γ. Abramowitz & Stegun 6.1.33.
const NEAR_TWO = [
  -2.7595228851242334e-10, 5.731367241678862e-10, -1.1921401405860912e-9, 2.4836745438024785e-9, -5.183475041970047e-9,
  1.0838659214896955e-8, -2.2711094608943164e-8, 4.7698101693639804e-8, -1.0043224823968099e-7, 2.1207184805554665e-7,
  -4.492469198764566e-7, 9.55141213040742e-7, -2.039215753801366e-6, 4.374866789907488e-6, -9.439488275268397e-6,
  2.050721277567069e-5, -4.492623673813314e-5, 9.945751278180853e-5, -0.00022315475845357939, 0.0005096695247430425,
  -0.001192753911703261, 0.0028905103307415234, -0.007385551028673986, 0.020580808427784546, -0.0673523010531981,
  0.3224670334241132, 0.42278433509846713,
];

/**
 * The logarithm of the gamma function, ln Γ(x), for x above 0, to the last digits also beside its zeros at 1 and 2.
 *
 * Series about 2 (Abramowitz & Stegun 6.1.33), recurrence up to 10, Stirling's series beyond.
 *
 * @param x - a number above 0
 * @returns ln Γ(x); for a whole x it is the logarithm of (x − 1)!
 * @throws {InvalidOptionError} when x is not a number above 0, or so large that ln Γ(x) is no double
 * @example
 * ```ts
 * import { logGamma } from 'kizuna/stats';
 *
 * logGamma(5); // => 3.17805383034794562
 * logGamma(1); // => 0
 * ```
 */
export function logGamma(x: number): number {
  checkPositive('logGamma', 'x', x);
  return checkFinite('logGamma', 'x', x, logGammaOf(x));
}

/** ln Γ(x) for an x that is known to be above 0. */
export function logGammaOf(x: number): number {
  if (x < 0.5) return logGammaOnePlus(x) - Math.log(x);
  if (x <= 1.5) return logGammaOnePlus(x - 1);
  if (x >= STIRLING_FROM) return (x - 0.5) * (Math.log(x) - 1) + (HALF_LOG_TWO_PI - 0.5) + stirlingError(x);
  const { product, rest } = reduce(x);
  return product === 1 ? logGammaNearTwo(rest) : Math.log(product) + logGammaNearTwo(rest);
}

/** ln Γ(1 + z) for |z| ≤ ½, at full relative precision beside 0. */
export function logGammaOnePlus(z: number): number {
  return z === 0 ? 0 : logGammaNearTwo(z) - Math.log1p(z);
}

/** Γ(x) itself for x from 0 to 170, at full relative precision. */
export function gammaFunction(x: number): number {
  if (x < 1.5) return gammaFunction(x + 1) / x;
  const { product, rest } = reduce(x);
  return product * Math.exp(logGammaNearTwo(rest));
}

/** ln Γ(x + step) − ln Γ(x) without cancellation, for a step of either size. */
export function logGammaChange(x: number, step: number): number {
  if (x >= STIRLING_FROM) {
    return (x + step - 0.5) * Math.log1p(step / x) + step * (Math.log(x) - 1) + stirlingErrorChange(x, step);
  }
  if (step >= 1) return logGammaOf(x + step) - logGammaOf(x);
  return logGammaChange(x + 1, step) - Math.log1p(step / x);
}

function logGammaNearTwo(z: number): number {
  return z * polynomial(z, NEAR_TWO);
}

/** Γ(x) = product · Γ(2 + rest) with |rest| ≤ ½, for x ≥ 1.5. */
function reduce(x: number): { product: number; rest: number } {
  let product = 1;
  let rest = x - 2;
  while (rest > 0.5) {
    product *= rest + 1;
    rest -= 1;
  }
  return { product, rest };
}

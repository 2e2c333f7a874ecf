import { gammaFunction, logGammaOf, logGammaOnePlus } from './log-gamma.js';
import { minusLog1p, ratioDeviance } from './log1p-minus.js';
import { complement, plain, type Scaled, SMALLEST_EXACT, times } from './scaled.js';
import { stirlingError } from './stirling.js';
import { tailIntegral } from './tail-integral.js';

// Series and continued fraction take about √a terms near the mode; from here on the integral is cheaper.
const INTEGRAL_FROM = 100;
const MOST_TERMS = 10_000;

export type Tail = 'lower' | 'upper';

/** P(a, x) or Q(a, x), the tails of the gamma distribution of shape a, each computed as itself wherever it is the smaller one. */
export function gammaTail(a: number, x: number, tail: Tail): Scaled {
  if (x === 0) return plain(tail === 'lower' ? 0 : 1);
  if (a >= INTEGRAL_FROM) {
    const smaller = x < a ? 'lower' : 'upper';
    const value = times(gammaKernel(a, x), smaller === 'lower' ? lowerIntegral(a, x) : upperIntegral(a, x));
    return tail === smaller ? value : complement(value);
  }
  if (x >= Math.max(a, 1)) {
    const upper = times(gammaKernel(a, x), upperFraction(a, x));
    return tail === 'upper' ? upper : complement(upper);
  }
  if (tail === 'upper' && a < 1) return plain(upperOfSmallShape(a, x));
  const lower = times(gammaKernel(a, x), lowerSeries(a, x));
  return tail === 'lower' ? lower : complement(lower);
}

/** x^a e^−x / Γ(a): x times the density of shape a. Saddle-point form of Loader 2000, and the plain product in deep tails. */
export function gammaKernel(a: number, x: number): Scaled {
  const deviance = a * ratioDeviance(x / a, (x - a) / a);
  const power = x ** a;
  if (isProductBetter(a, deviance) && power > SMALLEST_EXACT && power < 1 / SMALLEST_EXACT) {
    return { factor: power / gammaFunction(a), exponent: -x };
  }
  return { factor: Math.sqrt(a / (2 * Math.PI)) * Math.exp(-stirlingError(a)), exponent: -deviance };
}

/**
 * Whether powers over gamma functions, multiplied out, keep more digits than the saddle-point form: the rounding of the largest
 * parameter counts against the one, that of the deviance against the other.
 */
export function isProductBetter(largest: number, deviance: number): boolean {
  return largest < 2 || (largest <= 30 && deviance > 10);
}

/** P/kernel: Σ x^n / (a (a + 1) … (a + n)). Abramowitz & Stegun 6.5.29. */
function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MOST_TERMS && term > 1e-17 * sum; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Q/kernel: the continued fraction of Legendre, by the recurrence of Lentz. Abramowitz & Stegun 6.5.31 (even part). */
function upperFraction(a: number, x: number): number {
  let denominator = x + 1 - a;
  let ratio = Number.POSITIVE_INFINITY;
  let inverse = 1 / denominator;
  let value = inverse;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    const step = n * (a - n);
    denominator += 2;
    inverse = 1 / (step * inverse + denominator);
    ratio = denominator + step / ratio;
    value *= ratio * inverse;
    if (Math.abs(ratio * inverse - 1) < 2e-16) break;
  }
  return value;
}

/** Q for a and x below 1, where 1 − P would cancel: 1 − x^a/Γ(1 + a) (1 + a Σ (−x)^n / (n! (a + n))). */
function upperOfSmallShape(a: number, x: number): number {
  let sum = 0;
  let power = 1;
  for (let n = 1; Math.abs(power) > 1e-18; n += 1) {
    power *= -x / n;
    sum += power / (a + n);
  }
  const exponent = a * Math.log(x) - (a <= 0.5 ? logGammaOnePlus(a) : logGammaOf(1 + a));
  return -Math.expm1(exponent) - Math.exp(exponent) * a * sum;
}

function upperIntegral(a: number, x: number): number {
  const slope = (x - a + 1) / x;
  const fall = (h: number): number => h * slope + (a - 1) * minusLog1p(h / x);
  return tailIntegral(fall, slope, (a - 1) / x / x, Number.POSITIVE_INFINITY) / x;
}

function lowerIntegral(a: number, x: number): number {
  const slope = (a - 1 - x) / x;
  const fall = (h: number): number => h * slope + (a - 1) * minusLog1p(-h / x);
  return tailIntegral(fall, slope, (a - 1) / x / x, x) / x;
}

import { isProductBetter, type Tail } from './gamma-tail.js';
import { gammaFunction, logGammaChange, logGammaOf, logGammaOnePlus } from './log-gamma.js';
import { minusLog1p, ratioDeviance } from './log1p-minus.js';
import { complement, plain, type Scaled, SMALLEST_EXACT, times } from './scaled.js';
import { stirlingError } from './stirling.js';
import { tailIntegral } from './tail-integral.js';

// The continued fraction takes about √min(a, b) terms near the mode; from here on the integral is cheaper.
const INTEGRAL_FROM = 100;
const MOST_TERMS = 10_000;

/**
 * A place between 0 and 1 by its distance from both ends, since 1 − x forgets digits that y still has, and by
 * `lead` = b x − a y, which tells on which side of the mean a/(a + b) it lies and would cancel if it were computed late.
 */
export interface BetaPoint {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
  readonly lead: number;
}

/** I_x(a, b) or its complement, the tails of the beta distribution, each computed as itself wherever it is the smaller one. */
export function betaTail(point: BetaPoint, tail: Tail): Scaled {
  if (point.x === 0) return plain(tail === 'lower' ? 0 : 1);
  if (point.y === 0) return plain(tail === 'lower' ? 1 : 0);
  return isLeft(point) ? tailOfLeft(point, tail) : tailOfLeft(mirrored(point), tail === 'lower' ? 'upper' : 'lower');
}

/** x^a y^b / B(a, b): x y times the density. Saddle-point form of Loader 2000, and the plain product in deep tails. */
export function betaKernel({ a, b, x, y, lead }: BetaPoint): Scaled {
  const deviance = a * ratioDeviance(x + (b / a) * x, lead / a) + b * ratioDeviance(y + (a / b) * y, -lead / b);
  const power = x ** a * y ** b;
  if (isProductBetter(Math.max(a, b), deviance) && power > SMALLEST_EXACT && power < 1 / SMALLEST_EXACT) {
    return { factor: (power * gammaFunction(a + b)) / gammaFunction(a) / gammaFunction(b), exponent: 0 };
  }
  const remainder = stirlingError(a + b) - stirlingError(a) - stirlingError(b);
  const spread = Math.sqrt(((Math.min(a, b) / (a + b)) * Math.max(a, b)) / (2 * Math.PI));
  return { factor: spread * Math.exp(remainder), exponent: -deviance };
}

/** The same place seen from the other end: I_x(a, b) = 1 − I_y(b, a). */
function mirrored({ a, b, x, y, lead }: BetaPoint): BetaPoint {
  return { a: b, b: a, x: y, y: x, lead: -lead };
}

function isLeft({ a, b, x, y, lead }: BetaPoint): boolean {
  if (a >= 1 && b >= 1) return lead <= 0;
  // Seen from the nearer end, since the other distance may have rounded to 1.
  return a < b ? x <= (a + 1) / (a + b + 2) : y >= (b + 1) / (a + b + 2);
}

function tailOfLeft(point: BetaPoint, tail: Tail): Scaled {
  if (tail === 'upper' && point.a < 1) return plain(complementOfSmallShape(point));
  const isLarge = Math.min(point.a, point.b) >= INTEGRAL_FROM;
  const lower = times(betaKernel(point), isLarge ? lowerIntegral(point) : 1 / lowerFraction(point));
  return tail === 'lower' ? lower : complement(lower);
}

/** kernel/I: the continued fraction of DiDonato & Morris 1992, ACM TOMS 18: 360–373, eq. 9, by the recurrence of Lentz. */
function lowerFraction({ a, b, x, lead }: BetaPoint): number {
  let denominator = (a * (1 - lead)) / (a + 1);
  let value = denominator;
  let ratio = denominator;
  let inverse = 0;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    const even = a + 2 * n - 1;
    const step = ((a + n - 1) / even) * (((a + b + n - 1) * x) / even) * n * ((b - n) * x);
    denominator = n + (n * (b - n) * x) / even + ((a + n) / (even + 2)) * (1 - lead + n * (2 - x));
    inverse = 1 / (denominator + step * inverse);
    ratio = denominator + step / ratio;
    value *= ratio * inverse;
    if (Math.abs(ratio * inverse - 1) < 2e-16) break;
  }
  return value;
}

/** 1 − I for a below 1 and x to the left: 1 − x^a/(a B) (1 + a Σ (1 − b)_n x^n / (n! (a + n))), where 1 − I would cancel. */
function complementOfSmallShape({ a, b, x }: BetaPoint): number {
  let sum = 0;
  let power = 1;
  for (let n = 1; n < MOST_TERMS && Math.abs(power) > 1e-18; n += 1) {
    power *= ((n - b) * x) / n;
    sum += power / (a + n);
  }
  const logGammaOfOnePlus = a <= 0.5 ? logGammaOnePlus(a) : logGammaOf(1 + a);
  const exponent = a * Math.log(x) + logGammaChange(b, a) - logGammaOfOnePlus;
  return -Math.expm1(exponent) - Math.exp(exponent) * a * sum;
}

/** I/kernel for large a and b. */
function lowerIntegral({ a, b, x, y, lead }: BetaPoint): number {
  // (a − 1)/x − (b − 1)/y over the common denominator.
  const slope = (x - y - lead) / (x * y);
  const fall = (h: number): number => h * slope + (a - 1) * minusLog1p(-h / x) + (b - 1) * minusLog1p(h / y);
  return tailIntegral(fall, slope, (a - 1) / x / x + (b - 1) / y / y, x) / (x * y);
}

import { integral } from '../../stats/gauss-legendre.js';
import { hypergeometricOne } from '../../stats/hypergeometric-one.js';
import type { BetaDiscreteWeibullParameters } from './lifetime-model.js';
import { fallOf, logSurvivalBetween } from './survival.js';

/**
 * The renewals to come of a customer who has renewed `renewals` times, Σ S(t)/S(renewals) (1 + d)^−(t − renewals − 1) over t > renewals: the next one
 * counts in full. Infinite where the sum has no limit.
 *
 * For sBG it is r ₂F₁(1, beta + n; alpha + beta + n; 1/(1 + d)) with n = renewals + 1 (Fader & Hardie 2010, Marketing Science 29: 85–93, eq. 6).
 */
export function discountedLifetime(
  parameters: BetaDiscreteWeibullParameters,
  renewals: number,
  discountRate: number,
): number {
  const { alpha, beta, c } = parameters;
  if (c !== 1) return summedLifetime(parameters, renewals, discountRate);
  const b = beta + renewals;
  const factor = 1 / (1 + discountRate);
  return (b / (alpha + b)) * hypergeometricOne(b + 1, alpha + b + 1, factor, discountRate * factor);
}

/**
 * The same sum for any c: term by term while the terms fall fast, then by the formula of Euler and Maclaurin, with differences of the terms for
 * derivatives.
 */
function summedLifetime(parameters: BetaDiscreteWeibullParameters, renewals: number, discountRate: number): number {
  const { alpha, beta, c } = parameters;
  if (discountRate === 0 && alpha * c <= 1) return Number.POSITIVE_INFINITY;
  const rate = Math.log1p(discountRate);
  const term = (t: number) => Math.exp(logSurvivalBetween(alpha, beta, c, renewals, t) - rate * (t - renewals - 1));
  const near: number[] = [];
  let sum = 0;
  for (let t = renewals + 1; ; t += 1) {
    const value = term(t);
    near.push(value);
    const fall = 1 - term(t + 1) / value;
    // The rest is less than a geometric series where the terms fall ever faster, and about that where they do not.
    if (!(value * (1 - fall) > 1e-18 * (sum + value) * fall)) return sum + value;
    if (near.length > LEAST_TERMS && fall < SLOW) {
      return sum + tailSum(parameters, term, t, rate, near.slice(-4));
    }
    sum += value;
  }
}

const LEAST_TERMS = 40;
/** From a fall by less than this on, Euler and Maclaurin's formula with seven terms is right to 13 digits and more. */
const SLOW = 0.05;

/** Σ term over t, t + 1, …; `near` ends in the terms at t − 3, t − 2, t − 1 and t. */
function tailSum(
  parameters: BetaDiscreteWeibullParameters,
  term: (t: number) => number,
  t: number,
  rate: number,
  near: readonly number[],
): number {
  const here = near[3] as number; // there are four, and three before it
  const [first, second, third] = [1, 2, 3].map((k) => term(t + k) - (near[3 - k] as number)) as [
    number,
    number,
    number,
  ];
  const slope = (45 * first - 9 * second + third) / 60;
  const thirdSlope = (-13 * first + 8 * second - third) / 8;
  const fifthSlope = (5 * first - 4 * second + third) / 2;
  return here / 2 - slope / 12 + thirdSlope / 720 - fifthSlope / 30240 + tailIntegral(parameters, term, t, rate);
}

/** ∫ term from `start`, over panels on which it falls by a power of 2 or by e^−20, until the rest is nothing or a pure power of t. */
function tailIntegral(
  { alpha, beta, c }: BetaDiscreteWeibullParameters,
  term: (t: number) => number,
  start: number,
  rate: number,
): number {
  let total = 0;
  for (let low = start; ; ) {
    const fall = rate + fallOf(alpha, beta, c, low) / low;
    const value = term(low);
    if (value <= 1e-19 * total * fall) return total;
    const isPower = alpha * (alpha + 2 * beta + 1) < 1e-16 * low ** c || low > 1e290;
    if (rate === 0 && isPower) return total + (value * low) / (alpha * c - 1);
    const width = Math.min(low, 20 / fall);
    total += integral(term, low, low + width, 1);
    low += width;
  }
}

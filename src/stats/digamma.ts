import { checkFinite, checkPositive } from './arguments.js';
import { polynomial } from './polynomial.js';

// The asymptotic series are right to the last digit from here on.
const SERIES_FROM = 12;
// B(2k)/2k from k = 8 down to k = 1: Abramowitz & Stegun 6.3.18.
const DIGAMMA_SERIES = [-3617 / 8160, 1 / 12, -691 / 32760, 1 / 132, -1 / 240, 1 / 252, -1 / 120, 1 / 12];
// B(2k) from k = 8 down to k = 1: Abramowitz & Stegun 6.4.12.
const TRIGAMMA_SERIES = [-3617 / 510, 7 / 6, -691 / 2730, 5 / 66, -1 / 30, 1 / 42, -1 / 30, 1 / 6];

/**
 * The digamma function ψ(x) = d ln Γ(x)/dx for x above 0: recurrence up to 12, then the asymptotic series
 * (Abramowitz & Stegun 6.3.5, 6.3.18).
 *
 * @param x - a number above 0
 * @throws {InvalidOptionError} when x is not a number above 0, or so small that ψ(x) is no double
 * @example
 * ```ts
 * import { digamma } from 'kizuna/stats';
 *
 * digamma(1); // => -0.577215664901533
 * ```
 */
export function digamma(x: number): number {
  checkPositive('digamma', 'x', x);
  let shifted = x;
  let below = 0;
  for (; shifted < SERIES_FROM; shifted += 1) below += 1 / shifted;
  const square = 1 / shifted / shifted;
  const value = Math.log(shifted) - (0.5 / shifted + square * polynomial(square, DIGAMMA_SERIES)) - below;
  return checkFinite('digamma', 'x', x, value);
}

/**
 * The trigamma function ψ′(x), the derivative of `digamma`, for x above 0: recurrence up to 12, then the asymptotic series
 * (Abramowitz & Stegun 6.4.6, 6.4.12).
 *
 * @param x - a number above 0
 * @throws {InvalidOptionError} when x is not a number above 0, or so small that ψ′(x) is no double
 * @example
 * ```ts
 * import { trigamma } from 'kizuna/stats';
 *
 * trigamma(1); // => 1.64493406684823
 * ```
 */
export function trigamma(x: number): number {
  checkPositive('trigamma', 'x', x);
  let shifted = x;
  let below = 0;
  for (; shifted < SERIES_FROM; shifted += 1) below += 1 / shifted / shifted;
  const square = 1 / shifted / shifted;
  const value = (1 + 0.5 / shifted + square * polynomial(square, TRIGAMMA_SERIES)) / shifted + below;
  return checkFinite('trigamma', 'x', x, value);
}

import { checkNumber } from '../core/options.js';
import { checkShape } from './arguments.js';
import { betaPointAt } from './beta-inverse.js';
import { betaQuantile } from './beta-quantile.js';
import { betaTail } from './beta-tail.js';
import type { Tail } from './gamma-tail.js';
import { valueOfScaled } from './scaled.js';

/**
 * The regularised incomplete beta function I_x(a, b): the probability that a beta variable with parameters a and b is at most x.
 * Full relative precision for small results too.
 *
 * Continued fraction (DiDonato & Morris 1992, ACM TOMS 18: 360–373, eq. 9) or the integral of the tail.
 *
 * @param x - from 0 to 1
 * @param a - above 0
 * @param b - above 0
 * @throws {InvalidOptionError} when x is not from 0 to 1, or a or b is not from 1e-100 to 1e100
 * @example
 * ```ts
 * import { regularizedBeta } from 'kizuna/stats';
 *
 * regularizedBeta(0.5, 2, 3); // => 0.6875
 * ```
 */
export function regularizedBeta(x: number, a: number, b: number): number {
  return regularized('regularizedBeta', x, a, b, 'lower');
}

/**
 * 1 − I_x(a, b), computed as itself so that small results keep their digits.
 *
 * @param x - from 0 to 1
 * @param a - above 0
 * @param b - above 0
 * @throws {InvalidOptionError} when x is not from 0 to 1, or a or b is not from 1e-100 to 1e100
 * @example
 * ```ts
 * import { regularizedBetaComplement } from 'kizuna/stats';
 *
 * regularizedBetaComplement(0.5, 2, 3); // => 0.3125
 * ```
 */
export function regularizedBetaComplement(x: number, a: number, b: number): number {
  return regularized('regularizedBetaComplement', x, a, b, 'upper');
}

/**
 * The x at which `regularizedBeta(x, a, b)` is p. An x below the smallest double comes back as 0.
 *
 * @param p - a probability
 * @param a - above 0
 * @param b - above 0
 * @throws {InvalidOptionError} when p is not from 0 to 1, or a or b is not from 1e-100 to 1e100
 * @example
 * ```ts
 * import { inverseRegularizedBeta } from 'kizuna/stats';
 *
 * inverseRegularizedBeta(0.25, 2, 1); // => 0.5
 * ```
 */
export function inverseRegularizedBeta(p: number, a: number, b: number): number {
  return betaQuantile('inverseRegularizedBeta', p, a, b, 'lower');
}

/**
 * The x at which `regularizedBetaComplement(x, a, b)` is q.
 *
 * @param q - a probability
 * @param a - above 0
 * @param b - above 0
 * @throws {InvalidOptionError} when q is not from 0 to 1, or a or b is not from 1e-100 to 1e100
 * @example
 * ```ts
 * import { inverseRegularizedBetaComplement } from 'kizuna/stats';
 *
 * inverseRegularizedBetaComplement(0.25, 1, 2); // => 0.5
 * ```
 */
export function inverseRegularizedBetaComplement(q: number, a: number, b: number): number {
  return betaQuantile('inverseRegularizedBetaComplement', q, a, b, 'upper');
}

function regularized(owner: string, x: number, a: number, b: number, tail: Tail): number {
  checkNumber(owner, 'x', x, { min: 0, max: 1 });
  checkShape(owner, 'a', a);
  checkShape(owner, 'b', b);
  return valueOfScaled(betaTail(betaPointAt(x, a, b), tail));
}

import { checkFinite, checkPoint, checkShape } from './arguments.js';
import { betaPointAt } from './beta-inverse.js';
import { betaQuantile } from './beta-quantile.js';
import { betaKernel, betaTail } from './beta-tail.js';
import type { Distribution } from './distribution.js';
import type { Tail } from './gamma-tail.js';
import { valueOfScaled } from './scaled.js';

/**
 * The beta distribution with parameters a and b, on 0 to 1.
 *
 * Incomplete beta functions and their inverses. `pdf`, `cdf`, `survival`, `quantile`, `survivalQuantile`.
 *
 * @throws {InvalidOptionError} when x is not a number, a or b is not from 1e-100 to 1e100, a probability is not from 0 to 1, or
 * the answer is infinite: the density at an end whose parameter is below 1
 * @example
 * ```ts
 * import { beta } from 'kizuna/stats';
 *
 * beta.cdf(0.25, 2, 3); // => 0.26171875
 * beta.quantile(0.025, 8, 4); // => 0.390257440428
 * beta.quantile(1, 2, 3); // => 1
 * beta.pdf(0, 0.5, 0.5); // throws InvalidOptionError
 * ```
 */
export const beta: Distribution<[a: number, b: number]> = {
  pdf: (x, a, b) => {
    checkArguments('beta.pdf', x, a, b);
    return checkFinite('beta.pdf', 'x', x, density(x, a, b));
  },
  cdf: (x, a, b) => {
    checkArguments('beta.cdf', x, a, b);
    return probability(x, a, b, 'lower');
  },
  survival: (x, a, b) => {
    checkArguments('beta.survival', x, a, b);
    return probability(x, a, b, 'upper');
  },
  quantile: (p, a, b) => betaQuantile('beta.quantile', p, a, b, 'lower'),
  survivalQuantile: (q, a, b) => betaQuantile('beta.survivalQuantile', q, a, b, 'upper'),
};

function checkArguments(owner: string, x: number, a: number, b: number): void {
  checkPoint(owner, x);
  checkShape(owner, 'a', a);
  checkShape(owner, 'b', b);
}

function density(x: number, a: number, b: number): number {
  if (x < 0 || x > 1) return 0;
  if (x === 0) return atEnd(a, b);
  if (x === 1) return atEnd(b, a);
  return valueOfScaled(betaKernel(betaPointAt(x, a, b))) / x / (1 - x);
}

function atEnd(own: number, other: number): number {
  if (own === 1) return other;
  return own > 1 ? 0 : Number.POSITIVE_INFINITY;
}

function probability(x: number, a: number, b: number, tail: Tail): number {
  if (x <= 0) return tail === 'lower' ? 0 : 1;
  if (x >= 1) return tail === 'lower' ? 1 : 0;
  return valueOfScaled(betaTail(betaPointAt(x, a, b), tail));
}

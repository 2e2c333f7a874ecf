import { checkFinite, checkPoint, checkPositive, checkProbability, checkShape } from './arguments.js';
import type { Distribution } from './distribution.js';
import { inverseGammaTail } from './gamma-inverse.js';
import { gammaKernel, gammaTail, type Tail } from './gamma-tail.js';
import { valueOfScaled } from './scaled.js';

/**
 * The gamma distribution with a shape and a rate (the inverse of the scale), rate 1 unless given.
 *
 * Incomplete gamma functions and their inverses. `pdf`, `cdf`, `survival`, `quantile`, `survivalQuantile`.
 *
 * @throws {InvalidOptionError} when x is not a number, the shape is not from 1e-100 to 1e100, the rate is not above 0, a probability
 * is not from 0 to 1, or the answer is infinite: the density at 0 of a shape below 1, the quantile of 1
 * @example
 * ```ts
 * import { gamma } from 'kizuna/stats';
 *
 * gamma.cdf(3, 2); // => 0.800851726528544
 * gamma.quantile(0.5, 1, 2); // => 0.346573590279973
 * gamma.quantile(0, 3); // => 0
 * gamma.quantile(1, 3); // throws InvalidOptionError
 * ```
 */
export const gamma: Distribution<[shape: number, rate?: number]> = {
  pdf: (x, shape, rate = 1) => {
    checkArguments('gamma.pdf', x, shape, rate);
    return checkFinite('gamma.pdf', 'x', x, gammaDensity(x, shape, rate));
  },
  cdf: (x, shape, rate = 1) => {
    checkArguments('gamma.cdf', x, shape, rate);
    return gammaProbability(x, shape, rate, 'lower');
  },
  survival: (x, shape, rate = 1) => {
    checkArguments('gamma.survival', x, shape, rate);
    return gammaProbability(x, shape, rate, 'upper');
  },
  quantile: (p, shape, rate = 1) => {
    const owner = 'gamma.quantile';
    checkProbability(owner, 'p', p, { zero: true, one: false });
    checkArguments(owner, 0, shape, rate);
    return checkFinite(owner, 'p', p, inverseGammaTail(shape, p, 'lower') / rate);
  },
  survivalQuantile: (q, shape, rate = 1) => {
    const owner = 'gamma.survivalQuantile';
    checkProbability(owner, 'q', q, { zero: false, one: true });
    checkArguments(owner, 0, shape, rate);
    return checkFinite(owner, 'q', q, inverseGammaTail(shape, q, 'upper') / rate);
  },
};

/** The gamma density; infinite at 0 for a shape below 1. */
export function gammaDensity(x: number, shape: number, rate: number): number {
  if (x < 0 || x === Number.POSITIVE_INFINITY) return 0;
  if (x === 0) return shape > 1 ? 0 : shape === 1 ? rate : Number.POSITIVE_INFINITY;
  return valueOfScaled(gammaKernel(shape, x * rate)) / x;
}

/** The probability in a tail of the gamma distribution. */
export function gammaProbability(x: number, shape: number, rate: number, tail: Tail): number {
  if (x <= 0) return tail === 'lower' ? 0 : 1;
  if (x * rate === Number.POSITIVE_INFINITY) return tail === 'lower' ? 1 : 0;
  return valueOfScaled(gammaTail(shape, x * rate, tail));
}

function checkArguments(owner: string, x: number, shape: number, rate: number): void {
  checkPoint(owner, x);
  checkShape(owner, 'shape', shape);
  checkPositive(owner, 'rate', rate);
}

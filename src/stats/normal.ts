import { checkNumber } from '../core/options.js';
import { checkFinite, checkPoint, checkPositive, checkProbability } from './arguments.js';
import type { Distribution } from './distribution.js';
import { standardNormalQuantile } from './normal-quantile.js';
import { normalDensity, normalTail } from './normal-tail.js';

/**
 * The normal distribution, by default with mean 0 and standard deviation 1. Tails keep their digits down to 1e-300.
 *
 * Cody 1969 for the integral, Wichura 1988 (AS 241) for the quantile. `pdf`, `cdf`, `survival`, `quantile`, `survivalQuantile`.
 *
 * @throws {InvalidOptionError} when x is not a number, the mean is not finite, the standard deviation is not above 0, or a
 * probability is not strictly between 0 and 1
 * @example
 * ```ts
 * import { normal } from 'kizuna/stats';
 *
 * normal.quantile(0.975); // => 1.959963984540054
 * normal.cdf(110, 100, 15); // => 0.747507462453077
 * normal.survival(40); // => 0
 * normal.quantile(1); // throws InvalidOptionError
 * ```
 */
export const normal: Distribution<[mean?: number, standardDeviation?: number]> = {
  pdf: (x, mean = 0, standardDeviation = 1) => {
    const z = standardized('normal.pdf', x, mean, standardDeviation);
    return checkFinite('normal.pdf', 'standardDeviation', standardDeviation, normalDensity(z) / standardDeviation);
  },
  cdf: (x, mean = 0, standardDeviation = 1) => normalTail(-standardized('normal.cdf', x, mean, standardDeviation)),
  survival: (x, mean = 0, standardDeviation = 1) =>
    normalTail(standardized('normal.survival', x, mean, standardDeviation)),
  quantile: (p, mean = 0, standardDeviation = 1) => placed('normal.quantile', p, 1, mean, standardDeviation),
  survivalQuantile: (q, mean = 0, standardDeviation = 1) =>
    placed('normal.survivalQuantile', q, -1, mean, standardDeviation),
};

function standardized(owner: string, x: number, mean: number, standardDeviation: number): number {
  checkPoint(owner, x);
  checkNumber(owner, 'mean', mean, {});
  checkPositive(owner, 'standardDeviation', standardDeviation);
  // Halves, so that the difference of two large numbers of opposite sign does not overflow.
  return (2 * (x / 2 - mean / 2)) / standardDeviation;
}

function placed(owner: string, p: number, sign: 1 | -1, mean: number, standardDeviation: number): number {
  checkProbability(owner, sign === 1 ? 'p' : 'q', p, { zero: false, one: false });
  checkNumber(owner, 'mean', mean, {});
  checkPositive(owner, 'standardDeviation', standardDeviation);
  const x = sign * standardDeviation * standardNormalQuantile(p) + mean + 0; // + 0: never -0
  return checkFinite(owner, 'mean', mean, x);
}

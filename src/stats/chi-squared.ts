import { checkFinite, checkPoint, checkProbability, checkShape } from './arguments.js';
import type { Distribution } from './distribution.js';
import { gammaDensity, gammaProbability } from './gamma.js';
import { inverseGammaTail } from './gamma-inverse.js';

/**
 * The χ² distribution: the gamma distribution of shape df/2 and rate ½. `survival` is the p-value of a χ² statistic.
 *
 * `pdf`, `cdf`, `survival`, `quantile`, `survivalQuantile`.
 *
 * @throws {InvalidOptionError} when x is not a number, the degrees of freedom are not from 1e-100 to 1e100, a probability is not
 * from 0 to 1, or the answer is infinite: the density at 0 of less than two degrees of freedom, the quantile of 1
 * @example
 * ```ts
 * import { chiSquared } from 'kizuna/stats';
 *
 * chiSquared.survival(3.841458820694124, 1); // => 0.05
 * chiSquared.quantile(0.95, 10); // => 18.3070380532751
 * chiSquared.cdf(-1, 2); // => 0
 * chiSquared.quantile(1.2, 3); // throws InvalidOptionError
 * ```
 */
export const chiSquared: Distribution<[degreesOfFreedom: number]> = {
  pdf: (x, degreesOfFreedom) => {
    checkArguments('chiSquared.pdf', x, degreesOfFreedom);
    return checkFinite('chiSquared.pdf', 'x', x, gammaDensity(x, degreesOfFreedom / 2, 0.5));
  },
  cdf: (x, degreesOfFreedom) => {
    checkArguments('chiSquared.cdf', x, degreesOfFreedom);
    return gammaProbability(x, degreesOfFreedom / 2, 0.5, 'lower');
  },
  survival: (x, degreesOfFreedom) => {
    checkArguments('chiSquared.survival', x, degreesOfFreedom);
    return gammaProbability(x, degreesOfFreedom / 2, 0.5, 'upper');
  },
  quantile: (p, degreesOfFreedom) => {
    const owner = 'chiSquared.quantile';
    checkProbability(owner, 'p', p, { zero: true, one: false });
    checkArguments(owner, 0, degreesOfFreedom);
    return checkFinite(owner, 'p', p, 2 * inverseGammaTail(degreesOfFreedom / 2, p, 'lower'));
  },
  survivalQuantile: (q, degreesOfFreedom) => {
    const owner = 'chiSquared.survivalQuantile';
    checkProbability(owner, 'q', q, { zero: false, one: true });
    checkArguments(owner, 0, degreesOfFreedom);
    return checkFinite(owner, 'q', q, 2 * inverseGammaTail(degreesOfFreedom / 2, q, 'upper'));
  },
};

function checkArguments(owner: string, x: number, degreesOfFreedom: number): void {
  checkPoint(owner, x);
  checkShape(owner, 'degreesOfFreedom', degreesOfFreedom);
}

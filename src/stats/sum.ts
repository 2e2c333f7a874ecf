import { exactSum } from '../core/exact-sum.js';
import { listOf, type Numbers } from './values.js';

/**
 * The correctly rounded sum: the double nearest to the exact sum of the values, so it depends neither on their order nor on how they were split
 * (Shewchuk 1997, Discrete & Computational Geometry 18: 305–363). The sum of nothing is 0.
 *
 * @param values - finite numbers
 * @returns the sum, never -0
 * @throws {InvalidDataError} when a value is not a finite number, or the total is beyond the range of doubles (`E_OVERFLOW`)
 * @example
 * ```ts
 * import { sum } from 'kizuna/stats';
 *
 * sum([0.1, 0.2, 0.3]) === 0.6; // => true
 * sum([1e100, 1, -1e100]); // => 1
 * ```
 */
export function sum(values: Numbers): number {
  return exactSum(listOf('sum', values), 'sum');
}

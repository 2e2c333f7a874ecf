import type { Estimate } from '../../core/estimate.js';
import { formulaOf, type Quantity } from './quantity.js';

/**
 * LTV:CAC, the lifetime value of a customer ÷ what it cost to win one (unit economics). 3 is a common rule of thumb.
 *
 * Both in one currency, and the value as a margin: revenue ÷ cost flatters. The interval follows from theirs, as if they were independent;
 * `n` is the smaller one.
 *
 * @param value - the lifetime value of a customer
 * @param cost - the cost of winning one, such as `acquisitionCost`
 * @returns the ratio; `null` where one is not known or the cost is 0
 * @throws {InvalidOptionError} when the cost is negative, or the intervals are of different confidences
 * @example
 * ```ts
 * import { acquisitionCost, lifetimeValueFromChurn, ltvToCac, rate } from 'kizuna';
 *
 * const value = lifetimeValueFromChurn({ amount: 3000, marginRate: 0.6, churn: rate(20, 400) });
 * const cost = acquisitionCost({ cost: 1_200_000, customers: 100 });
 * const { value: ratio, interval } = ltvToCac(value, cost);
 * ratio; // => 3
 * interval; // => { low: 1.88, high: 4.8, confidence: 0.95, method: 'mover' }
 * ```
 */
export function ltvToCac(value: Quantity, cost: Quantity): Estimate {
  const ranges = { value: {}, cost: { min: 0 } };
  return formulaOf('ltvToCac', { value, cost }, ranges, (each) => (each.cost === 0 ? null : each.value / each.cost))
    .estimate;
}

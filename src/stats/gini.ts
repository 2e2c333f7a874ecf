import { roundedSum } from '../core/exact-sum.js';
import { growByProduct } from './grow-by-product.js';
import { finiteValues, type Numbers, refuseValue } from './values.js';

/**
 * The Gini coefficient: how unequally an amount is spread, from 0 (all have the same) to 1 − 1/n (one has all).
 *
 * Σ(2i − n − 1)·x₍ᵢ₎ / (n·Σx) over the sorted values (Gini 1912); multiply by n / (n − 1) for the estimate of a population from a sample.
 *
 * @param values - amounts of each customer, 0 or more
 * @returns the coefficient; `null` when there are no values or their sum is 0
 * @throws {InvalidDataError} when a value is negative (`E_NUM_RANGE`) or not a finite number
 * @example
 * ```ts
 * import { gini } from 'kizuna/stats';
 *
 * gini([5, 5, 5, 5]); // => 0
 * gini([0, 0, 0, 20]); // => 0.75
 * gini([]); // => null
 * ```
 */
export function gini(values: Numbers): number | null {
  const sorted = amountsInOrder('gini', values);
  const n = sorted.length;
  const weighted: number[] = [];
  const total: number[] = [];
  for (let i = 0; i < n; i += 1) {
    const amount = sorted[i] as number; // i < length
    growByProduct(weighted, amount, 2 * i + 1 - n);
    growByProduct(total, amount, n);
  }
  const denominator = roundedSum(total, 'gini');
  return denominator === 0 ? null : roundedSum(weighted, 'gini') / denominator;
}

/** The amounts from least to greatest, each proven to be 0 or more. */
export function amountsInOrder(owner: string, values: Numbers): Float64Array {
  const amounts = finiteValues(owner, values);
  const negative = amounts.findIndex((amount) => amount < 0);
  if (negative >= 0)
    return refuseValue(owner, 'amounts of at least 0', amounts[negative], 'E_NUM_RANGE', negative, null);
  return amounts.sort();
}

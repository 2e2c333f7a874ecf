import { canonicalSum, growExpansion } from '../core/exact-sum.js';
import { growByProduct } from './grow-by-product.js';

/** Exact sums as they are stored: doubles whose exact sum is the sum, in canonical form. */
export type ExactSum = readonly number[];

/** Two exact sums as one. */
export function addedSums(a: ExactSum, b: ExactSum): ExactSum {
  return canonicalSum(expansionOf([...a, ...b]));
}

/** A stored sum as a running one. */
export function expansionOf(sum: ExactSum): number[] {
  const partials: number[] = [];
  for (const term of sum) growExpansion(partials, term);
  return partials;
}

/** The exact product of an exact sum and a double, added to a running sum. */
export function growByScaled(partials: number[], sum: ExactSum, factor: number): void {
  for (const term of sum) growByProduct(partials, term, factor);
}

import { growExpansion } from '../core/exact-sum.js';
import { SPLITTER } from './exact-product.js';

/**
 * Adds the exact product of two doubles to an exact running sum (Dekker 1971, Veltkamp's splitting).
 * Exact while the product lies between 2^-1000 and 2^990 in size and each factor below 2^990.
 */
export function growByProduct(partials: number[], a: number, b: number): void {
  const product = a * b;
  const aSplit = SPLITTER * a;
  const aHigh = aSplit - (aSplit - a);
  const aLow = a - aHigh;
  const bSplit = SPLITTER * b;
  const bHigh = bSplit - (bSplit - b);
  const bLow = b - bHigh;
  const error = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  if (error !== 0) growExpansion(partials, error);
  growExpansion(partials, product);
}

import { productError } from '../../stats/exact-product.js';
import type { Spots } from './spots.js';

/**
 * The sum of squares about their mean of the values at spots `start` to `end`, the end not included: Σx² − (Σx)² / n from running sums.
 *
 * That is a difference of nearly equal numbers, of which one double keeps no digit where a value lies far from the others: the sums are kept in
 * two (Dekker 1971, Numerische Mathematik 18: 224–242). The scale is one of its own: for comparing.
 */
export function squaresWithin({ values, before }: Spots): (start: number, end: number) => number {
  const size = values.length;
  const origin = values[size >> 1]!;
  const reach = Math.max(values[size - 1]! - origin, origin - values[0]!);
  const unit = 2 ** Math.max(-1022, Math.ceil(Math.log2(reach)));
  const [sum, square] = [new Float64Array(size + 1), new Float64Array(size + 1)];
  const [sumRest, squareRest] = [new Float64Array(size + 1), new Float64Array(size + 1)];
  for (let i = 0; i < size; i += 1) {
    const count = before[i + 1]! - before[i]!;
    const x = (values[i]! - origin) / unit;
    const term = x * count;
    const product = x * x;
    const squares = product * count;
    sum[i + 1] = sum[i]! + term;
    sumRest[i + 1] = sumRest[i]! + sumError(sum[i]!, term) + productError(x, count, term);
    square[i + 1] = square[i]! + squares;
    const rest = productError(product, count, squares) + productError(x, x, product) * count;
    squareRest[i + 1] = squareRest[i]! + sumError(square[i]!, squares) + rest;
  }

  return (start, end) => {
    const n = before[end]! - before[start]!;
    const s = sum[end]! - sum[start]!;
    const sRest = sumError(sum[end]!, -sum[start]!) + (sumRest[end]! - sumRest[start]!);
    const q = square[end]! - square[start]!;
    const qRest = sumError(square[end]!, -square[start]!) + (squareRest[end]! - squareRest[start]!);
    const [whole, part] = [q * n, s * s];
    const rest = productError(q, n, whole) - productError(s, s, part) + qRest * n - 2 * s * sRest;
    return Math.max(0, (whole - part + rest) / n);
  };
}

/** What a + b loses by rounding (Knuth's two-sum). */
function sumError(a: number, b: number): number {
  const sum = a + b;
  const added = sum - a;
  return a - (sum - added) + (b - added);
}

/** Splits a double into halves whose products are exact (Veltkamp). */
export const SPLITTER = 2 ** 27 + 1;

/** a b − c d with one rounding at the end instead of three: the products are split into exact halves (Dekker 1971). */
export function productDifference(a: number, b: number, c: number, d: number): number {
  const first = a * b;
  const second = c * d;
  const rest = productError(a, b, first) - productError(c, d, second);
  // Beyond the range in which a number can be split the plain difference has to do.
  return Number.isFinite(rest) ? first - second + rest : first - second;
}

/** What a × b loses by rounding to `product`, both far from the ends of the doubles. */
export function productError(a: number, b: number, product: number): number {
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

function upperHalf(a: number): number {
  const scaled = SPLITTER * a;
  return scaled - (scaled - a);
}

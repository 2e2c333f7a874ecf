/** ln ₂F₁(1, b; c; z) and its derivatives by b, c and z. */
export interface HypergeometricSlopes {
  value: number;
  byB: number;
  byC: number;
  byZ: number;
}

/** Room for the answer of `hypergeometricOneSlopes`, to be used again and again. */
export function hypergeometricSlopes(): HypergeometricSlopes {
  return { value: 1, byB: 0, byC: 0, byZ: 0 };
}

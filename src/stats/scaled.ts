/** Below it doubles begin to lose digits. */
export const SMALLEST_EXACT = 1e-305;

/** A positive number as factor · e^exponent, so that a tail far below the smallest double still has its logarithm. */
export interface Scaled {
  readonly factor: number;
  readonly exponent: number;
}

/** The number itself; 0 where it is below the smallest double. */
export function valueOfScaled(scaled: Scaled): number {
  const { factor, exponent } = scaled;
  if (exponent > -700) return factor * Math.exp(exponent);
  // By halves: the power alone may be below the smallest double where the product is not.
  const half = Math.exp(exponent / 2);
  return half === 0 ? 0 : half * factor * half;
}

/** The number times a plain one. */
export function times(scaled: Scaled, factor: number): Scaled {
  return { factor: scaled.factor * factor, exponent: scaled.exponent };
}

/** One minus the number. */
export function complement(scaled: Scaled): Scaled {
  return { factor: 1 - valueOfScaled(scaled), exponent: 0 };
}

/** A plain number in this form. */
export function plain(value: number): Scaled {
  return { factor: value, exponent: 0 };
}

/** a / b. */
export function quotient(a: Scaled, b: Scaled): number {
  return (a.factor / b.factor) * Math.exp(a.exponent - b.exponent);
}

/** ln(a / target) for a target that is a plain number, to the last digit where the two are close. */
export function logQuotient(a: Scaled, target: number): number {
  const value = valueOfScaled(a);
  if (value > SMALLEST_EXACT && target > SMALLEST_EXACT && Math.abs(value - target) < 0.5 * target) {
    return Math.log1p((value - target) / target);
  }
  return a.exponent + Math.log(a.factor) - Math.log(target);
}

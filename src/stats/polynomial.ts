/** A polynomial by Horner's rule; the coefficients go from the highest power to the constant. */
export function polynomial(x: number, coefficients: readonly number[]): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

/** The coefficients of a quotient of two polynomials of the same length, in pairs from the highest power. */
export type Coefficients = readonly (readonly [numerator: number, denominator: number])[];

/** A quotient of two polynomials, both by Horner's rule. */
export function rational(x: number, coefficients: Coefficients): number {
  let numerator = 0;
  let denominator = 0;
  for (let k = 0; k < coefficients.length; k += 1) {
    const pair = coefficients[k]!;
    numerator = numerator * x + pair[0];
    denominator = denominator * x + pair[1];
  }
  return numerator / denominator;
}

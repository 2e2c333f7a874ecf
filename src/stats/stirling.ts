import { polynomial } from './polynomial.js';

// Bernoulli numbers over 2k (2k − 1), from the highest: Abramowitz & Stegun 6.1.40.
const SERIES = [-3617 / 122400, 1 / 156, -691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12];

/** From here on the series of Stirling is right to the last digit. */
export const STIRLING_FROM = 10;

/** ½ ln 2π, the constant of Stirling's formula and of the normal density. */
export const HALF_LOG_TWO_PI = 0.9189385332046728;

/** What Stirling's formula leaves out: ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π). */
export function stirlingError(x: number): number {
  if (x >= STIRLING_FROM) return polynomial(1 / x / x, SERIES) / x;
  let error = 0;
  let shifted = x;
  // δ(x) − δ(x + 1) = (x + ½) ln(1 + 1/x) − 1
  for (; shifted < STIRLING_FROM; shifted += 1) error += (shifted + 0.5) * Math.log1p(1 / shifted) - 1;
  return error + stirlingError(shifted);
}

/** The change of `stirlingError` from x to x + step, without cancellation for a step that is small beside x ≥ 10. */
export function stirlingErrorChange(x: number, step: number): number {
  const growth = Math.log1p(step / x);
  let change = 0;
  let power = 1 / x;
  for (let term = 1; term <= SERIES.length; term += 1) {
    change += (SERIES[SERIES.length - term] ?? 0) * power * Math.expm1((1 - 2 * term) * growth);
    power = power / x / x;
  }
  return change;
}

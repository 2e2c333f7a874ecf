import type { CustomerRows } from '../covariates.js';
import { type BetaGeometricNbd, chancesAfter } from './parameters.js';
import { type Rising, rise, rising } from './rising.js';
import { type RowSums, sumRows } from './row-sums.js';

/** A sum over customers with its first derivatives by r, alpha, a, b, and the second ones, row by row. */
export interface Derivatives {
  value: number;
  readonly gradient: Float64Array;
  readonly matrix: Float64Array;
}

/** Room for an answer of `logLikelihoodOf`, to be used again. */
export function derivatives(): Derivatives {
  return { value: 0, gradient: new Float64Array(4), matrix: new Float64Array(16) };
}

/**
 * The log-likelihood of the rows from `from` to below `to`: eq. 6 of Fader, Hardie & Lee (2005, Marketing Science 24: 275–284) in
 * logarithms. What depends on the frequency alone is computed once for all who share it; a row costs two logarithms and an exponential.
 */
export function logLikelihoodOf(
  model: BetaGeometricNbd['model'],
  parameters: ArrayLike<number>,
  rows: CustomerRows,
  from: number,
  to: number,
  into: Derivatives,
): Derivatives {
  into.value = 0;
  into.gradient.fill(0);
  into.matrix.fill(0);
  const [r, alpha, a, b] = parameters as unknown as [number, number, number, number]; // in this order
  const [purchases, stays, either] = [rising(), rising(), rising()];
  for (let i = from; i < to; ) {
    const x = rows.frequency[i] as number;
    let end = i + 1;
    while (end < to && rows.frequency[end] === x) end += 1;
    const chances = chancesAfter(model, x);
    rise(purchases, r, x);
    rise(stays, b, chances);
    rise(either, a + b, chances);
    // Who left did so at the last chance, a against m.
    const m = b + (chances - 1); // so that a small b is not lost
    const sums = sumRows(rows, i, end, r + x, alpha, chances === 0 ? -Infinity : Math.log(a / m));
    into.value += sums.weight * (purchases.log + r * Math.log(alpha) + stays.log - either.log) + sums.value;
    addTimes(into, r, alpha, x, a, chances === 0 ? Infinity : m, sums);
    addRisings(into, sums.weight, purchases, stays, either);
    i = end;
  }
  return mirrored(into);
}

/** What depends on recency and T, and on ln alpha. The two exponents differ by (apart, A · inverses apart, 1/a, −1/m) in their derivatives. */
function addTimes(into: Derivatives, r: number, alpha: number, x: number, a: number, m: number, sums: RowSums): void {
  const { gradient, matrix } = into;
  const A = r + x;
  const { weight, gone, log, inverse, inverseSquare, both } = sums;
  gradient[0]! += weight * Math.log(alpha) - log;
  gradient[1]! += (weight * r) / alpha - A * inverse;
  gradient[2]! += gone / a;
  gradient[3]! -= gone / m;
  matrix[0]! += sums.bothLogLog;
  matrix[1]! += weight / alpha - inverse + A * sums.bothLogInverse;
  matrix[2]! += sums.bothLog / a;
  matrix[3]! -= sums.bothLog / m;
  matrix[5]! += A * inverseSquare + A * A * sums.bothInverseInverse - (weight * r) / alpha / alpha;
  matrix[6]! += (A * sums.bothInverse) / a;
  matrix[7]! -= (A * sums.bothInverse) / m;
  matrix[10]! += (both - gone) / a / a;
  matrix[11]! -= both / a / m;
  matrix[15]! += (both + gone) / m / m;
}

/** What depends on the frequency alone. */
function addRisings(
  { gradient, matrix }: Derivatives,
  weight: number,
  purchases: Rising,
  stays: Rising,
  either: Rising,
): void {
  gradient[0]! += weight * purchases.first;
  gradient[2]! -= weight * either.first;
  gradient[3]! += weight * (stays.first - either.first);
  matrix[0]! += weight * purchases.second;
  matrix[10]! -= weight * either.second;
  matrix[11]! -= weight * either.second;
  matrix[15]! += weight * (stays.second - either.second);
}

function mirrored(into: Derivatives): Derivatives {
  for (let j = 0; j < 4; j += 1)
    for (let k = 0; k < j; k += 1) into.matrix[4 * j + k] = into.matrix[4 * k + j] as number;
  return into;
}

import { canonicalSum, growExpansion, roundedSum } from '../core/exact-sum.js';
import { growByProduct } from './grow-by-product.js';
import { finiteValues, type Numbers, refuseValue } from './values.js';

/** Count, mean and spread of values, as plain data that can be stored and merged. */
export interface Moments {
  readonly n: number;
  /** `null` when there are no values. */
  readonly mean: number | null;
  /** Sample variance, over n − 1; `null` below two values. */
  readonly variance: number | null;
  readonly standardDeviation: number | null;
  /** Doubles whose exact sum is Σx, in their one canonical form: what `mergeMoments` adds up. */
  readonly sumTerms: readonly number[];
  /** Doubles whose exact sum is Σx², likewise. */
  readonly squareTerms: readonly number[];
}

// Up to here n·Σx² and (Σx)² are exact for every count below 2^53.
const LARGEST = 2 ** 450;

/**
 * Count, mean, sample variance and sample standard deviation of values, as a mergeable value.
 *
 * Σx and Σx² are kept exactly (Shewchuk 1997), and n·Σx² − (Σx)² is formed exactly before it is rounded, so the results are those of the exact
 * formulas to about one unit in the last place, whatever the order, the offset or the split. Values below 1e-140 in size, zero apart, lose digits
 * of the variance.
 *
 * @param values - finite numbers, below 2.9e135 in size
 * @returns the moments; `mean` is `null` for no values, `variance` and `standardDeviation` for fewer than two
 * @throws {InvalidDataError} when a value is not a finite number (`E_NUM_NONFINITE`, `E_FIELD_TYPE`) or is too large (`E_OVERFLOW`)
 * @example
 * ```ts
 * import { moments } from 'kizuna/stats';
 *
 * const { n, mean, variance } = moments([1e9 + 1, 1e9 + 2, 1e9 + 3]);
 * n; // => 3
 * mean; // => 1000000002
 * variance; // => 1
 * ```
 */
export function moments(values: Numbers): Moments {
  return momentsOf('moments', finiteValues('moments', values), null);
}
/**
 * The moments of two samples together, from the moments of each: equal, to the last bit, to the moments of all the values at once.
 *
 * @param a - moments of one sample
 * @param b - moments of another
 * @throws {InvalidDataError} when an argument does not have the form that `moments` returns
 * @example
 * ```ts
 * import { mergeMoments, moments } from 'kizuna/stats';
 *
 * const merged = mergeMoments(moments([1, 2]), moments([6]));
 * merged.n; // => 3
 * merged.mean; // => 3
 * merged.variance; // => 7
 * ```
 */
export function mergeMoments(a: Moments, b: Moments): Moments {
  const sum: number[] = [];
  const squares: number[] = [];
  for (const part of [checkMoments('mergeMoments', a, 'a'), checkMoments('mergeMoments', b, 'b')]) {
    for (const term of part.sumTerms) growExpansion(sum, term);
    for (const term of part.squareTerms) growExpansion(squares, term);
  }
  return momentsOfSums(a.n + b.n, sum, squares, 'mergeMoments');
}

/** Refuses values whose squares could overflow. */
export function checkSize(owner: string, list: Float64Array, field: string | null): Float64Array {
  const large = list.findIndex((value) => Math.abs(value) > LARGEST);
  if (large < 0) return list;
  return refuseValue(owner, 'values below 2.9e135 in size', list[large], 'E_OVERFLOW', large, field);
}

/** The moments of finite values, told under the name of the function and of the argument that asks for them. */
export function momentsOf(owner: string, list: Float64Array, field: string | null): Moments {
  checkSize(owner, list, field);
  const sum: number[] = [];
  const squares: number[] = [];
  for (let i = 0; i < list.length; i += 1) {
    const value = list[i] as number; // i < length
    growExpansion(sum, value);
    growByProduct(squares, value, value);
  }
  return momentsOfSums(list.length, sum, squares, owner);
}

/** Moments from exact running sums of x and x², for those who tally them in a pass of their own. */
export function momentsOfSums(
  n: number,
  sum: readonly number[],
  squares: readonly number[],
  owner = 'moments',
): Moments {
  const sumTerms = canonicalSum(sum, owner);
  const squareTerms = canonicalSum(squares, owner);
  const mean = n > 0 ? roundedQuotient(sumTerms, n, owner) : null;
  const variance = n > 1 ? roundedSum(deviations(n, sumTerms, squareTerms, owner), owner) / (n * (n - 1)) : null;
  const standardDeviation = variance === null ? null : Math.sqrt(variance);
  return { n, mean, variance, standardDeviation, sumTerms, squareTerms };
}

/** Stored moments, read again from their sums; refuses what does not have the form that `moments` returns. */
export function checkMoments(owner: string, value: Moments, field: string): Moments {
  const given: Partial<Record<keyof Moments, unknown>> | null = value;
  const isRight =
    typeof given === 'object' &&
    given !== null &&
    Number.isSafeInteger(given.n) &&
    value.n >= 0 &&
    isListOfNumbers(given.sumTerms) &&
    isListOfNumbers(given.squareTerms);
  if (!isRight) return refuseValue(owner, `${field} to be what moments returns`, value, 'E_FIELD_TYPE', null, field);
  return momentsOfSums(value.n + 0, expansionOf(value.sumTerms), expansionOf(value.squareTerms), owner);
}

function expansionOf(terms: readonly number[]): readonly number[] {
  const partials: number[] = [];
  for (const term of terms) growExpansion(partials, term);
  return partials;
}

function isListOfNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every(Number.isFinite);
}

/** The exact sum of the terms over n, rounded once but for ties: a quotient, and one correction by its exact remainder. */
function roundedQuotient(terms: readonly number[], n: number, owner: string): number {
  const quotient = roundedSum([...terms].reverse(), owner) / n;
  const remainder = [...terms].reverse();
  growByProduct(remainder, -quotient, n);
  return quotient + roundedSum(remainder, owner) / n + 0; // + 0: a quotient that underflows may be -0
}

/** n·Σx² − (Σx)², exactly: n times the sum of squared deviations. */
function deviations(n: number, sum: readonly number[], squares: readonly number[], owner: string): readonly number[] {
  const partials: number[] = [];
  for (const square of squares) growByProduct(partials, square, n);
  for (const a of sum) for (const b of sum) growByProduct(partials, -a, b);
  // Only rounding below the smallest doubles can leave less than nothing.
  return roundedSum(partials, owner) > 0 ? partials : [];
}

import { roundedSum } from '../core/exact-sum.js';
import { checkChoice, checkConfidence, checkOptions } from '../core/options.js';
import { growByScaled } from './exact-sums.js';
import { mannWhitney } from './mann-whitney.js';
import type { MeanComparison } from './mean-comparison.js';
import { momentsOfData } from './mean-interval.js';
import { checkSize, type Moments, momentsOf } from './moments.js';
import { studentT } from './student-t.js';
import { finiteValues, type Numbers, refuseValue } from './values.js';

/** How two samples are compared; see `compareMeans`. */
export type CompareMeansMethod = 'welch' | 'student' | 'mann-whitney' | 'paired';

/** Method and confidence of a comparison of means. */
export interface CompareMeansOptions {
  /** `'welch'` unless given. */
  readonly method?: CompareMeansMethod;
  /** 0.95 unless given. */
  readonly confidence?: number;
}

/**
 * Did a mean change? The second sample against the first, with an interval and a test, as R computes them.
 *
 * - `welch`: t test without assuming equal variances (Welch 1947); the default
 * - `student`: t test with the pooled variance
 * - `paired`: t test of the differences of pairs, in the order given
 * - `mann-whitney`: ranks instead of means. p is exact below 50 values each and without ties, else normal with corrections for ties and continuity;
 *   `difference` is the Hodges–Lehmann shift (the median of all differences of pairs), and its interval consists of two of those differences
 *
 * With two constant samples the interval has no width and there is no test: `statistic` and `pValue` are `null`.
 *
 * @param a - values of the first sample, or for `welch` and `student` their moments
 * @param b - values or moments of the second sample
 * @param options - the method and the confidence
 * @throws {InvalidDataError} when a value is not a finite number, when pairs are missing, or when moments are given where values are needed
 * @throws {InvalidOptionError} when the method is unknown or the confidence is not between 0 and 1
 * @example
 * ```ts
 * import { compareMeans } from 'kizuna/stats';
 *
 * const change = compareMeans([10, 12, 9, 11], [14, 13, 15, 12]);
 * change.difference; // => 3
 * change.interval; // => { low: 0.766, high: 5.234, confidence: 0.95, method: 'welch' }
 * change.pValue; // => 0.0167
 * ```
 */
export function compareMeans(
  a: Numbers | Moments,
  b: Numbers | Moments,
  options: CompareMeansOptions = {},
): MeanComparison {
  const owner = 'compareMeans';
  checkOptions(owner, options, ['method', 'confidence']);
  const methods = ['welch', 'student', 'mann-whitney', 'paired'] as const;
  const method = checkChoice<CompareMeansMethod>(owner, 'method', options.method ?? 'welch', methods);
  const confidence = checkConfidence(owner, options.confidence ?? 0.95);
  if (method === 'mann-whitney') return mannWhitney(valuesOf(owner, a, 'a'), valuesOf(owner, b, 'b'), confidence);
  if (method === 'paired') {
    const first = valuesOf(owner, a, 'a');
    const second = valuesOf(owner, b, 'b');
    return paired(owner, first, second, confidence);
  }
  const first = momentsOfData(owner, a, 'a');
  const second = momentsOfData(owner, b, 'b');
  const spread = method === 'welch' ? welchSpread(first, second) : pooledSpread(first, second);
  return byT(meanDifference(first, second), spread, { first: first.n, second: second.n }, method, confidence);
}

interface Spread {
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

/** Satterthwaite's degrees of freedom; both samples need two values. */
function welchSpread(first: Moments, second: Moments): Spread | null {
  if (first.variance === null || second.variance === null) return null;
  const a = first.variance / first.n;
  const b = second.variance / second.n;
  const total = a + b;
  const degreesOfFreedom =
    total > 0 ? 1 / ((a / total) ** 2 / (first.n - 1) + (b / total) ** 2 / (second.n - 1)) : first.n + second.n - 2;
  return { standardError: Math.sqrt(total), degreesOfFreedom };
}

/** The pooled variance: three values in all are enough, one of them alone in its sample. */
function pooledSpread(first: Moments, second: Moments): Spread | null {
  const degreesOfFreedom = first.n + second.n - 2;
  if (first.n === 0 || second.n === 0 || degreesOfFreedom < 1) return null;
  const squares = (first.variance ?? 0) * (first.n - 1) + (second.variance ?? 0) * (second.n - 1);
  return { standardError: Math.sqrt((squares / degreesOfFreedom) * (1 / first.n + 1 / second.n)), degreesOfFreedom };
}

function paired(owner: string, first: Float64Array, second: Float64Array, confidence: number): MeanComparison {
  const n = { first: first.length, second: second.length };
  if (first.length !== second.length) {
    refuseValue(owner, 'as many values in b as in a for pairs', second, 'E_FIELD_VALUE', null, 'b');
  }
  const differences = second.map((value, i) => value - (first[i] as number)); // equally long
  const { mean, standardDeviation } = momentsOf(owner, differences, 'b');
  const spread =
    standardDeviation === null
      ? null
      : { standardError: standardDeviation / Math.sqrt(n.first), degreesOfFreedom: n.first - 1 };
  return byT(mean, spread, n, 'paired', confidence);
}

function byT(
  change: number | null,
  spread: Spread | null,
  n: MeanComparison['n'],
  method: CompareMeansMethod,
  confidence: number,
): MeanComparison {
  const unknown = { standardError: null, interval: null, statistic: null, degreesOfFreedom: null, pValue: null };
  if (change === null || spread === null) return { difference: change, ...unknown, n };
  const { standardError, degreesOfFreedom } = spread;
  const margin = -studentT.quantile((1 - confidence) / 2, degreesOfFreedom) * standardError;
  const statistic = standardError === 0 ? null : change / standardError;
  return {
    difference: change,
    standardError,
    interval: { low: change - margin, high: change + margin, confidence, method },
    statistic,
    degreesOfFreedom,
    pValue: statistic === null ? null : Math.min(1, 2 * studentT.survival(Math.abs(statistic), degreesOfFreedom)),
    n,
  };
}

/** (n₁·Σx₂ − n₂·Σx₁)/(n₁n₂), of exact sums: means far from 0 would be rounded by more than they may differ. */
function meanDifference(first: Moments, second: Moments): number | null {
  if (first.n === 0 || second.n === 0) return null;
  const crossed: number[] = [];
  growByScaled(crossed, second.sumTerms, first.n);
  growByScaled(crossed, first.sumTerms, -second.n);
  return roundedSum(crossed, 'compareMeans') / first.n / second.n + 0;
}

function valuesOf(owner: string, data: Numbers | Moments, field: string): Float64Array {
  if (typeof data === 'object' && data !== null && 'sumTerms' in data) {
    return refuseValue(owner, `${field} to be values, not moments, for this method`, data, 'E_FIELD_TYPE', null, field);
  }
  return checkSize(owner, finiteValues(owner, data, field), field);
}

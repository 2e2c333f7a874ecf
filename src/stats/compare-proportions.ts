import type { Interval, Rate } from '../core/estimate.js';
import { checkChoice, checkConfidence, checkOptions } from '../core/options.js';
import { normal } from './normal.js';
import { standardNormalQuantile } from './normal-quantile.js';
import { type Proportion, scoreDifferenceLimits } from './score-difference.js';
import { checkAmount, MOST_COUNTED, refuseValue } from './values.js';
import { wilsonInterval } from './wilson.js';

/** How two shares are compared; see `compareProportions`. */
export type CompareProportionsMethod = 'score' | 'newcombe' | 'wald';

/** Method and confidence of a comparison of shares. */
export interface CompareProportionsOptions {
  /** `'score'` unless given. */
  readonly method?: CompareProportionsMethod;
  /** 0.95 unless given. */
  readonly confidence?: number;
}

/** The second share minus the first, with its uncertainty. */
export interface ProportionComparison {
  /** Second minus first; `null` when a sample is empty, as is all else then. */
  readonly difference: number | null;
  /** The difference as a share of the first share; `null` when that is 0. */
  readonly relative: number | null;
  /** √(p₁(1 − p₁)/n₁ + p₂(1 − p₂)/n₂). */
  readonly standardError: number | null;
  readonly interval: Interval | null;
  /** `null` when the variance under no difference is 0: none or all had the property in both samples. */
  readonly z: number | null;
  /** Two-sided. */
  readonly pValue: number | null;
  readonly n: { readonly first: number; readonly second: number };
}

/**
 * Did a share change? The second share minus the first, with an interval and a test.
 *
 * - `score`: the interval of Miettinen & Nurminen 1985, and Pearson's test without continuity correction (pooled variance); the default
 * - `newcombe`: the interval made from the two Wilson intervals (Newcombe 1998, method 10), and the same test
 * - `wald`: difference ± z·standard error, and the test with that standard error; for comparison with tools that do so
 *
 * A sample is `{ successes, n }`, or a result with `numerator` and `denominator`, such as a `rate` or a `csat`. Successes are counts, not
 * shares; weighted counts need not be whole. The counts of a weighted result are sums of weights: scale them to its `effectiveN` first.
 *
 * @param a - the first sample: `{ successes, n }` or `{ numerator, denominator }`
 * @param b - the second sample, likewise
 * @param options - the method and the confidence
 * @throws {InvalidDataError} when the counts are missing or not finite numbers with 0 ≤ successes ≤ n ≤ 1e15
 * @throws {InvalidOptionError} when the method is unknown or the confidence is not between 0 and 1
 * @example
 * ```ts
 * import { compareProportions, rate } from 'kizuna/stats';
 *
 * const change = compareProportions({ successes: 50, n: 100 }, { successes: 65, n: 100 });
 * change.difference; // => 0.15
 * change.relative; // => 0.3
 * change.interval; // => { low: 0.0127, high: 0.2819, confidence: 0.95, method: 'score' }
 * change.pValue; // => 0.0319
 * compareProportions(rate(50, 100), rate(65, 100)).pValue; // => 0.0319
 * ```
 */
export function compareProportions(
  a: Proportion | Pick<Rate, 'numerator' | 'denominator'>,
  b: Proportion | Pick<Rate, 'numerator' | 'denominator'>,
  options: CompareProportionsOptions = {},
): ProportionComparison {
  const owner = 'compareProportions';
  checkOptions(owner, options, ['method', 'confidence']);
  const method = checkChoice(owner, 'method', options.method ?? 'score', ['score', 'newcombe', 'wald']);
  const confidence = checkConfidence(owner, options.confidence ?? 0.95);
  const one = checkProportion(owner, a, 'a');
  const other = checkProportion(owner, b, 'b');
  const n = { first: one.n, second: other.n };
  if (one.n === 0 || other.n === 0) {
    return { difference: null, relative: null, standardError: null, interval: null, z: null, pValue: null, n };
  }
  const first = one.successes / one.n;
  const second = other.successes / other.n;
  const difference = second - first;
  const relative = difference / first + 0;
  const standardError = Math.hypot(errorOfShare(first, one.n), errorOfShare(second, other.n));
  const spread = method === 'wald' ? standardError : pooledError(one, other);
  const z = spread === 0 ? null : difference / spread + 0; // + 0: never -0
  return {
    difference,
    relative: Number.isFinite(relative) ? relative : null,
    standardError,
    interval: { ...limits(one, other, method, confidence, difference, standardError), confidence, method },
    z,
    pValue: z === null ? null : Math.min(1, 2 * normal.survival(Math.abs(z))),
    n,
  };
}

function checkProportion(
  owner: string,
  value: Proportion | Pick<Rate, 'numerator' | 'denominator'>,
  field: string,
): Proportion {
  if (typeof value !== 'object' || value === null || !('numerator' in value || 'successes' in value)) {
    const wanted = `${field} to be { successes, n } or { numerator, denominator }`;
    return refuseValue(owner, wanted, value, 'E_FIELD_TYPE', null, field);
  }
  const [part, some, whole, all] =
    'numerator' in value
      ? ['numerator', value.numerator, 'denominator', value.denominator]
      : ['successes', value.successes, 'n', value.n];
  const n = checkAmount(owner, `${field}.${whole}`, all, {
    min: 0,
    max: MOST_COUNTED,
    expected: 'a number from 0 to 1e15',
  });
  const expected = `a number from 0 to ${whole}`;
  return { successes: checkAmount(owner, `${field}.${part}`, some, { min: 0, max: n, expected }), n };
}

function pooledError(a: Proportion, b: Proportion): number {
  const share = (a.successes + b.successes) / (a.n + b.n);
  return Math.hypot(errorOfShare(share, a.n), errorOfShare(share, b.n));
}

/** √(p(1 − p)/n), where the quotient itself may be beyond doubles. */
function errorOfShare(share: number, n: number): number {
  return Math.sqrt(share * (1 - share)) / Math.sqrt(n);
}

function limits(
  a: Proportion,
  b: Proportion,
  method: CompareProportionsMethod,
  confidence: number,
  difference: number,
  standardError: number,
): { low: number; high: number } {
  const z = -standardNormalQuantile((1 - confidence) / 2);
  if (method === 'score') return scoreDifferenceLimits(a, b, z);
  if (method === 'wald') {
    return { low: Math.max(-1, difference - z * standardError), high: Math.min(1, difference + z * standardError) };
  }
  const first = wilsonInterval(a.successes, a.n, confidence);
  const second = wilsonInterval(b.successes, b.n, confidence);
  const [p, q] = [a.successes / a.n, b.successes / b.n];
  return {
    low: Math.max(-1, difference - Math.hypot(q - second.low, first.high - p)),
    high: Math.min(1, difference + Math.hypot(second.high - q, p - first.low)),
  };
}

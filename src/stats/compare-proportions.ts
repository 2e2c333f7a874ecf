import type { Interval, Rate } from '../core/estimate.js';
import { checkChoice, checkConfidence, checkOptions } from '../core/options.js';
import { productDifference } from './exact-product.js';
import { newcombeLimits } from './newcombe-limits.js';
import { normal } from './normal.js';
import { standardNormalQuantile } from './normal-quantile.js';
import { type Proportion, scoreDifferenceLimits } from './score-difference.js';
import { checkAmount, MOST_COUNTED, refuseValue } from './values.js';

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
  const difference = shareDifference(one, other);
  const relative = difference / (one.successes / one.n) + 0;
  const standardError = Math.hypot(errorOfShare(one, one.n), errorOfShare(other, other.n));
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

/** The second share minus the first, with what rounding took off each: of a billion, shares that one makes the difference between keep all digits. */
function shareDifference(a: Proportion, b: Proportion): number {
  const [first, second] = [a.successes / a.n, b.successes / b.n];
  const lost =
    productDifference(b.successes, 1, second, b.n) / b.n - productDifference(a.successes, 1, first, a.n) / a.n;
  return second - first + lost;
}

function pooledError(a: Proportion, b: Proportion): number {
  const all = { successes: a.successes + b.successes, n: a.n + b.n, others: a.n - a.successes + (b.n - b.successes) };
  return Math.hypot(errorOfShare(all, a.n), errorOfShare(all, b.n));
}

/** √(p(1 − p)/n), where the quotient itself may be beyond doubles; 1 − p by those without the property, as near 1 it would have no digits. */
function errorOfShare(sample: Proportion & { readonly others?: number }, n: number): number {
  const { successes, others = sample.n - successes } = sample;
  return Math.sqrt((successes / sample.n) * (others / sample.n)) / Math.sqrt(n);
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
  if (method === 'score') return scoreLimits(a, b, difference, z);
  if (method === 'newcombe') return newcombeLimits(a, b, difference, z);
  return { low: Math.max(-1, difference - z * standardError), high: Math.min(1, difference + z * standardError) };
}

/** Where most had the property, the limits are those of not having it, turned round: small shares have more digits than large ones. */
function scoreLimits(a: Proportion, b: Proportion, difference: number, z: number): { low: number; high: number } {
  const [first, second] = [withoutProperty(a), withoutProperty(b)];
  if (a.successes + b.successes <= first.successes + second.successes)
    return scoreDifferenceLimits(a, b, difference, z);
  const { low, high } = scoreDifferenceLimits(first, second, 0 - difference, z);
  return { low: 0 - high, high: 0 - low };
}

function withoutProperty({ successes, n }: Proportion): Proportion {
  return { successes: n - successes, n };
}

import type { Estimate, Interval } from '../../core/estimate.js';
import { exactSum } from '../../core/exact-sum.js';
import { checkNumber, checkOptions, refuseOption } from '../../core/options.js';
import { checkQuantity, formulaOf, numberOf, type Quantity } from './quantity.js';

/** What a customer pays in a period, and who is left in each. */
export interface CurveValueFacts {
  /** What a customer who is left pays in a period. */
  readonly amount: Quantity;
  /** The share of it that is margin (粗利率); default 1: the value is revenue. */
  readonly marginRate?: Quantity | undefined;
  /** The share of customers who are left in period 0, 1, 2 …, such as `retention(log, …).overall`. It ends at the first that is not known. */
  readonly curve: readonly (Quantity | null)[];
  /** The discount of one period: money a period later is worth 1 ÷ (1 + this). Default 0. */
  readonly discountRate?: number | undefined;
}

/** The value of a customer over the periods of a curve. */
export interface LifetimeValueFromCurve extends Estimate {
  /** How many periods are counted: up to the end of the curve. */
  readonly periods: number;
  /** The sum of the curve, discounted: how many margins of a period the value comes to. */
  readonly multiple: number;
}

/**
 * Lifetime value from a retention curve: Σ amount × margin rate × S(t) ÷ (1 + i)ᵗ over the periods t = 0, 1, 2 … of the curve.
 *
 * Assumes the same amount in every period and nothing after the end of the curve: it is the value over a horizon, a lower bound of
 * that over a lifetime. No rate of churn is assumed to stay as it is, which makes it the one to prefer where there is a curve.
 *
 * Where the curve has intervals, so has the value: from the sums of their lower and of their upper limits. Points of one curve are of
 * the same customers, so that they err together; where they do not, the interval is wider than it need be.
 *
 * @param facts - `amount`, `curve`, `marginRate`, `discountRate` (of one period)
 * @returns the value over `periods` periods; `null` for a curve without a point
 * @throws {InvalidOptionError} when a part is out of range, or intervals are of different confidences
 * @example
 * ```ts
 * import { lifetimeValueFromCurve } from 'kizuna';
 *
 * const { value, multiple, periods } = lifetimeValueFromCurve({ amount: 1000, curve: [1, 0.5, 0.4, 0.35] });
 * [value, multiple, periods]; // => [2250, 2.25, 4]
 * lifetimeValueFromCurve({ amount: 1000, curve: [1, 0.5, null], discountRate: 0.01 }).value; // => 1495.05
 * ```
 */
export function lifetimeValueFromCurve(facts: CurveValueFacts): LifetimeValueFromCurve {
  checkOptions(OWNER, facts, ['amount', 'marginRate', 'curve', 'discountRate']);
  const { amount, marginRate = 1, curve } = facts;
  const discountRate = checkNumber(OWNER, 'discountRate', facts.discountRate ?? 0, { min: 0 });
  if (!Array.isArray(curve)) refuseOption(OWNER, 'curve', 'to be a list of shares', curve, 'E_OPT_TYPE');
  for (const [t, share] of curve.entries()) {
    if (share !== null) checkQuantity(OWNER, `curve[${t}]`, share, { min: 0, max: 1 });
  }
  const end = curve.findIndex((share) => share === null || numberOf(share) === null);
  const points = (end < 0 ? curve : curve.slice(0, end)) as readonly Quantity[]; // none before the end is null
  const multiple = multipleOf(points, discountRate);
  const { estimate } = formulaOf(
    OWNER,
    { amount, marginRate, multiple },
    { amount: { min: 0 }, marginRate: { max: 1 }, multiple: { min: 0 } },
    (each) => (points.length === 0 ? null : each.amount * each.marginRate * each.multiple),
  );
  return { ...estimate, periods: points.length, multiple: numberOf(multiple) ?? 0 };
}

const OWNER = 'lifetimeValueFromCurve';

function multipleOf(points: readonly Quantity[], discountRate: number): Quantity {
  const total = (at: (point: Quantity) => number) =>
    exactSum(
      points.map((point, t) => at(point) * (1 + discountRate) ** -t),
      OWNER,
    );
  const value = total((point) => numberOf(point) as number); // none is null
  const estimates = points.filter((point) => typeof point !== 'number');
  const intervals = estimates.flatMap(({ interval }) => (interval === null ? [] : [interval]));
  if (estimates.length === 0) return value;
  const n = Math.min(...estimates.map((point) => point.n));
  const { confidence } = intervals[0] ?? {};
  if (confidence === undefined || intervals.length < estimates.length) return { value, n, interval: null };
  const other = intervals.find((each) => each.confidence !== confidence);
  if (other !== undefined)
    refuseOption(OWNER, 'the confidence of intervals', `to be one for all (${confidence})`, other.confidence);
  const limit = (end: 'low' | 'high') =>
    total((point) => (typeof point === 'number' ? point : Math.min(1, Math.max(0, (point.interval as Interval)[end])))); // all have one
  return { value, n, interval: { low: limit('low'), high: limit('high'), confidence, method: 'transformed' } };
}

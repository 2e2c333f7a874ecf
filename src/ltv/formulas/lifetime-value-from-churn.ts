import type { Estimate } from '../../core/estimate.js';
import { checkOptions } from '../../core/options.js';
import { formulaOf, type Quantity } from './quantity.js';

/** What a customer pays and how many leave, both of one period, such as a month. */
export interface ChurnValueFacts {
  /** What a customer pays in a period (ARPU, ARPA). */
  readonly amount: Quantity;
  /** The share of it that is margin (粗利率); default 1: the value is revenue. */
  readonly marginRate?: Quantity | undefined;
  /** The share of customers who leave in a period, 0 to 1. */
  readonly churn: Quantity;
}

/** The value of a customer, and how long it lasts. */
export interface LifetimeValueFromChurn extends Estimate {
  /** Expected periods that a customer pays for: 1 ÷ churn; `null` where nobody leaves. */
  readonly periods: number | null;
}

/**
 * Lifetime value from churn: amount × margin rate ÷ churn (ARPU ÷ churn).
 *
 * Assumes that every customer leaves with the same probability in every period, after paying for it; that nothing is discounted; and
 * no horizon: with a churn of 1 % it counts on payments in a hundred periods. Where leavers are mostly new customers, as nearly
 * everywhere, the whole base's churn makes it too large for a new customer. Vendors differ in the churn they divide by.
 *
 * Estimates may stand for numbers (a churn `Rate`, a mean): the interval follows from theirs, as if they were independent; `n` is the
 * smallest of theirs.
 *
 * @param facts - `amount`, `churn`, `marginRate`
 * @returns the value; `null` where nobody leaves or a part is not known
 * @throws {InvalidOptionError} when a part is out of range, or intervals are of different confidences
 * @example
 * ```ts
 * import { lifetimeValueFromChurn, rate } from 'kizuna';
 *
 * lifetimeValueFromChurn({ amount: 3000, marginRate: 0.6, churn: 0.05 }).value; // => 36000
 * const { value, n, interval, periods } = lifetimeValueFromChurn({ amount: 3000, churn: rate(20, 400) });
 * [value, n, periods]; // => [60000, 400, 20]
 * interval; // => { low: 39492.6, high: 92031.8, confidence: 0.95, method: 'transformed' }
 * lifetimeValueFromChurn({ amount: 3000, churn: 0 }).value; // => null
 * ```
 */
export function lifetimeValueFromChurn(facts: ChurnValueFacts): LifetimeValueFromChurn {
  checkOptions(OWNER, facts, ['amount', 'marginRate', 'churn']);
  const { amount, marginRate = 1, churn } = facts;
  const ranges = { amount: { min: 0 }, marginRate: { max: 1 }, churn: { min: 0, max: 1 } };
  const { estimate, values } = formulaOf(OWNER, { amount, marginRate, churn }, ranges, (each) =>
    each.churn === 0 ? null : (each.amount * each.marginRate) / each.churn,
  );
  const periods = values === null ? Infinity : 1 / values.churn;
  return { ...estimate, periods: Number.isFinite(periods) ? periods : null };
}

const OWNER = 'lifetimeValueFromChurn';

import { type MarginFacts, type MarginMultiple, marginMultiple } from './margin-multiple.js';

/**
 * Lifetime value with margins paid in arrears, the first in a period: m·r ÷ (1 + i − r), the margin multiple with the first margin at t = 1.
 *
 * m = amount × margin rate, r = retention, i = discount rate, all of one period (Gupta & Lehmann 2003, Journal of Interactive Marketing
 * 17(1); the CLV of many textbooks). Assumes the same margin and retention in every period; that only those who stay a period
 * pay at its end. For customers whose last payment is behind them: what is still to come. Its sibling `lifetimeValueInAdvance` has
 * the first margin too, m more.
 *
 * With `horizon`, period t runs from t to t + 1 and pays at its end. Less what it cost to win the customer, it is the CLV of Gupta
 * & Lehmann. A `Rate` may stand for the retention: the interval follows from its own.
 *
 * @param facts - `amount`, `retention`, `discountRate` (of one period), `marginRate`, `horizon`, `from`
 * @returns the value and the multiple; `null` where everybody stays forever and nothing is discounted
 * @throws {InvalidOptionError} when a part is out of range, or intervals are of different confidences
 * @example
 * ```ts
 * import { lifetimeValueInArrears, rate } from 'kizuna';
 *
 * const yearly = { amount: 10000, retention: 0.8, discountRate: 0.12 };
 * lifetimeValueInArrears(yearly).multiple; // => 2.5
 * lifetimeValueInArrears(yearly).value; // => 25000
 * lifetimeValueInArrears({ ...yearly, retention: rate(80, 100) }).interval;
 * // => { low: 17395.3, high: 34204.7, confidence: 0.95, method: 'transformed' }
 * ```
 */
export function lifetimeValueInArrears(facts: MarginFacts): MarginMultiple {
  return marginMultiple('lifetimeValueInArrears', facts, 1);
}

import { type MarginFacts, type MarginMultiple, marginMultiple } from './margin-multiple.js';

/**
 * Lifetime value with margins paid in advance, the first now: m(1 + i) ÷ (1 + i − r), the margin multiple with the first margin at t = 0.
 *
 * m = amount × margin rate, r = retention, i = discount rate, all of one period (Gupta & Lehmann 2003, Journal of Interactive Marketing
 * 17(1), who give both forms). Assumes the same margin and retention in every period; that the first payment comes from
 * everybody; money is discounted from the start of each period. For customers before the first renewal: subscriptions paid in
 * advance. Its sibling `lifetimeValueInArrears` is smaller by one margin, m.
 *
 * Without discount and end it is `lifetimeValueFromChurn`. A `Rate` may stand for the retention: the interval follows from its own.
 *
 * @param facts - `amount`, `retention`, `discountRate` (of one period), `marginRate`, `horizon`, `from`
 * @returns the value and the multiple; `null` where everybody stays forever and nothing is discounted
 * @throws {InvalidOptionError} when a part is out of range, or intervals are of different confidences
 * @example
 * ```ts
 * import { lifetimeValueInAdvance } from 'kizuna';
 *
 * const yearly = { amount: 10000, retention: 0.8, discountRate: 0.12 };
 * const { value, multiple } = lifetimeValueInAdvance(yearly);
 * value; // => 35000
 * multiple; // => 3.5
 * lifetimeValueInAdvance({ ...yearly, horizon: 2 }).value; // => 17142.86
 * ```
 */
export function lifetimeValueInAdvance(facts: MarginFacts): MarginMultiple {
  return marginMultiple('lifetimeValueInAdvance', facts, 0);
}

import type { Estimate } from '../../core/estimate.js';
import { checkOptions } from '../../core/options.js';
import { formulaOf, type Quantity } from './quantity.js';

/** How customers buy. Frequency and duration are in the same periods, such as years. */
export interface PurchaseValueFacts {
  /** The mean amount of a purchase (平均購入単価). */
  readonly basket: Quantity;
  /** Purchases of a customer in a period (購入頻度). */
  readonly frequency: Quantity;
  /** Periods that a customer stays (継続期間). */
  readonly duration: Quantity;
  /** The share of the amount that is margin (粗利率); default 1: the value is revenue. */
  readonly marginRate?: Quantity | undefined;
}

/** The value of a customer, and the purchases it comes of. */
export interface LifetimeValueFromPurchases extends Estimate {
  /** Expected purchases of a customer: frequency × duration. */
  readonly purchases: number | null;
}

/**
 * Lifetime value from purchases: basket × margin rate × frequency × duration (単価 × 粗利率 × 購入頻度 × 継続期間).
 *
 * Assumes that the four do not hang together: that customers who buy often neither stay longer nor buy for more, where the product of
 * means would be another number than the mean of products; that a customer buys as often until the end; that nothing is discounted.
 * `duration` is the expected one of customers who may still be here, not the mean of those who left, which is too short.
 *
 * Estimates may stand for numbers: the interval follows from theirs, as if they were independent; `n` is the smallest of theirs.
 *
 * @param facts - `basket`, `frequency`, `duration`, `marginRate`
 * @returns the value; `null` where a part is not known
 * @throws {InvalidOptionError} when a part is out of range, or intervals are of different confidences
 * @example
 * ```ts
 * import { lifetimeValueFromPurchases } from 'kizuna';
 *
 * const { value, purchases } = lifetimeValueFromPurchases({ basket: 8000, frequency: 4, duration: 2.5, marginRate: 0.3 });
 * value; // => 24000
 * purchases; // => 10
 * ```
 */
export function lifetimeValueFromPurchases(facts: PurchaseValueFacts): LifetimeValueFromPurchases {
  checkOptions(OWNER, facts, ['basket', 'frequency', 'duration', 'marginRate']);
  const { basket, frequency, duration, marginRate = 1 } = facts;
  const ranges = { basket: { min: 0 }, frequency: { min: 0 }, duration: { min: 0 }, marginRate: { max: 1 } };
  const { estimate, values } = formulaOf(OWNER, { basket, frequency, duration, marginRate }, ranges, (each) => {
    const value = each.basket * each.marginRate * each.frequency * each.duration;
    return Number.isNaN(value) ? 0 : value; // nothing of more than there are doubles
  });
  const purchases = values === null ? Infinity : values.frequency * values.duration + 0; // a frequency may be -0
  return { ...estimate, purchases: Number.isFinite(purchases) ? purchases : null };
}

const OWNER = 'lifetimeValueFromPurchases';

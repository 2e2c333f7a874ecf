import type { Scalar } from '../../core/expression.js';
import type { BasketPlan } from '../baskets.js';

/** Which purchases are one basket, and what is in it. */
type InBaskets = Omit<BasketPlan, 'owner'>;

/**
 * A row for what is under one key of a customer: `baskets`, how many have an item, which is 1 or 0 but where events without a key are baskets by
 * themselves; `bare`, purchases without an item. And a row in which `refunds` is how many purchases have a negative amount; else it is 0.
 */
export interface BasketsShape extends InBaskets {
  readonly kind: 'baskets';
}

/** A row for each basket and pair of its items: `item` and `other`, in any order that is the same everywhere; and for each item one with itself. */
export interface BasketPairsShape extends InBaskets {
  readonly kind: 'basketPairs';
  /** Only pairs of these, but for those of an item with itself; `null`: of all. */
  readonly among: readonly Scalar[] | null;
}

import { type KeyValue, mergePairs, type Pairs } from '../core/pairs.js';
import type { Baskets } from '../log/baskets.js';
import { itemCounts, type PairCounts } from './pair-counts.js';

/** The state of association rules: how many baskets hold each item and each pair of items. */
export interface AssociationState {
  /** Baskets with an item. */
  readonly baskets: number;
  readonly items: Pairs<KeyValue, number>;
  /** By the item that comes first in the order of keys, then by the other; pairs that no basket holds are not there. */
  readonly pairs: Pairs<KeyValue, Pairs<KeyValue, number>>;
  /** Purchases without an item. */
  readonly withoutItem: number;
  /** Purchases with a negative amount. */
  readonly refunds: number;
}

/** What was counted in a log as plain data. */
export function associationState(baskets: Baskets, { first, second, both }: PairCounts): AssociationState {
  const { count, values, withoutItem, refunds } = baskets;
  const own = itemCounts(baskets);
  const items: [KeyValue, number][] = [];
  for (let code = 0; code < own.length; code += 1) if (own[code] !== 0) items.push([values[code]!, own[code]!]);
  const pairs: [KeyValue, [KeyValue, number][]][] = [];
  for (let i = 0; i < first.length; i += 1) {
    if (i === 0 || first[i] !== first[i - 1]) pairs.push([values[first[i]!]!, []]);
    pairs[pairs.length - 1]![1].push([values[second[i]!]!, both[i]!]);
  }
  return { baskets: count, items, pairs, withoutItem, refunds };
}

/** The counts of different customers together. */
export function mergeAssociations(a: AssociationState, b: AssociationState): AssociationState {
  return {
    baskets: a.baskets + b.baskets,
    items: mergePairs(a.items, b.items, add),
    pairs: mergePairs(a.pairs, b.pairs, (x, y) => mergePairs(x, y, add)),
    withoutItem: a.withoutItem + b.withoutItem,
    refunds: a.refunds + b.refunds,
  };
}

function add(a: number, b: number): number {
  return a + b;
}

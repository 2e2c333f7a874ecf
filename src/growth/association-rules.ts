import type { Scalar } from '../core/expression.js';
import { basketsOf } from '../log/baskets.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyLog, AnyProperties, EventLog } from '../log/layout.js';
import { refuseRefunds } from '../log/purchases/customer-totals.js';
import {
  ASSOCIATION,
  type AssociationPlan,
  type AssociationRulesOptions,
  associationPlan,
} from './association-plan.js';
import { associationShapes } from './association-shapes.js';
import { type AssociationState, associationState, mergeAssociations } from './association-state.js';
import { itemCounts, pairCounts, refusePairs } from './pair-counts.js';
import {
  type AssociationRule,
  type CountedItems,
  frequentItems,
  type ItemSupport,
  isFrequent,
  ruleList,
} from './rule-list.js';

/** What is bought together. */
export interface AssociationRules<Item extends Scalar = Scalar> {
  /** Baskets with an item: what supports are shares of. */
  readonly baskets: number;
  /** Items with enough support, the most frequent first. */
  readonly items: readonly ItemSupport<Item>[];
  /** Those that were asked for, in the order of `order`; of each pair there may be two, one in each direction. */
  readonly rules: readonly AssociationRule<Item>[];
  /** How many rules there are, those beyond `limit` included. */
  readonly found: number;
  /** Purchases without an item, which are in no basket. */
  readonly withoutItem: number;
  /** Purchases with a negative amount, which are in no basket. */
  readonly refunds: number;
}

/**
 * Association rules as a metric: for stored states, shards of customers and SQL. See `associationRules`.
 *
 * The state holds how many baskets each item and each pair of items is in, of pairs however rare: parts of the data cannot know what is
 * frequent in the whole. Where there are too many, name the `items` whose pairs are asked for.
 *
 * @param options - as those of `associationRules`
 * @throws {InvalidOptionError} as `associationRules`
 * @throws {LimitError} when a state comes to more than `maxPairs` pairs
 * @example
 * ```ts
 * import { associationRulesMetric, eventLog } from 'kizuna';
 *
 * const metric = associationRulesMetric({ item: 'product', per: 'customer', minSupport: 0 });
 * const shard = (id: string, products: readonly string[]) =>
 *   metric.state(
 *     eventLog(
 *       products.map((product) => ({ id, at: '2025-04-01T09:00:00Z', product })),
 *       { customer: 'id', time: 'at', properties: ['product'] },
 *     ),
 *   );
 * const merged = metric.merge(shard('a', ['tea', 'cup']), shard('b', ['tea']));
 * merged.items; // => [['cup', 1], ['tea', 2]]
 * merged.pairs; // => [['cup', [['tea', 1]]]]
 * metric.finish(merged).rules.map(({ antecedent, consequent, confidence }) => [antecedent, consequent, confidence.value]);
 * // => [['cup', 'tea', 1], ['tea', 'cup', 0.5]]
 * ```
 */
export function associationRulesMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: AssociationRulesOptions<Name, Properties, NoInfer<(keyof Properties & string) | 'name'>>,
): EventMetric<Name, Properties, AssociationState, AssociationRules> {
  const plan = associationPlan(options);
  return {
    name: ASSOCIATION,
    split: 'by customer',
    plan: associationShapes(plan),
    state: (log) => stateOf(plan, log),
    merge: mergeAssociations,
    finish: (state) => rulesOf(plan, storedCounts(plan, state), state),
  };
}

/**
 * バスケット分析, アソシエーション分析: which two items are bought together, and more often than chance would have it.
 *
 * A basket is what a customer bought at one instant, on one day, in one order, or ever, each item once. Of baskets with A and B, support
 * is their share of all baskets, and confidence, of the rule A → B, their share of those with A (Agrawal, Imieliński & Swami 1993). Lift =
 * confidence ÷ support of B, leverage = support − product of the supports of A and B (Piatetsky-Shapiro 1991), conviction = (1 − support of B) ÷ (1 − confidence) (Brin
 * et al. 1997), Zhang's metric (2000), Jaccard and Kulczynski as mlxtend has them. Rules have one item on each side. The intervals of
 * support and confidence are Wilson's (1927) and take baskets as independent.
 *
 * @param log - the events
 * @param options - `item` and `minSupport` (needed), `per`, `purchase`, `refunds`, `from`, `asOf`, `timeZone`, `minConfidence`, `minLift`,
 *   `items`, `order`, `limit`, `maxPairs`, `confidence`
 * @returns the items and the rules with enough support
 * @throws {InvalidOptionError} when an option is unknown or out of range, or names what the log does not have
 * @throws {InvalidDataError} when amounts are negative and `refunds` does not say what that means
 * @throws {LimitError} when more than `maxPairs` pairs of frequent items occur
 * @example
 * ```ts
 * import { associationRules, eventLog } from 'kizuna';
 *
 * const lines = [
 *   { id: 'a', at: '2025-04-01T09:00:00Z', product: 'tea' },
 *   { id: 'a', at: '2025-04-01T09:00:00Z', product: 'cup' },
 *   { id: 'b', at: '2025-04-02T09:00:00Z', product: 'tea' },
 *   { id: 'b', at: '2025-04-02T09:00:00Z', product: 'cup' },
 *   { id: 'b', at: '2025-04-05T09:00:00Z', product: 'tea' },
 *   { id: 'c', at: '2025-04-05T09:00:00Z', product: 'pot' },
 * ];
 * const log = eventLog(lines, { customer: 'id', time: 'at', properties: ['product'] });
 * const { baskets, items, rules } = associationRules(log, { item: 'product', minSupport: 0.25 });
 * baskets; // => 4
 * items.map(({ item, support }) => [item, support.value]); // => [['tea', 0.75], ['cup', 0.5], ['pot', 0.25]]
 * const [first] = rules;
 * [first?.antecedent, first?.consequent, first?.confidence.value]; // => ['cup', 'tea', 1]
 * first?.lift; // => 1.3333
 * first?.conviction; // => null
 * ```
 */
export function associationRules<
  Name extends string,
  Properties extends object,
  const Item extends (keyof Properties & string) | 'name',
>(
  log: EventLog<Name, Properties>,
  options: AssociationRulesOptions<Name, Properties, Item>,
): AssociationRules<Item extends keyof Properties ? Extract<Properties[Item], Scalar> : Name> {
  const plan = associationPlan(options);
  const baskets = basketsOf(plan.baskets, log);
  const own = itemCounts(baskets);
  // A pair is in no more baskets than its items: those of rare ones need not be counted.
  const isCounted = amongItems(plan, baskets.values);
  for (let item = 0; item < own.length; item += 1)
    if (!isFrequent(own[item]!, baskets.count, plan)) isCounted[item] = 0;
  const pairs = pairCounts(ASSOCIATION, baskets, isCounted, plan.maxPairs);
  const rules = rulesOf(plan, { baskets: baskets.count, values: baskets.values, own, ...pairs }, baskets);
  return rules as ReturnType<typeof associationRules<Name, Properties, Item>>; // items are values of the property, or names
}

function stateOf(plan: AssociationPlan, log: AnyLog): AssociationState {
  const baskets = basketsOf(plan.baskets, log);
  const pairs = pairCounts(ASSOCIATION, baskets, amongItems(plan, baskets.values), plan.maxPairs);
  return associationState(baskets, pairs);
}

/** 1 for the items whose pairs are asked for. */
function amongItems({ among }: AssociationPlan, values: ArrayLike<Scalar | null>): Uint8Array {
  if (among === null) return new Uint8Array(values.length).fill(1);
  const wanted = new Set<Scalar | null>(among);
  return Uint8Array.from({ length: values.length }, (_, item) => Number(wanted.has(values[item]!)));
}

/** What was counted, of a state. */
function storedCounts({ maxPairs }: AssociationPlan, { baskets, items, pairs }: AssociationState): CountedItems {
  const places = new Map(items.map(([item], place) => [item, place]));
  const [first, second, both]: [number[], number[], number[]] = [[], [], []];
  for (const [item, others] of pairs) {
    for (const [other, count] of others) {
      first.push(places.get(item)!);
      second.push(places.get(other)!);
      both.push(count);
    }
  }
  if (both.length > maxPairs) refusePairs(ASSOCIATION, both.length, maxPairs);
  return {
    ...{ baskets, first, second, both },
    values: items.map(([item]) => item as Scalar), // of events that have one
    own: items.map(([, count]) => count),
  };
}

function rulesOf(
  plan: AssociationPlan,
  counted: CountedItems,
  { withoutItem, refunds }: Pick<AssociationState, 'withoutItem' | 'refunds'>,
): AssociationRules {
  refuseRefunds({ owner: ASSOCIATION, refunds: plan.refunds }, refunds);
  const { rules, found } = ruleList(plan, counted);
  return { baskets: counted.baskets, items: frequentItems(plan, counted), rules, found, withoutItem, refunds };
}

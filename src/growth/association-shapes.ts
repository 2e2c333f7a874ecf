import { input } from '../core/expression.js';
import { countIf, sum } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import { compareKeys, type KeyValue, type Pairs, sortedPairs } from '../core/pairs.js';
import { faultsPart, type ShapeGroup, shapePlan } from '../log/shapes/shape-plan.js';
import { ASSOCIATION, type AssociationPlan } from './association-plan.js';
import type { AssociationState } from './association-state.js';
import { refusePairs } from './pair-counts.js';

/** Association rules as shapes: a row for each basket, and for each pair in it. */
export function associationShapes({ baskets: plan, among, maxPairs }: AssociationPlan): Plan {
  const { owner: _, ...rules } = plan;
  const total = { baskets: sum(input('baskets')), bare: sum(input('bare')), refunds: sum(input('refunds')) };
  const parts = {
    log: faultsPart(plan.timeZone, plan.asOf),
    baskets: { shape: { kind: 'baskets', ...rules }, keys: [], measures: total },
    pairs: { shape: { kind: 'basketPairs', ...rules, among }, keys: ['item', 'other'], measures: { n: countIf() } },
  } as const;
  return shapePlan(parts, ({ baskets: [all], pairs }): AssociationState => {
    const counted = pairsOf(pairs);
    const found = counted.pairs.reduce((count, [, others]) => count + others.length, 0);
    if (found > maxPairs) refusePairs(ASSOCIATION, found, maxPairs);
    return {
      baskets: wholeOf(all, 'baskets'),
      ...counted,
      withoutItem: wholeOf(all, 'bare'),
      refunds: wholeOf(all, 'refunds'),
    };
  });
}

/** Items are pairs of one with itself. An engine may have another order of keys. */
function pairsOf(groups: readonly ShapeGroup[]): Pick<AssociationState, 'items' | 'pairs'> {
  const items = new Map<KeyValue, number>();
  const pairs = new Map<KeyValue, Map<KeyValue, number>>();
  for (const { keys, measured } of groups) {
    const [item, other] = keys as readonly KeyValue[] as readonly [KeyValue, KeyValue]; // in the order of the plan
    const n = measured.n as number;
    if (item === other) {
      items.set(item, n);
      continue;
    }
    const [first, second] = compareKeys(item, other) < 0 ? [item, other] : [other, item];
    const others = pairs.get(first) ?? new Map<KeyValue, number>();
    pairs.set(first, others.set(second, n));
  }
  const sorted = sortedPairs(pairs).map(([item, others]): [KeyValue, Pairs<KeyValue, number>] => [
    item,
    sortedPairs(others),
  ]);
  return { items: sortedPairs(items), pairs: sorted };
}

/** A sum of whole numbers; of no rows it is 0. */
function wholeOf(group: ShapeGroup | undefined, name: string): number {
  return group?.sums[name]?.reduce((a, b) => a + b, 0) ?? 0;
}

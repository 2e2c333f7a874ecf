import { input } from '../core/expression.js';
import { countIf, sum } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import { compareKeys, type KeyValue } from '../core/pairs.js';
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

/** Items are pairs of one with itself. An engine may have another order of keys: those that are in order cost next to nothing to sort. */
function pairsOf(groups: readonly ShapeGroup[]): Pick<AssociationState, 'items' | 'pairs'> {
  const items: [KeyValue, number][] = [];
  const found: (readonly [KeyValue, KeyValue, number])[] = [];
  for (const { keys, measured } of groups) {
    const [item, other] = keys as readonly KeyValue[] as readonly [KeyValue, KeyValue]; // in the order of the plan
    const n = measured.n as number;
    if (item === other) items.push([item, n]);
    else found.push(compareKeys(item, other) < 0 ? [item, other, n] : [other, item, n]);
  }
  found.sort((a, b) => compareKeys(a[0], b[0]) || compareKeys(a[1], b[1]));
  const pairs: [KeyValue, [KeyValue, number][]][] = [];
  for (const [first, second, n] of found) {
    if (pairs.at(-1)?.[0] !== first) pairs.push([first, []]);
    pairs.at(-1)?.[1].push([second, n]);
  }
  return { items: items.sort((a, b) => compareKeys(a[0], b[0])), pairs };
}

/** A sum of whole numbers; of no rows it is 0. */
function wholeOf(group: ShapeGroup | undefined, name: string): number {
  return group?.sums[name]?.reduce((a, b) => a + b, 0) ?? 0;
}

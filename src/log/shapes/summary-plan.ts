import { countIf } from '../../core/measures.js';
import type { Plan } from '../../core/metric.js';
import type { TotalsPlan } from '../purchases/customer-totals.js';
import { alongPlan, eitherPlan, groupsOf, type ShapeGroup, type ShapePart, shapePlan } from './shape-plan.js';
import type { TotalsShape, TotalValuesShape } from './totals-shape.js';
import { exceptionsPart, type Unlike, unlikeOf, unlikeRows, wholeOf } from './totals-shapes.js';

/** A part of what customers have bought. */
export interface SummaryPart extends ShapePart {
  readonly shape: TotalsShape | TotalValuesShape;
}

/** A plan of what customers have bought, and of what is unlike other purchases, as `summaryCounts` reads it. */
export function summaryPlan<State>(
  plan: TotalsPlan,
  part: SummaryPart,
  state: (unlike: Unlike, customers: readonly ShapeGroup[]) => State,
  merge: (a: State, b: State) => State,
): Plan {
  const parts = { log: exceptionsPart(plan), customers: part };
  const apart = shapePlan(parts, ({ log, customers }) => state(unlikeRows(log), customers));
  const { shape, keys } = part;
  const isPlain = plan.per === 'event' && plan.refunds !== 'net' && plan.purchase.occurrence === 'any';
  const tellsOrders = shape.kind === 'totals' || shape.of.includes('orders');
  if (!isPlain || !tellsOrders || plan.asOf === null) return apart;
  const along = {
    shape: withUnlike(shape),
    keys: ['kind', ...keys],
    measures: { ...part.measures, customers: countIf() },
  };
  const unlike = (groups: readonly ShapeGroup[]): Unlike => unlikeAlong(groups, shape.kind === 'totals');
  return eitherPlan(
    apart,
    alongPlan({ ...along, leftOut: (counted) => unlike(groupsOf(counted)) }, (groups) => {
      const states = [...byKind(groups)].map(([kind, own]) => state(unlike(kind === 0 ? groups : []), own));
      // In pairs, and these in pairs again: one by one, what there is already would be copied for each kind.
      for (let i = 0; i + 1 < states.length; i += 2) states.push(merge(states[i]!, states[i + 1]!));
      return states[states.length - 1]!; // there is always kind 0
    }),
  );
}

function withUnlike(shape: SummaryPart['shape']): SummaryPart['shape'] {
  if (shape.kind === 'totals') return { ...shape, hasUnlike: true };
  return { ...shape, totals: { ...shape.totals, hasUnlike: true } };
}

/** Customers by their kind, as the part has them, which knows none. */
function byKind(groups: readonly ShapeGroup[]): ReadonlyMap<number, readonly ShapeGroup[]> {
  const found = new Map<number, ShapeGroup[]>([[0, []]]);
  for (const group of groups) {
    const [kind, ...keys] = group.keys as readonly number[]; // of the part
    if (kind! < 0) continue;
    const own = found.get(kind!) ?? [];
    found.set(kind!, own);
    own.push({ ...group, keys });
  }
  return found;
}

/** What is unlike, as the groups of customers tell it. */
function unlikeAlong(groups: readonly ShapeGroup[], isRows: boolean): Unlike {
  return unlikeOf(
    groups.map(({ keys, measured, sums }) => {
      const [kind, place] = keys as readonly number[]; // of the part
      if (kind! < 0)
        return [kind!, isRows ? wholeOf(sums.orders) : (keys.at(-1) as number) * measured.customers!] as const;
      return [kind!, isRows || place === 0 ? measured.customers! : 0] as const;
    }),
  );
}

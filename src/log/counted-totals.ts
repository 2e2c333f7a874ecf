import { countIf } from '../core/measures.js';
import { type Pairs, sortedPairs } from '../core/pairs.js';
import type { TotalsPlan } from './customer-totals.js';
import type { ShapeGroup, ShapePart } from './shape-plan.js';
import type { TotalsShape } from './totals-shape.js';
import { linesShape, rangesOf } from './totals-shapes.js';

/** What customers have bought as rows, in steps or as it is, without scores. */
export function totalsShape(plan: TotalsPlan, rules: Pick<TotalsShape, 'monetary' | 'step'>): TotalsShape {
  const { edges, within } = rangesOf(plan);
  const lines = { ...linesShape(plan, edges, true), only: within };
  const none = { cuts: [], isReached: false };
  return { kind: 'totals', lines, asOf: plan.asOf, ...rules, f: none, m: none };
}

/** How many customers have each value of a column. */
export function countedPart(shape: TotalsShape, column: 'days' | 'orders' | 'amount' | 'monetary'): ShapePart {
  return { shape, keys: [column], measures: { customers: countIf() } };
}

/** The same, once it is counted; the values are so many steps. */
export function countedValues(groups: readonly ShapeGroup[], step: number | null = null): Pairs<number, number> {
  return groups.map(({ keys: [value], measured }) => [valueInSteps(value!, step), measured.customers!] as const);
}

/** A value that is so many steps, where there are steps. */
export function valueInSteps(value: number, step: number | null): number {
  return step === null ? value : value * step + 0; // + 0: never -0
}

/** How often each value is there, rounded to steps where there are some. */
export function countValues(values: ArrayLike<number>, step: number | null = null): Pairs<number, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i += 1) {
    const value = step === null ? values[i]! : valueInSteps(Math.floor(values[i]! / step + 0.5), step);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return sortedPairs(counts);
}

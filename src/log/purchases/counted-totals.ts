import { countIf } from '../../core/measures.js';
import { type Pairs, sortedPairs } from '../../core/pairs.js';
import type { ShapeGroup } from '../shapes/shape-plan.js';
import type { SummaryPart } from '../shapes/summary-plan.js';
import type { TotalColumn, TotalsShape } from '../shapes/totals-shape.js';
import { type CountedLines, CUSTOMERS, LINES, linesOf, linesShape, rangesOf } from '../shapes/totals-shapes.js';
import type { TotalsPlan } from './customer-totals.js';

/** What customers have bought as rows, in steps or as it is, without scores. */
export function totalsShape(plan: TotalsPlan, rules: Pick<TotalsShape, 'monetary' | 'step'>): TotalsShape {
  const { edges, within } = rangesOf(plan);
  const lines = { ...linesShape(plan, edges, true), only: within };
  const none = { cuts: [], isReached: false };
  return { kind: 'totals', lines, asOf: plan.asOf, ...rules, f: none, m: none, hasUnlike: false };
}

/** How many customers have each value of some columns. */
export function valuesPart(totals: TotalsShape, of: readonly TotalColumn[]): SummaryPart {
  const { per, isNet } = totals.lines;
  const counted = of.includes('orders') && per === 'event' ? {} : LINES; // each order is a purchase then
  return {
    shape: { kind: 'totalValues', totals, of },
    keys: ['place', 'value'],
    measures: { customers: per === 'event' && !isNet ? countIf() : CUSTOMERS, ...counted }, // whoever bought has an order then
  };
}

/** How many customers have each value of the column at a place of the part's list, in so many steps. */
export function valuesAt(
  groups: readonly ShapeGroup[],
  place: number,
  step: number | null = null,
): Pairs<number, number> {
  return groups
    .filter(({ keys, measured }) => keys[0] === place && measured.customers !== 0)
    .map(({ keys, measured }) => [valueInSteps(keys[1]!, step), measured.customers!] as const);
}

/** The purchases of a part of values, which are counted at each place alike. */
export function linesOfValues(groups: readonly ShapeGroup[], orders: Pairs<number, number> | null): CountedLines {
  if (orders !== null && groups.every(({ sums }) => sums.lines === undefined))
    return { lines: orders.reduce((sum, [value, customers]) => sum + value * customers, 0), later: 0, unpaidLater: 0 };
  return linesOf(groups.filter(({ keys: [place] }) => place === 0));
}

/** A value that is so many steps, where there are steps. */
function valueInSteps(value: number, step: number | null): number {
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

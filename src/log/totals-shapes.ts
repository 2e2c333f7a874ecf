import { roundedSum } from '../core/exact-sum.js';
import { compare, input } from '../core/expression.js';
import { countIf, max, min, sum } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import type { TotalsPlan } from './customer-totals.js';
import type { CustomerId } from './layout.js';
import type { LinesShape } from './lines-shape.js';
import { daysPlan, faultsPart, logPart, type ShapeGroup, type ShapePart, shapePlan } from './shape-plan.js';
import type { CustomerTotalsState, StateCounts } from './totals-state.js';

/** The totals of customers as shapes: a row for each. */
export function totalsShapes(plan: TotalsPlan): Plan {
  const { edges, within } = rangesOf(plan);
  const shape = linesShape(plan, edges, true);
  const measures = { first: min(input('ordered')), last: max(input('ordered')), ...boughtMeasures() };
  const parts = {
    log: eventsPart(plan),
    lines: linesPart(shape),
    customers: { shape: { ...shape, only: within }, keys: ['customer'], measures },
  };
  return shapePlan(parts, ({ log, lines, customers }): CustomerTotalsState => {
    return {
      customers: customers
        .filter(({ measured }) => measured.orders !== 0)
        .map((group) => {
          const { first, last, orders } = group.measured as Record<'first' | 'last' | 'orders', number>; // of the part
          return [customerOf(group), first, last, orders, paidIn(plan, group)] as const;
        }),
      ...countsOf(plan, log, lines),
    };
  });
}

/** The part of all events: the last of them is asked for where no date is given. */
export function eventsPart({ asOf, timeZone }: TotalsPlan): ShapePart {
  return asOf === null ? logPart(daysPlan(timeZone), null) : faultsPart(timeZone, null);
}

/** Where the purchases of a plan are counted, and the range of those that count. */
export function rangesOf({ from, asOf }: TotalsPlan): { readonly edges: readonly number[]; readonly within: number } {
  const edges = [from, asOf === null ? null : asOf + 1].filter((edge) => edge !== null);
  return { edges, within: from === null ? 0 : 1 };
}

/** What is known of the purchases beside what customers have bought. */
export function countsOf(plan: TotalsPlan, log: readonly ShapeGroup[], lines: readonly ShapeGroup[]): StateCounts {
  const { within } = rangesOf(plan);
  const inside = lines.filter(({ keys: [range] }) => range === within);
  const outside = lines.filter(({ keys: [range] }) => range !== within);
  const { measured, excluded } = log[0]!; // it has no keys, and so is one group
  const { missing, invalid, repeated } = excluded;
  return {
    asOf: plan.asOf ?? measured.until ?? null,
    outside: totalOf(outside, 'lines') + totalOf(inside, 'later'),
    refunds: totalOf(inside, 'refunds'),
    withAmount: totalOf(inside, 'paid'),
    withoutAmount: totalOf(inside, 'unpaid'),
    ...{ missing, invalid, repeated },
  };
}

/** The purchases of a plan, in the ranges between some instants. */
export function linesShape(
  { purchase, per, timeZone, refunds }: TotalsPlan,
  edges: readonly number[],
  needsAmount: boolean,
): LinesShape {
  return { kind: 'lines', purchase, per, timeZone, edges, only: null, isNet: refunds === 'net', needsAmount };
}

/** How many purchases of which kind there are in each range. */
export function linesPart(shape: LinesShape): ShapePart {
  const is = (column: string, value: 0 | 1) => countIf(compare(input(column), '=', value));
  const measures = {
    lines: countIf(),
    later: is('counts', 0),
    refunds: is('refund', 1),
    paid: is('unpaid', 0),
    unpaid: is('unpaid', 1),
  };
  return { shape, keys: ['range'], measures };
}

/** What is counted of a customer's lines. */
export function boughtMeasures() {
  return { orders: countIf(compare(input('started'), '=', 1)), paid: sum(input('paid')) };
}

/** What the lines of a customer come to. */
export function paidIn({ owner }: TotalsPlan, { sums }: ShapeGroup): number {
  return roundedSum(sums.paid!, owner) + 0; // + 0: never -0
}

/** The customer whose group it is. */
export function customerOf({ keys: [customer] }: ShapeGroup): CustomerId {
  return customer as CustomerId; // the first key
}

/** What was counted in all of these groups. */
export function totalOf(groups: readonly ShapeGroup[], measure: string): number {
  return groups.reduce((total, { measured }) => total + measured[measure]!, 0);
}

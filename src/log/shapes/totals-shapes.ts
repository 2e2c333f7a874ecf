import { roundedSum } from '../../core/exact-sum.js';
import { compare, input } from '../../core/expression.js';
import { countIf, max, min, sum } from '../../core/measures.js';
import type { Plan } from '../../core/metric.js';
import type { CustomerId } from '../layout.js';
import type { TotalsPlan } from '../purchases/customer-totals.js';
import type { CustomerTotalsState, StateCounts } from '../purchases/totals-state.js';
import type { LinesShape } from './lines-shape.js';
import type { LogShape } from './log-shape.js';
import { daysPlan, faultsPart, groupsOf, logPart, type ShapeGroup, type ShapePart, shapePlan } from './shape-plan.js';
import { UNLIKE } from './totals-shape.js';

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
function eventsPart({ asOf, timeZone }: TotalsPlan): ShapePart {
  return asOf === null ? logPart(daysPlan(timeZone), null) : faultsPart(timeZone, null);
}

/** Where the purchases of a plan are counted, and the range of those that count. */
export function rangesOf({ from, asOf }: TotalsPlan): { readonly edges: readonly number[]; readonly within: number } {
  const edges = [from, asOf === null ? null : asOf + 1].filter((edge) => edge !== null);
  return { edges, within: from === null ? 0 : 1 };
}

/** The part of all events, as `eventsPart`, with the purchases that are not like others: `unlikeRows` reads it. */
export function exceptionsPart(plan: TotalsPlan): ShapePart {
  const log = eventsPart(plan).shape as LogShape; // by eventsPart
  const { edges, within } = rangesOf(plan);
  return {
    shape: { kind: 'exceptions', log, lines: { ...linesShape(plan, edges, true), only: within } },
    keys: ['kind'],
    measures: { rows: countIf(), ...(log.hasFacts ? { until: max(input('until')) } : {}) },
    leftOut: (counted) => unlikeRows(groupsOf(counted)),
  };
}

/** How many rows of the table are no events, or purchases that are not like others. */
export interface Unlike extends Record<(typeof UNLIKE)[number] | 'unpaid', number> {
  readonly repeated: number;
  /** The last instant, where it was asked for. */
  readonly until: number | null;
}

/** By the groups of the part of exceptions. */
export function unlikeRows(groups: readonly ShapeGroup[]): Unlike {
  const kinds = groups.map(({ keys: [kind], measured }) => [kind!, measured.rows!] as const);
  return unlikeOf(kinds, groups.find(({ keys: [kind] }) => kind === 0)?.measured.until);
}

/** By kind: below 0 that of `UNLIKE`, and otherwise how many purchases of each have no amount. */
export function unlikeOf(
  kinds: readonly (readonly [kind: number, rows: number])[],
  until: number | null = null,
): Unlike {
  let unpaid = 0;
  const counts = UNLIKE.map(() => 0);
  for (const [kind, rows] of kinds) {
    if (kind < 0) counts[-1 - kind]! += rows;
    else unpaid += kind * rows;
  }
  const [missing, invalid, outside, refunds] = counts as [number, number, number, number]; // as many as there are names
  return { missing, invalid, outside, refunds, unpaid, repeated: 0, until };
}

/** Purchases of customers as they are counted with them. */
export interface CountedLines {
  readonly lines: number;
  readonly later: number;
  readonly unpaidLater: number;
}

/** Those of the groups of a part with `LINES`. */
export function linesOf(groups: readonly ShapeGroup[]): CountedLines {
  const total = (name: keyof CountedLines) => groups.reduce((all, { sums }) => all + wholeOf(sums[name]), 0);
  return { lines: total('lines'), later: total('later'), unpaidLater: total('unpaidLater') };
}

/** What is known of the purchases beside what customers have bought, by the part of exceptions. */
export function summaryCounts(plan: TotalsPlan, unlike: Unlike, counted: CountedLines): StateCounts {
  const { missing, invalid, repeated, outside, refunds, until } = unlike;
  const unpaid = unlike.unpaid - counted.unpaidLater;
  return {
    asOf: plan.asOf ?? until,
    outside: outside + counted.later,
    refunds,
    withAmount: counted.lines - unpaid,
    withoutAmount: unpaid,
    ...{ missing, invalid, repeated },
  };
}

/** What is known of the purchases beside what customers have bought. */
function countsOf(plan: TotalsPlan, log: readonly ShapeGroup[], lines: readonly ShapeGroup[]): StateCounts {
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

/** How many purchases of which kind there are in each range: to group by what they are costs less than to count each kind. */
export function linesPart(shape: LinesShape): ShapePart {
  return { shape, keys: ['range', 'counts', 'refund', 'unpaid'], measures: { lines: countIf() } };
}

/** Customers with orders, in rows of totals. */
export const CUSTOMERS = /* @__PURE__ */ countIf(/* @__PURE__ */ compare(/* @__PURE__ */ input('orders'), '>', 0));

/** Their purchases, where those are not the orders. */
export const LINES = /* @__PURE__ */ linesMeasures();

/** What is counted of a customer's lines. */
export function boughtMeasures() {
  return { orders: countIf(compare(input('started'), '=', 1)), paid: sum(input('paid')) };
}

function linesMeasures() {
  return { lines: sum(input('lines')), later: sum(input('later')), unpaidLater: sum(input('unpaid_later')) };
}

/** What the lines of a customer come to. */
export function paidIn({ owner }: TotalsPlan, { sums }: ShapeGroup): number {
  return roundedSum(sums.paid!, owner) + 0; // + 0: never -0
}

/** The customer whose group it is. */
export function customerOf({ keys: [customer] }: ShapeGroup): CustomerId {
  return customer as CustomerId; // the first key
}

/** How many purchases of a kind there are in these groups. */
export function totalOf(
  groups: readonly ShapeGroup[],
  kind: 'lines' | 'later' | 'refunds' | 'paid' | 'unpaid',
): number {
  return groups.reduce((total, { keys: [, counts, refund, unpaid], measured }) => {
    const is = { lines: true, later: counts === 0, refunds: refund === 1, paid: unpaid === 0, unpaid: unpaid === 1 };
    return total + (is[kind] ? measured.lines! : 0);
  }, 0);
}

/** A sum of whole numbers. */
export function wholeOf(parts: readonly number[] | undefined): number {
  return parts?.reduce((a, b) => a + b, 0) ?? 0;
}

import { canonicalSum, growExpansion } from '../core/exact-sum.js';
import { input } from '../core/expression.js';
import { sum } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import type { AnyLog } from '../log/layout.js';
import { totalsShape } from '../log/purchases/counted-totals.js';
import { requireAmounts, type TotalsPlan, totalsByCode } from '../log/purchases/customer-totals.js';
import { mergeCounts, type StateCounts } from '../log/purchases/totals-state.js';
import type { ShapeGroup } from '../log/shapes/shape-plan.js';
import { summaryPlan } from '../log/shapes/summary-plan.js';
import type { ScoreCuts } from '../log/shapes/totals-shape.js';
import { CUSTOMERS, LINES, linesOf, summaryCounts, type Unlike } from '../log/shapes/totals-shapes.js';
import { customersBought } from './customers-bought.js';

/** Customers with one recency and one pair of scores: how many, their orders, and the exact sum of their amounts. */
export type RfmSummaryRow = readonly [
  recencyDays: number,
  f: number,
  m: number,
  customers: number,
  orders: number,
  amount: readonly number[],
];

/** Customers by recency and scores: the state of `rfmSummaryMetric`. Rows are in the order of their numbers. */
export interface RfmSummaryState extends StateCounts {
  readonly rows: readonly RfmSummaryRow[];
}

/** How customers are scored whom nobody lists. */
export interface SummaryRules {
  readonly totals: TotalsPlan;
  readonly monetary: 'sum' | 'mean';
  readonly f: ScoreCuts;
  readonly m: ScoreCuts;
}

/** The state of a log. */
export function rfmSummaryState({ totals, monetary, f, m }: SummaryRules, log: AnyLog): RfmSummaryState {
  requireAmounts(totals.owner, log);
  const all = totalsByCode(totals, log);
  const { asOf, outside, refunds, withAmount, withoutAmount, missing, invalid, repeated } = all;
  const { recencyDays, orders, amount } = customersBought({ ...totals, refunds: 'exclude' }, all);
  const rows: RfmSummaryRow[] = [];
  for (let i = 0; i < orders.length; i += 1) {
    const money = monetary === 'sum' ? amount[i]! : amount[i]! / orders[i]!;
    const paid = amount[i] === 0 ? [] : [amount[i]!];
    rows.push([recencyDays[i]!, scoreBy(f, orders[i]!), scoreBy(m, money), 1, orders[i]!, paid]);
  }
  const counts = { asOf, outside, refunds, withAmount, withoutAmount, missing, invalid, repeated };
  return { rows: together(rows), ...counts };
}

/** 1 and as many as there are cuts below a value, or reached by it. */
export function scoreBy({ cuts, isReached }: ScoreCuts, value: number): number {
  return cuts.reduce((score, cut) => score + Number(isReached ? value >= cut : value > cut), 1);
}

/** Two states as one. */
export function mergeRfmSummary(a: RfmSummaryState, b: RfmSummaryState): RfmSummaryState {
  return { rows: together([...a.rows, ...b.rows]), ...mergeCounts(a, b) };
}

/** The state as shapes. */
export function rfmSummaryShapes({ totals, monetary, f, m }: SummaryRules): Plan {
  const isEach = totals.per === 'event'; // each order is a purchase
  const counted = isEach ? {} : LINES;
  const part = {
    shape: { ...totalsShape(totals, { monetary, step: null }), f, m },
    keys: ['days', 'f', 'm'],
    measures: { customers: CUSTOMERS, orders: sum(input('orders')), amount: sum(input('amount')), ...counted },
  };
  const state = (unlike: Unlike, cells: readonly ShapeGroup[]): RfmSummaryState => {
    const rows = cells
      .filter(({ measured }) => measured.customers !== 0)
      .map(({ keys, measured, sums }): RfmSummaryRow => {
        const [days, f, m] = keys as readonly number[]; // of the part, here and below
        return [days!, f!, m!, measured.customers!, sums.orders![0]!, sums.amount!];
      });
    const orders = rows.reduce((all, row) => all + row[4], 0);
    const lines = isEach ? { lines: orders, later: 0, unpaidLater: 0 } : linesOf(cells);
    return { rows, ...summaryCounts(totals, unlike, lines) };
  };
  return summaryPlan(totals, part, state, mergeRfmSummary);
}

/** Rows that are alike in recency and scores as one, in their order. */
function together(rows: readonly RfmSummaryRow[]): readonly RfmSummaryRow[] {
  const known = new Map<string, { facts: number[]; paid: number[] }>();
  for (const [days, f, m, customers, orders, amount] of rows) {
    const key = `${days} ${f} ${m}`;
    const row = known.get(key) ?? { facts: [days, f, m, 0, 0], paid: [] };
    known.set(key, row);
    row.facts[3]! += customers;
    row.facts[4]! += orders;
    for (const part of amount) growExpansion(row.paid, part);
  }
  const found = [...known.values()].map(
    ({ facts, paid }) => [...facts, canonicalSum(paid)] as unknown as RfmSummaryRow,
  ); // of five facts
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
}

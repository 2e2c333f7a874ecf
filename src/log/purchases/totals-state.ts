import { compareKeys } from '../../core/pairs.js';
import type { CustomerId } from '../layout.js';
import type { CustomerTotals, TotalsCounts } from './customer-totals.js';

/** What a customer has bought: id, first and last instant, orders, and the amount (`null` without amounts). */
export type CustomerTotalsRow = readonly [
  customer: CustomerId,
  first: number,
  last: number,
  orders: number,
  amount: number | null,
];

/** What customers have bought, as plain data: the state of metrics such as `rfmMetric` and `decilesMetric`, which share it. */
export interface CustomerTotalsState extends StateCounts {
  /** In the order of ids: numbers, then text. */
  readonly customers: readonly CustomerTotalsRow[];
}

/** What is known of the purchases beside what customers have bought. */
export interface StateCounts extends TotalsCounts {
  readonly asOf: number | null;
  /** Purchases with an amount. */
  readonly withAmount: number;
}

/** The totals as a state. */
export function totalsState(totals: CustomerTotals): CustomerTotalsState {
  const { customer, first, last, orders, amount, ...counts } = totals;
  const customers = customer.map(
    (id, i): CustomerTotalsRow => [id, first[i]!, last[i]!, orders[i]!, amount === null ? null : amount[i]!],
  );
  return { customers: customers.sort(byId), ...counts };
}

/** Two states as one. A customer should be in one of them only: the lines of an order that is in both count as two orders. */
export function mergeTotals(a: CustomerTotalsState, b: CustomerTotalsState): CustomerTotalsState {
  const customers: CustomerTotalsRow[] = [];
  let [i, j] = [0, 0];
  while (i < a.customers.length && j < b.customers.length) {
    const [left, right] = [a.customers[i]!, b.customers[j]!];
    const order = byId(left, right);
    customers.push(order === 0 ? together(left, right) : order < 0 ? left : right);
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
  }
  return {
    customers: [...customers, ...a.customers.slice(i), ...b.customers.slice(j)],
    ...mergeCounts(a, b),
  };
}

/** The counts of two states as those of one. */
export function mergeCounts(a: StateCounts, b: StateCounts): StateCounts {
  return {
    asOf: a.asOf === null || b.asOf === null ? (a.asOf ?? b.asOf) : Math.max(a.asOf, b.asOf),
    outside: a.outside + b.outside,
    refunds: a.refunds + b.refunds,
    withAmount: a.withAmount + b.withAmount,
    withoutAmount: a.withoutAmount + b.withoutAmount,
    missing: a.missing + b.missing,
    invalid: a.invalid + b.invalid,
    repeated: a.repeated + b.repeated,
  };
}

/** The columns of a state, in the order that `customerTotals` gives them. */
export function totalsOf({ customers, ...counts }: CustomerTotalsState): CustomerTotals {
  const rows = [...customers].sort((a, b) => a[1] - b[1] || byId(a, b));
  return {
    ...counts,
    customer: rows.map((row) => row[0]),
    first: Float64Array.from(rows, (row) => row[1]),
    last: Float64Array.from(rows, (row) => row[2]),
    orders: Int32Array.from(rows, (row) => row[3]),
    amount: rows.some((row) => row[4] === null) ? null : Float64Array.from(rows, (row) => row[4] ?? 0),
  };
}

function byId(a: CustomerTotalsRow, b: CustomerTotalsRow): number {
  return compareKeys(a[0], b[0]);
}

function together(a: CustomerTotalsRow, b: CustomerTotalsRow): CustomerTotalsRow {
  const amount = a[4] === null || b[4] === null ? null : a[4] + b[4] + 0;
  return [a[0], Math.min(a[1], b[1]), Math.max(a[2], b[2]), a[3] + b[3], amount];
}

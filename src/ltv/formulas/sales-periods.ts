import { canonicalSum, growExpansion, roundedSum } from '../../core/exact-sum.js';
import { mergePairs, type Pairs } from '../../core/pairs.js';
import type { AnyLog } from '../../log/layout.js';
import type { TotalsPlan } from '../../log/purchases/customer-totals.js';
import { firstLines } from '../../log/purchases/first-lines.js';
import { orderKinds } from '../../log/purchases/order-kinds.js';
import { NEVER } from '../../log/purchases/purchase-walk.js';
import { NO_PURCHASE, ORDER } from '../../log/purchases/totals-walk.js';
import { rowsUntil } from '../../log/rows-until.js';
import { type Runs, runsOf } from '../../log/runs.js';
import { addedSums, type ExactSum, expansionOf } from '../../stats/exact-sums.js';
import type { Calendar } from '../../time/calendar.js';
import { openFrom } from '../../time/whole-periods.js';
import { changeOf, type SalesChange, type SalesParts } from './sales-change.js';

/** The sales of one period. */
export interface SalesPeriod extends SalesParts {
  /** Its local label, such as `'2025-04'`. */
  readonly period: string;
  /** Of the customers, those who bought for the first time in the log. */
  readonly newCustomers: number;
  /** Purchases of a customer: purchases ÷ customers; `null` without customers. */
  readonly frequency: number | null;
  /** What a purchase comes to: amount ÷ purchases; `null` without purchases. */
  readonly basket: number | null;
  /** What changed since the period before, by its parts; `null` where the log begins. */
  readonly change: SalesChange | null;
  /** Whether the period was over by `asOf`. */
  readonly complete: boolean;
}

/** What was counted in one period: customers, those among them who are new, purchases, and the exact amount. */
export type SalesCounts = readonly [customers: number, newCustomers: number, purchases: number, amount: ExactSum];

/** The state of a breakdown of sales: counts by the number of the period, without those in which nothing was bought, and purchases that are special in some way. */
export interface SalesBreakdownState {
  readonly counts: Pairs<number, SalesCounts>;
  readonly refunds: number;
  readonly withoutAmount: number;
}

/** Walks the log once, period by period. Every line of an order counts in the period of its first one. */
export function salesOf(plan: TotalsPlan, periods: Calendar, log: AnyLog, asOf: number): SalesBreakdownState {
  const end = rowsUntil(log.time, asOf);
  const { kinds } = orderKinds(plan, log, [0, end]);
  const lines = firstLines(plan, log, kinds);
  const last = new Int32Array(log.customers.length).fill(NEVER);
  const runs = runsOf(log, periods);
  const byPeriod = new Map<number, Counting>();
  for (const period of runs.periods) if (!byPeriod.has(period)) byPeriod.set(period, [0, 0, 0, []]);
  const homes = lines && runNumbers(runs, log.length);
  let [refunds, withoutAmount] = [0, 0];
  for (let run = 0; run < runs.periods.length; run += 1) {
    const period = runs.periods[run]!;
    const current = byPeriod.get(period)!; // all are there
    for (let i = runs.starts[run]!; i < Math.min(end, runs.ends[run]!); i += 1) {
      const kind = kinds === null ? ORDER : kinds[i]!;
      if (kind === NO_PURCHASE) continue;
      const paid = log.amount === null ? 0 : log.amount[i]!;
      let counting = current;
      if (paid < 0) {
        refunds += 1;
        if (plan.refunds !== 'net') continue;
      } else if (kind === ORDER) {
        const code = log.customer[i]!;
        if (last[code] === NEVER) current[1] += 1;
        if (last[code] !== period) current[0] += 1;
        last[code] = period;
        current[2] += 1;
      } else if (lines !== null && homes !== null) {
        const home = homes[lines[i]!]!;
        if (home !== run) counting = byPeriod.get(runs.periods[home]!)!;
      }
      if (Number.isNaN(paid)) withoutAmount += 1;
      else growExpansion(counting[3], paid);
    }
  }
  const found = [...byPeriod].filter(([, [, , purchases, amount]]) => purchases > 0 || amount.length > 0);
  return {
    counts: found.map(([period, [customers, fresh, purchases, amount]]) => [
      period,
      [customers, fresh, purchases, canonicalSum(amount, plan.owner)],
    ]),
    refunds,
    withoutAmount,
  };
}

/** Those of two sets of customers together. */
export function mergeSales(a: SalesBreakdownState, b: SalesBreakdownState): SalesBreakdownState {
  return {
    counts: mergePairs(
      a.counts,
      b.counts,
      (x, y): SalesCounts => [x[0] + y[0], x[1] + y[1], x[2] + y[2], addedSums(x[3], y[3])],
    ).filter(([, [, , purchases, amount]]) => purchases > 0 || amount.length > 0),
    refunds: a.refunds + b.refunds,
    withoutAmount: a.withoutAmount + b.withoutAmount,
  };
}

/** A row for each period from one to another, compared with the one before it. */
export function salesRows(
  owner: string,
  periods: Calendar,
  { counts }: SalesBreakdownState,
  [first, last]: readonly [number, number],
  asOf: number,
): readonly SalesPeriod[] {
  const known = new Map(counts);
  const start = counts[0]?.[0] ?? Infinity;
  const partsOf = (period: number) => {
    const [customers, newCustomers, purchases, amount] = known.get(period) ?? NOTHING;
    return { amount: roundedSum(expansionOf(amount), owner), customers, newCustomers, purchases };
  };
  let before = first > start ? partsOf(first - 1) : null;
  const open = openFrom(periods, asOf);
  const rows: SalesPeriod[] = [];
  for (let period = first; period <= last; period += 1) {
    const parts = partsOf(period);
    const { amount, customers, purchases } = parts;
    rows.push({
      period: periods.labelOf(period),
      ...parts,
      frequency: customers === 0 ? null : purchases / customers,
      basket: purchases === 0 ? null : amount / purchases,
      change: before === null ? null : changeOf(owner, before, parts),
      complete: period < open,
    });
    before = period >= start ? parts : null;
  }
  return rows;
}

/** What is being counted of a period; the amount as a running sum. */
type Counting = [customers: number, newCustomers: number, purchases: number, amount: number[]];

/** The run that each row is in. */
function runNumbers({ starts, ends }: Runs, length: number): Int32Array {
  const numbers = new Int32Array(length);
  for (let run = 0; run < starts.length; run += 1) numbers.fill(run, starts[run], ends[run]);
  return numbers;
}

const NOTHING: SalesCounts = [0, 0, 0, []];

import { refuseOverflow } from '../core/exact-sum.js';
import { checkLog } from '../log/check-log.js';
import type { AnyLog, LogExcluded } from '../log/layout.js';
import { NEVER } from '../log/purchases/purchase-walk.js';
import { purchasesUpTo, type SummaryPlan } from '../log/purchases/summary-plan.js';
import { rowsUntil } from '../log/rows-until.js';

/** Customers of one history: the periods are those of the unit, or days. */
export type HistoryCountRow = readonly [frequency: number, recency: number, firstPeriod: number, customers: number];

/** Customers with repeat purchases of one frequency and one mean amount. */
export type SpendCountRow = readonly [frequency: number, monetary: number, customers: number];

/** How many customers have which history: the state of `historyCountsMetric`. Rows are in the order of their numbers. */
export interface HistoryCountsState extends LogExcluded {
  readonly histories: readonly HistoryCountRow[];
  /** `null` without amounts, and where nobody bought. */
  readonly spend: readonly SpendCountRow[] | null;
  readonly refunds: number;
}

/** What is counted, checked. */
export interface HistoryCountsPlan extends SummaryPlan {
  readonly asOf: number;
  readonly monetaryStep: number | null;
}

/** Counts the histories of a log. */
export function historyCountsState(plan: HistoryCountsPlan, log: AnyLog): HistoryCountsState {
  const { owner, monetaryStep } = plan;
  const end = rowsUntil(checkLog(owner, log).time, plan.asOf);
  const purchases = purchasesUpTo(plan, log, [0, end], 'repeat');
  const { first, amounts } = purchases;
  const histories: HistoryCountRow[] = [];
  const spend: SpendCountRow[] = [];
  for (let code = 0; code < first.length; code += 1) {
    const start = first[code]!;
    if (start === NEVER) continue;
    const frequency = purchases.periods(code) - 1;
    histories.push([frequency, purchases.last(code) - start, start, 1]);
    if (log.amount === null || frequency === 0) continue;
    const mean = amounts[code]! / frequency;
    if (!Number.isFinite(mean)) refuseOverflow(owner);
    spend.push([
      frequency,
      monetaryStep === null ? mean + 0 : inSteps(Math.floor(mean / monetaryStep + 0.5), monetaryStep),
      1,
    ]);
  }
  const { missing, invalid, repeated } = log.excluded;
  return {
    histories: countedOnce(histories),
    spend: log.amount === null || histories.length === 0 ? null : countedOnce(spend),
    refunds: purchases.refunds,
    ...{ missing, invalid, repeated },
  };
}

/** So many steps as an amount. */
export function inSteps(steps: number, step: number): number {
  return steps * step + 0; // + 0: never -0
}

/** Two states as one; of different customers, as one in both would have two histories. */
export function mergeHistoryCounts(a: HistoryCountsState, b: HistoryCountsState): HistoryCountsState {
  return {
    histories: countedOnce([...a.histories, ...b.histories]),
    spend: spendOf(a, b),
    refunds: a.refunds + b.refunds,
    missing: a.missing + b.missing,
    invalid: a.invalid + b.invalid,
    repeated: a.repeated + b.repeated,
  };
}

/** Where some customers have no amounts, nobody's are told. */
function spendOf(a: HistoryCountsState, b: HistoryCountsState): HistoryCountsState['spend'] {
  if (a.spend !== null && b.spend !== null) return countedOnce([...a.spend, ...b.spend]);
  if (a.histories.length === 0) return b.spend;
  return b.histories.length === 0 ? a.spend : null;
}

/** Rows that are alike but for their last number, which is how many they stand for, as one; in the order of their numbers. */
export function countedOnce<Row extends HistoryCountRow | SpendCountRow>(rows: readonly Row[]): readonly Row[] {
  const counts = new Map<string, number[]>();
  for (const row of rows) {
    const key = row.slice(0, -1).join(' ');
    const known = counts.get(key);
    if (known === undefined) counts.set(key, [...row]);
    else known[known.length - 1]! += row.at(-1)!;
  }
  const compare = (a: readonly number[], b: readonly number[]) => {
    const place = a.findIndex((value, k) => value !== b[k]);
    return place < 0 ? 0 : a[place]! - b[place]!;
  };
  return [...counts.values()].sort(compare) as unknown as readonly Row[]; // as long as those that were given
}

import type { Rate } from '../core/estimate.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import { wilsonRates } from '../stats/wilson.js';
import { periodAt } from '../time/period-starts.js';
import { openFrom } from '../time/whole-periods.js';
import { churnRate } from './churn-rate.js';
import type { RevenueLedger } from './ledger.js';
import { customerLevels } from './levels.js';
import type { CountedMovements } from './movement-plan.js';
import { checkDays, type DayMoves, dayMoves, daySums, isDaily, mergedDays } from './revenue-days.js';
import type { RevenuePlan } from './revenue-plan.js';
import { shownRange } from './revenue-rows.js';
import { checkSnapshots, lineRules } from './revenue-state.js';
import { eachStep, eachWindow, firstRevenue } from './window-movements.js';

/** The customers of one period. */
export interface CustomerChurn {
  /** Its local label, such as `'2025-04'`. */
  readonly period: string;
  /** Customers just before it. */
  readonly start: number;
  /** Customers at its end who had never been one at the end of a period. */
  readonly new: number;
  /** Customers at its start who are none at its end. */
  readonly churned: number;
  /** Customers at its end who were none at its start, but at that of a period before. */
  readonly reactivated: number;
  /** Customers at its end, or at `asOf` where that comes first. */
  readonly end: number;
  /** By the denominator that was asked for, which it holds: it need not be whole, and the value not below 1. */
  readonly churn: Rate;
  /** Of the customers at the start, those who are customers at the end. */
  readonly retention: Rate;
  /** Whether it was over by `asOf`. */
  readonly complete: boolean;
}

/** The counts of the periods in which customers moved, by the number of the period. */
export interface CustomerChurnState {
  /** The first period with revenue. */
  readonly first: number | null;
  readonly counts: Pairs<number, ChurnCounts>;
  /** The days on which customers moved; none where churn is not counted by days. */
  readonly days: Pairs<number, DayMoves>;
}

/** Moves of customers in a period, and of the customers of its start those who are gone at its end. */
export type ChurnCounts = readonly [added: number, churned: number, reactivated: number, lost: number];

/** The counts of a ledger. */
export function churnCounts(plan: RevenuePlan, ledger: RevenueLedger, asOf: number): CustomerChurnState {
  checkSnapshots(plan, ledger);
  if (isDaily(plan)) checkDays(plan, ledger, 'denominator');
  const levels = customerLevels(ledger, lineRules(plan, asOf));
  const begun = firstRevenue(levels, asOf);
  if (begun === null) return { first: null, counts: [], days: [] };
  const range = { first: periodAt(plan.periods, begun), asOf };
  const counts: [number, ChurnCounts][] = [];
  eachWindow(plan, levels, range, (index, { pool, newCustomers, churnedCustomers, reactivated }) => {
    counts.push([index, [newCustomers, churnedCustomers, reactivated, pool?.churnedCustomers ?? churnedCustomers]]);
  });
  counts.sort((a, b) => a[0] - b[0]);
  return { first: range.first, counts, days: isDaily(plan) ? dayMoves(plan, levels, range) : [] };
}

/** The counts of what a query counted. */
export function churnOfMovements(counted: CountedMovements | null): CustomerChurnState {
  if (counted === null) return { first: null, counts: [], days: [] };
  const counts = counted.periods.map(([index, { customers, pool }]): [number, ChurnCounts] => {
    const [added, , , churned, reactivated] = customers;
    return [index, [added, churned, reactivated, (pool?.customers ?? customers)[3]]];
  });
  return { first: counted.first, counts, days: counted.days };
}

/** The counts of two sets of customers together. */
export function mergeChurnCounts(a: CustomerChurnState, b: CustomerChurnState): CustomerChurnState {
  return {
    first: a.first === null || b.first === null ? (a.first ?? b.first) : Math.min(a.first, b.first),
    counts: mergePairs(a.counts, b.counts, (x, y): ChurnCounts => [x[0] + y[0], x[1] + y[1], x[2] + y[2], x[3] + y[3]]),
    days: mergedDays(a.days, b.days),
  };
}

/** A row for each period. */
export function churnRows(plan: RevenuePlan, state: CustomerChurnState, asOf: number): readonly CustomerChurn[] {
  const { periods, rules, confidence, trailing } = plan;
  const shown = shownRange(plan, state.first, asOf);
  if (shown === null) return [];
  const open = openFrom(periods, asOf);
  const rateOf = wilsonRates(confidence);
  const daysOf = isDaily(plan) ? daySums(plan, state.days, asOf) : null;
  const rows: CustomerChurn[] = [];
  eachStep(trailing, state.counts, shown, STEPS, (index, start, counts) => {
    const [added, churned, reactivated, lost] = counts;
    const end = STEPS.after(start, counts);
    const days = daysOf?.(index) ?? null;
    rows.push({
      period: periods.labelOf(index),
      ...{ start, new: days?.added ?? added, churned: days?.churned ?? churned },
      ...{ reactivated: days?.reactivated ?? reactivated, end },
      churn: churnRate(rules.churnDenominator, { start, end, lost, churned }, days, confidence),
      retention: rateOf(start - lost, start),
      complete: index < open,
    });
  });
  return rows;
}

const STEPS = {
  nobody: 0,
  nothing: [0, 0, 0, 0] as ChurnCounts,
  after: (start: number, [added, churned, reactivated]: ChurnCounts): number => start + added + reactivated - churned,
};

import type { Estimate } from '../../core/estimate.js';
import { growExpansion } from '../../core/exact-sum.js';
import { refuseRefunds } from '../../log/purchases/customer-totals.js';
import { momentsOfSums } from '../../stats/moments.js';
import { studentT } from '../../stats/student-t.js';
import { DAY, FIRST_INSTANT } from '../../time/day.js';
import type { PeriodUnit } from '../../time/period.js';
import { periodChanges } from '../../time/period-changes.js';
import { type CohortValuePlan, OWNER } from './cohort-value-plan.js';
import { type CohortAmounts, type CohortValueState, checkCells } from './cohort-value-state.js';
import { lastPeriodBefore } from './last-period-before.js';

/** What customers bring, added up by cohort and age. */
export interface CohortValue {
  readonly unit: PeriodUnit;
  /** A row for each period, from `from` or the first with customers to `to` or the last one. */
  readonly cohorts: readonly ValueCohort[];
  /** All cohorts whose cell is complete; of rolling windows, all customers who have been through. */
  readonly overall: readonly CohortValuePoint[];
  /** Customers in all cohorts. */
  readonly n: number;
  /** Negative amounts. */
  readonly refunds: number;
  /** Purchases without an amount, which bring nothing. */
  readonly withoutAmount: number;
}

/** The customers of one period and what they have brought. */
export interface ValueCohort {
  /** The label of the period, such as `'2025-04'`. */
  readonly cohort: string;
  readonly size: number;
  /** By age, from 0; `null` where the period, or every customer's window, was yet to come. */
  readonly cells: readonly (CohortValueCell | null)[];
}

/** The mean of what customers have brought up to the end of an age; `n` is the customers it is of. */
export interface CohortValueCell extends Estimate {
  readonly age: number;
  /** What they have brought together. */
  readonly amount: number;
  /** Whether nothing later changes it. */
  readonly complete: boolean;
}

/** The mean over cohorts. */
export interface CohortValuePoint extends Estimate {
  readonly age: number;
  readonly amount: number;
  /** How many cohorts it is of. */
  readonly cohorts: number;
}

/** The table of a state. */
export function cohortValueTable(plan: CohortValuePlan, state: CohortValueState, asOf: number): CohortValue {
  const { periods, windowLength, from, to } = plan;
  const { refunds, withoutAmount } = state;
  refuseRefunds(plan.purchases, refunds);
  const begun = periodChanges(periods, Math.max(asOf - 2 * DAY, FIRST_INSTANT), asOf).index.reduce((a, b) =>
    Math.max(a, b),
  );
  const known = new Map(state.cohorts);
  const numbers = state.cohorts.map(([cohort]) => cohort);
  const first = Math.min(from === -Infinity ? Infinity : periods.indexOf(from), ...numbers.slice(0, 1));
  const last = Math.max(
    to === Infinity ? -Infinity : Math.min(begun, lastPeriodBefore(periods, to)),
    ...numbers.slice(-1),
  );
  const rows = Number.isFinite(last - first) ? Math.max(0, last - first + 1) : 0;
  const width = Math.min(
    plan.ages,
    windowLength === null
      ? rows === 0
        ? 0
        : Math.max(0, begun - first + 1)
      : Math.max(0, ...state.cohorts.map(([, { through }]) => through?.length ?? 0)),
  );
  checkCells(rows, width);
  const intervals = new Intervals(plan);
  const totals = Array.from({ length: width }, (): Total => ({ n: 0, cohorts: 0, amounts: [], squares: [] }));
  const cohorts: ValueCohort[] = [];
  for (let cohort = first; cohort < first + rows; cohort += 1) {
    const counted = known.get(cohort);
    const cells: (CohortValueCell | null)[] = new Array(width).fill(null);
    const observed = windowLength === null ? Math.min(width, begun - cohort + 1) : (counted?.through?.length ?? 0);
    const isComplete = (age: number) =>
      (windowLength === null
        ? periods.startOf(cohort + age + 1)
        : periods.startOf(cohort + 1) + (age + 1) * windowLength) <=
      asOf + 1;
    if (counted !== undefined) fillCells(cells, counted, totals, { observed, isComplete, intervals, windowLength });
    cohorts.push({ cohort: periods.labelOf(cohort), size: counted?.size ?? 0, cells });
  }
  const overall = totals.map((total, age) => ({ ...intervals.estimate(total), age, cohorts: total.cohorts }));
  const n = state.cohorts.reduce((sum, [, { size }]) => sum + size, 0);
  return { unit: periods.unit, cohorts, overall, n, refunds, withoutAmount };
}

interface Total {
  n: number;
  cohorts: number;
  readonly amounts: number[];
  readonly squares: number[];
}

interface Clock {
  readonly observed: number;
  readonly isComplete: (age: number) => boolean;
  readonly intervals: Intervals;
  readonly windowLength: number | null;
}

function fillCells(
  cells: (CohortValueCell | null)[],
  { size, through, amounts, squares }: CohortAmounts,
  totals: readonly Total[],
  { observed, isComplete, intervals, windowLength }: Clock,
): void {
  const running = {
    n: through === null ? size : through.reduce((sum, count) => sum + count, 0),
    amounts: [],
    squares: [],
  };
  for (let age = 0; age < observed; age += 1) {
    for (const term of amounts[age] ?? []) growExpansion(running.amounts, term);
    for (const term of squares[age] ?? []) growExpansion(running.squares, term);
    const complete = isComplete(age);
    cells[age] = { ...intervals.estimate(running), age, complete };
    if (complete || windowLength !== null) {
      const total = totals[age]!;
      total.n += running.n;
      total.cohorts += 1;
      for (const term of running.amounts) growExpansion(total.amounts, term);
      for (const term of running.squares) growExpansion(total.squares, term);
    }
    running.n -= through?.[age] ?? 0;
  }
}

/** Student's intervals, not below 0 where no amount is; the quantile is looked up once for each number of customers. */
class Intervals {
  private readonly quantiles = new Map<number, number>();

  constructor(private readonly plan: CohortValuePlan) {}

  estimate({ n, amounts, squares }: Pick<Total, 'n' | 'amounts' | 'squares'>): Estimate & { readonly amount: number } {
    const { confidence, purchases } = this.plan;
    const { mean, standardDeviation, sumTerms } = momentsOfSums(n, amounts, squares, OWNER);
    const amount = sumTerms[0] ?? 0;
    if (mean === null || standardDeviation === null) return { value: mean, n, interval: null, amount };
    const margin = this.quantile(n - 1) * (standardDeviation / Math.sqrt(n));
    const low = purchases.refunds === 'net' ? mean - margin : Math.max(0, mean - margin);
    return { value: mean, n, interval: { low, high: mean + margin, confidence, method: 't' }, amount };
  }

  private quantile(degreesOfFreedom: number): number {
    const known = this.quantiles.get(degreesOfFreedom);
    if (known !== undefined) return known;
    const quantile = -studentT.quantile((1 - this.plan.confidence) / 2, degreesOfFreedom);
    this.quantiles.set(degreesOfFreedom, quantile);
    return quantile;
  }
}

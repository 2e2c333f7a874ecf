import type { Rate } from '../core/estimate.js';
import type { PeriodUnit } from '../time/period.js';
import type { RetentionClock } from './retention-clock.js';
import type { Columns } from './retention-columns.js';
import { countedBounds, type RetentionCounts } from './retention-counts.js';
import { type RetentionPoint, retentionPoint } from './retention-curve.js';
import { type RetentionGrid, retentionGrid } from './retention-grid.js';
import type { RetentionPlan } from './retention-plan.js';

/** Who came back, by cohort and by how many periods later. */
export interface Retention {
  readonly unit: PeriodUnit;
  /** A row for each period, from `from` or the first one with customers to `to` or the last one. */
  readonly cohorts: readonly RetentionCohort[];
  /** The curve over the cohorts whose cells are complete, as many entries as a cohort has cells. */
  readonly overall: readonly RetentionPoint[];
  /** Different customers in all cohorts. */
  readonly n: number;
}

/** The customers who started in one period. */
export interface RetentionCohort {
  /** The label of the period, such as `'2025-04'`. */
  readonly cohort: string;
  readonly size: number;
  /** The first is period 0, that of the start; `null` where the period, or every customer's window, was yet to come. */
  readonly cells: readonly (RetentionCell | null)[];
}

/** The share of a cohort that came back; of rolling windows, the share of those whose window is over. */
export interface RetentionCell extends Rate {
  /** Periods since that of the start; of a bracket, the first. */
  readonly age: number;
  /** Whether nothing later changes it; `onOrAfter` without a `horizon`, returns that are yet to come still raise it. */
  readonly complete: boolean;
}

/** The table of what was counted. Rows and columns beyond the counts are those of nobody. */
export function retentionTable(
  plan: RetentionPlan,
  clock: RetentionClock | null,
  columns: Columns,
  counts: RetentionCounts,
): Retention {
  const grid = retentionGrid(plan, clock, countedBounds(counts));
  const complete = Array.from({ length: counts.rows }, (_, row) => clock?.complete(counts.first + row) ?? 0);
  return {
    unit: plan.calendar.unit,
    cohorts:
      clock === null
        ? []
        : Array.from({ length: grid.rows }, (_, row) => cohortOf(plan, clock, columns, grid, counts, grid.first + row)),
    overall: Array.from({ length: grid.width }, (_, column) => retentionPoint(plan, columns, counts, complete, column)),
    n: counts.n,
  };
}

function cohortOf(
  plan: RetentionPlan,
  clock: RetentionClock,
  columns: Columns,
  grid: RetentionGrid,
  counts: RetentionCounts,
  period: number,
): RetentionCohort {
  const row = period - counts.first;
  const isCounted = row >= 0 && row < counts.rows;
  const size = isCounted ? (counts.size[row] as number) : 0;
  const [observed, complete] = [clock.observed(period), clock.complete(period)];
  const cells: (RetentionCell | null)[] = new Array(grid.width).fill(null);
  for (let column = 0; column < Math.min(grid.width, observed); column += 1) {
    const at = isCounted && column < counts.width ? row * counts.stride + column : -1;
    const n = at < 0 || counts.eligible === null ? size : (counts.eligible[at] as number);
    const isComplete = column < complete;
    if (n === 0 && size > 0 && !isComplete) continue;
    const numerator = at < 0 ? 0 : (counts.returned[at] as number);
    cells[column] = cellOf(numerator, n, plan.intervalOf, columns.firstAge(column), isComplete);
  }
  return { cohort: plan.calendar.labelOf(period), size, cells };
}

function cellOf(
  numerator: number,
  n: number,
  intervalOf: RetentionPlan['intervalOf'],
  age: number,
  complete: boolean,
): RetentionCell {
  const isEmpty = n === 0;
  return {
    value: isEmpty ? null : numerator / n,
    n,
    interval: isEmpty ? null : intervalOf(numerator, n),
    numerator,
    denominator: n,
    age,
    complete,
  };
}

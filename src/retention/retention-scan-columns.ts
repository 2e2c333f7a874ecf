import type { CohortColumns } from './retention-add.js';
import type { RetentionClock } from './retention-clock.js';
import type { Columns } from './retention-columns.js';
import type { RetentionCounts } from './retention-counts.js';
import { type HitRules, hitRules } from './retention-hits.js';
import type { RetentionPlan } from './retention-plan.js';

/** What counting customer by customer must know of columns. */
export interface ScanColumns extends CohortColumns {
  readonly rules: HitRules;
}

/** The columns that a plan's customers are counted in. */
export function scanColumns(
  plan: RetentionPlan,
  clock: RetentionClock,
  columns: Columns,
  counts: RetentionCounts,
  isAscending: boolean,
): ScanColumns {
  const { minimumOccurrences: minimum, windowLength, mode } = plan;
  const oldest = plan.window === 'calendar' ? clock.begun - counts.first : oldestAge(plan, clock, counts.first);
  const ages = Math.min(columns.reach(counts.width), oldest) + 1;
  const complete = (_: unknown, row: number) => Math.min(counts.width, clock.complete(counts.first + row));
  return {
    mode,
    elapsed: clock.elapsed,
    complete: Int32Array.from({ length: counts.rows }, complete),
    returned: new Int32Array(counts.width + 1),
    cohorts: new Int32Array(counts.width + 1),
    rules: hitRules(ages, columns.columnAt, { minimum, windowLength, isAscending }),
  };
}

/** The most windows that a customer can have begun. */
function oldestAge(plan: RetentionPlan, clock: RetentionClock, first: number): number {
  const start = Math.max(plan.calendar.startOf(first), plan.from ?? -Infinity);
  return Math.max(0, Math.floor((clock.asOf - start) / plan.windowLength));
}

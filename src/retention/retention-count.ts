import { LimitError } from '../core/errors.js';
import type { AnyLog } from '../log/layout.js';
import { type Runs, runsOf } from '../log/runs.js';
import { isDense, walkBlocks } from './retention-blocks.js';
import type { RetentionClock } from './retention-clock.js';
import type { Columns } from './retention-columns.js';
import { noCounts, type RetentionCounts } from './retention-counts.js';
import type { RetentionPlan } from './retention-plan.js';
import { firstStartBounds, type RetentionRows, retentionRows, startBounds } from './retention-rows.js';
import { scanRetention } from './retention-scan.js';
import { scanColumns } from './retention-scan-columns.js';
import { isWalkable, walkRetention } from './retention-walk.js';

/** Counts a log's cohorts and returns, by the walk through the log where that can be. */
export function countRetention(
  log: AnyLog,
  plan: RetentionPlan,
  clock: RetentionClock,
  columns: Columns,
): RetentionCounts {
  const rows = retentionRows(log, plan, clock.asOf);
  const counts = countsFor(log, plan, clock, rows);
  if (counts.rows === 0) return counts;
  const runs = runsOf(log, plan.calendar);
  const isAscending = areInOrderOfTime(runs);
  if (isAscending && isWalkable(plan, runs.last - counts.first)) {
    if (isDense(log, runs, plan, rows, counts)) walkBlocks(log, runs, rows, counts);
    else walkRetention(log, runs, rows, plan.mode, columns.columnAt, counts);
    return counts;
  }
  scanRetention(log, rows.marks, plan, clock.asOf, scanColumns(plan, clock, columns, counts, isAscending), counts);
  return counts;
}

/** Counts of nothing yet, for the cohorts that the rows may have. */
function countsFor(log: AnyLog, plan: RetentionPlan, clock: RetentionClock, rows: RetentionRows): RetentionCounts {
  try {
    return noCounts(plan, clock, startBounds(log, plan, rows));
  } catch (error) {
    // Later starts of customers who are in a cohort already make no row.
    if (!(error instanceof LimitError) || plan.cohort !== 'firstTime') throw error;
    return noCounts(plan, clock, firstStartBounds(log, plan, rows));
  }
}

/** Whether each period comes once, and after all before it: not where clocks were set back over the start of one. */
function areInOrderOfTime({ periods, starts }: Runs): boolean {
  for (let i = 1; i < periods.length; i += 1)
    if (periods[i] === periods[i - 1] || (starts[i] as number) < (starts[i - 1] as number)) return false;
  return true;
}

import type { Calendar } from '../time/calendar.js';
import { FIRST_INSTANT, LAST_INSTANT } from '../time/day.js';
import { periodChanges } from '../time/period-changes.js';
import type { Columns } from './retention-columns.js';
import type { RetentionPlan } from './retention-plan.js';

/** What can be known of each cohort by the instant `asOf`. */
export interface RetentionClock {
  readonly asOf: number;
  /** The last period that has begun. */
  readonly begun: number;
  /** How many columns a cohort has that some of its customers can have been seen in. */
  observed(cohort: number): number;
  /** How many columns of a cohort cannot change any more, but by returns on or after them without a horizon. */
  complete(cohort: number): number;
  /** How many columns a customer who started at an instant has been through; all that there are, in calendar periods. */
  elapsed(start: number): number;
}

/** The clock of a plan. */
export function retentionClock(plan: RetentionPlan, columns: Columns, asOf: number): RetentionClock {
  const { calendar, window, windowLength, from, to } = plan;
  const near = (start: number, end: number) =>
    start > LAST_INSTANT
      ? new Int32Array(0)
      : periodChanges(calendar, Math.max(start, FIRST_INSTANT), Math.min(end, LAST_INSTANT)).index;
  // Clocks that are set back over midnight bring a day back: it has ended when it does not come again.
  const begun = near(asOf - SET_BACK, asOf).reduce((a, b) => Math.max(a, b));
  const ended = near(asOf + 1, asOf + 1 + SET_BACK).reduce((a, b) => Math.min(a, b), begun + 1) - 1;
  if (window === 'calendar') {
    return {
      asOf,
      begun,
      observed: (cohort) => (cohort > begun ? 0 : columns.columnAt(begun - cohort) + 1),
      complete: (cohort) => columns.over(ended - cohort + 1),
      elapsed: () => Infinity,
    };
  }
  const elapsed = (start: number) => columns.over(Math.floor((asOf + 1 - start) / windowLength));
  return {
    asOf,
    begun,
    observed: (cohort) => elapsed(Math.max(calendar.startOf(cohort), from ?? -Infinity)),
    complete: (cohort) => elapsed(Math.min(endOf(calendar, cohort), to ?? Infinity) - 1),
    elapsed,
  };
}

const SET_BACK = 2 * 86_400_000;

/** The first instant after which a period does not come again. */
function endOf(calendar: Calendar, period: number): number {
  const next = calendar.startOf(period + 1);
  if (calendar.timeZone === 'UTC' || next > LAST_INSTANT - SET_BACK) return next;
  const { at, index } = periodChanges(calendar, next, next + SET_BACK);
  for (let i = index.length - 1; i > 0; i -= 1) if ((index[i - 1] as number) <= period) return at[i] as number;
  return next;
}

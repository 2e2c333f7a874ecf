import { addHits, addRepeats } from './retention-add.js';
import type { RetentionClock } from './retention-clock.js';
import type { Columns } from './retention-columns.js';
import { noCounts, type RetentionCounts, sumColumns } from './retention-counts.js';
import { customerEvents } from './retention-events.js';
import type { CohortBounds } from './retention-grid.js';
import { calendarHits, type Hits } from './retention-hits.js';
import type { RetentionPlan } from './retention-plan.js';
import { scanColumns } from './retention-scan-columns.js';

/** Periods of each customer, by code. */
export interface PeriodsOf {
  /** So many periods a customer may have. */
  readonly span: number;
  /** Writes the periods of a customer, ascending, from the start of `into`; returns how many there are. */
  periodsOf(code: number, into: Int32Array): number;
}

/** Counts cohorts and returns, where every return of a later period, and one of the cohort's own, is after the start. */
export function countPeriods(
  plan: RetentionPlan,
  clock: RetentionClock,
  columns: Columns,
  customers: number,
  starts: PeriodsOf,
  returns: PeriodsOf,
): RetentionCounts {
  const bounds = boundsOf(customers, starts);
  const counts = noCounts(plan, clock, bounds);
  if (counts.rows === 0) return counts;
  const scan = scanColumns(plan, clock, columns, counts, true);
  const events = customerEvents(Math.max(starts.span, returns.span), true);
  events.returnCount.fill(1);
  const hits: Hits = { count: 0, columns: new Int32Array(scan.rules.counted.length) };
  for (let code = 0; code < customers; code += 1) {
    events.cohorts = starts.periodsOf(code, events.period);
    if (events.cohorts === 0) continue;
    events.returns = returns.periodsOf(code, events.returnPeriod);
    counts.n += 1;
    let next = 0;
    for (let cohort = 0; cohort < events.cohorts; cohort += 1) {
      const period = events.period[cohort]!;
      while (next < events.returns && events.returnPeriod[next]! < period) next += 1;
      events.firstReturn[cohort] = next;
      calendarHits(events, cohort, scan.rules, hits);
      addHits(scan, period, 0, hits, counts); // in calendar periods no instant matters
    }
    if (counts.repeats !== null) addRepeats(scan, events, counts);
  }
  sumColumns(plan.mode, counts);
  return counts;
}

function boundsOf(customers: number, starts: PeriodsOf): CohortBounds | null {
  const periods = new Int32Array(starts.span);
  let [first, last] = [Infinity, -Infinity];
  for (let code = 0; code < customers; code += 1) {
    const count = starts.periodsOf(code, periods);
    if (count === 0) continue;
    first = Math.min(first, periods[0]!);
    last = Math.max(last, periods[count - 1]!);
  }
  return first > last ? null : { first, last };
}

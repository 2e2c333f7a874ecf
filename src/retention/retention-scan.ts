import { clusteredCodes, clusteredNames, clusteredTime, clustersOf } from '../log/clusters.js';
import type { AnyLog } from '../log/layout.js';
import type { Marks } from '../log/marks.js';
import { addHits, addRepeats } from './retention-add.js';
import { type RetentionCounts, sumColumns } from './retention-counts.js';
import { addCohort, addReturn, type CustomerEvents, customerEvents } from './retention-events.js';
import { calendarHits, type Hits, rollingHits } from './retention-hits.js';
import type { RetentionPlan } from './retention-plan.js';
import { RETURN, START } from './retention-rows.js';
import type { ScanColumns } from './retention-scan-columns.js';

/** Counts the cohorts of any plan, customer by customer. */
export function scanRetention(
  log: AnyLog,
  marks: Marks | null,
  plan: RetentionPlan,
  asOf: number,
  columns: ScanColumns,
  counts: RetentionCounts,
): void {
  const rowsOf = clustersOf(log);
  const isCalendar = plan.window === 'calendar';
  const time = clusteredTime(log);
  const period = new Int32Array(log.length);
  plan.calendar.indexAll(time, period);
  const source: ScanSource = {
    time,
    period,
    ...clusteredMarks(log, marks),
    from: plan.from ?? -Infinity,
    before: Math.min(plan.to ?? Infinity, asOf + 1),
    asOf,
    isGrouped: isCalendar,
    isFirstTime: plan.cohort === 'firstTime',
  };
  const { rules } = columns;
  const most = rowsOf.starts.reduce((most, start, i) => Math.max(most, start - (rowsOf.starts[i - 1] ?? 0)), 0);
  const events = customerEvents(most, rules.isAscending);
  const hits: Hits = { count: 0, columns: new Int32Array(rules.counted.length) };
  for (let customer = 0; customer < log.customers.length; customer += 1) {
    readCustomer(source, rowsOf.starts[customer]!, rowsOf.starts[customer + 1]!, events);
    if (events.cohorts === 0) continue;
    counts.n += 1;
    for (let cohort = 0; cohort < events.cohorts; cohort += 1) {
      if (isCalendar) calendarHits(events, cohort, rules, hits);
      else rollingHits(events, cohort, rules, hits);
      addHits(columns, events.period[cohort]!, events.start[cohort]!, hits, counts);
    }
    if (counts.repeats !== null) addRepeats(columns, events, counts);
  }
  sumColumns(plan.mode, counts);
}

interface ScanSource {
  /** By place in the clusters: the instant, its period, the mark. */
  readonly period: Int32Array;
  readonly time: Float64Array;
  readonly codes: ArrayLike<number> | null;
  readonly bits: Uint32Array;
  readonly from: number;
  readonly before: number;
  readonly asOf: number;
  readonly isGrouped: boolean;
  readonly isFirstTime: boolean;
}

/** The cohorts of a customer, then the returns: starts of an instant come before returns of it, in whatever order they stand. */
function readCustomer(source: ScanSource, start: number, end: number, events: CustomerEvents): void {
  const { time, codes, bits, period, from, before, asOf, isGrouped, isFirstTime } = source;
  events.cohorts = 0;
  events.returns = 0;
  for (let i = start; i < end; i += 1) {
    if (time[i]! >= before) break;
    if (codes !== null && (bits[codes[i]!]! & START) === 0) continue;
    if (time[i]! >= from) addCohort(events, period[i]!, time[i]!);
    if (isFirstTime) break;
  }
  if (events.cohorts === 0) return;
  let known = 0;
  for (let i = start; i < end; i += 1) {
    if (time[i]! > asOf) break;
    if (codes !== null && (bits[codes[i]!]! & RETURN) === 0) continue;
    known = addReturn(events, known, time[i]!, period[i]!, isGrouped);
  }
  for (; known < events.cohorts; known += 1) events.firstReturn[known] = events.returns;
}

function clusteredMarks(log: AnyLog, marks: Marks | null): Pick<ScanSource, 'codes' | 'bits'> {
  if (marks === null) return { codes: null, bits: new Uint32Array(0) };
  const { codes, bits, isByName } = marks;
  return { codes: isByName ? clusteredNames(log, codes) : clusteredCodes(log, codes), bits };
}

import type { AnyLog } from '../log/layout.js';
import type { Marks } from '../log/marks.js';
import type { Runs } from '../log/runs.js';
import { type RetentionCounts, sumColumns } from './retention-counts.js';
import type { RetentionMode, RetentionPlan } from './retention-plan.js';
import { RETURN, type RetentionRows, START } from './retention-rows.js';

/** Whether a plan can be counted by a walk, in so many periods. */
export function isWalkable(plan: RetentionPlan, periods: number): boolean {
  const { window, cohort, minimumOccurrences, brackets, horizon, mode } = plan;
  if (window !== 'calendar' || cohort !== 'firstTime' || minimumOccurrences !== 1 || horizon !== null) return false;
  return (brackets === null || mode !== 'on') && periods < 0xffff;
}

/**
 * Counts cohorts of first starts in calendar periods, a single return being enough, in one walk through the log: period
 * by period, so that no row needs a date, with one small number for each customer, so that all of them stay in the cache:
 * the cohort in its low half and the last period with a return in its high half, both as places from 1 on.
 */
export function walkRetention(
  log: AnyLog,
  runs: Runs,
  rows: RetentionRows,
  mode: RetentionMode,
  columnAt: (age: number) => number,
  counts: RetentionCounts,
): void {
  const places = runs.last - counts.first + 1;
  const half = places < 0xff ? 8 : 16;
  const nowhere = (1 << half) - 1; // the cohort of those who started outside from and to
  const known = half === 8 ? new Uint16Array(log.customers.length) : new Int32Array(log.customers.length);
  const back = new Int32Array(nowhere + 1); // by cohort, who came back in the period at hand
  const columnOf = Int32Array.from({ length: Math.max(1, places) }, (_, age) => Math.min(counts.width, columnAt(age)));
  const walk = (start: number, end: number, here: number, enterAs: number) => {
    if (rows.marks === null)
      walkEvery(log.customer, start, end, here, enterAs, half, mode !== 'onOrBefore', known, back);
    else
      walkMarked(
        log.time,
        log.customer,
        rows.marks.codes,
        rows.marks.bits,
        start,
        end,
        here,
        enterAs,
        half,
        mode !== 'onOrBefore',
        known,
        back,
      );
  };
  walk(0, rows.from, 0, nowhere);
  for (let run = 0; run < runs.periods.length; run += 1) {
    const start = Math.max(runs.starts[run] as number, rows.from);
    const end = Math.min(runs.ends[run] as number, rows.end);
    const here = (runs.periods[run] as number) - counts.first + 1;
    if (start >= end) continue;
    back.fill(0, 0, here + 1);
    const to = Math.min(end, Math.max(start, rows.to));
    walk(start, to, here, here < 1 ? nowhere : here);
    walk(to, end, here, nowhere);
    if (mode !== 'onOrAfter') addPeriod(here, back, columnOf, counts);
  }
  addCustomers(known, half, mode, columnOf, counts);
  sumColumns(mode, counts);
}

type Known = Uint16Array | Int32Array;

/** The rows of one period, where each event is a start and a return. No branch on what a row holds: half the guesses would be wrong. */
function walkEvery(
  customer: Int32Array,
  start: number,
  end: number,
  here: number,
  enterAs: number,
  half: number,
  isEach: boolean,
  known: Known,
  back: Int32Array,
): void {
  const mask = (1 << half) - 1;
  const tag = here << half;
  const each = isEach ? 1 : 0;
  for (let i = start; i < end; i += 1) {
    const code = customer[i]!;
    const was = known[code]!;
    const last = was >>> half;
    const low = was & mask;
    const cohort = low === 0 ? enterAs : low;
    known[code] = tag | cohort;
    const isLater = (last - here) >>> 31; // 1 where the last return was in an earlier period
    back[cohort]! += isLater & (each | ((last - cohort - 1) >>> 31));
  }
}

/** The same where marks say which events are starts and returns. Arrays one by one: V8 gives up on code that takes objects of many shapes. */
function walkMarked(
  time: Float64Array,
  customer: Int32Array,
  codes: Marks['codes'],
  bits: Uint32Array,
  start: number,
  end: number,
  here: number,
  enterAs: number,
  half: number,
  isEach: boolean,
  known: Known,
  back: Int32Array,
): void {
  const mask = (1 << half) - 1;
  const each = isEach ? 1 : 0;
  for (let i = start; i < end; i += 1) {
    const mark = bits[codes[i]!]!;
    const code = customer[i]!;
    const was = known[code]!;
    const last = was >>> half;
    const low = was & mask;
    const isEntering = mark & START & ((low - 1) >>> 31); // the sign bit: 1 where no cohort is known
    const cohort = low | (enterAs & -isEntering);
    let isReturn = (mark >>> 1) & (-cohort >>> 31);
    if (isEntering > isReturn) isReturn = hasReturnBefore(time, customer, codes, bits, start, i);
    known[code] = ((last + ((here - last) & -isReturn)) << half) | cohort;
    const isLater = (last - here) >>> 31;
    back[cohort]! += isReturn & isLater & (each | ((last - cohort - 1) >>> 31));
  }
}

/** Whether a return of the same instant stands before a start, 1 or 0: rows of one customer and instant stand together. */
function hasReturnBefore(
  time: Float64Array,
  customer: Int32Array,
  codes: Marks['codes'],
  bits: Uint32Array,
  first: number,
  start: number,
): number {
  for (let row = start - 1; row >= first && time[row] === time[start] && customer[row] === customer[start]; row -= 1)
    if ((bits[codes[row]!]! & RETURN) !== 0) return 1;
  return 0;
}

/** Adds who came back in a period to the cells of their cohorts. */
function addPeriod(
  here: number,
  back: Int32Array,
  columnOf: Int32Array,
  { returned, rows, stride }: RetentionCounts,
): void {
  const last = Math.min(here, rows);
  for (let cohort = 1; cohort <= last; cohort += 1)
    returned[(cohort - 1) * stride + columnOf[here - cohort]!]! += back[cohort]!;
}

/** Adds each customer to the size of a cohort and, on or after, to the column of the last return. */
function addCustomers(
  known: Known,
  half: number,
  mode: RetentionMode,
  columnOf: Int32Array,
  counts: RetentionCounts,
): void {
  const { size, returned, stride } = counts;
  const mask = (1 << half) - 1;
  for (let code = 0; code < known.length; code += 1) {
    const cohort = known[code]! & mask;
    if (cohort === 0 || cohort === mask) continue;
    size[cohort - 1]! += 1;
    counts.n += 1;
    const last = known[code]! >>> half;
    if (mode === 'onOrAfter' && last > 0) returned[(cohort - 1) * stride + columnOf[last - cohort]!]! += 1;
  }
}

import type { AnyLog } from '../log/layout.js';
import type { Marks } from '../log/marks.js';
import type { Runs } from '../log/runs.js';
import { type RetentionCounts, sumColumns } from './retention-counts.js';
import { RETURN, type RetentionRows, START } from './retention-rows.js';

/** What the walk must know of columns. */
export interface WalkColumns {
  readonly mode: 'on' | 'onOrAfter' | 'onOrBefore';
  /** The column of each age, later ones in the spare column; ages beyond are not counted. */
  readonly columnOf: Int32Array;
}

/** How many periods a walk can tell apart. */
export const WALK_LIMIT = 0xfffe;

/**
 * Counts cohorts of first starts in calendar periods, a single return being enough, in one walk through the log: period
 * by period, so that no row needs a date, with one small number for each customer, the cohort and the last period with a
 * return, each plus 1; so that what is known of all customers stays in the cache.
 */
export function walkRetention(
  log: AnyLog,
  runs: Runs,
  rows: RetentionRows,
  columns: WalkColumns,
  counts: RetentionCounts,
): void {
  const last = runs.periods.length === 0 ? 0 : runs.last;
  const isNarrow = last - counts.first < 0xfe;
  const known = isNarrow ? new Uint16Array(log.customers.length) : new Int32Array(log.customers.length);
  const half = isNarrow ? 8 : 16;
  markEarlier(log.customer, rows, known, (1 << half) - 1);
  for (let run = 0; run < runs.periods.length; run += 1) {
    const start = Math.max(runs.starts[run] as number, rows.from);
    const end = Math.min(runs.ends[run] as number, rows.end);
    const place = (runs.periods[run] as number) - counts.first;
    if (start >= end || place < 0) continue;
    if (rows.marks === null) walkEvery(log.customer, start, end, rows.to, place, half, known, columns, counts);
    else walkMarked(log, rows.marks, start, end, rows.to, place, half, known, columns, counts);
  }
  sumColumns(columns.mode, counts);
  for (let row = 0; row < counts.rows; row += 1) counts.n += counts.size[row] as number;
}

type Known = Uint16Array | Int32Array;

/** Who started before the first row that counts is in no cohort. */
function markEarlier(customer: Int32Array, { from, marks }: RetentionRows, known: Known, nowhere: number): void {
  for (let i = 0; i < from; i += 1) {
    if (marks === null || (marks.bits[marks.codes[i]!]! & START) !== 0) known[customer[i]!] = nowhere;
  }
}

/** The rows of one period, where each event is a start and a return. */
function walkEvery(
  customer: Int32Array,
  start: number,
  end: number,
  to: number,
  place: number,
  half: number,
  known: Known,
  { mode, columnOf }: WalkColumns,
  { size, returned, stride }: RetentionCounts,
): void {
  const low = (1 << half) - 1;
  const here = place + 1;
  for (let i = start; i < end; i += 1) {
    const code = customer[i]!;
    const was = known[code]!;
    if (was >>> half === here) continue;
    if (was === 0) {
      if (i >= to) {
        known[code] = low;
        continue;
      }
      known[code] = (here << half) | here;
      size[place]! += 1;
      returned[place * stride]! += 1;
      continue;
    }
    const cohort = (was & low) - 1;
    const age = place - cohort;
    if (cohort === low - 1 || age >= columnOf.length) continue;
    countReturn(mode, columnOf, returned, cohort * stride, age, (was >>> half) - 1 - cohort);
    known[code] = (here << half) | (cohort + 1);
  }
}

/** The rows of one period, where marks say which events are starts and returns. */
function walkMarked(
  { time, customer }: AnyLog,
  { codes, bits }: Marks,
  start: number,
  end: number,
  to: number,
  place: number,
  half: number,
  known: Known,
  { mode, columnOf }: WalkColumns,
  { size, returned, stride }: RetentionCounts,
): void {
  const low = (1 << half) - 1;
  const here = place + 1;
  for (let i = start; i < end; i += 1) {
    const mark = bits[codes[i]!]!;
    if (mark === 0) continue;
    const code = customer[i]!;
    const was = known[code]!;
    if (was === 0) {
      if ((mark & START) === 0) continue;
      if (i >= to) {
        known[code] = low;
        continue;
      }
      size[place]! += 1;
      known[code] = here;
      let row = i; // rows of one customer and instant stand together, whichever of them is the start
      while (row >= start && time[row] === time[i] && customer[row] === code) {
        if ((bits[codes[row]!]! & RETURN) !== 0) {
          known[code] = (here << half) | here;
          returned[place * stride]! += 1;
          break;
        }
        row -= 1;
      }
      continue;
    }
    if ((mark & RETURN) === 0 || was >>> half === here) continue;
    const cohort = (was & low) - 1;
    const age = place - cohort;
    if (cohort === low - 1 || age >= columnOf.length) continue;
    countReturn(mode, columnOf, returned, cohort * stride, age, (was >>> half) - 1 - cohort);
    known[code] = (here << half) | (cohort + 1);
  }
}

/**
 * Counts a return at an age where the last one was at an earlier age, or at none (below 0). On or after, only the column of
 * the last return is counted, on or before that of the first after period 0: `sumColumns` does the rest.
 */
function countReturn(
  mode: WalkColumns['mode'],
  columnOf: Int32Array,
  returned: Int32Array,
  row: number,
  age: number,
  lastAge: number,
): void {
  const column = columnOf[age]!;
  const last = lastAge < 0 ? -1 : columnOf[lastAge]!;
  if (column === last) return;
  if (mode === 'onOrAfter' && last >= 0) returned[row + last]! -= 1;
  if (mode !== 'onOrBefore' || last <= 0) returned[row + column]! += 1;
}

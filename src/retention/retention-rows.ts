import type { AnyLog } from '../log/layout.js';
import { type Marks, marksOf } from '../log/marks.js';
import { firstRowFrom, rowsUntil } from '../log/rows-until.js';
import { runsOf } from '../log/runs.js';
import { isAnyEvent } from '../log/step-facts.js';
import type { CohortBounds } from './retention-grid.js';
import type { RetentionPlan } from './retention-plan.js';

/** Bits of a row's mark. */
export const START = 1;
export const RETURN = 2;

/** Where the rows of a log that a plan asks for begin and end. */
export interface RowBounds {
  /** Starts make a customer part of a cohort from the row `from` on, and before the row `to`. */
  readonly from: number;
  readonly to: number;
  /** Rows from here on are after `asOf`. */
  readonly end: number;
}

/** The rows of a log that a plan asks for. */
export interface RetentionRows extends RowBounds {
  /** Which rows are starts and returns; `null` where all of them are both. */
  readonly marks: Marks | null;
}

/** Where rows begin and end, by a plan. */
export function rowBounds({ time }: AnyLog, { from, to }: RetentionPlan, asOf: number): RowBounds {
  const end = rowsUntil(time, asOf);
  const rowAt = (instant: number | null, otherwise: number) =>
    instant === null ? otherwise : Math.min(end, firstRowFrom(time, instant));
  return { from: rowAt(from, 0), to: rowAt(to, end), end };
}

/** The rows of a log, by a plan. */
export function retentionRows(log: AnyLog, plan: RetentionPlan, asOf: number): RetentionRows {
  const isEach = isAnyEvent(plan.start) && isAnyEvent(plan.returning);
  const marks = isEach ? null : marksOf('retention', log, [plan.start, plan.returning]);
  return {
    ...rowBounds(log, plan, asOf),
    marks: marks?.bits.every((bits) => bits === (START | RETURN)) ? null : marks,
  };
}

/** The first and the last period with a start that counts. For first starts, the last may be a period with later ones only. */
export function startBounds(log: AnyLog, plan: RetentionPlan, rows: RetentionRows): CohortBounds | null {
  const runs = runsOf(log, plan.calendar);
  const hasStart = (run: number) => {
    const end = Math.min(runs.ends[run] as number, rows.to);
    for (let i = Math.max(runs.starts[run] as number, rows.from); i < end; i += 1) if (isStart(rows, i)) return true;
    return false;
  };
  let [first, last] = [0, runs.periods.length - 1];
  while (first <= last && !hasStart(first)) first += 1;
  while (first <= last && !hasStart(last)) last -= 1;
  return first > last ? null : { first: runs.periods[first] as number, last: runs.periods[last] as number };
}

/** The first and the last period with a customer's first start. */
export function firstStartBounds(log: AnyLog, plan: RetentionPlan, rows: RetentionRows): CohortBounds | null {
  const isKnown = new Uint8Array(log.customers.length);
  let [first, last] = [Infinity, -Infinity];
  for (let i = 0; i < rows.to; i += 1) {
    const customer = log.customer[i] as number;
    if (isKnown[customer] === 1 || !isStart(rows, i)) continue;
    isKnown[customer] = 1;
    if (i < rows.from) continue;
    const period = plan.calendar.indexOf(log.time[i] as number);
    first = Math.min(first, period);
    last = Math.max(last, period);
  }
  return first > last ? null : { first, last };
}

function isStart({ marks }: RetentionRows, row: number): boolean {
  return marks === null || ((marks.bits[marks.codes[row] as number] as number) & START) !== 0;
}

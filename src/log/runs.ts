import type { Calendar } from '../time/calendar.js';
import { periodChanges } from '../time/period-changes.js';
import { derived } from './derived.js';
import type { AnyLog } from './layout.js';
import { firstRowFrom } from './rows-until.js';

/** The rows of a log period by period. */
export interface Runs {
  /** Run r is the rows `starts[r]` to `ends[r]`, the end not included, all of them in period `periods[r]`. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Ascending. A period without rows has no run; one that clocks set back over midnight came back to has two. */
  readonly periods: Int32Array;
  /** The first and the last period with a row; both 0 in a log without rows. */
  readonly first: number;
  readonly last: number;
}

/** The runs of a log's rows in the periods of a calendar; made on first need and kept. */
export function runsOf(log: AnyLog, periods: Calendar): Runs {
  const { unit, timeZone, weekStartsOn, fiscalYearStartsOn } = periods;
  const what = `runs ${unit} ${timeZone} ${weekStartsOn} ${fiscalYearStartsOn}`;
  return derived(log, what, () => findRuns(log.time, periods));
}

function findRuns(time: Float64Array, periods: Calendar): Runs {
  if (time.length === 0) return { starts: NONE, ends: NONE, periods: NONE, first: 0, last: 0 };
  const { at, index } = periodChanges(periods, time[0] as number, time[time.length - 1] as number);
  const runs: { start: number; end: number; period: number }[] = [];
  let start = 0;
  for (let change = 0; change < at.length; change += 1) {
    const end = change + 1 < at.length ? firstRowFrom(time, at[change + 1] as number, start) : time.length;
    if (end > start) runs.push({ start, end, period: index[change] as number });
    start = end;
  }
  runs.sort((a, b) => a.period - b.period || a.start - b.start);
  return {
    starts: Int32Array.from(runs, (run) => run.start),
    ends: Int32Array.from(runs, (run) => run.end),
    periods: Int32Array.from(runs, (run) => run.period),
    first: runs[0]?.period ?? 0,
    last: runs[runs.length - 1]?.period ?? 0,
  };
}

const NONE = /* @__PURE__ */ new Int32Array(0);

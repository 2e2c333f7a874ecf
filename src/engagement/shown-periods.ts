import { LimitError } from '../core/errors.js';
import { checkLog } from '../log/check-log.js';
import type { AnyLog } from '../log/layout.js';
import { rowsUntil } from '../log/rows-until.js';
import { runsOf } from '../log/runs.js';
import { begunBefore, openFrom } from '../time/whole-periods.js';
import type { Activity } from './activity.js';

/** Where the events of a log begin and end: the first and the last period with one, and the last instant; nulls without events. */
export interface Extent {
  readonly first: number | null;
  readonly last: number | null;
  readonly until: number | null;
}

/** The extent of a log's events up to `asOf`. */
export function extentOf(log: AnyLog, { owner, periods, asOf }: Activity): Extent {
  checkLog(owner, log);
  const limit = asOf === null ? log.length : rowsUntil(log.time, asOf);
  if (limit === 0) return { first: null, last: null, until: null };
  const { starts, periods: indexes } = runsOf(log, periods);
  let [first, last] = [Infinity, -Infinity];
  for (let run = 0; run < starts.length; run += 1) {
    if (starts[run]! >= limit) continue;
    first = Math.min(first, indexes[run]!);
    last = Math.max(last, indexes[run]!);
  }
  return { first, last, until: log.time[limit - 1]! };
}

/** The extent of two logs together. */
export function mergedExtent(a: Extent, b: Extent): Extent {
  return {
    first: either(a.first, b.first, Math.min),
    last: either(a.last, b.last, Math.max),
    until: either(a.until, b.until, Math.max),
  };
}

function either(a: number | null, b: number | null, choose: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : choose(a, b);
}

/** The periods that a result shows, and from where on they are not over. */
export interface Shown {
  readonly first: number;
  readonly last: number;
  /** Periods from here on are not complete. */
  readonly open: number;
  /** The first period that was observed. */
  readonly observed: number;
}

/** The periods to show; `null` where there is nothing to show. */
export function shownPeriods({ owner, periods, from, to, asOf }: Activity, extent: Extent): Shown | null {
  const end = asOf ?? extent.until;
  const first = from === null ? extent.first : periods.indexOf(from);
  if (end === null || first === null) return null;
  // What has begun, the same for all parts of the data: clocks set back over midnight may have been in a later period.
  const begun = asOf === null ? periods.indexOf(end) : begunBefore(periods, end + 1);
  const until = Math.max(begun, extent.last ?? -Infinity);
  const last = to === null ? until : Math.min(until, periods.indexOf(to - 1));
  checkPeriods(owner, last - first + 1, from === null ? 'from' : 'to');
  return last < first
    ? null
    : { first, last, open: openFrom(periods, end), observed: Math.min(first, extent.first ?? first) };
}

/** Refuses more periods than a result can hold. */
export function checkPeriods(owner: string, count: number, option: string): void {
  if (count <= MOST_PERIODS) return;
  const expected = `at most ${MOST_PERIODS} periods`;
  throw new LimitError(
    `${owner} requires ${expected}; got ${count}: narrow them by from and to, or take a longer unit`,
    [{ code: 'E_LIMIT', index: null, field: option, expected, received: String(count) }],
  );
}

const MOST_PERIODS = 100_000;

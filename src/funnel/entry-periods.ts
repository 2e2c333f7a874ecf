import { LimitError } from '../core/errors.js';
import type { AnyLog } from '../log/layout.js';
import type { Calendar } from '../time/calendar.js';
import { periodChanges } from '../time/period-changes.js';
import type { FunnelPlan } from './funnel-plan.js';

/** The periods in which attempts may begin, as stretches of time, in order. */
export interface EntryPeriods {
  /** Stretch i is from `from[i]` to `from[i + 1]`, the end not included. */
  readonly from: Float64Array;
  readonly periods: Int32Array;
}

/** So many periods may be asked for. */
const PERIOD_LIMIT = 100_000;

/** The stretches between the first instant at which an attempt of the log may begin and the last. */
export function entryPeriods(plan: FunnelPlan, log: AnyLog, calendar: Calendar, limit: number): EntryPeriods {
  const first = Math.max(log.time[0] ?? Infinity, plan.from);
  const last = Math.min(log.time[log.length - 1] ?? -Infinity, plan.to - 1, limit);
  if (!(first <= last)) return { from: new Float64Array(1), periods: new Int32Array(0) };
  checkPeriods(plan.owner, calendar.indexOf(last) - calendar.indexOf(first) + 1);
  const { at, index } = periodChanges(calendar, first, last);
  const from = new Float64Array(at.length + 1);
  from.set(at);
  from[at.length] = last + 1;
  return { from, periods: index };
}

/** Refuses more periods than a result can be read with. */
export function checkPeriods(owner: string, count: number): void {
  if (count <= PERIOD_LIMIT) return;
  const expected = `at most ${PERIOD_LIMIT}; a longer unit makes fewer`;
  throw new LimitError(`${owner} requires periods to be ${expected}; got ${count}`, [
    { code: 'E_LIMIT', index: null, field: 'unit', expected, received: String(count) },
  ]);
}

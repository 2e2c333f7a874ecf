import { checkNumber, refuseOption } from '../core/options.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, EventLog } from '../log/layout.js';
import {
  type ActiveCustomersState,
  activeState,
  activeStateOfGaps,
  activeStateOfPeriods,
  mergedActive,
  seriesOfChanges,
} from './active-changes.js';
import { activeSeries } from './active-series.js';
import { type Activity, type ActivityOptions, activityOf } from './activity.js';
import { activityFold } from './activity-fold.js';
import { gapsPlan } from './activity-plan.js';
import { type Extent, extentOf, shownPeriods } from './shown-periods.js';

/** What to count as activity, in which periods, and over which trailing windows. */
export interface ActiveCustomersOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends ActivityOptions<Name, Properties> {
  /** Windows of so many periods that end with each period, such as `[7, 28]` with days; up to 10,000. None unless given. */
  readonly trailing?: number | readonly number[] | undefined;
}

/** The customers active in one period. */
export interface ActivePeriod {
  /** Its local label, such as `2025-04-07`. */
  readonly period: string;
  /** Customers active in the period itself. */
  readonly active: number;
  /** Customers active in the windows that end with the period, in the order they were asked for. */
  readonly trailing: readonly TrailingActive[];
  /** Whether the period was over by `asOf`. */
  readonly complete: boolean;
}

/** The customers active in a window. */
export interface TrailingActive {
  /** How many periods the window has, the last one included. */
  readonly periods: number;
  readonly active: number;
  /** Whether its last period was over by `asOf`, and none lies before the first event of the log (or `from`, if that is earlier). */
  readonly complete: boolean;
}

/**
 * Active customers as a metric: for groups, stored states and running measurements. See `activeCustomers`.
 *
 * @param options - as those of `activeCustomers`
 * @throws {InvalidOptionError} as `activeCustomers`
 * @example
 * ```ts
 * import { activeCustomersMetric, measure, onEvents } from 'kizuna';
 *
 * const rows = [
 *   { customer: 'a', at: '2025-04-01T09:00:00Z' },
 *   { customer: 'b', at: '2025-05-01T09:00:00Z' },
 *   { customer: 'a', at: '2025-05-02T09:00:00Z' },
 * ];
 * const monthly = onEvents({ customer: 'customer', time: 'at' }, activeCustomersMetric({ unit: 'month' }));
 * measure(rows, monthly).map(({ period, active }) => [period, active]); // => [['2025-04', 1], ['2025-05', 2]]
 * ```
 */
export function activeCustomersMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: ActiveCustomersOptions<Name, Properties>,
): EventMetric<Name, Properties, ActiveCustomersState, readonly ActivePeriod[]> {
  const plan = planOf(options);
  return {
    name: OWNER,
    split: 'by customer',
    plan: gapsPlan(plan.activity, { towards: 'next', widest: Math.max(...plan.windows) }, (extent, counts) =>
      activeStateOfGaps(extent, plan.activity, plan.windows, (take) => {
        for (const [period, gap, customers] of counts) take(period, gap, customers);
      }),
    ),
    state: (log) => activeState(log, plan.activity, plan.windows),
    merge: (a, b) => mergedActive(a, b, plan.windows),
    finish: (state) =>
      periodsOf(plan, state, (first, last) =>
        plan.windows.map((_, k) => seriesOfChanges(state.windows[k]?.changes ?? [], first, last)),
      ),
    ...activityFold(plan.activity, (extent, each) => activeStateOfPeriods(extent, each, plan.activity, plan.windows)),
  };
}

/**
 * How many customers were active, period by period: DAU, WAU, MAU, and any trailing window.
 *
 * A customer is active in a period with an event in it (with `event` and `minimumOccurrences`: so many of those events). Every period
 * from the first to the last is there, with 0 where nobody was. `trailing: [7, 28]` with days gives WAU and MAU of each day, which
 * count everybody once who was active in the 7 or 28 days up to and including it; all windows come from one pass over the log.
 *
 * @param log - the events
 * @param options - `unit`; `trailing`, `event`, `minimumOccurrences`, `from`, `to`, `asOf`, `timeZone`, `weekStartsOn`,
 *   `fiscalYearStartsOn`
 * @returns a row for every period, in order; none for a log without events, unless `from` and `asOf` say which
 * @throws {InvalidOptionError} when an option is unknown or out of range, or names are asked of a log without names
 * @throws {LimitError} for more than 100,000 periods
 * @example
 * ```ts
 * import { activeCustomers, eventLog } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'a', at: '2025-04-01T09:00:00Z' },
 *     { customer: 'b', at: '2025-04-01T10:00:00Z' },
 *     { customer: 'a', at: '2025-04-03T09:00:00Z' },
 *   ],
 *   { customer: 'customer', time: 'at' },
 * );
 * const days = activeCustomers(log, { unit: 'day', trailing: 2 });
 * days.map(({ period, active }) => [period, active]);
 * // => [['2025-04-01', 2], ['2025-04-02', 0], ['2025-04-03', 1]]
 * days.map(({ trailing }) => trailing[0]?.active); // => [2, 2, 1]
 * ```
 */
export function activeCustomers<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: ActiveCustomersOptions<Name, Properties>,
): readonly ActivePeriod[] {
  const plan = planOf(options);
  return periodsOf(plan, extentOf(log, plan.activity), (first, last) =>
    activeSeries(log, plan.activity, plan.windows, [first, last]),
  );
}

const OWNER = 'activeCustomers';

interface Plan {
  readonly activity: Activity;
  /** The period itself, then the trailing ones. */
  readonly windows: readonly number[];
}

function planOf<Name extends string, Properties extends object>(
  options: ActiveCustomersOptions<Name, Properties>,
): Plan {
  const activity = activityOf(OWNER, options, ['trailing']);
  const { trailing = [] } = options;
  const windows: readonly unknown[] = Array.isArray(trailing) ? trailing : [trailing];
  for (const window of windows) checkNumber(OWNER, 'trailing', window, { min: 1, max: 10_000, integer: true });
  if (windows.length > 100) refuseOption(OWNER, 'trailing', 'to be at most 100 windows', windows.length);
  return { activity, windows: [1, ...(windows as readonly number[])] }; // each was just checked
}

function periodsOf(
  { activity, windows }: Plan,
  extent: Extent,
  count: (first: number, last: number) => readonly Int32Array[],
): readonly ActivePeriod[] {
  const shown = shownPeriods(activity, extent);
  if (shown === null) return [];
  const [active, ...trailing] = count(shown.first, shown.last);
  const rows: ActivePeriod[] = [];
  for (let period = shown.first; period <= shown.last; period += 1) {
    const complete = period < shown.open;
    rows.push({
      period: activity.periods.labelOf(period),
      active: active![period - shown.first]!,
      trailing: trailing.map((series, k) => ({
        periods: windows[k + 1]!,
        active: series[period - shown.first]!,
        complete: complete && period - windows[k + 1]! + 1 >= shown.observed,
      })),
      complete,
    });
  }
  return rows;
}

import { mergePairs, type Pairs, sortedPairs } from '../core/pairs.js';
import { checkLog } from '../log/check-log.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyLog, AnyProperties, EventLog } from '../log/layout.js';
import { type Activity, type ActivityOptions, activityOf } from './activity.js';
import { activityFold, type TakePeriods } from './activity-fold.js';
import { eachGaps } from './activity-gaps.js';
import { type GapCount, gapsPlan } from './activity-plan.js';
import { type Extent, extentOf, mergedExtent, shownPeriods } from './shown-periods.js';

/** The customers of one period by what they did in the period before and ever. All counts are positive. */
export interface LifecyclePeriod {
  /** Its local label, such as `2025-04-07`. */
  readonly period: string;
  /** Active for the first time in all of the log. */
  readonly new: number;
  /** Active in the period before, too. */
  readonly returning: number;
  /** Active again, but not in the period before. */
  readonly resurrecting: number;
  /** Active in the period before, but not in this one. */
  readonly dormant: number;
  /** New, returning and resurrecting together. */
  readonly active: number;
  /** (new + resurrecting) ÷ dormant: above 1 the number of active customers grows; `null` where nobody went dormant. */
  readonly quickRatio: number | null;
  /** Whether the period was over by `asOf`. Until then customers who are yet to return count as dormant. */
  readonly complete: boolean;
}

/** Where the events lie, and for each period with activity how many were new, returned, and came back. */
export interface LifecycleState extends Extent {
  readonly counts: Pairs<number, readonly [newcomers: number, returning: number, resurrecting: number]>;
}

/**
 * The lifecycle as a metric: for groups, stored states and running measurements. See `lifecycle`.
 *
 * @param options - as those of `lifecycle`
 * @throws {InvalidOptionError} as `lifecycle`
 * @example
 * ```ts
 * import { lifecycleMetric, measure, onEvents } from 'kizuna';
 *
 * const rows = [
 *   { customer: 'a', at: '2025-04-01T09:00:00Z' },
 *   { customer: 'b', at: '2025-05-01T09:00:00Z' },
 * ];
 * const monthly = onEvents({ customer: 'customer', time: 'at' }, lifecycleMetric({ unit: 'month' }));
 * measure(rows, monthly).map((row) => [row.period, row.new, row.dormant]); // => [['2025-04', 1, 0], ['2025-05', 1, 1]]
 * ```
 */
export function lifecycleMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: ActivityOptions<Name, Properties>,
): EventMetric<Name, Properties, LifecycleState, readonly LifecyclePeriod[]> {
  const activity = activityOf(OWNER, options);
  return {
    name: OWNER,
    split: 'by customer',
    plan: gapsPlan(activity, { towards: 'before', widest: 2 }, stateOfGaps),
    state: (log) => stateOf(activity, log),
    merge: (a, b) => ({
      ...mergedExtent(a, b),
      counts: mergePairs(a.counts, b.counts, (x, y) => [x[0] + y[0], x[1] + y[1], x[2] + y[2]]),
    }),
    finish: (state) => rowsOf(activity, state),
    ...activityFold(activity, stateOfPeriods),
  };
}

/**
 * Where active customers come from and go: who is new, returns, comes back after a pause, or goes dormant, period by period.
 *
 * New: active for the first time in all of the log, whatever `from` is (not the date of an account). Returning: active in the
 * period before, too. Resurrecting: neither. Dormant: active in the period before, not in this one. So
 * active = new + returning + resurrecting, and active − active before = new + resurrecting − dormant.
 *
 * @param log - the events
 * @param options - `unit`; `event`, `minimumOccurrences`, `from`, `to`, `asOf`, `timeZone`, `weekStartsOn`, `fiscalYearStartsOn`
 * @returns a row for every period, in order; none for a log without events, unless `from` and `asOf` say which
 * @throws {InvalidOptionError} when an option is unknown or out of range, or names are asked of a log without names
 * @throws {LimitError} for more than 100,000 periods
 * @example
 * ```ts
 * import { eventLog, lifecycle } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'a', at: '2025-04-01T09:00:00Z' },
 *     { customer: 'b', at: '2025-04-08T09:00:00Z' },
 *     { customer: 'a', at: '2025-06-02T09:00:00Z' },
 *     { customer: 'b', at: '2025-05-03T09:00:00Z' },
 *   ],
 *   { customer: 'customer', time: 'at' },
 * );
 * const [april, may, june] = lifecycle(log, { unit: 'month' });
 * [april?.new, may?.returning, may?.dormant]; // => [2, 1, 1]
 * june; // => { period: '2025-06', new: 0, returning: 0, resurrecting: 1, dormant: 1, active: 1, quickRatio: 1, complete: false }
 * ```
 */
export function lifecycle<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: ActivityOptions<Name, Properties>,
): readonly LifecyclePeriod[] {
  const activity = activityOf(OWNER, options);
  return rowsOf(activity, stateOf(activity, log));
}

const OWNER = 'lifecycle';

function stateOf(activity: Activity, log: AnyLog): LifecycleState {
  checkLog(OWNER, log);
  const counts: [number, [number, number, number]][] = [];
  eachGaps(log, activity, SPREAD, [-Infinity, Infinity], (gaps, period) => {
    const [returning, newcomers] = [gaps[1]!, gaps[SPREAD + 1]!];
    const resurrecting = gaps.subarray(2, SPREAD + 1).reduce((sum, count) => sum + count, 0);
    if (returning + resurrecting + newcomers > 0) counts.push([period, [newcomers, returning, resurrecting]]);
  });
  return { ...extentOf(log, activity), counts };
}

// Gaps of 2 would do. Counted apart, long gaps do not wait for each other at one place in memory: a third faster.
const SPREAD = 30;

function stateOfPeriods(extent: Extent, each: (take: TakePeriods) => void): LifecycleState {
  const counts = new Map<number, [number, number, number]>();
  each((list, count) => {
    for (let i = 0; i < count; i += 1) {
      const own = counts.get(list[i]!) ?? [0, 0, 0];
      own[i === 0 ? 0 : list[i - 1] === list[i]! - 1 ? 1 : 2]! += 1;
      counts.set(list[i]!, own);
    }
  });
  return { ...extent, counts: sortedPairs(counts) };
}

function stateOfGaps(extent: Extent, gaps: readonly GapCount[]): LifecycleState {
  const counts = new Map<number, [number, number, number]>();
  for (const [period, gap, customers] of gaps) {
    const own = counts.get(period) ?? [0, 0, 0];
    own[gap as 0 | 1 | 2] += customers; // none before, the period before, an earlier one
    counts.set(period, own);
  }
  return { ...extent, counts: sortedPairs(counts) };
}

function rowsOf(activity: Activity, state: LifecycleState): readonly LifecyclePeriod[] {
  const shown = shownPeriods(activity, state);
  if (shown === null) return [];
  const counts = new Map(state.counts);
  const rows: LifecyclePeriod[] = [];
  let before = total(counts.get(shown.first - 1) ?? NOBODY);
  for (let period = shown.first; period <= shown.last; period += 1) {
    const count = counts.get(period) ?? NOBODY;
    const [newcomers, returning, resurrecting] = count;
    const [active, dormant] = [total(count), before - returning];
    rows.push({
      period: activity.periods.labelOf(period),
      new: newcomers,
      returning,
      resurrecting,
      dormant,
      active,
      quickRatio: dormant === 0 ? null : (newcomers + resurrecting) / dormant,
      complete: period < shown.open,
    });
    before = active;
  }
  return rows;
}

const NOBODY = [0, 0, 0] as const;

function total([newcomers, returning, resurrecting]: readonly [number, number, number]): number {
  return newcomers + returning + resurrecting;
}

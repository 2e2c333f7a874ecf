import { refuseOption } from '../core/options.js';
import { checkLog } from '../log/check-log.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, EventLog } from '../log/layout.js';
import type { Step } from '../log/step.js';
import type { CalendarOptions } from '../time/calendar.js';
import type { Instant } from '../time/period-key.js';
import { retentionClock } from './retention-clock.js';
import { columnsOf } from './retention-columns.js';
import { countRetention } from './retention-count.js';
import { noCounts } from './retention-counts.js';
import { retentionFold } from './retention-fold.js';
import { type LooseOptions, type RetentionMode, retentionPlan } from './retention-plan.js';
import { retentionShapes } from './retention-shapes.js';
import { countsOf, mergeStates, type RetentionState, stateOf } from './retention-state.js';
import { type Retention, retentionTable } from './retention-table.js';

/** Who starts, what counts as coming back, and in which periods. */
export interface RetentionOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends CalendarOptions {
  /** The events that make a customer part of a cohort; default any. */
  readonly start?: Step<Name, Properties> | undefined;
  /** The events that count as coming back; default any. The start itself counts where it is one of them. */
  readonly return?: Step<Name, Properties> | undefined;
  /**
   * `'firstTime'` (default): the period of a customer's first start in all of the log, even before `from`. `'recurring'`: each
   * period with a start of the customer.
   */
  readonly cohort?: 'firstTime' | 'recurring' | undefined;
  /** `'on'` (default): back in the period itself; `'onOrAfter'`: in it or a later one; `'onOrBefore'`: in it or an earlier one, after period 0. */
  readonly mode?: RetentionMode | undefined;
  /**
   * `'calendar'` (default): periods of the calendar. `'rolling'`: windows from the customer's first start in the cohort's period
   * on, of 60 minutes, 24 hours, 7, 30, 90 or 365 days.
   */
  readonly window?: 'calendar' | 'rolling' | undefined;
  /** Sizes, in periods, of the brackets after period 0; instead of `periods`. */
  readonly brackets?: readonly number[] | undefined;
  /** How many returns a period or bracket needs; default 1. */
  readonly minimumOccurrences?: number | undefined;
  /** How many periods after period 0; default `horizon`, else as many as the oldest cohort has. */
  readonly periods?: number | undefined;
  /** With `'onOrAfter'`: the last period after the start whose returns count, so that young and old cohorts compare; default all up to `asOf`. */
  readonly horizon?: number | undefined;
  /** Starts from this instant or local date on; returns count up to `asOf`. */
  readonly from?: Instant | undefined;
  /** Starts before this instant or local date. */
  readonly to?: Instant | undefined;
  /** The instant up to which is known what happened; a local date is the whole of it. Default that of the last event in the log. */
  readonly asOf?: Instant | undefined;
  /** The overall curve: `'pooled'` (default), all customers alike; `'simple'`, all cohorts alike. */
  readonly mean?: 'pooled' | 'simple' | undefined;
  /** Of the intervals, 0.95 unless given. */
  readonly confidence?: number | undefined;
}

/** The same where states are merged: all parts must be known up to one instant. */
export interface RetentionMetricOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends RetentionOptions<Name, Properties> {
  readonly asOf: Instant;
}

/**
 * Cohort retention: of the customers who started in a period, the share that came back in it and in each later one.
 *
 * A cell is R(c, k) / |c|, where R counts customers of cohort c with at least `minimumOccurrences` returns, not before their
 * start, in period c + k; rolling, in window k, ⌊(return − start) / length⌋, among those whose window is over. `null` where that
 * was yet to come. `complete` where the period, or the window of whoever may have started last, is over by `asOf`; `overall`
 * rests on these only. Intervals are Wilson's; where recurring cohorts share customers, on the effective n of customers as clusters.
 *
 * @param log - the events
 * @param options - `unit`; `start`, `return`, `cohort`, `mode`, `window`, `brackets`, `minimumOccurrences`, `periods`, `horizon`,
 * `from`, `to`, `asOf`, `mean`, `confidence`, and whose calendar: `timeZone`, `weekStartsOn`, `fiscalYearStartsOn`
 * @returns a row of cells for each cohort and the curve over all of them, shares from 0 to 1
 * @throws {InvalidOptionError} when an option is unknown or out of range, or a step asks for what the log was built without
 * @throws {LimitError} when there would be more than 1,000,000 periods, or cohorts × periods above 10,000,000 cells
 * @example
 * ```ts
 * import { eventLog, retention } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'a', at: '2025-04-01T09:00:00Z' },
 *     { customer: 'a', at: '2025-04-09T09:00:00Z' },
 *     { customer: 'b', at: '2025-04-02T09:00:00Z' },
 *     { customer: 'b', at: '2025-04-15T09:00:00Z' },
 *     { customer: 'c', at: '2025-04-08T09:00:00Z' },
 *   ],
 *   { customer: 'customer', time: 'at' },
 * );
 * const { cohorts, overall } = retention(log, { unit: 'week' });
 * cohorts.map(({ cohort, size, cells }) => [cohort, size, ...cells.map((cell) => cell?.value ?? null)]);
 * // => [['2025-03-31', 2, 1, 0.5, 0.5], ['2025-04-07', 1, 1, 0, null]]
 * cohorts[0]?.cells[2]?.complete; // => false
 * overall.map(({ value, n }) => [value, n]); // => [[1, 3], [0.5, 2], [null, 0]]
 * ```
 */
export function retention<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: RetentionOptions<Name, Properties>,
): Retention {
  checkLog('retention', log);
  const plan = retentionPlan(options as LooseOptions); // the types of steps only help who writes them
  const columns = columnsOf(plan);
  const asOf = plan.asOf ?? log.time[log.length - 1];
  if (asOf === undefined) return retentionTable(plan, null, columns, noCounts(plan, null, null));
  const clock = retentionClock(plan, columns, asOf);
  return retentionTable(plan, clock, columns, countRetention(log, plan, clock, columns));
}

/**
 * Cohort retention as a metric: for parts of the customers, groups, stored states and running measurements. See `retention`.
 *
 * `running` takes it in calendar periods where a single return is enough and each start is a return as well: the same step, or
 * one with fewer conditions, such as any event. Clocks set back over the start of a period within the events are refused there.
 *
 * @param options - as in `retention`; `asOf` must be given, since states of other instants cannot be merged
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @throws {LimitError} when there would be more than 1,000,000 periods, or cohorts × periods above 10,000,000 cells
 * @example
 * ```ts
 * import { eventLog, retentionMetric, running } from 'kizuna';
 *
 * const metric = retentionMetric({ unit: 'month', asOf: '2025-06-01' });
 * const logOf = (customer: string, months: readonly number[]) =>
 *   eventLog(months.map((month) => ({ customer, at: Date.UTC(2025, month) })), { customer: 'customer', time: 'at' });
 * const [one, other] = [metric.state(logOf('a', [3, 4])), metric.state(logOf('b', [3]))];
 * metric.finish(metric.merge(one, other)).overall.map(({ value }) => value); // => [1, 0.5, null]
 *
 * const measurement = running(metric); // the same customer may come again
 * measurement.add(logOf('a', [4]));
 * measurement.add(logOf('a', [3]));
 * measurement.result().overall.map(({ value }) => value); // => [1, 1, null]
 * ```
 */
export function retentionMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: RetentionMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, RetentionState, Retention> {
  const plan = retentionPlan(options as LooseOptions); // as above
  if (plan.asOf === null) refuseOption('retention', 'asOf', 'to be given where states are merged', undefined);
  const columns = columnsOf(plan);
  const clock = retentionClock(plan, columns, plan.asOf);
  return {
    name: 'retention',
    split: 'by customer',
    plan: retentionShapes(plan, clock, columns),
    state: (log) => stateOf(plan, countRetention(checkLog('retention', log), plan, clock, columns), clock),
    merge: mergeStates,
    finish: (state) => retentionTable(plan, clock, columns, countsOf(plan, state, clock)),
    ...retentionFold(plan, clock, columns),
  };
}

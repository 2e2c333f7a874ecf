import { asOfGiven, asOfOrLast } from '../log/as-of.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, EventLog } from '../log/layout.js';
import type { Instant } from '../time/period-key.js';
import { balanceShapes } from './continuing-shapes.js';
import { type BalanceState, mergeBalances } from './customer-balance.js';
import {
  OWNER,
  type PeriodRetention,
  type PeriodRetentionOptions,
  periodBalances,
  periodPlan,
  periodRows,
} from './period-facts.js';

/** The same for a metric: `asOf` is one for all parts of the data, so it must be given. */
export interface PeriodRetentionMetricOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends PeriodRetentionOptions<Name, Properties> {
  /** Later events are not counted; a local date is the whole of it. */
  readonly asOf: Instant;
}

/** The state of period retention: the customers of each period. */
export type PeriodRetentionState = BalanceState;

/**
 * Period retention as a metric: for streams, stored states and shards of customers. See `periodRetention`.
 *
 * @param options - as `periodRetention`, with `asOf`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @example
 * ```ts
 * import { eventLog, periodRetentionMetric } from 'kizuna';
 *
 * const metric = periodRetentionMetric({ unit: 'month', asOf: '2025-06-01' });
 * const log = eventLog([{ id: 'a', at: '2025-05-03T09:00:00Z' }], { customer: 'id', time: 'at' });
 * metric.finish(metric.state(log)).map(({ period, start, new: added, end }) => [period, start, added, end]);
 * // => [['2025-05', 0, 1, 1], ['2025-06', 1, 0, 0]]
 * ```
 */
export function periodRetentionMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: PeriodRetentionMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, PeriodRetentionState, readonly PeriodRetention[]> {
  const plan = periodPlan(options);
  const asOf = asOfGiven(OWNER, options.asOf, plan.purchases.timeZone);
  return {
    name: OWNER,
    split: 'by customer',
    plan: balanceShapes(plan, asOf),
    state: (log) => periodBalances(plan, log, asOf),
    merge: mergeBalances,
    finish: (state) => periodRows(plan, state, asOf),
  };
}

/**
 * 顧客維持率: (customers at the end of a period − those who came in it) ÷ customers at its start.
 *
 * "Those who came" are the new and the reactivated, so that what remains are customers of the start: the rate is at most 1, and
 * end = start + new + reactivated − lapsed. Events do not say who is a customer: `lapsedAfter` does, best taken from
 * `purchaseIntervals`. Without it a customer at the end of a period is who bought in it. The interval is Wilson's (1927).
 *
 * @param log - the events
 * @param options - `unit` (needed), `lapsedAfter`, `from`, `to`, `asOf`, `purchase`, `per`, `timeZone`, `weekStartsOn`,
 *   `fiscalYearStartsOn`, `confidence`
 * @returns a row for each period, in order; `value` is `null` where there were no customers at the start
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @throws {LimitError} for more than 100,000 periods
 * @example
 * ```ts
 * import { eventLog, periodRetention } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-04-02T09:00:00Z' },
 *   { id: 'b', at: '2025-04-20T09:00:00Z' },
 *   { id: 'c', at: '2025-05-05T09:00:00Z' },
 *   { id: 'a', at: '2025-06-20T09:00:00Z' },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * const [april, may, june] = periodRetention(log, { unit: 'month', lapsedAfter: { days: 45 }, asOf: '2025-07-01' });
 * [april?.start, april?.new, april?.end]; // => [0, 2, 2]
 * [may?.start, may?.lapsed, may?.new, may?.end, may?.value]; // => [2, 1, 1, 2, 0.5]
 * [june?.start, june?.lapsed, june?.reactivated, june?.end, june?.value]; // => [2, 2, 1, 1, 0]
 * ```
 */
export function periodRetention<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: PeriodRetentionOptions<Name, Properties>,
): readonly PeriodRetention[] {
  const plan = periodPlan(options);
  const asOf = asOfOrLast(OWNER, options.asOf, log, plan.purchases.timeZone);
  return periodRows(plan, periodBalances(plan, log, asOf), asOf);
}

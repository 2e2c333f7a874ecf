import type { Rate } from '../core/estimate.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, EventLog } from '../log/layout.js';
import { rate } from '../stats/rate.js';
import { repeatShapes } from './purchase-shapes.js';
import {
  countRepeaters,
  mergeRepeatStates,
  type RepeatCounts,
  type RepeatPlan,
  type RepeatRateOptions,
  type RepeatState,
  repeatersOf,
  repeatPlan,
} from './repeat-counts.js';

/** The repeaters of a period as a share of everybody who had bought by its end. `numerator` is the repeaters. */
export interface RepeatRate extends Rate, RepeatCounts {}

/**
 * The repeat rate as a metric: for streams, stored states and shards of customers. See `repeatRate`.
 *
 * @param options - the period, what a purchase is, and who is a repeater; see `RepeatRateOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { eventLog, repeatRateMetric } from 'kizuna';
 *
 * const april = repeatRateMetric({ from: '2025-04-01', to: '2025-05-01', timeZone: 'Asia/Tokyo' });
 * const roles = { customer: 'id', time: 'at' } as const;
 * const east = april.state(eventLog([{ id: 'a', at: '2025-04-01T10:00+09:00' }], roles));
 * const orders = [{ id: 'b', at: '2025-03-01T10:00+09:00' }, { id: 'b', at: '2025-04-09T10:00+09:00' }];
 * const west = april.state(eventLog(orders, roles));
 * april.finish(april.merge(east, west)).value; // => 0.5
 * ```
 */
export function repeatRateMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: RepeatRateOptions<Name, Properties> = {},
): EventMetric<Name, Properties, RepeatState, RepeatRate> {
  const plan = repeatPlan('repeatRate', options);
  return {
    name: 'repeatRate',
    split: 'by customer',
    plan: repeatShapes(plan),
    state: (log) => countRepeaters(plan, log),
    merge: mergeRepeatStates,
    finish: (state) => finish(plan, state),
  };
}

/**
 * リピート率: customers who bought again in a period ÷ everybody who had bought by its end (累計新規顧客数).
 *
 * Not the リピーター率, which divides by the customers of the period (`repeaterRate`) and is many times larger; see also
 * `repeatersPerNewCustomer`. The interval is Wilson's (1927).
 *
 * @param log - the events
 * @param options - `from`, `to`, `asOf`, `purchase`, `per`, `repeaters`, `timeZone`, `confidence`; see `RepeatRateOptions`
 * @returns the rate with the counts of the period; `value` is `null` when nobody had bought
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @example
 * ```ts
 * import { eventLog, repeatRate } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-03-03T10:00:00Z' },
 *   { id: 'a', at: '2025-04-05T10:00:00Z' },
 *   { id: 'b', at: '2025-03-04T10:00:00Z' },
 *   { id: 'c', at: '2025-03-05T10:00:00Z' },
 *   { id: 'd', at: '2025-04-06T10:00:00Z' },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * const { value, numerator, customers, cumulativeCustomers } = repeatRate(log, { from: '2025-04-01', to: '2025-05-01' });
 * value; // => 0.25
 * [numerator, customers, cumulativeCustomers]; // => [1, 2, 4]
 * ```
 */
export function repeatRate<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: RepeatRateOptions<Name, Properties> = {},
): RepeatRate {
  const plan = repeatPlan('repeatRate', options);
  return finish(plan, countRepeaters(plan, log));
}

function finish(plan: RepeatPlan, state: RepeatState): RepeatRate {
  const { customers, newCustomers, cumulativeCustomers } = state;
  const { confidence } = plan;
  return {
    ...rate(repeatersOf(plan, state), cumulativeCustomers, { confidence }),
    customers,
    newCustomers,
    cumulativeCustomers,
  };
}

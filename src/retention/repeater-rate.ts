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

/** The repeaters of a period as a share of its customers. `numerator` is the repeaters. */
export interface RepeaterRate extends Rate, RepeatCounts {}

/**
 * The repeater rate as a metric: for streams, stored states and shards of customers. See `repeaterRate`.
 *
 * @param options - the period, what a purchase is, and who is a repeater; see `RepeatRateOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { eventLog, repeaterRateMetric } from 'kizuna';
 *
 * const april = repeaterRateMetric({ from: '2025-04-01', to: '2025-05-01' });
 * const stored = april.state(eventLog([{ id: 'a', at: '2025-04-01T10:00:00Z' }], { customer: 'id', time: 'at' }));
 * stored; // => { customers: 1, newCustomers: 1, cumulativeCustomers: 1, newRepeaters: 0 }
 * april.finish(stored).value; // => 0
 * ```
 */
export function repeaterRateMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: RepeatRateOptions<Name, Properties> = {},
): EventMetric<Name, Properties, RepeatState, RepeaterRate> {
  const plan = repeatPlan('repeaterRate', options);
  return {
    name: 'repeaterRate',
    split: 'by customer',
    plan: repeatShapes(plan),
    state: (log) => countRepeaters(plan, log),
    merge: mergeRepeatStates,
    finish: (state) => finish(plan, state),
  };
}

/**
 * リピーター率: of the customers who bought in a period, the share who bought again.
 *
 * Not the リピート率, which divides by everybody who had ever bought (`repeatRate`). This one also rises when new customers stay
 * away. The interval is Wilson's (1927).
 *
 * @param log - the events
 * @param options - `from`, `to`, `asOf`, `purchase`, `per`, `repeaters`, `timeZone`, `confidence`; see `RepeatRateOptions`
 * @returns the rate with the counts of the period; `value` is `null` when nobody bought in it
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @example
 * ```ts
 * import { eventLog, repeaterRate } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-03-03T10:00:00Z' },
 *   { id: 'a', at: '2025-04-05T10:00:00Z' },
 *   { id: 'd', at: '2025-04-06T10:00:00Z' },
 *   { id: 'd', at: '2025-04-20T10:00:00Z' },
 *   { id: 'e', at: '2025-04-07T10:00:00Z' },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * const april = { from: '2025-04-01', to: '2025-05-01' };
 * repeaterRate(log, april).numerator; // => 2
 * repeaterRate(log, { ...april, repeaters: 'boughtBefore' }).value; // => 0.333
 * ```
 */
export function repeaterRate<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: RepeatRateOptions<Name, Properties> = {},
): RepeaterRate {
  const plan = repeatPlan('repeaterRate', options);
  return finish(plan, countRepeaters(plan, log));
}

function finish(plan: RepeatPlan, state: RepeatState): RepeaterRate {
  const { customers, newCustomers, cumulativeCustomers } = state;
  const { confidence } = plan;
  return { ...rate(repeatersOf(plan, state), customers, { confidence }), customers, newCustomers, cumulativeCustomers };
}

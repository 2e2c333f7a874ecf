import type { Estimate, Interval } from '../core/estimate.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, EventLog } from '../log/layout.js';
import { criticalValue } from '../stats/critical-value.js';
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

/** Repeaters for each new customer of a period: a ratio, which may pass 1. `n` is the new customers. */
export interface RepeatersPerNewCustomer extends Estimate, RepeatCounts {
  readonly repeaters: number;
}

/**
 * Repeaters for each new customer as a metric: for streams, stored states and shards of customers. See `repeatersPerNewCustomer`.
 *
 * @param options - the period, what a purchase is, and who is a repeater; see `RepeatRateOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { repeatersPerNewCustomerMetric } from 'kizuna';
 *
 * const metric = repeatersPerNewCustomerMetric({ from: '2025-04-01', to: '2025-05-01' });
 * const state = { customers: 500, newCustomers: 200, cumulativeCustomers: 4000, newRepeaters: 20 };
 * metric.finish(state).value; // => 1.6
 * ```
 */
export function repeatersPerNewCustomerMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: RepeatRateOptions<Name, Properties> = {},
): EventMetric<Name, Properties, RepeatState, RepeatersPerNewCustomer> {
  const plan = repeatPlan('repeatersPerNewCustomer', options);
  return {
    name: 'repeatersPerNewCustomer',
    split: 'by customer',
    plan: repeatShapes(plan),
    state: (log) => countRepeaters(plan, log),
    merge: mergeRepeatStates,
    finish: (state) => finish(plan, state),
  };
}

/**
 * Customers who bought again in a period ÷ its new customers: what some call リピート率 and others リピーター率.
 *
 * A ratio of two groups, not a share: 300 repeaters and 200 new customers give 1.5. Prefer `repeatRate` or `repeaterRate`, and use
 * this one to reproduce such a figure. The interval is that of the logarithm of the ratio (delta method): its variance is
 * (R + N − 2B)/(RN), B being the new customers who are also repeaters.
 *
 * @param log - the events
 * @param options - `from`, `to`, `asOf`, `purchase`, `per`, `repeaters`, `timeZone`, `confidence`; see `RepeatRateOptions`
 * @returns the ratio with the counts of the period; `value` is `null` without new customers, `interval` also without repeaters
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @example
 * ```ts
 * import { eventLog, repeatersPerNewCustomer } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-03-03T10:00:00Z' },
 *   { id: 'b', at: '2025-03-04T10:00:00Z' },
 *   { id: 'a', at: '2025-04-05T10:00:00Z' },
 *   { id: 'b', at: '2025-04-06T10:00:00Z' },
 *   { id: 'c', at: '2025-04-07T10:00:00Z' },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * repeatersPerNewCustomer(log, { from: '2025-04-01', to: '2025-05-01' }).value; // => 2
 * ```
 */
export function repeatersPerNewCustomer<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: RepeatRateOptions<Name, Properties> = {},
): RepeatersPerNewCustomer {
  const plan = repeatPlan('repeatersPerNewCustomer', options);
  return finish(plan, countRepeaters(plan, log));
}

function finish(plan: RepeatPlan, state: RepeatState): RepeatersPerNewCustomer {
  const { customers, newCustomers, cumulativeCustomers, newRepeaters } = state;
  const repeaters = repeatersOf(plan, state);
  const both = plan.repeaters === 'boughtAgain' ? newRepeaters : 0;
  return {
    value: newCustomers === 0 ? null : repeaters / newCustomers,
    n: newCustomers,
    interval: intervalOf(repeaters, newCustomers, both, plan.confidence),
    repeaters,
    customers,
    newCustomers,
    cumulativeCustomers,
  };
}

function intervalOf(repeaters: number, newCustomers: number, both: number, confidence: number): Interval | null {
  if (repeaters === 0 || newCustomers === 0) return null;
  const variance = (repeaters - both + (newCustomers - both)) / repeaters / newCustomers;
  const factor = Math.exp(criticalValue(confidence) * Math.sqrt(variance));
  const ratio = repeaters / newCustomers;
  return Number.isFinite(factor) ? { low: ratio / factor, high: ratio * factor, confidence, method: 'log' } : null;
}

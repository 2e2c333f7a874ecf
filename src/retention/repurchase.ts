import { checkNumber } from '../core/options.js';
import { asOfGiven, asOfOrLast } from '../log/as-of.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyLog, AnyProperties, EventLog } from '../log/layout.js';
import { purchaseTimes } from '../log/purchases/purchase-times.js';
import {
  type Conversions,
  type ConversionsState,
  conversionsState,
  mergeConversions,
  storedConversions,
} from '../stats/conversions.js';
import type { Instant } from '../time/period-key.js';
import { conversionsOf } from './conversions.js';
import { conversionShapes } from './purchase-shapes.js';
import {
  type Repurchase,
  type RepurchasePlan,
  type RepurchaseRange,
  repurchaseOf,
  repurchasePlan,
} from './repurchase-facts.js';

/** Which purchase is waited for, and of whom. */
export interface RepurchaseOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends RepurchaseRange<Name, Properties> {
  /** The number of the purchase, from 2 (default, F2転換率) on. */
  readonly purchases?: number | undefined;
}

/** The same for a metric: `asOf` is one for all parts of the data, so it must be given. */
export interface RepurchaseMetricOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends RepurchaseOptions<Name, Properties> {
  /** Later events are not counted; a local date is the whole of it. */
  readonly asOf: Instant;
}

/** The state of repurchase: customers by the milliseconds that they took or were waited for. */
export type RepurchaseState = ConversionsState;

/**
 * Repurchase as a metric: for streams, stored states and shards of customers. See `repurchase`.
 *
 * @param options - as `repurchase`, with `asOf`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @example
 * ```ts
 * import { eventLog, repurchaseMetric } from 'kizuna';
 *
 * const metric = repurchaseMetric({ within: { days: 30 }, asOf: '2025-06-01' });
 * const roles = { customer: 'id', time: 'at' } as const;
 * const east = metric.state(eventLog([{ id: 'a', at: '2025-04-01T10:00Z' }], roles));
 * const orders = [{ id: 'b', at: '2025-04-01T10:00Z' }, { id: 'b', at: '2025-04-11T10:00Z' }];
 * const west = metric.state(eventLog(orders, roles));
 * metric.finish(metric.merge(east, west)).value; // => 0.5
 * ```
 */
export function repurchaseMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: RepurchaseMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, RepurchaseState, Repurchase> {
  const plan = repurchasePlan(OWNER, options, 'purchases');
  const purchases = purchaseNumber(options);
  const asOf = asOfGiven(OWNER, options.asOf, plan.purchases.timeZone);
  return {
    name: OWNER,
    split: 'by customer',
    plan: conversionShapes(plan, purchases, asOf),
    state: (log) => conversionsState(conversionsIn(log, plan, purchases, asOf)),
    merge: mergeConversions,
    finish: (state) => repurchaseOf(plan, purchases, storedConversions(state)),
  };
}

/**
 * F2転換率, and F3, F4 …: of the customers who bought an (n − 1)-th time, the share who buy an n-th time within a window.
 *
 * Customers whose window is still open are neither left out nor counted as lost: `value` is the Kaplan–Meier estimate (1958), which
 * uses each for as long as they were seen, with the log-log interval on Greenwood's variance. Where the estimate is 0 or 1 that
 * has none: the interval is then Wilson's (1927) on all customers, or where some were last seen before, the beta product interval
 * (Fay, Brittain & Proschan 2013). Beside it stand `mature` (only customers whose window is over, Wilson's interval) and `naive`
 * (all, as if the open ones never bought). With `within: null`, `value` is the share that has bought by the longest wait seen,
 * 1 − S there, and not the share that ever buys.
 *
 * @param log - the events
 * @param options - `within` (needed), `purchases`, `from`, `to`, `asOf`, `purchase`, `per`, `timeZone`, `step`, `confidence`
 * @returns the estimate with its parts; `value` is `null` when nobody was seen for the whole window and it is not known otherwise
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @example
 * ```ts
 * import { eventLog, repurchase } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-04-01T00:00:00Z' },
 *   { id: 'a', at: '2025-04-11T00:00:00Z' },
 *   { id: 'b', at: '2025-04-02T00:00:00Z' },
 *   { id: 'c', at: '2025-05-20T00:00:00Z' },
 *   { id: 'd', at: '2025-05-01T00:00:00Z' },
 *   { id: 'd', at: '2025-05-26T00:00:00Z' },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * const f2 = repurchase(log, { within: { days: 30 } });
 * [f2.n, f2.converted, f2.expired, f2.open]; // => [4, 2, 1, 1]
 * f2.value; // => 0.667
 * f2.naive.value; // => 0.5
 * f2.mature.denominator; // => 2
 * ```
 */
export function repurchase<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: RepurchaseOptions<Name, Properties>,
): Repurchase {
  const plan = repurchasePlan(OWNER, options, 'purchases');
  const purchases = purchaseNumber(options);
  const asOf = asOfOrLast(OWNER, options.asOf, log, plan.purchases.timeZone);
  return repurchaseOf(plan, purchases, conversionsIn(log, plan, purchases, asOf));
}

const OWNER = 'repurchase';

function purchaseNumber({ purchases = 2 }: { readonly purchases?: number | undefined }): number {
  return checkNumber(OWNER, 'purchases', purchases, { min: 2, max: 1e6, integer: true });
}

function conversionsIn(log: AnyLog, plan: RepurchasePlan, purchases: number, asOf: number): Conversions {
  const { within, from, to } = plan;
  return conversionsOf(purchaseTimes(OWNER, log, plan.purchases), { purchases, within, from, to, asOf });
}

import { checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import type { Pairs } from '../core/pairs.js';
import { asOfGiven, asOfOrLast } from '../log/as-of.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyLog, AnyProperties, EventLog } from '../log/layout.js';
import { purchaseTimes } from '../log/purchases/purchase-times.js';
import {
  PURCHASE_OPTIONS,
  type PurchaseFacts,
  type PurchaseOptions,
  purchaseFacts,
} from '../log/purchases/purchases.js';
import { type Calendar, calendar } from '../time/calendar.js';
import { type Duration, durationOf } from '../time/duration.js';
import { instantIn } from '../time/instant-in.js';
import type { PeriodUnit } from '../time/period.js';
import type { Instant } from '../time/period-key.js';
import { continuationOf, type SubscriptionContinuation } from './continuation-facts.js';
import { deliveryShapes } from './continuing-shapes.js';
import { type DeliveryCounts, deliveryCounts, mergeDeliveryCounts } from './delivery-counts.js';

/** The deliveries, and when they are due. `purchase` says which events are deliveries; default every event of the log. */
export interface SubscriptionContinuationOptions<
  Name extends string = string,
  Properties extends object = AnyProperties,
> extends PurchaseOptions<Name, Properties> {
  /** From one delivery to the next. For months take `{ days: 31 }`: what is due too late is only told later. */
  readonly every: Duration;
  /** How late a delivery may be before it counts as missing; default none. */
  readonly grace?: Duration | undefined;
  /** The number of the last delivery, from 2 to 120; default 12. */
  readonly upTo?: number | undefined;
  /** The unit of the cohorts; default `'month'`. */
  readonly unit?: PeriodUnit | undefined;
  /** Customers whose first delivery is from here on; an instant or a local date, included. */
  readonly from?: Instant | undefined;
  /** Customers whose first delivery is earlier than this. */
  readonly to?: Instant | undefined;
  /** Later events are not counted; a local date is the whole of it. Default: the last instant of the log. */
  readonly asOf?: Instant | undefined;
  /** The day a week starts on, 0 (Sunday) to 6; default 1 (Monday). */
  readonly weekStartsOn?: number | undefined;
  /** The month a year and its quarters start in, 1 to 12; default 1. */
  readonly fiscalYearStartsOn?: number | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** The same for a metric: `asOf` is one for all parts of the data, so it must be given. */
export interface SubscriptionContinuationMetricOptions<
  Name extends string = string,
  Properties extends object = AnyProperties,
> extends SubscriptionContinuationOptions<Name, Properties> {
  /** Later events are not counted; a local date is the whole of it. */
  readonly asOf: Instant;
}

/** The state of continuation: the counts of each cohort. */
export type SubscriptionContinuationState = Pairs<number, DeliveryCounts>;

/**
 * Continuation as a metric: for streams, stored states and shards of customers. See `subscriptionContinuation`.
 *
 * @param options - as `subscriptionContinuation`, with `asOf`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @example
 * ```ts
 * import { eventLog, subscriptionContinuationMetric } from 'kizuna';
 *
 * const metric = subscriptionContinuationMetric({ every: { days: 30 }, upTo: 2, asOf: '2025-06-01' });
 * const log = eventLog([{ id: 'a', at: '2025-04-03T09:00:00Z' }], { customer: 'id', time: 'at' });
 * metric.finish(metric.state(log)).overall.map(({ delivery, value }) => [delivery, value]); // => [[1, 1], [2, 0]]
 * ```
 */
export function subscriptionContinuationMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: SubscriptionContinuationMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, SubscriptionContinuationState, SubscriptionContinuation> {
  const plan = planOf(options);
  const asOf = asOfGiven(OWNER, options.asOf, plan.purchases.timeZone);
  return {
    name: OWNER,
    split: 'by customer',
    plan: deliveryShapes(plan, asOf),
    state: (log) => stateOf(plan, log, asOf),
    merge: mergeDeliveryCounts,
    finish: (state) => continuationOf(state, plan, asOf),
  };
}

/**
 * 定期継続率: of the customers whose k-th delivery is due, the share who had it, by cohort of the first delivery.
 *
 * Delivery k is due (k − 1) times `every` after the first, and `grace` later it counts as missing. Customers whose delivery is not
 * due yet are neither continued nor lost: a cell counts those who are due, `complete` says whether all are, and `estimate` is the
 * Kaplan–Meier estimate by delivery, the product of `fromPrevious`, with the log-log interval on Greenwood's variance; where it is
 * 0 or 1, with that which `repurchase` has there.
 *
 * @param log - the deliveries; to count by subscription, give its id as the customer
 * @param options - `every` (needed), `grace`, `upTo`, `unit`, `from`, `to`, `asOf`, `purchase`, `per`, `timeZone`, …
 * @returns the triangle of cohorts and all of them together
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @throws {LimitError} for more than 1,000,000 cells
 * @example
 * ```ts
 * import { eventLog, subscriptionContinuation } from 'kizuna';
 *
 * const deliveries = [
 *   { id: 'a', at: '2025-04-01T00:00:00Z' },
 *   { id: 'a', at: '2025-05-01T00:00:00Z' },
 *   { id: 'a', at: '2025-05-31T00:00:00Z' },
 *   { id: 'b', at: '2025-04-02T00:00:00Z' },
 *   { id: 'c', at: '2025-05-10T00:00:00Z' },
 *   { id: 'c', at: '2025-06-09T00:00:00Z' },
 * ];
 * const log = eventLog(deliveries, { customer: 'id', time: 'at' });
 * const { cohorts, overall } = subscriptionContinuation(log, { every: { days: 30 }, upTo: 3, asOf: '2025-06-15' });
 * cohorts.map(({ cohort, cells }) => [cohort, ...cells.map((cell) => cell && cell.value)]);
 * // => [['2025-04', 1, 0.5, 0.5], ['2025-05', 1, 1, null]]
 * overall.map(({ delivery, value, estimate }) => [delivery, value, estimate.value]);
 * // => [[1, 1, 1], [2, 0.667, 0.667], [3, 0.5, 0.667]]
 * ```
 */
export function subscriptionContinuation<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: SubscriptionContinuationOptions<Name, Properties>,
): SubscriptionContinuation {
  const plan = planOf(options);
  const asOf = asOfOrLast(OWNER, options.asOf, log, plan.purchases.timeZone);
  const isKnown = options.asOf !== undefined || log.length > 0;
  return continuationOf(stateOf(plan, log, asOf), plan, isKnown ? asOf : null);
}

const OWNER = 'subscriptionContinuation';
const OPTIONS = [
  'every',
  'grace',
  'upTo',
  'unit',
  ...PURCHASE_OPTIONS,
  'from',
  'to',
  'asOf',
  'weekStartsOn',
  'fiscalYearStartsOn',
  'confidence',
];

interface Plan {
  readonly purchases: PurchaseFacts;
  readonly cohorts: Calendar;
  readonly every: number;
  readonly grace: number;
  readonly upTo: number;
  readonly from: number;
  readonly to: number;
  readonly confidence: number;
}

function planOf<Name extends string, Properties extends object>(
  options: SubscriptionContinuationOptions<Name, Properties>,
): Plan {
  checkOptions(OWNER, options, OPTIONS);
  const { unit = 'month', weekStartsOn = 1, fiscalYearStartsOn = 1, upTo = 12 } = options;
  const purchases = purchaseFacts(OWNER, options);
  const { timeZone } = purchases;
  const from = options.from === undefined ? -Infinity : instantIn(OWNER, 'from', options.from, timeZone);
  const to = options.to === undefined ? Infinity : instantIn(OWNER, 'to', options.to, timeZone);
  if (to <= from) refuseOption(OWNER, 'to', 'to be after from', options.to);
  const every = durationOf(OWNER, 'every', options.every);
  if (every === 0) refuseOption(OWNER, 'every', 'to be longer than 0', every);
  return {
    purchases,
    cohorts: calendar({ unit, timeZone, weekStartsOn, fiscalYearStartsOn }),
    every,
    grace: options.grace === undefined ? 0 : durationOf(OWNER, 'grace', options.grace),
    upTo: checkNumber(OWNER, 'upTo', upTo, { min: 2, max: 120, integer: true }),
    from,
    to,
    confidence: checkConfidence(OWNER, options.confidence ?? 0.95),
  };
}

function stateOf(plan: Plan, log: AnyLog, asOf: number): SubscriptionContinuationState {
  return deliveryCounts(purchaseTimes(OWNER, log, plan.purchases), plan.cohorts, { ...plan, asOf });
}

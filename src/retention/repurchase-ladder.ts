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
import { ladderShapes } from './purchase-shapes.js';
import {
  type Repurchase,
  type RepurchasePlan,
  type RepurchaseRange,
  repurchaseOf,
  repurchasePlan,
} from './repurchase-facts.js';

/** How far the ladder goes, and which customers stand on it. */
export interface RepurchaseLadderOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends RepurchaseRange<Name, Properties> {
  /** The number of the last purchase, from 2 to 100; default 5. */
  readonly upTo?: number | undefined;
}

/** The same for a metric: `asOf` is one for all parts of the data, so it must be given. */
export interface RepurchaseLadderMetricOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends RepurchaseLadderOptions<Name, Properties> {
  /** Later events are not counted; a local date is the whole of it. */
  readonly asOf: Instant;
}

/** The state of a ladder: that of `repurchase` for each purchase, from the second. */
export type RepurchaseLadderState = readonly ConversionsState[];

/**
 * The ladder of repurchase as a metric: for streams, stored states and shards of customers. See `repurchaseLadder`.
 *
 * @param options - as `repurchaseLadder`, with `asOf`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @example
 * ```ts
 * import { eventLog, repurchaseLadderMetric } from 'kizuna';
 *
 * const metric = repurchaseLadderMetric({ within: { days: 30 }, upTo: 3, asOf: '2025-06-01' });
 * const log = eventLog([{ id: 'a', at: '2025-04-01T10:00Z' }], { customer: 'id', time: 'at' });
 * metric.finish(metric.state(log)).map(({ purchases, n }) => [purchases, n]); // => [[2, 1], [3, 0]]
 * ```
 */
export function repurchaseLadderMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: RepurchaseLadderMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, RepurchaseLadderState, readonly Repurchase[]> {
  const plan = repurchasePlan(OWNER, options, 'upTo');
  const rungs = rungsOf(options);
  const asOf = asOfGiven(OWNER, options.asOf, plan.purchases.timeZone);
  return {
    name: OWNER,
    split: 'by customer',
    plan: ladderShapes(plan, rungs, asOf),
    state: (log) => conversionsIn(log, plan, rungs, asOf).map(conversionsState),
    // A ladder has as many rungs on one side as on the other.
    merge: (a, b) => a.map((rung, i) => mergeConversions(rung, b[i] as ConversionsState)),
    finish: (state) => state.map((rung, i) => repurchaseOf(plan, i + 2, storedConversions(rung))),
  };
}

/**
 * The ladder F1 → F2 → F3 …: `repurchase` for each purchase from the second, in one call.
 *
 * Each rung is of the customers whose purchase before falls between `from` and `to`; without these, of all who made it.
 *
 * @param log - the events
 * @param options - `within` (needed), `upTo`, and as for `repurchase`
 * @returns a row for each purchase from 2 to `upTo`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @example
 * ```ts
 * import { eventLog, repurchaseLadder } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-04-01T00:00:00Z' },
 *   { id: 'a', at: '2025-04-11T00:00:00Z' },
 *   { id: 'a', at: '2025-04-25T00:00:00Z' },
 *   { id: 'b', at: '2025-04-02T00:00:00Z' },
 *   { id: 'b', at: '2025-04-20T00:00:00Z' },
 *   { id: 'c', at: '2025-04-03T00:00:00Z' },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * const rungs = repurchaseLadder(log, { within: { days: 30 }, upTo: 3, asOf: '2025-07-01' });
 * rungs.map(({ purchases, n, value }) => [purchases, n, value]); // => [[2, 3, 0.667], [3, 2, 0.5]]
 * ```
 */
export function repurchaseLadder<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: RepurchaseLadderOptions<Name, Properties>,
): readonly Repurchase[] {
  const plan = repurchasePlan(OWNER, options, 'upTo');
  const rungs = rungsOf(options);
  const asOf = asOfOrLast(OWNER, options.asOf, log, plan.purchases.timeZone);
  return conversionsIn(log, plan, rungs, asOf).map((rung, i) => repurchaseOf(plan, i + 2, rung));
}

const OWNER = 'repurchaseLadder';

function rungsOf({ upTo = 5 }: { readonly upTo?: number | undefined }): number {
  return checkNumber(OWNER, 'upTo', upTo, { min: 2, max: 100, integer: true }) - 1;
}

function conversionsIn(log: AnyLog, plan: RepurchasePlan, rungs: number, asOf: number): readonly Conversions[] {
  const { within, from, to } = plan;
  const times = purchaseTimes(OWNER, log, plan.purchases);
  return Array.from({ length: rungs }, (_, i) => conversionsOf(times, { purchases: i + 2, within, from, to, asOf }));
}

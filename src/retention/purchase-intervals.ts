import { checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
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
import { boundOf, type GapsShape } from '../log/shapes/shape-plan.js';
import { mergeSorted } from '../stats/sort-durations.js';
import { instantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';
import {
  type IntervalCounts,
  type IntervalLists,
  intervalCounts,
  intervalLists,
  mergeIntervals,
  storedIntervals,
} from './interval-lists.js';
import { intervalSummary, type PurchaseInterval } from './interval-summary.js';
import { intervalShapes } from './purchase-shapes.js';

/** Which intervals are told apart, and from when. */
export interface PurchaseIntervalsOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends PurchaseOptions<Name, Properties> {
  /** Intervals after purchases up to this number have a row each, from 1 to 100; default 5. */
  readonly upTo?: number | undefined;
  /** Intervals that begin from here on; an instant or a local date, included. */
  readonly from?: Instant | undefined;
  /** Intervals that begin earlier than this. */
  readonly to?: Instant | undefined;
  /** Later events are not counted; a local date is the whole of it. Default: the last instant of the log. */
  readonly asOf?: Instant | undefined;
  /** The share of returns after which `lapsedAfterDays` stands; default 0.9. */
  readonly lapsedShare?: number | undefined;
  /** Of the intervals of the shares in `byNumber`; default 0.95. */
  readonly confidence?: number | undefined;
}

/** The same for a metric: `asOf` is one for all parts of the data, so it must be given. */
export interface PurchaseIntervalsMetricOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends PurchaseIntervalsOptions<Name, Properties> {
  /** Later events are not counted; a local date is the whole of it. */
  readonly asOf: Instant;
}

/** Intervals between purchases: after each number of purchase, and all together. */
export interface PurchaseIntervals {
  /** Every interval of every customer: frequent customers weigh more. */
  readonly all: PurchaseInterval;
  /** Between the n-th and the next purchase, for each n up to `upTo`. */
  readonly byNumber: readonly (PurchaseInterval & { readonly purchase: number })[];
}

/** The state of purchase intervals: how often each length occurs after the first purchase, the second …, and after all later ones. */
export type PurchaseIntervalsState = readonly IntervalCounts[];

/**
 * Purchase intervals as a metric: for streams, stored states and shards of customers. See `purchaseIntervals`.
 *
 * @param options - as `purchaseIntervals`, with `asOf`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @example
 * ```ts
 * import { eventLog, purchaseIntervalsMetric } from 'kizuna';
 *
 * const metric = purchaseIntervalsMetric({ asOf: '2025-06-01' });
 * const orders = [{ id: 'a', at: '2025-04-01T00:00Z' }, { id: 'a', at: '2025-04-11T00:00Z' }];
 * const state = metric.state(eventLog(orders, { customer: 'id', time: 'at' }));
 * metric.finish(state).all.meanDays; // => 10
 * ```
 */
export function purchaseIntervalsMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: PurchaseIntervalsMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, PurchaseIntervalsState, PurchaseIntervals> {
  const plan = planOf(options);
  const asOf = asOfGiven(OWNER, options.asOf, plan.purchases.timeZone);
  return {
    name: OWNER,
    split: 'by customer',
    plan: intervalShapes(shapeOf(plan, asOf)),
    state: (log) => listsOf(log, plan, asOf).map(intervalCounts),
    // One side has as many numbers as the other.
    merge: (a, b) => a.map((counts, i) => mergeIntervals(counts, b[i] as IntervalCounts)),
    finish: (state) => finish(plan, state.map(storedIntervals)),
  };
}

/**
 * How long customers take from one purchase to the next, and from when on one may count as lapsed (休眠).
 *
 * `meanDays`, `medianDays` and `p90Days` are of intervals that ended; long ones have often not ended yet, so they are too short.
 * `lapsedAfterDays` corrects for that: on the Kaplan–Meier curve of all intervals, open ones censored, it is the time by which
 * `lapsedShare` of the purchases that another follows at all (`returnShare`, where the curve ends) have been followed.
 *
 * @param log - the events
 * @param options - `upTo`, `lapsedShare`, `from`, `to`, `asOf`, `purchase`, `per`, `timeZone`, `confidence`; see `PurchaseIntervalsOptions`
 * @returns the summary of all intervals, and one for each number of purchase
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @example
 * ```ts
 * import { eventLog, purchaseIntervals } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-04-01T00:00:00Z' },
 *   { id: 'a', at: '2025-04-11T00:00:00Z' },
 *   { id: 'a', at: '2025-05-01T00:00:00Z' },
 *   { id: 'b', at: '2025-04-02T00:00:00Z' },
 *   { id: 'b', at: '2025-05-02T00:00:00Z' },
 *   { id: 'c', at: '2025-04-03T00:00:00Z' },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * const { all, byNumber } = purchaseIntervals(log, { upTo: 2, asOf: '2025-07-01' });
 * [all.n, all.open, all.meanDays, all.medianDays]; // => [3, 3, 20, 20]
 * byNumber.map(({ purchase, medianDays }) => [purchase, medianDays]); // => [[1, 20], [2, 20]]
 * [all.returnShare.value, all.lapsedAfterDays]; // => [0.5, 30]
 * ```
 */
export function purchaseIntervals<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: PurchaseIntervalsOptions<Name, Properties> = {},
): PurchaseIntervals {
  const plan = planOf(options);
  return finish(plan, listsOf(log, plan, asOfOrLast(OWNER, options.asOf, log, plan.purchases.timeZone)));
}

const OWNER = 'purchaseIntervals';
const OPTIONS = [...PURCHASE_OPTIONS, 'upTo', 'from', 'to', 'asOf', 'lapsedShare', 'confidence'];

interface Plan {
  readonly purchases: PurchaseFacts;
  readonly upTo: number;
  readonly from: number;
  readonly to: number;
  readonly lapsedShare: number;
  readonly confidence: number;
}

function planOf<Name extends string, Properties extends object>(
  options: PurchaseIntervalsOptions<Name, Properties>,
): Plan {
  checkOptions(OWNER, options, OPTIONS);
  const purchases = purchaseFacts(OWNER, options);
  const from = options.from === undefined ? -Infinity : instantIn(OWNER, 'from', options.from, purchases.timeZone);
  const to = options.to === undefined ? Infinity : instantIn(OWNER, 'to', options.to, purchases.timeZone);
  if (to <= from) refuseOption(OWNER, 'to', 'to be after from', options.to);
  const { upTo = 5, lapsedShare = 0.9 } = options;
  return {
    purchases,
    upTo: checkNumber(OWNER, 'upTo', upTo, { min: 1, max: 100, integer: true }),
    from,
    to,
    lapsedShare: checkNumber(OWNER, 'lapsedShare', lapsedShare, { min: 0, max: 1, open: true }),
    confidence: checkConfidence(OWNER, options.confidence ?? 0.95),
  };
}

function shapeOf({ purchases: { step, ...rest }, from, to, upTo }: Plan, asOf: number): GapsShape {
  const bounds = { from: boundOf(from), to: boundOf(to), within: null };
  return { kind: 'gaps', purchase: step, ...rest, ...bounds, numbers: null, upTo, asOf };
}

function listsOf(log: AnyLog, { purchases, upTo, from, to }: Plan, asOf: number): readonly IntervalLists[] {
  return intervalLists(purchaseTimes(OWNER, log, purchases), { upTo, from, to, asOf });
}

function finish({ upTo, lapsedShare, confidence }: Plan, lists: readonly IntervalLists[]): PurchaseIntervals {
  const all = { ended: mergeSorted(lists.map(({ ended }) => ended)), open: mergeSorted(lists.map(({ open }) => open)) };
  return {
    all: intervalSummary(all, lapsedShare, null),
    byNumber: lists
      .slice(0, upTo)
      .map((each, i) => ({ purchase: i + 1, ...intervalSummary(each, lapsedShare, confidence) })),
  };
}

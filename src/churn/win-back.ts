import type { Estimate, Interval, Rate } from '../core/estimate.js';
import { refuseOption } from '../core/options.js';
import { asOfGiven, asOfOrLast } from '../log/as-of.js';
import { conversionCurve, conversionShare } from '../log/conversion-curve.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, EventLog } from '../log/layout.js';
import { refuseRefunds } from '../log/purchases/customer-totals.js';
import {
  type Conversions,
  type ConversionsState,
  conversionsState,
  mergeConversions,
  storedConversions,
} from '../stats/conversions.js';
import { productLimit, timeOfShare } from '../stats/product-limit.js';
import { wilsonRates } from '../stats/wilson.js';
import { DAY } from '../time/day.js';
import { type Duration, durationOf } from '../time/duration.js';
import type { Instant } from '../time/period-key.js';
import { type LapseOptions, type LapsePlan, lapsePlan, lapsingOf } from './lapse-plan.js';
import { type LapseRule, lapseFacts, type RhythmReader } from './lapse-rule.js';
import { returnsOf } from './returns.js';
import { rhythmLapse } from './rhythm-lapse.js';
import { winBackShapes } from './win-back-shapes.js';

/** Who counts as lapsed, when they lapsed, and how long they have to come back. */
export interface WinBackOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends LapseOptions<Name, Properties> {
  /** How long after the lapse a return still counts, the end included; `null` (default) for as long as customers were seen. */
  readonly within?: Duration | null | undefined;
  /** Customers who lapsed from here on; an instant or a local date, included. */
  readonly from?: Instant | undefined;
  /** Customers who lapsed earlier than this. They may come back later. */
  readonly to?: Instant | undefined;
  /** The length of the steps of the curve; default `{ days: 1 }`. */
  readonly step?: Duration | undefined;
}

/** The same for a metric: `asOf` is one for all parts of the data, so it must be given, and a rhythm of all is not known. */
export interface WinBackMetricOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends WinBackOptions<Name, Properties> {
  readonly lapsedAfter: LapseRule;
  /** Later events are not counted; a local date is the whole of it. */
  readonly asOf: Instant;
}

/** One step of the curve of returns. */
export interface WinBackPoint {
  /** The end of the step, in days since the lapse; included. */
  readonly days: number;
  /** Customers still away when the step began. */
  readonly atRisk: number;
  readonly returned: number;
  /** Those last seen in it without having come back: the data ended, or their window. */
  readonly censored: number;
  /** The estimated share that has come back by the end of the step. */
  readonly value: number;
  readonly interval: Interval;
}

/**
 * The share of lapsed customers that comes back within the window, by Kaplan–Meier. `n` is those who lapsed. Without a window, `value`
 * is 1 − S at the longest time away that was seen, and not the share that ever comes back.
 */
export interface WinBack extends Estimate {
  /** The window; `null` for none. */
  readonly withinDays: number | null;
  /** Customers who came back within the window. */
  readonly returned: number;
  /** Customers who did not, and whose window is over. */
  readonly expired: number;
  /** Customers who have not yet, and still may. */
  readonly open: number;
  /** Among customers whose window is over: who came back within it. Without a window, of nobody. */
  readonly mature: Rate;
  /** `returned` of `n`: as if those who still may never did. Too low while windows are open. */
  readonly naive: Rate;
  /** The days after the lapse by which half of all are back; `null` where fewer come within what was seen. */
  readonly medianDays: number | null;
  /** The days by which half of those are back who come back within the window, or within what was seen; `null` where nobody does. */
  readonly returnMedianDays: number | null;
  readonly curve: readonly WinBackPoint[];
}

/** The state of win-back: customers by the milliseconds that they were away, and refunds among the purchases. */
export interface WinBackState extends ConversionsState {
  readonly refunds: number;
}

/**
 * Win-back as a metric: for streams, stored states and shards of customers. See `winBack`.
 *
 * @param options - as `winBack`, with `asOf`; `lapsedAfter` a duration or `{ factor, otherwise }`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @example
 * ```ts
 * import { eventLog, winBackMetric } from 'kizuna';
 *
 * const metric = winBackMetric({ lapsedAfter: { days: 30 }, within: { days: 30 }, asOf: '2025-08-31' });
 * const roles = { customer: 'id', time: 'at' } as const;
 * const east = metric.state(eventLog([{ id: 'a', at: '2025-04-01T10:00Z' }], roles));
 * const orders = [{ id: 'b', at: '2025-04-01T10:00Z' }, { id: 'b', at: '2025-05-11T10:00Z' }];
 * const west = metric.state(eventLog(orders, roles));
 * metric.finish(metric.merge(east, west)).value; // => 0.5
 * ```
 */
export function winBackMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: WinBackMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, WinBackState, WinBack> {
  const plan = planOf(options, null);
  const asOf = asOfGiven(OWNER, options.asOf, plan.orders.timeZone);
  return {
    name: OWNER,
    split: 'by customer',
    plan: winBackShapes(plan, plan.within, lapseFacts(OWNER, options.lapsedAfter), asOf),
    state(log) {
      const lapsing = lapsingOf(plan, log, asOf);
      return { ...conversionsState(returnsOf(lapsing, plan)), refunds: lapsing.refunds };
    },
    merge: (a, b) => ({ ...mergeConversions(a, b), refunds: a.refunds + b.refunds }),
    finish: (state) => winBackOf(plan, storedConversions(state), state.refunds),
  };
}

/**
 * 復活率: of the customers who lapsed, the share who come back within a window, and how long they stay away.
 *
 * A customer lapses at last order + `lapsedAfter`, an order at that instant being in time; the clock of the return starts there. Of one
 * who lapsed several times in the range, the first time counts. Those who lapsed lately are neither left out nor taken for lost: `value`
 * is the Kaplan–Meier estimate (1958), with the interval of `repurchase`. Beside it stand `mature` (only customers whose window is
 * over, Wilson's interval) and `naive` (all, as if the open ones never came).
 *
 * @param log - the events
 * @param options - `lapsedAfter` (needed), `within`, `from`, `to`, `asOf`, `purchase`, `per`, `refunds`, `timeZone`, `step`, `confidence`
 * @returns the estimate with its parts; `value` is `null` when nobody was seen for the whole window and it is not known otherwise
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @throws {InvalidDataError} when amounts are negative and `refunds` does not say what that means (`E_NUM_RANGE`), or nobody ever came
 * back where `lapsedAfter` is their rhythm (`E_FIELD_MISSING`)
 * @example
 * ```ts
 * import { eventLog, winBack } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-01-01T00:00:00Z' },
 *   { id: 'a', at: '2025-02-10T00:00:00Z' },
 *   { id: 'b', at: '2025-01-05T00:00:00Z' },
 *   { id: 'c', at: '2025-05-01T00:00:00Z' },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * const back = winBack(log, { lapsedAfter: { days: 30 }, within: { days: 60 }, to: '2025-02-28', asOf: '2025-06-30' });
 * [back.n, back.returned, back.expired, back.open]; // => [2, 1, 1, 0]
 * [back.value, back.returnMedianDays]; // => [0.5, 10]
 * ```
 */
export function winBack<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: WinBackOptions<Name, Properties>,
): WinBack {
  const plan = planOf(options, rhythmLapse);
  const lapsing = lapsingOf(plan, log, asOfOrLast(OWNER, options.asOf, log, plan.orders.timeZone));
  return winBackOf(plan, returnsOf(lapsing, plan), lapsing.refunds);
}

const OWNER = 'winBack';

interface Plan extends LapsePlan {
  readonly within: number;
  readonly step: number;
}

function planOf<Name extends string, Properties extends object>(
  options: WinBackOptions<Name, Properties>,
  readRhythm: RhythmReader | null,
): Plan {
  const plan = lapsePlan(OWNER, options, readRhythm, ['within', 'step']);
  const step = durationOf(OWNER, 'step', options.step ?? { days: 1 });
  if (step === 0) refuseOption(OWNER, 'step', 'to be longer than 0', step);
  const { within = null } = options;
  return { ...plan, within: within === null ? Infinity : durationOf(OWNER, 'within', within), step };
}

function winBackOf(
  plan: Plan,
  { converted, censored, mature, matureConverted }: Conversions,
  refunds: number,
): WinBack {
  refuseRefunds(plan.orders, refunds);
  const { within, confidence } = plan;
  const n = converted.length + censored.length;
  const expired = mature - matureConverted;
  const limit = productLimit(converted, censored);
  const share = 1 - (limit.survival[limit.survival.length - 1] ?? 1);
  const rateOf = wilsonRates(confidence);
  return {
    ...conversionShare(limit, within, n, confidence),
    n,
    withinDays: within === Infinity ? null : within / DAY,
    returned: converted.length,
    expired,
    open: censored.length - expired,
    mature: rateOf(matureConverted, mature),
    naive: rateOf(converted.length, n),
    medianDays: inDays(timeOfShare(limit, 0.5)),
    returnMedianDays: converted.length === 0 ? null : inDays(timeOfShare(limit, share / 2)),
    curve: conversionCurve(limit, plan).map(({ days, atRisk, converted: returned, censored: losses, ...estimate }) => ({
      ...{ days, atRisk, returned, censored: losses },
      ...estimate,
    })),
  };
}

function inDays(time: number | null): number | null {
  return time === null ? null : time / DAY;
}

import type { Estimate, Interval } from '../core/estimate.js';
import { checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import { asOfOrLast } from '../log/as-of.js';
import type { AnyProperties, EventLog } from '../log/layout.js';
import { refuseRefunds } from '../log/purchases/customer-totals.js';
import { quantileOfSorted } from '../stats/quantile.js';
import { DAY } from '../time/day.js';
import type { Instant } from '../time/period-key.js';
import { gapsOf } from './gaps.js';
import { type LapseOrders, ORDER_OPTIONS, ordersPlan, orderTimes } from './order-times.js';
import { checkShare, entryOfShare, rhythmCurve } from './rhythm-curve.js';
import { rhythmIntervals } from './rhythm-intervals.js';

/** Which purchases make the rhythm, and what is asked of it. */
export interface PurchaseRhythmOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends LapseOrders<Name, Properties> {
  /** The share of those that come back by which the suggested threshold stands; default 0.9. */
  readonly quantile?: number | undefined;
  /** The shares that have a row; default 0.5, 0.75, 0.9 and 0.95. */
  readonly quantiles?: readonly number[] | undefined;
  /** Later events are not counted; a local date is the whole of it. Default: the last instant of the log. */
  readonly asOf?: Instant | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** When so large a share of those that come back has come. */
export interface RhythmQuantile {
  readonly share: number;
  /** Days since the order before; `null` where nobody came back. */
  readonly days: number | null;
  /** Of `days`, with the variance between customers. */
  readonly interval: Interval | null;
  /** The quantile of the closed gaps alone (type 7): too short, as the long ones are open yet. */
  readonly naiveDays: number | null;
}

/** How long customers take from one order to the next. Days are of 24 hours, and parts of days count. */
export interface PurchaseRhythm {
  /** Customers with an order. */
  readonly customers: number;
  /** Gaps that a next order ended. */
  readonly gaps: number;
  /** Gaps without a next order yet: one of each customer. */
  readonly open: number;
  /** The share of orders that another follows: 1 − S where the Kaplan–Meier curve of all gaps ends. `n` is all gaps. */
  readonly returnShare: Estimate;
  readonly quantiles: readonly RhythmQuantile[];
  /** The suggested threshold: when `quantile` of those that come back have come. `null` where nobody came back. */
  readonly lapsedAfter: { readonly days: number } | null;
}

/**
 * How long customers take to buy again, and after how long they may count as lapsed (休眠): the threshold from their own rhythm.
 *
 * With S the Kaplan–Meier curve (1958) of all gaps between orders, those still open censored, a share q of the returns that come has
 * come by the first t with 1 − S(t) ≥ q·(1 − S(∞)) (Maller & Zhou 1992). Beside it stands the quantile of the closed gaps alone, which
 * is too short. Gaps of one customer hang together, so intervals use the variance between customers (Ying & Wei 1994).
 *
 * @param log - the events
 * @param options - `quantile`, `quantiles`, `asOf`, `confidence`, `purchase`, `per`, `refunds`, `timeZone`; see `PurchaseRhythmOptions`
 * @returns the shares, the days by which they are reached, and `lapsedAfter` for `churnByInactivity`, `winBack` and `atRisk`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @throws {InvalidDataError} when amounts are negative and `refunds` does not say what that means (`E_NUM_RANGE`)
 * @example
 * ```ts
 * import { eventLog, purchaseRhythm } from 'kizuna';
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
 * const rhythm = purchaseRhythm(log, { quantiles: [0.5, 0.9], asOf: '2025-07-01T00:00:00Z' });
 * [rhythm.gaps, rhythm.open, rhythm.returnShare.value]; // => [3, 3, 0.5]
 * rhythm.quantiles.map(({ share, days, naiveDays }) => [share, days, naiveDays]); // => [[0.5, 20, 20], [0.9, 30, 28]]
 * rhythm.lapsedAfter; // => { days: 30 }
 * ```
 */
export function purchaseRhythm<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: PurchaseRhythmOptions<Name, Properties> = {},
): PurchaseRhythm {
  checkOptions(OWNER, options, [...ORDER_OPTIONS, 'quantile', 'quantiles', 'asOf', 'confidence']);
  const plan = ordersPlan(OWNER, options);
  const quantile = checkShare(OWNER, 'quantile', options.quantile ?? 0.9);
  const shares = sharesOf(options.quantiles ?? [0.5, 0.75, 0.9, 0.95]);
  const confidence = checkConfidence(OWNER, options.confidence ?? 0.95);
  const asOf = asOfOrLast(OWNER, options.asOf, log, plan.timeZone);
  const times = orderTimes(plan, log, asOf);
  refuseRefunds(plan, times.refunds);
  const gaps = gapsOf(times, asOf);
  const curve = rhythmCurve(gaps);
  const { closed, open, limit, returnShare } = curve;
  const intervals = rhythmIntervals(curve, gaps, confidence);
  const daysOf = (share: number): number | null => {
    const entry = entryOfShare(curve, share);
    return entry === null ? null : limit.time[entry]! / DAY;
  };
  const days = daysOf(quantile);
  const all = closed.length + open.length;
  return {
    customers: open.length,
    gaps: closed.length,
    open: open.length,
    returnShare: { value: all === 0 ? null : returnShare, n: all, interval: intervals.returnShare() },
    quantiles: shares.map((share) => ({
      share,
      days: daysOf(share),
      interval: intervals.daysOf(share),
      naiveDays: closed.length === 0 ? null : quantileOfSorted(closed, share) / DAY,
    })),
    lapsedAfter: days === null ? null : { days },
  };
}

const OWNER = 'purchaseRhythm';

function sharesOf(shares: readonly number[]): readonly number[] {
  if (!Array.isArray(shares)) refuseOption(OWNER, 'quantiles', 'to be a list of shares', shares, 'E_OPT_TYPE');
  return shares.map((share) => checkShare(OWNER, 'quantiles', share));
}

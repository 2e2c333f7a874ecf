import { checkOptions } from '../core/options.js';
import { asOfOrLast } from '../log/as-of.js';
import type { AnyProperties, CustomerId, EventLog } from '../log/layout.js';
import { refuseRefunds } from '../log/purchases/customer-totals.js';
import { DAY } from '../time/day.js';
import { gapsOf, medianGaps, scaledGaps } from './gaps.js';
import { ORDER_OPTIONS, ordersPlan, orderTimes } from './order-times.js';
import { ownScales } from './own-rhythm.js';
import type { PurchaseRhythmOptions } from './purchase-rhythm.js';
import { checkShare, entryOfShare, rhythmCurve } from './rhythm-curve.js';

/** Which purchases make the rhythms, and what share of returns the thresholds stand after. */
export type CustomerRhythmsOptions<Name extends string = string, Properties extends object = AnyProperties> = Omit<
  PurchaseRhythmOptions<Name, Properties>,
  'quantiles' | 'confidence'
>;

/** One customer's rhythm. Days are of 24 hours, and parts of days count. */
export interface CustomerRhythm {
  readonly customer: CustomerId;
  /** Gaps between the customer's orders. */
  readonly gaps: number;
  /** The middle of them, of two the mean; `null` without one. */
  readonly medianGapDays: number | null;
  /** The weight of the customer's own gaps against everybody's, from 0 to 1. */
  readonly weight: number;
  /** The customer's own threshold; `null` where nobody came back. */
  readonly lapsedAfterDays: number | null;
}

/**
 * Each customer's own rhythm, and the threshold that follows from it: who buys weekly is late sooner than who buys yearly.
 *
 * The rule is credibility: a customer's scale is exp(w·(mean log gap − everybody's)) with w = n/(n + k) of n own gaps, k the variance
 * within customers by that between them (Bühlmann & Straub 1970). The threshold is the scale times the `quantile` of all gaps divided by
 * their customers' scales, open ones censored, as in `purchaseRhythm`. Few gaps of one's own, or customers who are alike, leave it near
 * everybody's. It is `lapsedAfter: { rhythm: { of: 'each' } }` of `churnByInactivity`.
 *
 * @param log - the events
 * @param options - `quantile`, `asOf`, `purchase`, `per`, `refunds`, `timeZone`; as in `purchaseRhythm`
 * @returns a row for each customer with an order, in the order of the log's customers
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @throws {InvalidDataError} when amounts are negative and `refunds` does not say what that means (`E_NUM_RANGE`)
 * @example
 * ```ts
 * import { customerRhythms, eventLog } from 'kizuna';
 *
 * const day = (n: number) => Date.UTC(2025, 0, 1 + n);
 * const orders = [
 *   ...[0, 7, 14, 22, 28].map((n) => ({ id: 'weekly', at: day(n) })),
 *   ...[0, 31, 59, 92].map((n) => ({ id: 'monthly', at: day(n) })),
 *   { id: 'once', at: day(3) },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * const [monthly, weekly, once] = customerRhythms(log, { asOf: day(120) });
 * [weekly?.medianGapDays, weekly?.lapsedAfterDays]; // => [7, 8.0]
 * [monthly?.medianGapDays, monthly?.lapsedAfterDays]; // => [31, 35.0]
 * [once?.weight, once?.lapsedAfterDays]; // => [0, 16.7]
 * ```
 */
export function customerRhythms<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: CustomerRhythmsOptions<Name, Properties> = {},
): readonly CustomerRhythm[] {
  checkOptions(OWNER, options, [...ORDER_OPTIONS, 'quantile', 'asOf']);
  const plan = ordersPlan(OWNER, options);
  const quantile = checkShare(OWNER, 'quantile', options.quantile ?? 0.9);
  const asOf = asOfOrLast(OWNER, options.asOf, log, plan.timeZone);
  const times = orderTimes(plan, log, asOf);
  refuseRefunds(plan, times.refunds);
  const gaps = gapsOf(times, asOf);
  const { scale, weight } = ownScales(gaps);
  const curve = rhythmCurve(scaledGaps(gaps, scale));
  const entry = entryOfShare(curve, quantile);
  const medians = medianGaps(gaps, 1);
  const rows: CustomerRhythm[] = [];
  for (let code = 0; code < medians.length; code += 1) {
    const orders = times.starts[code + 1]! - times.starts[code]!;
    if (orders === 0) continue;
    rows.push({
      customer: log.customers[code]!,
      gaps: orders - 1,
      medianGapDays: orders === 1 ? null : medians[code]! / DAY,
      weight: weight[code]!,
      lapsedAfterDays: entry === null ? null : (scale[code]! * curve.limit.time[entry]!) / DAY,
    });
  }
  return rows;
}

const OWNER = 'customerRhythms';

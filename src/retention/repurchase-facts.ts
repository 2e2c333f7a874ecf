import type { Estimate, Rate } from '../core/estimate.js';
import { checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import { type ConversionPoint, conversionCurve, conversionShare } from '../log/conversion-curve.js';
import type { AnyProperties } from '../log/layout.js';
import {
  PURCHASE_OPTIONS,
  type PurchaseFacts,
  type PurchaseOptions,
  purchaseFacts,
} from '../log/purchases/purchases.js';
import type { Conversions } from '../stats/conversions.js';
import { productLimit, timeOfShare } from '../stats/product-limit.js';
import { rate } from '../stats/rate.js';
import { DAY } from '../time/day.js';
import { type Duration, durationOf } from '../time/duration.js';
import { instantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';

/** One step of the curve of conversion: the distribution of 転換日数. */
export type RepurchasePoint = ConversionPoint;

/** Which customers are followed, for how long, and until when. */
export interface RepurchaseRange<Name extends string = string, Properties extends object = AnyProperties>
  extends PurchaseOptions<Name, Properties> {
  /** How long after the purchase before a purchase still counts, the end included; `null` for as long as customers were seen. */
  readonly within: Duration | null;
  /** The customers whose purchase before is from here on; an instant or a local date, included. */
  readonly from?: Instant | undefined;
  /** The customers whose purchase before is earlier than this. Their next purchase may be later. */
  readonly to?: Instant | undefined;
  /** Later events are not counted; a local date is the whole of it. Default: the last instant of the log. */
  readonly asOf?: Instant | undefined;
  /** The length of the steps of the curve; default `{ days: 1 }`. */
  readonly step?: Duration | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/**
 * The share that buys an n-th time within the window, by Kaplan–Meier, from all who bought the time before. `n` is those. Without a
 * window, `value` is 1 − S at the longest wait seen: the share that has bought by then, not the one that ever will.
 */
export interface Repurchase extends Estimate {
  /** The number of the purchase. */
  readonly purchases: number;
  /** The window; `null` for none. */
  readonly withinDays: number | null;
  /** Customers who bought within the window. */
  readonly converted: number;
  /** Customers who did not, and whose window is over. */
  readonly expired: number;
  /** Customers who have not yet, and still may. */
  readonly open: number;
  /** Among customers whose window is over: who bought within it. Without a window, of nobody. */
  readonly mature: Rate;
  /** `converted` of `n`: as if those who still may never did. Too low while windows are open. */
  readonly naive: Rate;
  /** The days by which half of all have bought, by Kaplan–Meier; `null` where fewer do within what was seen. */
  readonly medianDays: number | null;
  /** The days on which customers bought or were last seen, in order. */
  readonly curve: readonly RepurchasePoint[];
}

/** The options, checked, with nothing left out but `asOf`. */
export interface RepurchasePlan {
  readonly owner: string;
  readonly purchases: PurchaseFacts;
  readonly within: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly confidence: number;
}

/** Reads and checks the options. */
export function repurchasePlan<Name extends string, Properties extends object>(
  owner: string,
  options: RepurchaseRange<Name, Properties>,
  more: string,
): RepurchasePlan {
  checkOptions(owner, options, [more, ...PURCHASE_OPTIONS, 'within', 'from', 'to', 'asOf', 'step', 'confidence']);
  const purchases = purchaseFacts(owner, options);
  const { within, step = { days: 1 } } = options;
  const from = options.from === undefined ? -Infinity : instantIn(owner, 'from', options.from, purchases.timeZone);
  const to = options.to === undefined ? Infinity : instantIn(owner, 'to', options.to, purchases.timeZone);
  if (to <= from) refuseOption(owner, 'to', 'to be after from', options.to);
  const stepLength = durationOf(owner, 'step', step);
  if (stepLength === 0) refuseOption(owner, 'step', 'to be longer than 0', stepLength);
  return {
    owner,
    purchases,
    within: within === null ? Infinity : durationOf(owner, 'within', within),
    from,
    to,
    step: stepLength,
    confidence: checkConfidence(owner, options.confidence ?? 0.95),
  };
}

/** What the conversions to one purchase come to. */
export function repurchaseOf(plan: RepurchasePlan, purchases: number, conversions: Conversions): Repurchase {
  const { within, confidence } = plan;
  const { converted, censored, mature, matureConverted } = conversions;
  const n = converted.length + censored.length;
  const expired = mature - matureConverted;
  const limit = productLimit(converted, censored);
  const median = timeOfShare(limit, 0.5);
  return {
    ...conversionShare(limit, within, n, confidence),
    n,
    purchases,
    withinDays: within === Infinity ? null : within / DAY,
    converted: converted.length,
    expired,
    open: censored.length - expired,
    mature: rate(matureConverted, mature, { confidence }),
    naive: rate(converted.length, n, { confidence }),
    medianDays: median === null ? null : median / DAY,
    curve: conversionCurve(limit, plan),
  };
}

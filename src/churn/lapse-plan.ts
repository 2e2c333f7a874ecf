import { checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import type { AnyLog, AnyProperties } from '../log/layout.js';
import { refuseRefunds } from '../log/purchases/customer-totals.js';
import { instantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';
import { type LapseRule, lapseThresholds, type RhythmLapse, type RhythmReader, type Thresholds } from './lapse-rule.js';
import {
  type LapseOrders,
  ORDER_OPTIONS,
  type OrdersPlan,
  type OrderTimes,
  ordersPlan,
  orderTimes,
} from './order-times.js';

/** Who lapses when, and which part of it is asked for. */
export interface LapseOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends LapseOrders<Name, Properties> {
  /**
   * How long after an order its customer lapses: a duration; `{ factor, otherwise }`, so many times the customer's own median gap; or
   * `{ rhythm: {} }`, the time by which 90 % of those that come back have. An order at the very end of it still keeps.
   */
  readonly lapsedAfter: LapseRule | RhythmLapse;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  /** Later events are not counted; a local date is the whole of it. Default: the last instant of the log. */
  readonly asOf?: Instant | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** The options, checked, with nothing left out but `asOf`. */
export interface LapsePlan {
  readonly owner: string;
  readonly orders: OrdersPlan;
  readonly thresholdsOf: Thresholds;
  /** Whether the log is all of the data. */
  readonly isWhole: boolean;
  readonly from: number | null;
  readonly to: number | null;
  readonly confidence: number;
}

/** Orders by customer, and after how long without one each lapses. */
export interface Lapsing extends OrderTimes {
  readonly thresholds: Float64Array;
  readonly asOf: number;
}

/** Reads and checks the options; `more` are the caller's own beside them, and a rhythm is read where the log is all of the data. */
export function lapsePlan<Name extends string, Properties extends object>(
  owner: string,
  options: LapseOptions<Name, Properties>,
  readRhythm: RhythmReader | null,
  more: readonly string[],
): LapsePlan {
  checkOptions(owner, options, ['lapsedAfter', ...more, ...ORDER_OPTIONS, 'from', 'to', 'asOf', 'confidence']);
  const orders = ordersPlan(owner, options);
  const from = options.from === undefined ? null : instantIn(owner, 'from', options.from, orders.timeZone);
  const to = options.to === undefined ? null : instantIn(owner, 'to', options.to, orders.timeZone);
  if (to !== null && to <= (from ?? -Infinity)) refuseOption(owner, 'to', 'to be after from', options.to);
  return {
    owner,
    orders,
    thresholdsOf: lapseThresholds(owner, options.lapsedAfter, readRhythm),
    isWhole: readRhythm !== null,
    from,
    to,
    confidence: checkConfidence(owner, options.confidence ?? 0.95),
  };
}

/** The orders of a log up to an instant, with the threshold of each customer. Refunds of a part are judged with those of the others. */
export function lapsingOf({ orders, thresholdsOf, isWhole }: LapsePlan, log: AnyLog, asOf: number): Lapsing {
  const times = orderTimes(orders, log, asOf);
  if (isWhole) refuseRefunds(orders, times.refunds);
  return { ...times, thresholds: thresholdsOf(times, asOf), asOf };
}

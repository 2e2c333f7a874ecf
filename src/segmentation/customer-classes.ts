import type { Rate } from '../core/estimate.js';
import { exactSum } from '../core/exact-sum.js';
import { checkConfidence } from '../core/options.js';
import { asOfGiven, asOfOrLast } from '../log/as-of.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, CustomerId, EventLog } from '../log/layout.js';
import { refuseRefunds } from '../log/purchases/customer-totals.js';
import { rate } from '../stats/rate.js';
import type { Instant } from '../time/period-key.js';
import { classShapes } from './class-shapes.js';
import {
  type ClassFacts,
  type ClassWindowOptions,
  type CustomerClassesState,
  mergeWindowFacts,
  type WindowPlan,
  windowFacts,
  windowPlan,
  windowStarts,
} from './class-windows.js';
import type { AmountCounts } from './customer-amounts.js';

/** The windows, which events are orders, and up to when they count. */
export interface CustomerClassesOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends ClassWindowOptions<Name, Properties> {
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** The same, with the date that all that is merged is seen from. */
export interface CustomerClassesMetricOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends CustomerClassesOptions<Name, Properties> {
  readonly asOf: Instant;
}

/**
 * 新規, F2転換, 前年維持, 休眠復活 of those who bought in the window; 休眠/前年購入者, 休眠/長期 of those who did not.
 */
export type CustomerClass = 'new' | 'f2' | 'retained' | 'reactivated' | 'dormantRecent' | 'dormantLong';

/** The customers of one class. */
export interface CustomerClassSegment {
  readonly class: CustomerClass;
  /** Whether they bought in the window. */
  readonly isActive: boolean;
  /** The share of all customers; `numerator` is how many. */
  readonly share: Rate;
  /** Orders and amount in the window; the amount is `null` for a log without amounts. */
  readonly orders: number;
  readonly amount: number | null;
}

/** A customer, its class, and what it bought in the window. */
export interface ClassifiedCustomer {
  readonly customer: CustomerId;
  readonly class: CustomerClass;
  readonly orders: number;
  readonly amount: number | null;
}

/** Local dates, both within the window. */
export interface ClassWindow {
  readonly from: string;
  readonly to: string;
}

/** Customers by when they bought. */
export interface CustomerClasses extends AmountCounts {
  /** Everybody who ever bought. */
  readonly n: number;
  /** The window that ends with the day of `asOf`, and the one before it; `null` for a log without events and no `asOf`. */
  readonly window: ClassWindow | null;
  readonly previousWindow: ClassWindow | null;
  /** Six classes, those who bought in the window first. */
  readonly segments: readonly CustomerClassSegment[];
  /** 前年維持率: of those who bought in the previous window (前年購入者), who bought again; `denominator` is `retained` and `dormantRecent` together. */
  readonly retention: Rate;
  /** In the order of ids: numbers, then text. */
  readonly customers: readonly ClassifiedCustomer[];
}

/**
 * Customer classes as a metric: for stored states and shards of customers. See `customerClasses`.
 *
 * @param options - as those of `customerClasses`; `asOf` must be given
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { customerClassesMetric, eventLog } from 'kizuna';
 *
 * const metric = customerClassesMetric({ asOf: '2025-12-31' });
 * const shard = (customer: string, at: string) => metric.state(eventLog([{ customer, at }], { customer: 'customer', time: 'at' }));
 * const merged = metric.merge(shard('a', '2025-05-01T00:00Z'), shard('b', '2024-05-01T00:00Z'));
 * metric.finish(merged).customers.map((each) => [each.customer, each.class]); // => [['a', 'new'], ['b', 'dormantRecent']]
 * ```
 */
export function customerClassesMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: CustomerClassesMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, CustomerClassesState, CustomerClasses> {
  const plan = planOf(options);
  const asOf = asOfGiven(OWNER, options.asOf, plan.totals.timeZone);
  return {
    name: OWNER,
    split: 'by customer',
    plan: classShapes(plan, asOf),
    state: (log) => windowFacts(plan, log, asOf),
    merge: mergeWindowFacts,
    finish: (state) => classesOf(plan, state, asOf),
  };
}

/**
 * New, second-time, retained, reactivated and dormant customers (新規, F2転換, 前年維持, 休眠復活, 休眠), by two windows of 365 days.
 *
 * Who bought in the window and never before is `'new'` with one order in it and `'f2'` with more; who also bought in the window before is
 * `'retained'`, who bought only earlier `'reactivated'`. Who did not buy is `'dormantRecent'` with an order in the window before, else
 * `'dormantLong'`. So 前年購入者 = `retained` + `dormantRecent`.
 *
 * @param log - an event log
 * @param options - `windowDays`; `asOf` (default the last instant in the log), `purchase`, `per`, `refunds`, `timeZone`, `confidence`
 * @returns the six classes with customers, orders and amounts of the window; and the class of each customer
 * @throws {InvalidDataError} when an amount is negative and `refunds` does not say what that means
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { customerClasses, eventLog } from 'kizuna';
 *
 * const orders = [
 *   { customer: 'a', at: '2025-03-01T09:00+09:00' },
 *   { customer: 'b', at: '2025-03-01T09:00+09:00' },
 *   { customer: 'b', at: '2025-06-01T09:00+09:00' },
 *   { customer: 'c', at: '2024-06-01T09:00+09:00' },
 *   { customer: 'c', at: '2025-06-01T09:00+09:00' },
 *   { customer: 'd', at: '2024-06-01T09:00+09:00' },
 * ];
 * const log = eventLog(orders, { customer: 'customer', time: 'at' });
 * const { segments, retention, window } = customerClasses(log, { asOf: '2025-12-31', timeZone: 'Asia/Tokyo' });
 * window; // => { from: '2025-01-01', to: '2025-12-31' }
 * segments.map((each) => [each.class, each.share.numerator]);
 * // => [['new', 1], ['f2', 1], ['retained', 1], ['reactivated', 0], ['dormantRecent', 1], ['dormantLong', 0]]
 * [retention.value, retention.denominator]; // => [0.5, 2]
 * ```
 */
export function customerClasses<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: CustomerClassesOptions<Name, Properties> = {},
): CustomerClasses {
  const plan = planOf(options);
  const asOf = asOfOrLast(OWNER, options.asOf, log, plan.totals.timeZone);
  const isSeen = options.asOf !== undefined || log.length > 0;
  return classesOf(plan, windowFacts(plan, log, asOf), isSeen ? asOf : null);
}

const OWNER = 'customerClasses';
const CLASSES = ['new', 'f2', 'retained', 'reactivated', 'dormantRecent', 'dormantLong'] as const;

interface Plan extends WindowPlan {
  readonly confidence: number;
}

function planOf<Name extends string, Properties extends object>(
  options: CustomerClassesOptions<Name, Properties>,
): Plan {
  const plan = windowPlan(OWNER, options, ['confidence']);
  return { ...plan, confidence: checkConfidence(OWNER, options.confidence ?? 0.95) };
}

/** The one class of a customer. */
function classOf([, orders, , inPrevious, earlier]: ClassFacts): CustomerClass {
  if (orders === 0) return inPrevious ? 'dormantRecent' : 'dormantLong';
  if (inPrevious) return 'retained';
  return earlier ? 'reactivated' : orders === 1 ? 'new' : 'f2';
}

function classesOf(plan: Plan, state: CustomerClassesState, asOf: number | null): CustomerClasses {
  const { confidence } = plan;
  const { outside, refunds, withoutAmount, missing, invalid, repeated } = state;
  refuseRefunds(plan.totals, refunds);
  const customers = state.customers.map((facts) => {
    return { customer: facts[0], class: classOf(facts), orders: facts[1], amount: facts[2] };
  });
  const n = customers.length;
  const hasAmounts = customers.every(({ amount }) => amount !== null);
  const segments = CLASSES.map((name): CustomerClassSegment => {
    const members = customers.filter((each) => each.class === name);
    return {
      class: name,
      isActive: name !== 'dormantRecent' && name !== 'dormantLong',
      share: rate(members.length, n, { confidence }),
      orders: members.reduce((total, { orders }) => total + orders, 0),
      amount: hasAmounts
        ? exactSum(
            members.map(({ amount }) => amount ?? 0),
            OWNER,
          )
        : null,
    };
  });
  const [, , retained, , lost] = segments.map(({ share }) => share.numerator);
  return {
    n,
    ...windowsOf(plan, asOf),
    segments,
    retention: rate(retained!, retained! + lost!, { confidence }),
    customers,
    asOf,
    excluded: { missing, invalid, repeated, outside, refunds, withoutAmount },
  };
}

function windowsOf(plan: Plan, asOf: number | null): Pick<CustomerClasses, 'window' | 'previousWindow'> {
  if (asOf === null) return { window: null, previousWindow: null };
  const { days, today, current, previous } = windowStarts(plan, asOf);
  const between = (from: number, to: number) => ({ from: days.labelOf(from), to: days.labelOf(to) });
  return { window: between(current, today), previousWindow: between(previous, current - 1) };
}

import { LimitError } from '../../core/errors.js';
import { checkOptions, refuseOption } from '../../core/options.js';
import { asOfGiven, asOfOrLast } from '../../log/as-of.js';
import type { EventMetric } from '../../log/event-metric.js';
import type { AnyLog, AnyProperties, EventLog } from '../../log/layout.js';
import {
  refuseRefunds,
  requireAmounts,
  type TotalsOptions,
  type TotalsPlan,
  totalsPlan,
} from '../../log/purchases/customer-totals.js';
import { requireNames } from '../../log/step-facts.js';
import { type Calendar, calendarFor } from '../../time/calendar.js';
import { instantIn } from '../../time/instant-in.js';
import type { PeriodUnit } from '../../time/period.js';
import type { Instant } from '../../time/period-key.js';
import { begunBefore } from '../../time/whole-periods.js';
import { lastPeriodBefore } from './last-period-before.js';
import { mergeSales, type SalesBreakdownState, type SalesPeriod, salesOf, salesRows } from './sales-periods.js';
import { salesShapes } from './sales-shapes.js';

/** The periods, and which events are purchases. */
export interface SalesBreakdownOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends Pick<TotalsOptions<Name, Properties>, 'purchase' | 'per' | 'timeZone'> {
  readonly unit: PeriodUnit;
  /** What a negative amount is: an error (`'reject'`, default), passed over (`'exclude'`), or taken from the sales of its period (`'net'`). */
  readonly refunds?: 'reject' | 'exclude' | 'net' | undefined;
  /** Rows from the period of this instant or local date on. Default: from the first purchase. */
  readonly from?: Instant | undefined;
  /** Rows up to the last period that begins before this. Default: to `asOf`. */
  readonly to?: Instant | undefined;
  /** Later events are not counted; a local date is the whole of it. Default: the last instant of the log. */
  readonly asOf?: Instant | undefined;
  /** The day a week starts on, 0 (Sunday) to 6; default 1 (Monday). */
  readonly weekStartsOn?: number | undefined;
  /** The month a year and its quarters start in, 1 to 12; default 1. */
  readonly fiscalYearStartsOn?: number | undefined;
}

/** The same for a metric: `asOf` is one for all parts of the data, so it must be given. */
export interface SalesBreakdownMetricOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends SalesBreakdownOptions<Name, Properties> {
  /** Later events are not counted; a local date is the whole of it. */
  readonly asOf: Instant;
}

/** Sales by period and by what they are made of. */
export interface SalesBreakdown {
  readonly unit: PeriodUnit;
  /** A row for each period, in order. */
  readonly periods: readonly SalesPeriod[];
  /** Negative amounts. */
  readonly refunds: number;
  /** Purchases without an amount: they count as purchases, of nothing. */
  readonly withoutAmount: number;
}

/**
 * The breakdown of sales as a metric: for streams, stored states and shards of customers. See `salesBreakdown`.
 *
 * @param options - as `salesBreakdown`, with `asOf`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @example
 * ```ts
 * import { eventLog, salesBreakdownMetric } from 'kizuna';
 *
 * const metric = salesBreakdownMetric({ unit: 'month', asOf: '2025-04-30' });
 * const log = eventLog([{ id: 'a', at: '2025-04-03T09:00:00Z', yen: 800 }], { customer: 'id', time: 'at', amount: 'yen' });
 * metric.finish(metric.state(log)).periods.map(({ period, amount, basket }) => [period, amount, basket]);
 * // => [['2025-04', 800, 800]]
 * ```
 */
export function salesBreakdownMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: SalesBreakdownMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, SalesBreakdownState, SalesBreakdown> {
  const plan = planOf(options);
  const asOf = asOfGiven(OWNER, options.asOf, plan.orders.timeZone);
  return {
    name: OWNER,
    split: 'by customer',
    plan: salesShapes(plan.orders, plan.periods, asOf),
    state: (log) => stateOf(plan, log, asOf),
    merge: mergeSales,
    finish: (state) => finish(plan, state, asOf),
  };
}

/**
 * Sales by what they are made of: amount = customers × frequency × basket (売上 = 客数 × 購入頻度 × 客単価), period by period.
 *
 * Customers are those who bought in the period, frequency is their purchases ÷ customers, and basket is the amount ÷ purchases. `change`
 * says how much of the change since the period before each of the three accounts for, and adds up to it (see `salesChange`).
 * Frequency is of a period: that of a year is not twelve times that of a month, as most customers do not buy in every month.
 *
 * With `per`, all lines of an order count in the period of its first one, so that baskets are whole orders; refunds (`'net'`) count in
 * the period of their own time. Customers and purchases are of those that begin in the period.
 *
 * @param log - purchases with amounts; where it holds other events too, say which with `purchase`
 * @param options - `unit` (needed), `purchase`, `per`, `refunds`, `from`, `to`, `asOf`, `timeZone`, `weekStartsOn`, `fiscalYearStartsOn`
 * @returns a row for each period; frequency and basket are `null` where nothing was bought
 * @throws {InvalidDataError} when amounts are negative and `refunds` does not say what that means, or a change is beyond the range of doubles
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the log has no amounts or no such purchase
 * @throws {LimitError} for more than 100,000 periods
 * @example
 * ```ts
 * import { eventLog, salesBreakdown } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-04-02T09:00:00Z', yen: 1000 },
 *   { id: 'b', at: '2025-04-20T09:00:00Z', yen: 3000 },
 *   { id: 'a', at: '2025-05-05T09:00:00Z', yen: 2000 },
 *   { id: 'a', at: '2025-05-20T09:00:00Z', yen: 2000 },
 *   { id: 'c', at: '2025-05-25T09:00:00Z', yen: 2000 },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at', amount: 'yen' });
 * const [april, may] = salesBreakdown(log, { unit: 'month' }).periods;
 * [april?.amount, april?.customers, april?.frequency, april?.basket]; // => [4000, 2, 1, 2000]
 * [may?.amount, may?.customers, may?.newCustomers, may?.frequency, may?.basket]; // => [6000, 2, 1, 1.5, 2000]
 * may?.change; // => { amount: 2000, customers: 0, frequency: 2000, basket: 0 }
 * ```
 */
export function salesBreakdown<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: SalesBreakdownOptions<Name, Properties>,
): SalesBreakdown {
  const plan = planOf(options);
  const asOf = asOfOrLast(OWNER, options.asOf, log, plan.orders.timeZone);
  return finish(plan, stateOf(plan, log, asOf), asOf);
}

const OWNER = 'salesBreakdown';
const OPTIONS = [
  ...['unit', 'purchase', 'per', 'refunds', 'from', 'to', 'asOf'],
  ...['timeZone', 'weekStartsOn', 'fiscalYearStartsOn'],
];
const MOST_PERIODS = 100_000;

interface Plan {
  readonly orders: TotalsPlan;
  readonly periods: Calendar;
  /** Numbers of periods; `null` where the purchases decide. */
  readonly from: number | null;
  readonly to: number | null;
}

function planOf<Name extends string, Properties extends object>(
  options: SalesBreakdownOptions<Name, Properties>,
): Plan {
  checkOptions(OWNER, options, OPTIONS);
  const { unit, purchase, per, refunds, timeZone = 'UTC', weekStartsOn = 1, fiscalYearStartsOn = 1 } = options;
  const periods = calendarFor(OWNER, { unit, timeZone, weekStartsOn, fiscalYearStartsOn });
  const instant = (option: 'from' | 'to') =>
    options[option] === undefined ? null : instantIn(OWNER, option, options[option], timeZone);
  const [from, to] = [instant('from'), instant('to')];
  if (from !== null && to !== null && to <= from) refuseOption(OWNER, 'to', 'to be after from', options.to);
  return {
    orders: totalsPlan(OWNER, { purchase, per, refunds, timeZone }),
    periods,
    from: from === null ? null : periods.indexOf(from),
    to: to === null ? null : lastPeriodBefore(periods, to),
  };
}

function stateOf({ orders, periods }: Plan, log: AnyLog, asOf: number): SalesBreakdownState {
  requireNames(OWNER, log, orders.purchase);
  requireAmounts(OWNER, log);
  return salesOf(orders, periods, log, asOf);
}

function finish({ orders, periods, from, to }: Plan, state: SalesBreakdownState, asOf: number): SalesBreakdown {
  const { refunds, withoutAmount, counts } = state;
  refuseRefunds(orders, refunds);
  const first = from ?? counts[0]?.[0] ?? null;
  const last = Math.min(to ?? Infinity, begunBefore(periods, asOf + 1));
  if (first !== null && last - first >= MOST_PERIODS) {
    const expected = `at most ${MOST_PERIODS} periods`;
    throw new LimitError(`${OWNER} requires unit to give ${expected}; got ${last - first + 1}`, [
      { code: 'E_LIMIT', index: null, field: 'unit', expected, received: String(last - first + 1) },
    ]);
  }
  const rows = first === null ? [] : salesRows(OWNER, periods, state, [first, last], asOf);
  return { unit: periods.unit, periods: rows, refunds, withoutAmount };
}

import { compareKeys } from '../core/pairs.js';
import { asOfOrLast } from '../log/as-of.js';
import type { CustomerId, EventLog } from '../log/layout.js';
import { calendar } from '../time/calendar.js';
import { DAY, LAST_INSTANT } from '../time/day.js';
import { type AskHistory, askHistories } from './ask-histories.js';
import { type AtRiskOptions, type AtRiskPlan, atRiskPlan } from './at-risk-plan.js';
import { firstByKey } from './first-by-key.js';
import { type RiskColumns, riskColumns } from './risk-columns.js';

/** One customer of the list. Days are of 24 hours, and parts of days count. */
export interface AtRiskCustomer {
  readonly customer: CustomerId;
  readonly orders: number;
  /** The local date of the last order. */
  readonly lastOn: string;
  /** From the last order to `asOf`. */
  readonly sinceDays: number;
  /** The customer's own median gap between orders; `null` with one order. */
  readonly medianGapDays: number | null;
  /** `sinceDays` ÷ `medianGapDays`: how many of their own gaps the customer has been away; `null` without a gap, or where it is 0. */
  readonly ratio: number | null;
  /** The local date of the lapse, if no order comes; `null` without `lapsedAfter`, or after the year 9999. */
  readonly lapsesOn: string | null;
  /** From `asOf` to the lapse; 0 or below of one who has lapsed. `null` without `lapsedAfter`. */
  readonly daysLeft: number | null;
  readonly hasLapsed: boolean;
  /** The amount of all orders so far; `null` in a log without amounts. */
  readonly amount: number | null;
  /** What `alive` says; `null` without it. */
  readonly alive: number | null;
  /** (1 − `alive`) × what `value` says, or the amount; `null` without `alive`, or without either. */
  readonly valueAtRisk: number | null;
}

/**
 * 離反予備軍: the customers who are about to lapse, those at the greatest risk first, with what is at stake.
 *
 * Risk is what `order` says: the date of the lapse, the time since the last order in the customer's own median gaps, or the chance of a
 * fitted model, alone or times the value. Equal ones come by the earlier last order, then by id. This module knows no models: give
 * `alive` the one you fitted.
 *
 * @param log - the events
 * @param options - `asOf`, `lapsedAfter`, `lapsed`, `alive`, `value`, `unit`, `mergeWithin`, `minimumOrders`, `minimumAmount`, `limit`,
 *   `order`, `purchase`, `per`, `refunds`, `timeZone`, `weekStartsOn`, `fiscalYearStartsOn`; see `AtRiskOptions`
 * @returns a row for each customer who is listed, in order
 * @throws {InvalidOptionError} when an option is unknown or out of range, one is missing that another needs, `alive` returns no
 * probability or `value` no number, or the purchase names what the log does not have
 * @throws {InvalidDataError} when amounts are negative and `refunds` does not say what that means (`E_NUM_RANGE`), or nobody ever came
 * back where `lapsedAfter` is their rhythm (`E_FIELD_MISSING`)
 * @example
 * ```ts
 * import { atRisk, eventLog } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-04-01T00:00:00Z' },
 *   { id: 'a', at: '2025-04-11T00:00:00Z' },
 *   { id: 'b', at: '2025-04-02T00:00:00Z' },
 *   { id: 'b', at: '2025-05-02T00:00:00Z' },
 *   { id: 'c', at: '2025-03-03T00:00:00Z' },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * const list = atRisk(log, { lapsedAfter: { days: 60 }, asOf: '2025-05-11T00:00:00Z' });
 * list.map(({ customer, sinceDays, ratio, lapsesOn, daysLeft }) => [customer, sinceDays, ratio, lapsesOn, daysLeft]);
 * // => [['a', 30, 3, '2025-06-10', 30], ['b', 9, 0.3, '2025-07-01', 51]]
 * ```
 */
export function atRisk<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: AtRiskOptions<Name, Properties> = {},
): readonly AtRiskCustomer[] {
  const plan = atRiskPlan(OWNER, options);
  const asOf = asOfOrLast(OWNER, options.asOf, log, plan.totals.timeZone);
  const columns = riskColumns(plan, log, asOf);
  // Names and properties are only for the compiler.
  const ask = askHistories(OWNER, log, options as AtRiskOptions);
  const { last, code } = columns;
  const listed = firstByKey(listedOf(plan, columns, asOf), keysOf(plan, columns, ask, asOf), plan.limit, (a, b) => {
    return last[a]! - last[b]! || compareKeys(log.customers[code[a]!]!, log.customers[code[b]!]!);
  });
  const days = calendar({ unit: 'day', timeZone: plan.totals.timeZone });
  const dateOf = (instant: number) => (instant > LAST_INSTANT ? null : days.labelOf(days.indexOf(instant)));
  return Array.from(listed, (i) => {
    const { lapse, medianGap, amount, orders } = columns;
    const since = asOf - last[i]!;
    return {
      customer: log.customers[code[i]!]!,
      orders: orders[i]!,
      lastOn: dateOf(last[i]!) as string, // an instant of the log
      sinceDays: since / DAY,
      medianGapDays: Number.isNaN(medianGap[i]) ? null : medianGap[i]! / DAY,
      ratio: medianGap[i]! > 0 ? since / medianGap[i]! : null,
      lapsesOn: lapse && dateOf(lapse[i]!),
      daysLeft: lapse && (lapse[i]! - asOf) / DAY,
      hasLapsed: lapse !== null && lapse[i]! <= asOf,
      amount: amount && amount[i]! + 0, // + 0: never -0
      alive: ask.alive(i),
      valueAtRisk: valueAtRisk(columns, ask, i),
    };
  });
}

const OWNER = 'atRisk';

/** The places of those whom the list may hold. */
function listedOf(
  { lapsed, minimumOrders, minimumAmount }: AtRiskPlan,
  columns: RiskColumns,
  asOf: number,
): Int32Array {
  const { size, orders, lapse, amount } = columns;
  const places = new Int32Array(size);
  let count = 0;
  for (let i = 0; i < size; i += 1) {
    const hasLapsed = lapse !== null && lapse[i]! <= asOf;
    if (lapsed === 'exclude' ? hasLapsed : lapsed === 'only' && !hasLapsed) continue;
    if (orders[i]! < minimumOrders || (minimumAmount !== null && amount![i]! < minimumAmount)) continue;
    places[count++] = i;
  }
  return places.subarray(0, count);
}

/** What the places are sorted by, the least first; those without it come last. */
function keysOf({ order }: AtRiskPlan, columns: RiskColumns, ask: AskHistory, asOf: number): Float64Array {
  const { size, last, lapse, medianGap, amount } = columns;
  const keyAt = {
    lapse: (i: number) => lapse![i]!,
    since: (i: number) => last[i]!,
    ratio: (i: number) => (medianGap[i]! > 0 ? (last[i]! - asOf) / medianGap[i]! : Number.MAX_VALUE),
    amount: (i: number) => -amount![i]!,
    alive: (i: number) => ask.alive(i) ?? Number.MAX_VALUE,
    valueAtRisk: (i: number) => -(valueAtRisk(columns, ask, i) ?? -Number.MAX_VALUE),
  }[order];
  const keys = new Float64Array(size);
  for (let i = 0; i < size; i += 1) keys[i] = keyAt(i);
  return keys;
}

function valueAtRisk({ amount }: RiskColumns, ask: AskHistory, i: number): number | null {
  const alive = ask.alive(i);
  const value = ask.value(i) ?? amount?.[i] ?? null;
  return alive === null || value === null ? null : (1 - alive) * value + 0; // + 0: never -0
}

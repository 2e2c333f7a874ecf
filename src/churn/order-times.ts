import { checkChoice } from '../core/options.js';
import type { AnyLog, AnyProperties } from '../log/layout.js';
import { type OrderPlan, type OrderRule, orderKinds, orderRule } from '../log/purchases/order-kinds.js';
import { type PurchaseTimes, timesOfRows } from '../log/purchases/purchase-times.js';
import { NO_PURCHASE, ORDER } from '../log/purchases/totals-walk.js';
import { rowsUntil } from '../log/rows-until.js';
import type { Step } from '../log/step.js';
import { ANY_EVENT, requireNames, stepFacts } from '../log/step-facts.js';
import { zoneOf } from '../time/zone.js';

/** Which events are purchases, and which of them are one order. */
export interface LapseOrders<Name extends string = string, Properties extends object = AnyProperties> {
  /** The events that are purchases; default every event of the log. */
  readonly purchase?: Step<Name, Properties> | undefined;
  /**
   * What one order is: `'event'` (default); `'instant'`, all purchases of a customer at one instant; `'day'`, all of one local day;
   * `{ property }`, those with one value of a property, such as the order's number. It stands at the first of its purchases.
   */
  readonly per?: OrderRule<Properties> | undefined;
  /** What a negative amount is: an error (`'reject'`, default), or passed over (`'exclude'`). It never keeps a customer. */
  readonly refunds?: 'reject' | 'exclude' | undefined;
  /** The zone of days, and of dates without an offset; default `'UTC'`. */
  readonly timeZone?: string | undefined;
}

/** The names of these options. */
export const ORDER_OPTIONS = ['purchase', 'per', 'refunds', 'timeZone'] as const;

/** The same, checked, with nothing left out. */
export interface OrdersPlan extends OrderPlan {
  readonly refunds: 'reject' | 'exclude';
}

/** When each customer ordered up to a date, and how many refunds there were; `refuseRefunds` judges them. */
export interface OrderTimes extends PurchaseTimes {
  readonly refunds: number;
}

/** Reads and checks the options. */
export function ordersPlan<Name extends string, Properties extends object>(
  owner: string,
  { purchase, per = 'event', refunds = 'reject', timeZone = 'UTC' }: LapseOrders<Name, Properties>,
): OrdersPlan {
  zoneOf(owner, timeZone);
  return {
    owner,
    purchase: purchase === undefined ? ANY_EVENT : stepFacts(owner, 'purchase', purchase),
    per: orderRule(owner, per),
    refunds: checkChoice(owner, 'refunds', refunds, ['reject', 'exclude']),
    timeZone,
  };
}

/** When each customer ordered, up to an instant and at it. */
export function orderTimes(plan: OrdersPlan, log: AnyLog, asOf: number): OrderTimes {
  requireNames(plan.owner, log, plan.purchase);
  const end = rowsUntil(log.time, asOf);
  const { kinds } = orderKinds(plan, log, [0, end]);
  const { amount } = log;
  let refunds = 0;
  if (amount !== null)
    for (let i = 0; i < end; i += 1) if (amount[i]! < 0 && (kinds === null || kinds[i] !== NO_PURCHASE)) refunds += 1;
  if (kinds === null && refunds === 0 && end === log.length) return { ...timesOfRows(log, null), refunds };
  const rows = new Uint8Array(log.length);
  for (let i = 0; i < end; i += 1) {
    const isOrder = kinds === null ? amount === null || !(amount[i]! < 0) : kinds[i] === ORDER;
    rows[i] = Number(isOrder);
  }
  return { ...timesOfRows(log, rows), refunds };
}

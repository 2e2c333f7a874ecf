import { errorOf, InvalidDataError } from '../../core/errors.js';
import { checkChoice, refuseOption } from '../../core/options.js';
import { compareKeys } from '../../core/pairs.js';
import { instantIn, lastInstantIn } from '../../time/instant-in.js';
import type { Instant } from '../../time/period-key.js';
import { zoneOf } from '../../time/zone.js';
import { checkLog } from '../check-log.js';
import type { AnyLog, AnyProperties, CustomerId, LogExcluded } from '../layout.js';
import { byTime } from '../row-order.js';
import { firstRowFrom, rowsUntil } from '../rows-until.js';
import type { Step } from '../step.js';
import { ANY_EVENT, requireNames, type StepFacts, stepFacts } from '../step-facts.js';
import { type OrderRule, orderRule } from './order-kinds.js';
import { purchasesFrom } from './purchases-from.js';
import { type AddedUp, addedUp } from './totals-walk.js';

/** Which events are purchases, which of them are one order, and which count. */
export interface TotalsOptions<Name extends string = string, Properties extends object = AnyProperties> {
  /** The events that are purchases; default every event of the log. */
  readonly purchase?: Step<Name, Properties> | undefined;
  /**
   * What one order is: `'event'` (default); `'instant'`, all purchases of a customer at one instant; `'day'`, all of one local day;
   * `{ property }`, those with one value of a property, such as the order's number. A purchase without a value is an order by itself.
   */
  readonly per?: OrderRule<Properties> | undefined;
  /**
   * What a negative amount is: an error (`'reject'`, default), passed over (`'exclude'`), or taken from the amount of the customer
   * (`'net'`), which may become negative. It is never an order.
   */
  readonly refunds?: 'reject' | 'exclude' | 'net' | undefined;
  /** Earlier events do not count, nor do later lines of an earlier order; inclusive, an instant or a local date. */
  readonly from?: Instant | undefined;
  /** Later events do not count; inclusive, a local date being the whole of it. Default: the last instant in the log. */
  readonly asOf?: Instant | undefined;
  /** The zone of days, and of dates without an offset; default `'UTC'`. */
  readonly timeZone?: string | undefined;
}

/** The names of these options. */
export const TOTALS_OPTIONS = ['purchase', 'per', 'refunds', 'from', 'asOf', 'timeZone'] as const;

/** The same, checked, with nothing left out. */
export interface TotalsPlan {
  readonly owner: string;
  readonly purchase: StepFacts;
  readonly per: OrderRule;
  readonly refunds: 'reject' | 'exclude' | 'net';
  readonly from: number | null;
  readonly asOf: number | null;
  readonly timeZone: string;
}

/** What each customer with an order has bought, column by column. */
export interface CustomerTotals extends TotalsCounts {
  /** Purchases with an amount. */
  readonly withAmount: number;
  readonly customer: readonly CustomerId[];
  /** The instants of the first and the last order, in epoch milliseconds. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly orders: Int32Array;
  /** `null` where the log has no amounts. */
  readonly amount: Float64Array | null;
  /** In epoch milliseconds; `null` for a log without events where none was given. */
  readonly asOf: number | null;
}

/** What was left out, or is special in some way; `missing`, `invalid` and `repeated` are rows that are not in the log. */
export interface TotalsCounts extends LogExcluded {
  /** Purchases before `from` or after `asOf`, which do not count; lines of an order that began before are before. */
  readonly outside: number;
  /** Purchases with a negative amount. */
  readonly refunds: number;
  /** Purchases without an amount: they count as orders, of nothing. */
  readonly withoutAmount: number;
}

/** Reads and checks the options. */
export function totalsPlan<Name extends string, Properties extends object>(
  owner: string,
  { purchase, per = 'event', refunds = 'reject', from, asOf, timeZone = 'UTC' }: TotalsOptions<Name, Properties>,
): TotalsPlan {
  zoneOf(owner, timeZone);
  const plan = {
    owner,
    purchase: purchase === undefined ? ANY_EVENT : stepFacts(owner, 'purchase', purchase),
    per: orderRule(owner, per),
    refunds: checkChoice(owner, 'refunds', refunds, ['reject', 'exclude', 'net']),
    from: from === undefined ? null : instantIn(owner, 'from', from, timeZone),
    asOf: asOf === undefined ? null : lastInstantIn(owner, 'asOf', asOf, timeZone),
    timeZone,
  };
  if (plan.from !== null && plan.asOf !== null && plan.from > plan.asOf)
    refuseOption(owner, 'from', 'to be no later than asOf', from);
  return plan;
}

/**
 * What each customer has bought up to a date, in the order of first orders, then of ids: that of `totalsOf` a state. Refunds that
 * are rejected are counted; `refuseRefunds` judges them.
 */
export function customerTotals(plan: TotalsPlan, log: AnyLog): CustomerTotals {
  return inFirstOrder(totalsByCode(plan, log));
}

/** The same in the order of the log's customers, which is that of their codes: twice as fast where there are millions. */
export function totalsByCode(plan: TotalsPlan, log: AnyLog): CustomerTotals {
  const { owner, purchase } = plan;
  requireNames(owner, log, purchase);
  const asOf = plan.asOf ?? checkLog(owner, log).time[log.length - 1] ?? null;
  const start = plan.from === null ? 0 : firstRowFrom(log.time, plan.from);
  const end = asOf === null ? 0 : Math.max(start, rowsUntil(log.time, asOf));
  const { kinds, outside } = purchasesFrom(plan, log, [start, end]);
  const sums = addedUp(log, log.customers.length, kinds, [start, end], plan.refunds === 'net');
  return totalsOfSums(plan, log, sums, { asOf, outside, ...log.excluded });
}

/** The columns of those with an order. */
export function totalsOfSums(
  { owner }: TotalsPlan,
  { customers, amount: amounts }: Pick<AnyLog, 'customers' | 'amount'>,
  { first, last, orders, amount, refunds, withAmount, withoutAmount }: AddedUp,
  counts: Pick<CustomerTotals, 'asOf' | 'outside'> & LogExcluded,
): CustomerTotals {
  let buyers = 0;
  for (let code = 0; code < orders.length; code += 1) buyers += Number(orders[code] !== 0);
  const customer = new Array<CustomerId>(buyers);
  let size = 0;
  for (let code = 0; code < orders.length; code += 1) {
    if (orders[code] === 0) continue;
    if (amounts !== null && !Number.isFinite(amount[code])) refuseOverflow(owner);
    customer[size] = customers[code]!;
    first[size] = first[code]!;
    last[size] = last[code]!;
    orders[size] = orders[code]!;
    amount[size] = amount[code]!;
    size += 1;
  }
  return {
    customer,
    first: first.subarray(0, size),
    last: last.subarray(0, size),
    orders: orders.subarray(0, size),
    amount: amounts && amount.subarray(0, size),
    refunds,
    withAmount,
    withoutAmount,
    ...counts,
  };
}

/** Refuses negative amounts where no rule was given for them. */
export function refuseRefunds({ owner, refunds }: Pick<TotalsPlan, 'owner' | 'refunds'>, count: number): void {
  if (refunds !== 'reject' || count === 0) return;
  const expected = 'at least 0, or the option refunds to say what less is';
  const issue = { code: 'E_NUM_RANGE', index: null, field: 'amount', expected, received: 'a negative number' } as const;
  throw errorOf(InvalidDataError, owner, [issue], { issueCount: count });
}

/** Refuses a log without amounts, where they are what is asked for. */
export function requireAmounts(owner: string, log: AnyLog): void {
  if (checkLog(owner, log).amount === null) refuseOption(owner, 'the log', 'to be built with amounts', null);
}

/** Refuses purchases none of which has an amount: what they add up to would be nothing. Some without are orders of nothing. */
export function refuseWithoutAmounts(
  { owner }: TotalsPlan,
  { withAmount, withoutAmount }: Pick<CustomerTotals, 'withAmount' | 'withoutAmount'>,
): void {
  if (withAmount > 0 || withoutAmount === 0) return;
  const expected = 'in at least one purchase (name its column)';
  const issue = { code: 'E_FIELD_MISSING', index: null, field: 'amount', expected, received: 'none' } as const;
  throw errorOf(InvalidDataError, owner, [issue], { found: `none in ${withoutAmount}` });
}

/** Totals in the order of first orders, then of ids. */
export function inFirstOrder(totals: CustomerTotals): CustomerTotals {
  const { customer, first } = totals;
  const compare = (a: number, b: number) => first[a]! - first[b]! || compareKeys(customer[a]!, customer[b]!);
  let isSorted = true;
  for (let i = 1; i < first.length && isSorted; i += 1) isSorted = compare(i - 1, i) < 0;
  if (isSorted) return totals;
  const { rows } = byTime(first);
  for (let start = 0; start < rows.length; ) {
    let end = start + 1;
    while (end < rows.length && first[rows[end]!] === first[rows[start]!]) end += 1;
    if (end - start > 1) rows.subarray(start, end).sort(compare);
    start = end;
  }
  return {
    ...totals,
    customer: Array.from(rows, (row) => customer[row]!),
    first: taken(first, rows),
    last: taken(totals.last, rows),
    orders: taken(totals.orders, rows),
    amount: totals.amount && taken(totals.amount, rows),
  };
}

function taken<Values extends Float64Array | Int32Array>(values: Values, rows: Int32Array): Values {
  const some = values.slice() as Values; // of the same kind
  for (let i = 0; i < rows.length; i += 1) some[i] = values[rows[i]!]!;
  return some;
}

function refuseOverflow(owner: string): never {
  const expected = 'to add up within the range of doubles';
  const issue = { code: 'E_OVERFLOW', index: null, field: 'amount', expected, received: 'larger' } as const;
  throw errorOf(InvalidDataError, owner, [issue]);
}

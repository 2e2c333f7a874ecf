import { errorOf, InvalidDataError } from '../core/errors.js';
import { checkChoice, refuseOption } from '../core/options.js';
import { compareKeys } from '../core/pairs.js';
import { instantIn, lastInstantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';
import { zoneOf } from '../time/zone.js';
import { checkLog } from './check-log.js';
import type { AnyLog, AnyProperties, CustomerId } from './layout.js';
import { type OrderRule, orderLines, orderRule } from './order-lines.js';
import { firstRowFrom, rowsUntil } from './rows-until.js';
import type { Step } from './step.js';
import { ANY_EVENT, requireNames, type StepFacts, stepFacts } from './step-facts.js';
import { addedUp, FACTS } from './totals-walk.js';

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
  /** Earlier events do not count; inclusive, an instant or a local date. */
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

/** What each customer with an order has bought, column by column: in the order of first orders, then of ids. */
export interface CustomerTotals extends TotalsCounts {
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

/** Purchases that are special in some way. */
export interface TotalsCounts {
  /** Purchases before `from` or after `asOf`, which do not count. */
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

/** What each customer has bought up to a date: one walk over the log. Refunds that are rejected are counted; `refuseRefunds` judges them. */
export function customerTotals(plan: TotalsPlan, log: AnyLog): CustomerTotals {
  const { owner, purchase } = plan;
  requireNames(owner, log, purchase);
  const asOf = plan.asOf ?? checkLog(owner, log).time[log.length - 1] ?? null;
  const start = plan.from === null ? 0 : firstRowFrom(log.time, plan.from);
  const end = asOf === null ? 0 : Math.max(start, rowsUntil(log.time, asOf));
  const { lines, outside } = orderLines(plan, log, [start, end]);
  const { facts, first, codes, refunds, withoutAmount } = addedUp(log, lines, [start, end], plan.refunds === 'net');
  sortTies(log, codes, first);
  const size = codes.length;
  const [last, orders] = [new Float64Array(size), new Int32Array(size)];
  const amount = log.amount === null ? null : new Float64Array(size);
  const customer: CustomerId[] = new Array(size);
  for (let i = 0; i < size; i += 1) {
    const code = codes[i]!;
    const at = code * FACTS;
    customer[i] = log.customers[code]!;
    last[i] = facts[at + 2]!;
    orders[i] = facts[at + 3]!;
    if (amount !== null) amount[i] = facts[at]! + facts[at + 1]! + 0; // + 0: never -0
  }
  if (amount !== null) refuseOverflow(owner, amount);
  return { customer, first, last, orders, amount, asOf, outside, refunds, withoutAmount };
}

/** Refuses negative amounts where no rule was given for them. */
export function refuseRefunds({ owner, refunds }: TotalsPlan, count: number): void {
  if (refunds !== 'reject' || count === 0) return;
  const expected = 'at least 0, or the option refunds to say what less is';
  const issue = { code: 'E_NUM_RANGE', index: null, field: 'amount', expected, received: 'a negative number' } as const;
  throw errorOf(InvalidDataError, owner, [issue], { issueCount: count });
}

/** Refuses a log without amounts, where they are what is asked for. */
export function requireAmounts(owner: string, log: AnyLog): void {
  if (checkLog(owner, log).amount === null) refuseOption(owner, 'the log', 'to be built with amounts', null);
}

/** Customers who first bought at one instant come in the order of their codes, which may be any. */
function sortTies({ customers }: AnyLog, codes: Int32Array, first: Float64Array): void {
  const compare = (a: number, b: number) => compareKeys(customers[a]!, customers[b]!);
  for (let start = 0; start < codes.length; ) {
    let [end, isSorted] = [start + 1, true];
    for (; end < codes.length && first[end] === first[start]; end += 1) {
      if (isSorted && compare(codes[end - 1]!, codes[end]!) > 0) isSorted = false;
    }
    if (!isSorted) codes.subarray(start, end).sort(compare);
    start = end;
  }
}

function refuseOverflow(owner: string, amounts: Float64Array): void {
  for (let i = 0; i < amounts.length; i += 1) {
    if (Number.isFinite(amounts[i])) continue;
    const expected = 'to add up within the range of doubles';
    const issue = { code: 'E_OVERFLOW', index: null, field: 'amount', expected, received: 'larger' } as const;
    throw errorOf(InvalidDataError, owner, [issue]);
  }
}

import { checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { compareKeys } from '../core/pairs.js';
import { checkLog } from '../log/check-log.js';
import type { AnyLog, AnyProperties, CustomerId } from '../log/layout.js';
import {
  TOTALS_OPTIONS,
  type TotalsCounts,
  type TotalsOptions,
  type TotalsPlan,
  totalsByCode,
  totalsPlan,
} from '../log/purchases/customer-totals.js';
import { orderKinds } from '../log/purchases/order-kinds.js';
import { rowsUntil } from '../log/rows-until.js';
import { calendar } from '../time/calendar.js';
import { FIRST_INSTANT } from '../time/day.js';

/** The windows, and which events are orders. */
export interface ClassWindowOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends Omit<TotalsOptions<Name, Properties>, 'from'> {
  /** How many local days a window has, the last of them that of `asOf`; default 365. An order is in the window of its first line. */
  readonly windowDays?: number | undefined;
}

/**
 * What a customer bought: id; orders and amount in the window (`null` without amounts); whether in the window before it; whether earlier.
 */
export type ClassFacts = readonly [
  customer: CustomerId,
  orders: number,
  amount: number | null,
  boughtInPrevious: boolean,
  boughtEarlier: boolean,
];

/** The state of customer classes: what customers bought in which window. */
export interface CustomerClassesState extends TotalsCounts {
  /** In the order of ids: numbers, then text. */
  readonly customers: readonly ClassFacts[];
}

/** The options, checked. */
export interface WindowPlan {
  readonly totals: TotalsPlan;
  readonly windowDays: number;
}

/** Reads and checks the options. */
export function windowPlan<Name extends string, Properties extends object>(
  owner: string,
  options: ClassWindowOptions<Name, Properties>,
  moreOptions: readonly string[],
): WindowPlan {
  const known = TOTALS_OPTIONS.filter((option) => option !== 'from');
  checkOptions(owner, options, [...known, 'windowDays', ...moreOptions]);
  return {
    totals: totalsPlan(owner, options),
    windowDays: checkNumber(owner, 'windowDays', options.windowDays ?? 365, { min: 1, max: 100_000, integer: true }),
  };
}

/** The first days of the window that ends with the day of an instant, and of the one before it. */
export function windowStarts({ totals, windowDays }: WindowPlan, asOf: number) {
  const daily = { unit: 'day', timeZone: totals.timeZone } as const;
  const days = calendar(daily);
  const today = days.indexOf(asOf);
  const previous = today + 1 - 2 * windowDays;
  // Another calendar: the table of one would reach over the centuries between the two instants.
  if (previous < calendar(daily).indexOf(FIRST_INSTANT))
    refuseOption(totals.owner, 'windowDays', 'to be so few that both windows are in the years 1 to 9999', windowDays);
  return { days, today, current: today + 1 - windowDays, previous };
}

/** What customers bought in which window, seen from an instant: a walk over each part of the log. */
export function windowFacts(plan: WindowPlan, log: AnyLog, asOf: number): CustomerClassesState {
  checkLog(plan.totals.owner, log);
  const { days, current, previous } = windowStarts(plan, asOf);
  const [start, middle] = [days.startOf(current), days.startOf(previous)];
  const part = (from: number | null, to: number) => totalsByCode({ ...plan.totals, from, asOf: to }, log);
  const [now, before, earlier] = [part(start, asOf), part(middle, start - 1), part(null, middle - 1)];
  const [inPrevious, inEarlier] = [new Set(before.customer), new Set(earlier.customer)];
  const customers = now.customer.map((id, i): ClassFacts => {
    return [id, now.orders[i]!, now.amount === null ? null : now.amount[i]!, inPrevious.has(id), inEarlier.has(id)];
  });
  const nothing = now.amount === null ? null : 0;
  const inNow = new Set(now.customer);
  for (const id of inPrevious) if (!inNow.has(id)) customers.push([id, 0, nothing, true, inEarlier.has(id)]);
  for (const id of inEarlier) if (!inNow.has(id) && !inPrevious.has(id)) customers.push([id, 0, nothing, false, true]);
  const { missing, invalid, repeated } = log.excluded;
  const sumOf = (count: 'refunds' | 'withoutAmount') => now[count] + before[count] + earlier[count];
  return {
    customers: customers.sort((a, b) => compareKeys(a[0], b[0])),
    outside: orderKinds(plan.totals, log, [0, rowsUntil(log.time, asOf)]).outside,
    ...{ refunds: sumOf('refunds'), withoutAmount: sumOf('withoutAmount') },
    ...{ missing, invalid, repeated },
  };
}

/** Two states as one. A customer who is in both is asked of each; the lines of an order that is in both count as two orders. */
export function mergeWindowFacts(a: CustomerClassesState, b: CustomerClassesState): CustomerClassesState {
  const byId = new Map(a.customers.map((facts) => [facts[0], facts]));
  for (const facts of b.customers) {
    const own = byId.get(facts[0]);
    byId.set(facts[0], own === undefined ? facts : together(own, facts));
  }
  return {
    customers: [...byId.values()].sort((x, y) => compareKeys(x[0], y[0])),
    outside: a.outside + b.outside,
    refunds: a.refunds + b.refunds,
    withoutAmount: a.withoutAmount + b.withoutAmount,
    missing: a.missing + b.missing,
    invalid: a.invalid + b.invalid,
    repeated: a.repeated + b.repeated,
  };
}

function together(a: ClassFacts, b: ClassFacts): ClassFacts {
  const amount = a[2] === null || b[2] === null ? null : a[2] + b[2] + 0; // + 0: never -0
  return [a[0], a[1] + b[1], amount, a[3] || b[3], a[4] || b[4]];
}

import type { LooseAccessor } from '../core/data.js';
import { fieldOf } from '../log/reading/read-events.js';
import { byTime } from '../log/row-order.js';
import type { RevenueLedger } from './ledger.js';
import { checkRoles, policyOf } from './ledger-policy.js';
import type { LedgerData, SubscriptionRoles } from './ledger-roles.js';
import { ledgerTable } from './ledger-table.js';
import { refuseDeficits, refuseOverlaps } from './line-faults.js';
import { pausesOf } from './pauses.js';
import { type Lines, readLines } from './read-lines.js';
import { Refusals } from './refusals.js';
import { isAscending, taken } from './taken.js';

/**
 * A ledger of subscriptions: one row a line, with what is paid for it and from when to when.
 *
 * A line counts from `start` until just before `end`; a date is the first day with, or without, revenue. Lines of one customer add
 * up, those below zero are discounts, and lines of 0 are of nobody who pays. What is for another interval than a month counts by
 * the month: year ÷ 12, quarter ÷ 3, week × 52 ÷ 12, day × 365 ÷ 12, n months ÷ n; a customer's revenue is rounded to the minor
 * unit once, after lines are added. A line that ends as it starts is never paid. Ids of subscriptions are a customer's own: the same id
 * under two customers is of two subscriptions. Under `invalid: 'exclude'` of lines of one subscription that start at one instant the
 * greatest amount stands, and of several currencies the most frequent: the order of the rows decides nothing.
 *
 * The end of the data is no churn. Ends are often those of the period that is paid for, so that an end tells nothing of the time
 * after the last start: `asOf` is, unless given, the last start or cancellation in the rows, and an end then or later is taken as
 * one that will be renewed. Give `asOf`, when the rows were exported, where ends are real.
 *
 * @param data - rows, or columns (lists, typed arrays, `{ codes, values }`, Arrow vectors)
 * @param roles - where the parts of a line stand; `timeZone` of local dates, `decimals` of the currency, `asOf`, `invalid`, `missing`
 * @returns plain data in a layout that is public (`RevenueLedger`)
 * @throws {InvalidDataError} when an end is before its start, two lines of one subscription overlap, lines of a customer come to
 * less than 0, currencies differ without `convert`, or a value is not of its kind; `invalid: 'exclude'` leaves these rows out
 * @throws {InvalidOptionError} for an unknown role or option
 * @example
 * ```ts
 * import { subscriptionLedger } from 'kizuna';
 *
 * const ledger = subscriptionLedger(
 *   [
 *     { customer: 'a', from: '2025-01-01', to: '2025-03-01', price: 20 },
 *     { customer: 'b', from: '2025-02-10', to: null, price: 240, per: 'year' },
 *   ],
 *   { customer: 'customer', start: 'from', end: 'to', amount: 'price', interval: ({ per }) => per ?? 'month' },
 * );
 * [...ledger.amount].map((parts) => parts / ledger.scale); // => [2000, 2000]
 * ```
 */
export function subscriptionLedger<Row>(data: LedgerData<Row>, roles: SubscriptionRoles<Row>): RevenueLedger {
  checkSubscriptionRoles(roles);
  const facts = policyOf(OWNER, roles);
  const table = ledgerTable(OWNER, data);
  const refusals = new Refusals(OWNER);
  const lines = readLines(OWNER, table, roles as unknown as SubscriptionRoles, facts, refusals); // the row type was checked where the roles were given
  refuseOverlaps(lines, fieldOf(roles.subscription as LooseAccessor, 'subscription'), refusals);
  refuseDeficits(lines, fieldOf(roles.amount as LooseAccessor, 'amount'), refusals);
  const excluded = refusals.judge(roles);
  const { length } = table;
  const rows = refusals.kept(length, isAscending(lines.start) ? null : byTime(lines.start).rows);
  const { customer, subscription, properties, cancelled, refunded, pauses } = lines;
  return {
    ...{ kind: 'kizuna/revenue-ledger', version: 1, form: 'lines', length: rows?.length ?? length },
    ...{ start: taken(lines.start, rows), end: taken(lines.end, rows), amount: taken(lines.amount, rows) },
    ...{ customer: taken(customer.codes, rows), customers: customer.values },
    ...{ scale: lines.scale, decimals: facts.decimals, currency: lines.currency, timeZone: facts.timeZone },
    subscription: subscription && { codes: taken(subscription.codes, rows), values: subscription.values },
    properties: properties.map(({ property, codes, values }) => ({ property, codes: taken(codes, rows), values })),
    cancelled: cancelled && taken(cancelled, rows),
    refunded: refunded && taken(refunded, rows),
    pauses: pauses && pausesOf(pauses, length, rows),
    snapshots: null,
    asOf: facts.asOf ?? lastKnown(lines, refusals),
    excluded,
  };
}

/** Refuses unknown roles and accessors that are none. */
export function checkSubscriptionRoles(roles: object): void {
  checkRoles(OWNER, roles, ACCESSORS, ['interval', 'convert'], ['customer', 'start', 'amount']);
}

const OWNER = 'subscriptionLedger';

const ACCESSORS = [
  ...['customer', 'start', 'end', 'amount', 'quantity', 'subscription', 'plan', 'currency'],
  ...['trialEnd', 'cancelled', 'paused', 'refunded'],
];

/** What of a call's options is for making a ledger, and for nothing else. */
export const SUBSCRIPTION_ROLES: readonly string[] = [
  ...ACCESSORS,
  ...['interval', 'convert', 'attributes', 'decimals', 'missing', 'invalid'],
];

/** The last start or cancellation: an end may lie ahead, and says nothing of when the data were written. */
function lastKnown({ begun, cancelled }: Lines, refusals: Refusals): number | null {
  let last = -Infinity;
  for (let row = 0; row < begun.length; row += 1) {
    if (refusals.has(row)) continue;
    if (begun[row]! > last) last = begun[row]!;
    if (cancelled !== null && cancelled[row]! > last) last = cancelled[row]!;
  }
  return last === -Infinity ? null : last;
}

import type { LooseAccessor } from '../core/data.js';
import { fieldOf } from '../log/reading/read-events.js';
import { byTime } from '../log/row-order.js';
import { changeAmounts } from './change-amounts.js';
import { refuseTies } from './change-ties.js';
import { readCurrencies } from './currencies.js';
import type { RevenueLedger } from './ledger.js';
import { readIds, readInstants, readNumbers } from './ledger-columns.js';
import { checkRoles, policyOf } from './ledger-policy.js';
import type { ChangeRoles, LedgerData } from './ledger-roles.js';
import { ledgerTable } from './ledger-table.js';
import { readProperties } from './read-lines.js';
import { Refusals } from './refusals.js';
import { subscriptionKeys } from './subscription-keys.js';
import { isAscending, taken } from './taken.js';

/**
 * A ledger of changes: one row says what a customer (or one subscription of a customer) pays per month from an instant on, 0 where
 * it ended. It is the form in which billing systems log revenue, and the quickest to ask.
 *
 * Typed columns in the order of time are taken without a copy where they can be; write to them no more. Of rows about the same at
 * the same instant nobody can tell which came last: they are refused unless they say the same, and under `invalid: 'exclude'` the
 * greatest amount stands. `asOf` is, unless given, the last change. Ids of subscriptions are a customer's own: the same id under two
 * customers is of two subscriptions. Converted amounts keep the rate of their change.
 *
 * @param data - rows, or columns (lists, typed arrays, `{ codes, values }`, Arrow vectors)
 * @param roles - `customer`, `time`, `amount` (per month), and where they are wanted `subscription`, `plan`, `attributes`, `currency`,
 * `convert`; `timeZone` of local dates, `decimals` of the currency, `asOf`, `invalid`, `missing`
 * @returns plain data in a layout that is public (`RevenueLedger`)
 * @throws {InvalidDataError} when an amount is below 0, two rows contradict each other, currencies differ without `convert`, or a value is not of its
 * kind; `invalid: 'exclude'` leaves these rows out
 * @throws {InvalidOptionError} for an unknown role or option
 * @example
 * ```ts
 * import { changeLedger } from 'kizuna';
 *
 * const ledger = changeLedger(
 *   [
 *     { customer: 'a', at: '2025-01-05', monthly: 20 },
 *     { customer: 'a', at: '2025-03-01', monthly: 0 },
 *   ],
 *   { customer: 'customer', time: 'at', amount: 'monthly' },
 * );
 * [...ledger.amount]; // => [2000, 0]
 * ```
 */
export function changeLedger<Row>(data: LedgerData<Row>, roles: ChangeRoles<Row>): RevenueLedger {
  checkRoles(OWNER, roles, ['customer', 'time', 'amount', 'subscription', 'plan', 'currency'], ['convert'], NEEDED);
  const facts = policyOf(OWNER, roles);
  const table = ledgerTable(OWNER, data);
  const refusals = new Refusals(OWNER);
  const at = (role: 'customer' | 'time' | 'amount' | 'subscription'): readonly [unknown, string] => {
    const accessor = roles[role] as LooseAccessor; // the row type was checked where the roles were given
    return [table.column(accessor), fieldOf(accessor, role)];
  };
  const customer = readIds(...at('customer'), refusals);
  const time = readInstants(...at('time'), facts.zone, refusals, null);
  const given = readNumbers(...at('amount'), refusals);
  const converted = readCurrencies(OWNER, table, roles, given, (row) => time[row]!, refusals);
  const amount = changeAmounts(
    converted.amount,
    10 ** facts.decimals,
    fieldOf(roles.amount as LooseAccessor, 'amount'),
    refusals,
  );
  const subscription =
    roles.subscription === undefined
      ? null
      : subscriptionKeys(readIds(...at('subscription'), refusals), customer.codes);
  const properties = readProperties(table, roles as { readonly plan?: unknown }, refusals);
  const order = isAscending(time) ? null : byTime(time).rows;
  const codes = properties.map((each) => each.codes);
  refuseTies({ time, unit: subscription ?? customer, amount, codes, order }, at('time')[1], refusals);
  const excluded = refusals.judge(roles);
  const rows = refusals.kept(table.length, order);
  const length = rows?.length ?? table.length;
  const start = taken(time, rows);
  return {
    ...{ kind: 'kizuna/revenue-ledger', version: 1, form: 'changes', length, start, end: null },
    ...{ amount: taken(amount, rows), customer: taken(customer.codes, rows), customers: customer.values },
    ...{ scale: 1, decimals: facts.decimals, currency: converted.currency, timeZone: facts.timeZone },
    subscription: subscription && { codes: taken(subscription.codes, rows), values: subscription.values },
    properties: properties.map(({ property, codes, values }) => ({ property, codes: taken(codes, rows), values })),
    ...{ cancelled: null, refunded: null, pauses: null, snapshots: null },
    asOf: facts.asOf ?? (length === 0 ? null : (start[length - 1] as number)),
    excluded,
  };
}

const OWNER = 'changeLedger';
const NEEDED = ['customer', 'time', 'amount'];

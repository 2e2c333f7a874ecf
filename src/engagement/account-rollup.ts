import type { Scalar } from '../core/expression.js';
import { refuseOption } from '../core/options.js';
import { compareKeys, mergePairs, type Pairs } from '../core/pairs.js';
import { checkLog } from '../log/check-log.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, CustomerId, EventLog } from '../log/layout.js';
import type { Instant } from '../time/period-key.js';
import { type AccountCustomer, accountCustomers } from './account-customers.js';
import { type AccountPlan, type AccountRollupOptions, accountPlan } from './account-plan.js';
import { type AccountRow, accountRow } from './account-row.js';
import { accountShapes } from './signal-shapes.js';

/** Customers rolled up to accounts. */
export interface AccountRollup<Account extends Scalar = Scalar> {
  /** Highest score first (without a score: most active customers first), then most events, then by account. */
  readonly accounts: readonly AccountRow<Account>[];
  /** Customers without an account. */
  readonly unassigned: number;
  /** In epoch milliseconds; `null` for a log without events and no `asOf`. */
  readonly asOf: number | null;
}

/** What each customer did, and for whom. */
export type AccountRollupState = Pairs<CustomerId, AccountCustomer>;

/**
 * The roll-up to accounts as a metric: for groups and stored states. See `accountRollup`.
 *
 * @param options - as those of `accountRollup`, with `asOf`
 * @throws {InvalidOptionError} as `accountRollup`, and without `asOf`
 * @example
 * ```ts
 * import { accountRollupMetric, measure, onEvents } from 'kizuna';
 *
 * const rows = [
 *   { customer: 'a', at: '2025-04-01T00:00:00Z', company: 'North' },
 *   { customer: 'b', at: '2025-04-01T00:00:00Z', company: 'North' },
 * ];
 * const roles = { customer: 'customer', time: 'at', properties: ['company'] } as const;
 * const rollup = accountRollupMetric({ account: 'company', asOf: '2025-04-02' });
 * measure(rows, onEvents(roles, rollup)).accounts.map(({ account, active }) => [account, active]); // => [['North', 2]]
 * ```
 */
export function accountRollupMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: AccountRollupOptions<Name, Properties, NoInfer<keyof Properties & string>> & { readonly asOf: Instant },
): EventMetric<Name, Properties, AccountRollupState, AccountRollup> {
  const plan = accountPlan(options);
  const { asOf } = plan;
  if (asOf === null) return refuseOption(plan.owner, 'asOf', 'to be given where states are merged', asOf);
  return {
    name: plan.owner,
    split: 'by customer',
    plan: accountShapes(plan, asOf),
    state: (log) => [...accountCustomers(log, plan, asOf)].sort((a, b) => compareKeys(a[0], b[0])),
    merge: (a, b) => mergePairs(a, b, later),
    finish: (state) => finished(plan, state, asOf),
  };
}

/**
 * Rolls customers up to the accounts that they belong to (B2B): who of an account is active, what share of its seats that is, how
 * engaged the account is, and through whom.
 *
 * A customer belongs to the account of its latest event that has one. It is active with an event in the `within` up to `asOf`. With
 * `score`, every customer gets points as in `engagementScore`, and an account their sum, mean (of all its customers) or maximum.
 *
 * @param log - the events
 * @param options - `account`; `within` (28 days), `event`, `seats`, `score`, `aggregation` (`'sum'`), `top` (3), `asOf`,
 *   `timeZone`, `confidence`
 * @returns the accounts, each with those of its customers who contribute most, and how many customers have no account
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `account` is no property of the log
 * @example
 * ```ts
 * import { accountRollup, eventLog } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'ann', at: '2025-04-01T09:00:00Z', event: 'visit', company: 'North' },
 *     { customer: 'ann', at: '2025-04-20T09:00:00Z', event: 'report', company: 'North' },
 *     { customer: 'bob', at: '2025-03-01T09:00:00Z', event: 'visit', company: 'North' },
 *     { customer: 'cai', at: '2025-04-19T09:00:00Z', event: 'visit', company: 'South' },
 *   ],
 *   { customer: 'customer', time: 'at', name: 'event', properties: ['company'] },
 * );
 * const { accounts } = accountRollup(log, { account: 'company', asOf: '2025-04-20', seats: [['North', 4]] });
 * accounts.map(({ account, customers, active, activeShare }) => [account, customers, active, activeShare.value]);
 * // => [['North', 2, 1, 0.25], ['South', 1, 1, 1]]
 * accounts[0]?.contributors[0]; // => { customer: 'ann', events: 2, score: null, share: 1 }
 * ```
 */
export function accountRollup<
  Name extends string,
  Properties extends object,
  const Account extends keyof Properties & string,
>(
  log: EventLog<Name, Properties>,
  options: AccountRollupOptions<Name, Properties, Account>,
): AccountRollup<Extract<Properties[Account], Scalar>> {
  const plan = accountPlan(options);
  const asOf = plan.asOf ?? checkLog(plan.owner, log).time[log.length - 1] ?? null;
  const rollup = finished(plan, asOf === null ? [] : accountCustomers(log, plan, asOf), asOf);
  return rollup as AccountRollup<Extract<Properties[Account], Scalar>>; // accounts are values of the property
}

function finished(
  plan: AccountPlan,
  customers: readonly (readonly [CustomerId, AccountCustomer])[],
  asOf: number | null,
): AccountRollup {
  const byAccount = new Map<Scalar, (readonly [CustomerId, AccountCustomer])[]>();
  let unassigned = 0;
  for (const entry of customers) {
    const { account } = entry[1];
    if (account === null) unassigned += 1;
    else {
      const own = byAccount.get(account);
      if (own === undefined) byAccount.set(account, [entry]);
      else own.push(entry);
    }
  }
  const accounts = [...byAccount].map(([account, own]) => accountRow(plan, account, own));
  accounts.sort(
    (a, b) => (b.score ?? b.active) - (a.score ?? a.active) || b.events - a.events || compareKeys(a.account, b.account),
  );
  return { accounts, unassigned, asOf };
}

/** Of a customer whose events were cut apart after all: the later account, and counts together. */
function later(a: AccountCustomer, b: AccountCustomer): AccountCustomer {
  const latest = b.account === null || (a.account !== null && a.last >= b.last) ? a : b;
  return {
    account: latest.account,
    last: Math.max(a.last, b.last),
    events: a.events + b.events,
    signals: a.signals.map((count, k) => count + (b.signals[k] ?? 0)),
    decayed: a.decayed.map((left, k) => left + (b.decayed[k] ?? 0)),
  };
}

import type { RevenueLedger } from './ledger.js';
import { ledgerAndOptions } from './ledger-and-options.js';
import type { LedgerData, SubscriptionRoles } from './ledger-roles.js';
import { type RecurringRevenueOptions, revenuePlan } from './revenue-plan.js';
import { type RecurringRevenuePeriod, revenueRows } from './revenue-rows.js';
import { revenueState } from './revenue-state.js';

/**
 * Recurring revenue (MRR) period by period: what it began with, what was new, grew, shrank, left and came back, what it ended with,
 * and the rates that are made of them.
 *
 * Revenue per month at the end of a period is compared with that at its start, customer by customer; every customer is in one class at
 * most: new (never paid at a start before), expansion, contraction, churned (pays nothing at the end), or reactivation. All is added
 * up in whole minor units, so that start + new + expansion + reactivation − contraction − churned = end exactly. Retention of
 * revenue is a ratio of sums over customers, with the interval of one (Cochran 1977, 2.11): customers are what was sampled.
 *
 * The end of the data is no churn: a line that ends at `asOf` or later goes on, as far as is known. Vendors differ on what counts;
 * every such question is an option, and `preset` answers those of one vendor. The page on recurring revenue has the table.
 *
 * @param data - a ledger, or rows of subscriptions with the roles of `subscriptionLedger` among the options
 * @param options - `unit`, `from`, `to`, `asOf`, `timeZone` (default that of the ledger), `weekStartsOn`, `fiscalYearStartsOn`,
 * `trailing`, `confidence`, `preset`, and the rules by name (`RevenueRules`)
 * @returns a row for every period up to that of `asOf`; none without revenue
 * @throws {InvalidOptionError} when an option is unknown or out of range, `count` asks for subscriptions that were not read, a rule
 * leaves somebody below 0 (a discount that goes on after what it is taken off), or periods are not made of the ledger's snapshots
 * @throws {InvalidDataError} when it is given no ledger, or rows that `subscriptionLedger` refuses
 * @throws {LimitError} for more than 100,000 periods
 * @example
 * ```ts
 * import { recurringRevenue } from 'kizuna';
 *
 * const subscriptions = [
 *   { customer: 'a', start: '2025-01-01', end: '2025-03-01', amount: 20 },
 *   { customer: 'b', start: '2025-01-15', end: '2025-02-20', amount: 30 },
 *   { customer: 'b', start: '2025-02-20', end: null, amount: 45 },
 *   { customer: 'c', start: '2025-03-10', end: null, amount: 25 },
 * ];
 * const rows = recurringRevenue(subscriptions, {
 *   ...{ customer: 'customer', start: 'start', end: 'end', amount: 'amount' },
 *   ...{ unit: 'month', asOf: '2025-03-31' },
 * });
 * rows.map(({ period, start, expansion, churned, end }) => [period, start, expansion, churned, end]);
 * // => [['2025-01', 0, 0, 0, 50], ['2025-02', 50, 15, 0, 65], ['2025-03', 65, 0, 20, 70]]
 * rows[2]?.netRetention.value; // => 0.6923
 * rows[2]?.quickRatio; // => 1.25
 * ```
 */
export function recurringRevenue(
  data: RevenueLedger,
  options: RecurringRevenueOptions,
): readonly RecurringRevenuePeriod[];
export function recurringRevenue<Row>(
  data: LedgerData<Row>,
  options: SubscriptionRoles<Row> & RecurringRevenueOptions,
): readonly RecurringRevenuePeriod[];
export function recurringRevenue(
  data: RevenueLedger | LedgerData<unknown>,
  given: RecurringRevenueOptions | (SubscriptionRoles<unknown> & RecurringRevenueOptions),
): readonly RecurringRevenuePeriod[] {
  const { ledger, options } = ledgerAndOptions(OWNER, data, given);
  const plan = revenuePlan(OWNER, { ...options, timeZone: options.timeZone ?? ledger.timeZone });
  const asOf = plan.asOf ?? ledger.asOf;
  return asOf === null ? [] : revenueRows(plan, revenueState(plan, ledger, asOf), asOf);
}

const OWNER = 'recurringRevenue';

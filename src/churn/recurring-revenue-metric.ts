import type { Metric } from '../core/metric.js';
import type { Instant } from '../time/period-key.js';
import { checkLedger, type RevenueLedger } from './ledger.js';
import { asOfFor, checkZone } from './metric-rules.js';
import { movementPlan } from './movement-plan.js';
import { type RecurringRevenueOptions, revenuePlan } from './revenue-plan.js';
import { type RecurringRevenuePeriod, revenueRows } from './revenue-rows.js';
import { mergedRevenue, NO_REVENUE, type RecurringRevenueState, revenueState } from './revenue-state.js';

/** The options of a metric: `asOf` is one for all parts of the data, so it must be given. */
export interface RecurringRevenueMetricOptions extends RecurringRevenueOptions {
  readonly asOf: Instant;
}

/** A metric of a ledger. Revenue of one customer is compared in one place: only splits by customer can be merged. */
export interface LedgerMetric<State, Result> extends Metric<RevenueLedger, State, Result> {
  readonly split: 'by customer';
}

/**
 * Recurring revenue as a metric: for groups, and for states that are stored and merged. See `recurringRevenue`.
 *
 * @param options - as those of `recurringRevenue`, with `asOf`; `timeZone` must be given where that of the ledgers is not UTC
 * @returns a metric of a ledger; `onSubscriptions` makes it one of rows
 * @throws {InvalidOptionError} as `recurringRevenue`, or when `asOf` is missing
 * @example
 * ```ts
 * import { measure, onSubscriptions, recurringRevenueMetric } from 'kizuna';
 *
 * const rows = [
 *   { customer: 'a', from: '2025-01-01', price: 20 },
 *   { customer: 'b', from: '2025-02-01', price: 30 },
 * ];
 * const monthly = onSubscriptions(
 *   { customer: 'customer', start: 'from', amount: 'price' },
 *   recurringRevenueMetric({ unit: 'month', asOf: '2025-02-28' }),
 * );
 * measure(rows, monthly).map(({ period, end }) => [period, end]); // => [['2025-01', 20], ['2025-02', 50]]
 * ```
 */
export function recurringRevenueMetric(
  options: RecurringRevenueMetricOptions,
): LedgerMetric<RecurringRevenueState, readonly RecurringRevenuePeriod[]> {
  const plan = revenuePlan(OWNER, options);
  const asOf = asOfFor(OWNER, plan.asOf);
  return {
    name: OWNER,
    split: 'by customer',
    plan: movementPlan(plan, asOf, (counted) => counted ?? NO_REVENUE),
    state: (ledger) => revenueState(plan, checkZone(OWNER, checkLedger(OWNER, ledger), options.timeZone), asOf),
    merge: (a, b) => mergedRevenue(OWNER, a, b),
    finish: (state) => revenueRows(plan, state, asOf),
  };
}

const OWNER = 'recurringRevenue';

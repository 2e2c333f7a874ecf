import { checkMetric } from '../core/check-metric.js';
import type { AnyRow, Data } from '../core/data.js';
import type { Metric, RowMetric } from '../core/metric.js';
import type { RevenueLedger } from './ledger.js';
import type { SubscriptionRoles } from './ledger-roles.js';
import { subscriptionLedger } from './subscription-ledger.js';

/**
 * A metric of a ledger as one of plain rows, so that it can be grouped, filtered and combined: each group is made a ledger of its own.
 * Grouped by what a customer may change, such as a plan, a customer who moves churns here and is new there: `recurringRevenueBy`
 * tells moves apart.
 *
 * @param roles - where the parts of a line stand in a row, as in `subscriptionLedger`
 * @param metric - a metric of a ledger
 * @returns a metric for `measure`, `by`, `where` and `together`; merging needs all rows of a customer on one side
 * @throws {InvalidOptionError} for an unknown role, {InvalidDataError} as `subscriptionLedger`: when rows are measured
 * @example
 * ```ts
 * import { by, measure, onSubscriptions, recurringRevenueMetric } from 'kizuna';
 *
 * const rows = [
 *   { customer: 'a', from: '2025-01-01', price: 20, country: 'JP' },
 *   { customer: 'b', from: '2025-01-01', price: 30, country: 'DE' },
 * ];
 * const january = recurringRevenueMetric({ unit: 'month', asOf: '2025-01-31' });
 * const byCountry = by('country', onSubscriptions({ customer: 'customer', start: 'from', amount: 'price' }, january));
 * measure(rows, byCountry).map(({ country, end }) => [country, end]); // => [['DE', 30], ['JP', 20]]
 * ```
 */
export function onSubscriptions<Row = AnyRow, State = unknown, Result = unknown>(
  roles: SubscriptionRoles<Row>,
  metric: Metric<RevenueLedger, State, Result>,
): RowMetric<Row, State, Result> {
  checkMetric('onSubscriptions', metric);
  return {
    name: metric.name,
    split: 'by customer',
    plan: { kind: 'subscriptions', roles, of: metric.plan },
    state: (data: Data<Row>) => metric.state(subscriptionLedger<Row>(data as Iterable<Row>, roles)), // or columns, which are read as well
    merge: metric.merge,
    finish: metric.finish,
  };
}

import { checkChoice, checkOptions } from '../core/options.js';
import type { Instant } from '../time/period-key.js';
import {
  type CustomerChurn,
  type CustomerChurnState,
  churnCounts,
  churnOfMovements,
  churnRows,
  mergeChurnCounts,
} from './customer-churn-counts.js';
import { checkLedger, type RevenueLedger } from './ledger.js';
import { ledgerAndOptions } from './ledger-and-options.js';
import type { LedgerData, SubscriptionRoles } from './ledger-roles.js';
import { asOfFor, checkZone } from './metric-rules.js';
import { movementPlan } from './movement-plan.js';
import type { LedgerMetric } from './recurring-revenue-metric.js';
import { type RecurringRevenueOptions, type RevenuePlan, revenuePlan } from './revenue-plan.js';
import { CHURN_DENOMINATORS, type ChurnDenominator } from './revenue-presets.js';

/** The periods, what churned customers are divided by, and what counts as churn. */
export interface CustomerChurnOptions
  extends Omit<
    RecurringRevenueOptions,
    'churnDenominator' | 'count' | 'reactivationInNetRetention' | 'reactivationInQuickRatio'
  > {
  /** See `customerChurn`; default `'start'`. */
  readonly denominator?: ChurnDenominator | undefined;
}

/** The same for a metric: `asOf` is one for all parts of the data, so it must be given. */
export interface CustomerChurnMetricOptions extends CustomerChurnOptions {
  readonly asOf: Instant;
}

/**
 * Customer churn as a metric: for stored states and shards of customers. See `customerChurn`.
 *
 * @param options - as `customerChurn`, with `asOf`; `timeZone` must be given where that of the ledgers is not UTC
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @example
 * ```ts
 * import { customerChurnMetric, subscriptionLedger } from 'kizuna';
 *
 * const metric = customerChurnMetric({ unit: 'month', asOf: '2025-02-28' });
 * const ledgerOf = (customer: string, end: string | null) =>
 *   subscriptionLedger([{ customer, start: '2025-01-10', end, amount: 20 }], {
 *     ...{ customer: 'customer', start: 'start', end: 'end', amount: 'amount' },
 *   });
 * const [one, other] = [metric.state(ledgerOf('a', null)), metric.state(ledgerOf('b', '2025-02-10'))];
 * metric.finish(metric.merge(one, other)).map(({ period, churn }) => [period, churn.value]);
 * // => [['2025-01', null], ['2025-02', 0.5]]
 * ```
 */
export function customerChurnMetric(
  options: CustomerChurnMetricOptions,
): LedgerMetric<CustomerChurnState, readonly CustomerChurn[]> {
  const plan = planOf(options);
  const asOf = asOfFor(OWNER, plan.asOf);
  return {
    name: OWNER,
    split: 'by customer',
    plan: movementPlan(plan, asOf, churnOfMovements),
    state: (ledger) => churnCounts(plan, checkZone(OWNER, checkLedger(OWNER, ledger), options.timeZone), asOf),
    merge: mergeChurnCounts,
    finish: (state) => churnRows(plan, state, asOf),
  };
}

/**
 * Customer churn: the share of customers lost in each period, by one of four formulas that dashboards call so (解約率,
 * チャーンレート).
 *
 * - `'start'` (default): churned of those at the start ÷ customers at the start; who is new in the period is in neither. A share,
 *   with Wilson's interval (1927)
 * - `'average'`: the same churned ÷ ((start + end) / 2). Customers at the ends stand for the time that customers were there: a rate
 *   per customer and period, which may be above 1, with Garwood's exact Poisson interval (1936)
 * - `'dailySum'`: churned, day by day, ÷ Σ customers at the start of each day × days (Noble 2011, Shopify's engineering blog). The same
 *   kind of rate, in which new customers count while they are there
 * - `'dailyRates'`: Σ over the days of churned ÷ customers at the start of the day (ChartMogul's "Shopify formula", help articles
 *   207340419 and 203359341), with the interval of a weighted sum of Poisson counts (Fay & Feuer 1997)
 *
 * In every row end = start + new + reactivated − churned, by the customers at both ends of the period; of the two daily
 * formulas, of every day, added up: who comes and goes within a month counts as both. `movements` says otherwise. `retention` is always the share of those at the start who are there at
 * the end. The end of the data is no churn: lines that end at `asOf` or later are open. The rows of `recurringRevenue` have the same rate
 * as `customerChurn`, where `churnDenominator` says what `denominator` does here.
 *
 * @param data - a ledger, or rows of subscriptions with the roles of `subscriptionLedger` among the options
 * @param options - `unit` (needed), `denominator`, `from`, `to`, `asOf`, `trailing`, `confidence`, whose calendar: `timeZone` (default the
 *   ledger's), `weekStartsOn`, `fiscalYearStartsOn`; and what counts: `movements`, `churnDate`, `pauses`, `refunds`,
 *   `reactivationWithin`, `preset`, as in `recurringRevenue`
 * @returns a row for each period, in order; none for a ledger without revenue
 * @throws {InvalidOptionError} when an option is unknown or out of range, or days are asked of hours or of monthly snapshots
 * @throws {LimitError} for more than 100,000 periods, or days
 * @example
 * ```ts
 * import { customerChurn, subscriptionLedger } from 'kizuna';
 *
 * const ledger = subscriptionLedger(
 *   [
 *     { customer: 'a', start: '2025-01-01', end: null, amount: 20 },
 *     { customer: 'b', start: '2025-01-01', end: '2025-02-15', amount: 20 },
 *     { customer: 'c', start: '2025-02-01', end: '2025-02-15', amount: 20 },
 *   ],
 *   { customer: 'customer', start: 'start', end: 'end', amount: 'amount' },
 * );
 * const february = (denominator: 'start' | 'average' | 'dailySum') =>
 *   customerChurn(ledger, { unit: 'month', denominator, asOf: '2025-02-28' })[1]?.churn;
 * [february('start')?.value, february('average')?.value]; // => [0.5, 0.667]
 * february('dailySum')?.numerator; // => 2
 * february('dailySum')?.denominator; // => 2.0357
 * ```
 */
export function customerChurn(data: RevenueLedger, options: CustomerChurnOptions): readonly CustomerChurn[];
export function customerChurn<Row>(
  data: LedgerData<Row>,
  options: SubscriptionRoles<Row> & CustomerChurnOptions,
): readonly CustomerChurn[];
export function customerChurn(
  data: RevenueLedger | LedgerData<unknown>,
  given: CustomerChurnOptions | (SubscriptionRoles<unknown> & CustomerChurnOptions),
): readonly CustomerChurn[] {
  const { ledger, options } = ledgerAndOptions(OWNER, data, given);
  const plan = planOf({ ...options, timeZone: options?.timeZone ?? ledger.timeZone });
  const asOf = plan.asOf ?? ledger.asOf;
  return asOf === null ? [] : churnRows(plan, churnCounts(plan, ledger, asOf), asOf);
}

const OWNER = 'customerChurn';
const OPTIONS = [
  ...['unit', 'denominator', 'preset', 'movements', 'reactivationWithin', 'churnDate', 'pauses', 'refunds'],
  ...['from', 'to', 'asOf', 'timeZone', 'weekStartsOn', 'fiscalYearStartsOn', 'confidence', 'trailing'],
];

function planOf(options: CustomerChurnOptions): RevenuePlan {
  checkOptions(OWNER, options, OPTIONS);
  const { denominator = 'start', ...rest } = options;
  checkChoice(OWNER, 'denominator', denominator, CHURN_DENOMINATORS);
  const plan = revenuePlan(OWNER, { ...rest, churnDenominator: denominator });
  return plan;
}

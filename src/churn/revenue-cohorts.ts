import { checkNumber, checkOptions } from '../core/options.js';
import type { Pairs } from '../core/pairs.js';
import type { PeriodUnit } from '../time/period.js';
import type { Instant } from '../time/period-key.js';
import { periodAt } from '../time/period-starts.js';
import { cohortsPlan } from './cohorts-plan.js';
import { checkLedger, type RevenueLedger } from './ledger.js';
import { ledgerAndOptions } from './ledger-and-options.js';
import type { LedgerData, SubscriptionRoles } from './ledger-roles.js';
import { customerLevels } from './levels.js';
import { asOfFor, checkZone } from './metric-rules.js';
import type { LedgerMetric } from './recurring-revenue-metric.js';
import { type CohortSpan, type CohortSums, cohortSums, mergeCohorts } from './revenue-cohort-sums.js';
import { type RevenueCohortPlan, type RevenueCohorts, revenueCohortTable } from './revenue-cohort-table.js';
import { revenuePlan } from './revenue-plan.js';
import { sharedDecimals } from './revenue-pool.js';
import { POOL_OPTIONS, type RevenuePoolOptions } from './revenue-retention.js';
import { checkSnapshots, lineRules } from './revenue-state.js';

/** The periods, which cohorts, and how long to follow them. */
export interface RevenueCohortsOptions extends RevenuePoolOptions {
  readonly unit: PeriodUnit;
  /** How many periods after their own cohorts are followed; default as many as the oldest has. */
  readonly periods?: number | undefined;
  /** Cohorts from the period on that this lies in; default that of the first revenue. */
  readonly from?: Instant | undefined;
  /** Cohorts up to the period that the instant before this lies in; default that of `asOf`. */
  readonly to?: Instant | undefined;
  /** The day a week starts on, 0 (Sunday) to 6; default 1 (Monday). */
  readonly weekStartsOn?: number | undefined;
  /** The month a year and its quarters start in, 1 to 12; default 1. */
  readonly fiscalYearStartsOn?: number | undefined;
}

/** The same for a metric: `asOf` is one for all parts of the data, so it must be given. */
export interface RevenueCohortsMetricOptions extends RevenueCohortsOptions {
  readonly asOf: Instant;
}

/** The state of revenue cohorts: the sums of each cohort with customers, by the number of its period. */
export interface RevenueCohortsState {
  /** `null` without customers. */
  readonly decimals: number | null;
  readonly cohorts: Pairs<number, CohortSums>;
}

/**
 * Revenue cohorts as a metric: for stored states and shards of customers. See `revenueCohorts`.
 *
 * @param options - as `revenueCohorts`, with `asOf`; `timeZone` must be given where that of the ledgers is not UTC
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @example
 * ```ts
 * import { revenueCohortsMetric, subscriptionLedger } from 'kizuna';
 *
 * const metric = revenueCohortsMetric({ unit: 'quarter', asOf: '2025-06-30' });
 * const ledger = subscriptionLedger([{ customer: 'a', start: '2025-01-10', amount: 20 }], {
 *   ...{ customer: 'customer', start: 'start', amount: 'amount' },
 * });
 * metric.finish(metric.state(ledger)).overall.map(({ netRetention }) => netRetention.value); // => [1, 1]
 * ```
 */
export function revenueCohortsMetric(
  options: RevenueCohortsMetricOptions,
): LedgerMetric<RevenueCohortsState, RevenueCohorts> {
  const plan = planOf(options);
  const asOf = asOfFor(OWNER, plan.asOf);
  return {
    name: OWNER,
    split: 'by customer',
    plan: cohortsPlan(plan, spanOf(plan, asOf)),
    state: (ledger) => stateOf(plan, checkZone(OWNER, checkLedger(OWNER, ledger), options.timeZone), asOf),
    merge: (a, b) => ({
      decimals: sharedDecimals(OWNER, a.decimals, b.decimals),
      cohorts: mergeCohorts(a.cohorts, b.cohorts),
    }),
    finish: ({ cohorts, decimals }) => revenueCohortTable(plan, cohorts, decimals ?? 0, asOf),
  };
}

/**
 * Revenue by cohort: of the customers who first paid in a period, what they pay at the end of it and of each later one, beside what
 * they paid at first.
 *
 * In the cell of age k, NRR = Σ revenue then ÷ Σ first revenue, GRR = Σ min(first, then) ÷ Σ first revenue, and customer retention
 * the share that pays then; with the intervals of `revenueRetention`. First revenue is what a customer paid from the first instant
 * on, so that who leaves within the first period is lost in cell 0. Cells of periods that have not begun by `asOf` are `null`; the
 * one that is not over is as of then, and not `complete`. `overall` pools, age by age, the cohorts whose cell is complete.
 *
 * @param data - a ledger, or rows of subscriptions with the roles of `subscriptionLedger` among the options
 * @param options - `unit` (needed), `periods`, `from`, `to`, `asOf`, `confidence`, whose calendar: `timeZone` (default the ledger's),
 *   `weekStartsOn`, `fiscalYearStartsOn`; and what counts: `churnDate`, `pauses`, `refunds`, `preset`, as in `recurringRevenue`
 * @returns a row of cells for each cohort and the curve over all of them; revenue per month in major units
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @throws {LimitError} when cohorts × periods would be above 1,000,000 cells
 * @example
 * ```ts
 * import { revenueCohorts, subscriptionLedger } from 'kizuna';
 *
 * const ledger = subscriptionLedger(
 *   [
 *     { customer: 'a', start: '2025-01-10', end: '2025-02-10', amount: 20 },
 *     { customer: 'b', start: '2025-01-20', end: '2025-03-01', amount: 20 },
 *     { customer: 'b', start: '2025-03-01', end: null, amount: 50 },
 *     { customer: 'c', start: '2025-02-05', end: null, amount: 30 },
 *   ],
 *   { customer: 'customer', start: 'start', end: 'end', amount: 'amount' },
 * );
 * const { cohorts, overall } = revenueCohorts(ledger, { unit: 'month', asOf: '2025-03-31' });
 * cohorts.map(({ cohort, size, cells }) => [cohort, size, ...cells.map((cell) => cell && cell.netRetention.value)]);
 * // => [['2025-01', 2, 1, 0.5, 1.25], ['2025-02', 1, 1, 1, null], ['2025-03', 0, null, null, null]]
 * overall.map(({ grossRetention, cohorts }) => [grossRetention.value, cohorts]); // => [[1, 2], [0.714, 2], [0.5, 1]]
 * ```
 */
export function revenueCohorts(data: RevenueLedger, options: RevenueCohortsOptions): RevenueCohorts;
export function revenueCohorts<Row>(
  data: LedgerData<Row>,
  options: SubscriptionRoles<Row> & RevenueCohortsOptions,
): RevenueCohorts;
export function revenueCohorts(
  data: RevenueLedger | LedgerData<unknown>,
  given: RevenueCohortsOptions | (SubscriptionRoles<unknown> & RevenueCohortsOptions),
): RevenueCohorts {
  const { ledger, options } = ledgerAndOptions(OWNER, data, given);
  const plan = planOf({ ...options, timeZone: options?.timeZone ?? ledger.timeZone });
  const asOf = plan.asOf ?? ledger.asOf;
  const cohorts = asOf === null ? [] : stateOf(plan, ledger, asOf).cohorts;
  return revenueCohortTable(plan, cohorts, ledger.decimals, asOf);
}

const OWNER = 'revenueCohorts';
const OPTIONS = ['unit', 'periods', 'from', 'to', 'weekStartsOn', 'fiscalYearStartsOn', ...POOL_OPTIONS];

function planOf(options: RevenueCohortsOptions): RevenueCohortPlan {
  checkOptions(OWNER, options, OPTIONS);
  const { periods, ...rest } = options;
  const plan = revenuePlan(OWNER, rest);
  return {
    ...plan,
    ages:
      periods === undefined
        ? Infinity
        : checkNumber(OWNER, 'periods', periods, { min: 0, max: 100_000, integer: true }),
  };
}

function stateOf(plan: RevenueCohortPlan, ledger: RevenueLedger, asOf: number): RevenueCohortsState {
  checkSnapshots(plan, ledger);
  const cohorts = cohortSums(spanOf(plan, asOf), customerLevels(ledger, lineRules(plan, asOf)));
  return { decimals: cohorts.length === 0 ? null : ledger.decimals, cohorts };
}

function spanOf({ periods: calendar, from, to, ages }: RevenueCohortPlan, asOf: number): CohortSpan {
  return {
    ...{ owner: OWNER, calendar, periods: ages, asOf },
    from: from === null ? -Infinity : periodAt(calendar, from),
    to: to === null ? Infinity : periodAt(calendar, to - 1),
  };
}

import { checkNumber, checkOptions } from '../core/options.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import type { Calendar } from '../time/calendar.js';
import type { PeriodUnit } from '../time/period.js';
import type { Instant } from '../time/period-key.js';
import { periodAt } from '../time/period-starts.js';
import { checkLedger, type RevenueLedger } from './ledger.js';
import { ledgerAndOptions } from './ledger-and-options.js';
import type { LedgerData, SubscriptionRoles } from './ledger-roles.js';
import { customerLevels, type Levels } from './levels.js';
import { asOfFor, checkZone } from './metric-rules.js';
import { PaidAt } from './paid-at.js';
import { poolsPlan } from './pool-plan.js';
import type { LedgerMetric } from './recurring-revenue-metric.js';
import { type RevenuePlan, revenuePlan } from './revenue-plan.js';
import {
  addedPools,
  EMPTY_POOL,
  type PoolRetention,
  type PoolSums,
  poolRetention,
  poolSums,
  sharedDecimals,
} from './revenue-pool.js';
import { POOL_OPTIONS, type RevenuePoolOptions } from './revenue-retention.js';
import { checkSnapshots, lineRules } from './revenue-state.js';
import { checkPeriodCount } from './window-movements.js';

/** The periods, and how far back the pool of each was taken. */
export interface RevenueRetentionTrendOptions extends RevenuePoolOptions {
  readonly unit: PeriodUnit;
  /** How many periods lie between the pool and now; default a year: 365 days, 52 weeks, 12 months, 4 quarters, 1 year. */
  readonly after?: number | undefined;
  /** The first period is the one that this lies in; default the first that has a pool. */
  readonly from?: Instant | undefined;
  /** The last period is the one that the instant before this lies in; default that of `asOf`. */
  readonly to?: Instant | undefined;
  /** The day a week starts on, 0 (Sunday) to 6; default 1 (Monday). */
  readonly weekStartsOn?: number | undefined;
  /** The month a year and its quarters start in, 1 to 12; default 1. */
  readonly fiscalYearStartsOn?: number | undefined;
}

/** The same for a metric: `asOf` is one for all parts of the data, so it must be given. */
export interface RevenueRetentionTrendMetricOptions extends RevenueRetentionTrendOptions {
  readonly asOf: Instant;
}

/** What is left at the end of a period of those who paid at the end of an earlier one. */
export interface PeriodPoolRetention extends PoolRetention {
  /** Its local label, such as `'2025-04'`. */
  readonly period: string;
  /** The label of the period at whose end the pool was taken. */
  readonly pool: string;
  /** Whether the period was over by `asOf`; else it is looked at as of then. */
  readonly complete: boolean;
}

/** The state of the trend: the sums of the pools that had customers, by the number of the later period. */
export interface RevenueRetentionTrendState {
  /** `null` without customers. */
  readonly decimals: number | null;
  readonly pools: Pairs<number, PoolSums>;
}

/**
 * The trend of revenue retention as a metric: for stored states and shards of customers. See `revenueRetentionTrend`.
 *
 * @param options - as `revenueRetentionTrend`, with `asOf`; `timeZone` must be given where that of the ledgers is not UTC
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @example
 * ```ts
 * import { revenueRetentionTrendMetric, subscriptionLedger } from 'kizuna';
 *
 * const metric = revenueRetentionTrendMetric({ unit: 'quarter', after: 1, asOf: '2025-06-30' });
 * const ledger = subscriptionLedger([{ customer: 'a', start: '2025-01-10', amount: 20 }], {
 *   ...{ customer: 'customer', start: 'start', amount: 'amount' },
 * });
 * metric.finish(metric.state(ledger)).map(({ period, pool, netRetention }) => [period, pool, netRetention.value]);
 * // => [['2025-Q2', '2025-Q1', 1]]
 * ```
 */
export function revenueRetentionTrendMetric(
  options: RevenueRetentionTrendMetricOptions,
): LedgerMetric<RevenueRetentionTrendState, readonly PeriodPoolRetention[]> {
  const plan = planOf(options);
  const asOf = asOfFor(OWNER, plan.asOf);
  return {
    name: OWNER,
    split: 'by customer',
    plan: poolsPlan(plan, plan.after, asOf),
    state: (ledger) => stateOf(plan, checkZone(OWNER, checkLedger(OWNER, ledger), options.timeZone), asOf),
    merge: (a, b) => ({
      decimals: sharedDecimals(OWNER, a.decimals, b.decimals),
      pools: mergePairs(a.pools, b.pools, addedPools),
    }),
    finish: (state) => rowsOf(plan, state, asOf),
  };
}

/**
 * NRR and GRR over the last twelve months, month by month: at the end of each period, what is left of the customers who paid a year
 * before, and of their revenue. Each row is a `revenueRetention` of its own pool.
 *
 * @param data - a ledger, or rows of subscriptions with the roles of `subscriptionLedger` among the options
 * @param options - `unit` (needed), `after`, `from`, `to`, `asOf`, `confidence`, whose calendar: `timeZone` (default the ledger's),
 *   `weekStartsOn`, `fiscalYearStartsOn`; and what counts: `churnDate`, `pauses`, `refunds`, `preset`, as in `recurringRevenue`
 * @returns a row for each period that has a pool, in order
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @throws {LimitError} for more than 100,000 periods
 * @example
 * ```ts
 * import { revenueRetentionTrend, subscriptionLedger } from 'kizuna';
 *
 * const ledger = subscriptionLedger(
 *   [
 *     { customer: 'a', start: '2024-01-10', end: null, amount: 20 },
 *     { customer: 'b', start: '2024-02-01', end: '2025-02-20', amount: 20 },
 *   ],
 *   { customer: 'customer', start: 'start', end: 'end', amount: 'amount' },
 * );
 * const trend = revenueRetentionTrend(ledger, { unit: 'month', asOf: '2025-02-28' });
 * trend.map(({ period, pool, customers, netRetention }) => [period, pool, customers, netRetention.value]);
 * // => [['2025-01', '2024-01', 1, 1], ['2025-02', '2024-02', 2, 0.5]]
 * ```
 */
export function revenueRetentionTrend(
  data: RevenueLedger,
  options: RevenueRetentionTrendOptions,
): readonly PeriodPoolRetention[];
export function revenueRetentionTrend<Row>(
  data: LedgerData<Row>,
  options: SubscriptionRoles<Row> & RevenueRetentionTrendOptions,
): readonly PeriodPoolRetention[];
export function revenueRetentionTrend(
  data: RevenueLedger | LedgerData<unknown>,
  given: RevenueRetentionTrendOptions | (SubscriptionRoles<unknown> & RevenueRetentionTrendOptions),
): readonly PeriodPoolRetention[] {
  const { ledger, options } = ledgerAndOptions(OWNER, data, given);
  const plan = planOf({ ...options, timeZone: options?.timeZone ?? ledger.timeZone });
  const asOf = plan.asOf ?? ledger.asOf;
  return asOf === null ? [] : rowsOf(plan, stateOf(plan, ledger, asOf), asOf);
}

const OWNER = 'revenueRetentionTrend';
const OPTIONS = ['unit', 'after', 'from', 'to', 'weekStartsOn', 'fiscalYearStartsOn', ...POOL_OPTIONS];
const YEAR: Readonly<Record<PeriodUnit, number>> = { hour: 8760, day: 365, week: 52, month: 12, quarter: 4, year: 1 };

interface TrendPlan extends RevenuePlan {
  readonly after: number;
}

function planOf(options: RevenueRetentionTrendOptions): TrendPlan {
  checkOptions(OWNER, options, OPTIONS);
  const { after, ...rest } = options;
  const plan = revenuePlan(OWNER, rest);
  return {
    ...plan,
    after: checkNumber(OWNER, 'after', after ?? YEAR[plan.periods.unit], { min: 1, max: 100_000, integer: true }),
  };
}

function stateOf(plan: TrendPlan, ledger: RevenueLedger, asOf: number): RevenueRetentionTrendState {
  checkSnapshots(plan, ledger);
  const levels = customerLevels(ledger, lineRules(plan, asOf));
  const { periods, after } = plan;
  const begun = firstPaid(levels, periods, asOf);
  if (begun === null) return { decimals: null, pools: [] };
  const first = begun + after;
  const last = periodAt(periods, asOf);
  checkPeriodCount(OWNER, last - first + 1);
  const [then, now] = [new PaidAt(levels), new PaidAt(levels)];
  const pools: [number, PoolSums][] = [];
  for (let period = first; period <= last; period += 1) {
    const paid = then.before(periods.startOf(period - after + 1));
    const sums = poolSums(paid, now.before(Math.min(asOf + 1, periods.startOf(period + 1))));
    if (sums.customers > 0) pools.push([period, sums]);
  }
  return { decimals: pools.length === 0 ? null : ledger.decimals, pools };
}

/** The first period at whose end anybody pays: there is no pool before. `null` where nobody does. */
function firstPaid({ time, unit, level, length }: Levels, periods: Calendar, asOf: number): number | null {
  const paying = new Set<number>();
  for (let row = 0; row < length && time[row]! <= asOf; ) {
    const period = periodAt(periods, time[row]!);
    const end = periods.startOf(period + 1);
    for (; row < length && time[row]! < end; row += 1)
      if (level[row]! > 0) paying.add(unit[row]!);
      else paying.delete(unit[row]!);
    if (paying.size > 0) return period;
  }
  return null;
}

function rowsOf(
  { periods, after, from, to, confidence }: TrendPlan,
  { decimals, pools }: RevenueRetentionTrendState,
  asOf: number,
): readonly PeriodPoolRetention[] {
  const first = from === null ? pools[0]?.[0] : periodAt(periods, from);
  if (first === undefined) return [];
  const known = periodAt(periods, asOf);
  const last = to === null ? known : Math.min(known, periodAt(periods, to - 1));
  checkPeriodCount(OWNER, last - first + 1);
  const sums = new Map(pools);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => ({
    period: periods.labelOf(first + i),
    pool: periods.labelOf(first + i - after),
    ...poolRetention(OWNER, sums.get(first + i) ?? EMPTY_POOL, decimals ?? 0, confidence),
    complete: periods.startOf(first + i + 1) <= asOf + 1,
  }));
}

import { checkOptions, refuseOption } from '../core/options.js';
import { lastInstantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';
import { checkLedger, type RevenueLedger } from './ledger.js';
import { ledgerAndOptions } from './ledger-and-options.js';
import type { LedgerData, SubscriptionRoles } from './ledger-roles.js';
import { customerLevels } from './levels.js';
import { checkZone } from './metric-rules.js';
import { PaidAt } from './paid-at.js';
import { poolPlan } from './pool-plan.js';
import type { LedgerMetric } from './recurring-revenue-metric.js';
import { type RecurringRevenueOptions, type RevenuePlan, revenuePlan } from './revenue-plan.js';
import {
  addedPools,
  EMPTY_POOL,
  type PoolRetention,
  type PoolSums,
  poolRetention,
  poolSums,
  sharedDecimals,
} from './revenue-pool.js';
import { lineRules } from './revenue-state.js';
import { checkSnapshotZone } from './snapshot-calendar.js';

/** From when to when lines count, and until when they are known. */
export interface RevenuePoolOptions
  extends Pick<
    RecurringRevenueOptions,
    'asOf' | 'timeZone' | 'churnDate' | 'pauses' | 'refunds' | 'preset' | 'confidence'
  > {}

/** Whose revenue, and until when. */
export interface RevenueRetentionOptions extends RevenuePoolOptions {
  /** Who paid then is in the pool; of a local date, its end. */
  readonly at: Instant;
  /** When to look again; of a local date, its end. Default `asOf`. */
  readonly until?: Instant | undefined;
}

/** The same for a metric: one `until` for all parts of the data. */
export interface RevenueRetentionMetricOptions extends RevenueRetentionOptions {
  readonly until: Instant;
}

/** The state of revenue retention; `decimals` is `null` without customers. */
export interface RevenueRetentionState extends PoolSums {
  readonly decimals: number | null;
}

/**
 * Revenue retention as a metric: for stored states and shards of customers. See `revenueRetention`.
 *
 * @param options - as `revenueRetention`, with `until`; `timeZone` must be given where that of the ledgers is not UTC
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `until` is missing
 * @example
 * ```ts
 * import { revenueRetentionMetric, subscriptionLedger } from 'kizuna';
 *
 * const metric = revenueRetentionMetric({ at: '2025-01-31', until: '2025-12-31' });
 * const ledgerOf = (customer: string, end: string | null) =>
 *   subscriptionLedger([{ customer, start: '2025-01-10', end, amount: 20 }], {
 *     ...{ customer: 'customer', start: 'start', end: 'end', amount: 'amount', asOf: '2026-01-31' },
 *   });
 * const [one, other] = [metric.state(ledgerOf('a', null)), metric.state(ledgerOf('b', '2025-02-10'))];
 * metric.finish(metric.merge(one, other)).netRetention.value; // => 0.5
 * ```
 */
export function revenueRetentionMetric(
  options: RevenueRetentionMetricOptions,
): LedgerMetric<RevenueRetentionState, PoolRetention> {
  const plan = planOf(options);
  const { until, asOf } = plan;
  if (until === null) {
    refuseOption(OWNER, 'until', 'to be given, one for all that is merged', undefined, 'E_OPT_TYPE');
  }
  const span = spanOf(plan, until, asOf ?? until);
  return {
    name: OWNER,
    split: 'by customer',
    plan: poolPlan(plan, span),
    state: (ledger) => stateOf(plan, checkZone(OWNER, checkLedger(OWNER, ledger), options.timeZone), span),
    merge: (a, b) => ({ decimals: sharedDecimals(OWNER, a.decimals, b.decimals), ...addedPools(a, b) }),
    finish: (state) => resultOf(plan, state),
  };
}

/**
 * NRR and GRR of a static pool: what the customers who paid at one date pay at a later one, and what of it is no expansion.
 *
 * NRR = Σ later ÷ Σ first over the customers who paid at first; GRR = Σ min(first, later) ÷ Σ first, customer by customer (SaaS
 * Metrics Standards Board; Paddle). Who came later is in neither, who left and is back counts with what they pay. It is not the
 * product of monthly rates, which takes every month's own customers. Customers are the sampling unit: the intervals are those of a
 * ratio estimate (Cochran 1977, Sampling Techniques, 2.11) with the added observations of Agresti & Coull (1998) as customers, so that
 * one large customer widens them, and a pool that nobody has left yet is not taken for certain.
 *
 * @param data - a ledger, or rows of subscriptions with the roles of `subscriptionLedger` among the options
 * @param options - `at` (needed), `until`, `asOf`, `timeZone` (default the ledger's), `confidence`, and what counts: `churnDate`,
 *   `pauses`, `refunds`, `preset`, as in `recurringRevenue`
 * @returns the pool, with revenue per month in major units; values are `null` where nobody paid at first, intervals for one customer
 * @throws {InvalidOptionError} when an option is unknown or out of range, `until` not after `at`, or after what is known
 * @example
 * ```ts
 * import { revenueRetention, subscriptionLedger } from 'kizuna';
 *
 * const ledger = subscriptionLedger(
 *   [
 *     { customer: 'a', start: '2024-01-10', end: '2024-09-10', amount: 20 },
 *     { customer: 'a', start: '2024-09-10', end: null, amount: 35 },
 *     { customer: 'b', start: '2024-03-01', end: '2025-02-01', amount: 20 },
 *     { customer: 'c', start: '2024-11-01', end: null, amount: 50 },
 *   ],
 *   { customer: 'customer', start: 'start', end: 'end', amount: 'amount' },
 * );
 * const { customers, revenue, netRetention, grossRetention, customerRetention } = revenueRetention(ledger, {
 *   at: '2024-03-31',
 *   until: '2025-03-31',
 *   asOf: '2025-06-30',
 * });
 * [customers, revenue]; // => [2, 40]
 * [netRetention.value, grossRetention.value, customerRetention.value]; // => [0.875, 0.5, 0.5]
 * ```
 */
export function revenueRetention(data: RevenueLedger, options: RevenueRetentionOptions): PoolRetention;
export function revenueRetention<Row>(
  data: LedgerData<Row>,
  options: SubscriptionRoles<Row> & RevenueRetentionOptions,
): PoolRetention;
export function revenueRetention(
  data: RevenueLedger | LedgerData<unknown>,
  given: RevenueRetentionOptions | (SubscriptionRoles<unknown> & RevenueRetentionOptions),
): PoolRetention {
  const { ledger, options } = ledgerAndOptions(OWNER, data, given);
  const plan = planOf({ ...options, timeZone: options?.timeZone ?? ledger.timeZone });
  const known = plan.asOf ?? ledger.asOf;
  if (known === null) return resultOf(plan, { decimals: null, ...EMPTY_POOL });
  return resultOf(plan, stateOf(plan, ledger, spanOf(plan, plan.until ?? known, known)));
}

const OWNER = 'revenueRetention';

/** The names of `RevenuePoolOptions`. */
export const POOL_OPTIONS = ['asOf', 'timeZone', 'churnDate', 'pauses', 'refunds', 'preset', 'confidence'];

interface PoolPlan extends RevenuePlan {
  readonly at: number;
  readonly until: number | null;
}

interface Span {
  readonly at: number;
  readonly until: number;
  readonly asOf: number;
}

function planOf(options: RevenueRetentionOptions): PoolPlan {
  checkOptions(OWNER, options, ['at', 'until', ...POOL_OPTIONS]);
  const { at, until, ...rest } = options;
  const plan = revenuePlan(OWNER, { ...rest, unit: 'day' });
  const { timeZone } = plan.periods;
  return {
    ...plan,
    at: lastInstantIn(OWNER, 'at', at, timeZone),
    until: until === undefined ? null : lastInstantIn(OWNER, 'until', until, timeZone),
  };
}

function spanOf({ at }: PoolPlan, until: number, asOf: number): Span {
  if (at > asOf) refuseOption(OWNER, 'at', 'to be at or before asOf: later is not known', new Date(at).toISOString());
  if (until > asOf)
    refuseOption(OWNER, 'until', 'to be at or before asOf: later is not known', new Date(until).toISOString());
  if (until < at) refuseOption(OWNER, 'until', 'to be at or after at', new Date(until).toISOString());
  return { at, until, asOf };
}

function stateOf(plan: PoolPlan, ledger: RevenueLedger, { at, until, asOf }: Span): RevenueRetentionState {
  checkSnapshotZone(OWNER, plan.periods.timeZone, ledger);
  const paid = new PaidAt(customerLevels(ledger, lineRules(plan, asOf)));
  const first = paid.before(at + 1).slice();
  const sums = poolSums(first, paid.before(until + 1));
  return { decimals: sums.customers === 0 ? null : ledger.decimals, ...sums };
}

function resultOf({ confidence }: PoolPlan, state: RevenueRetentionState): PoolRetention {
  return poolRetention(OWNER, state, state.decimals ?? 0, confidence);
}

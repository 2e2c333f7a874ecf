import type { Rate } from '../core/estimate.js';
import { exactSum } from '../core/exact-sum.js';
import { checkConfidence, checkOptions } from '../core/options.js';
import { asOfGiven } from '../log/as-of.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyLog, AnyProperties, CustomerId, EventLog } from '../log/layout.js';
import {
  type CustomerTotals,
  customerTotals,
  requireAmounts,
  TOTALS_OPTIONS,
  type TotalsOptions,
  type TotalsPlan,
  totalsPlan,
} from '../log/purchases/customer-totals.js';
import { type CustomerTotalsState, mergeTotals, totalsOf, totalsState } from '../log/purchases/totals-state.js';
import { totalsShapes } from '../log/shapes/totals-shapes.js';
import { wilsonRates } from '../stats/wilson.js';
import { calendar } from '../time/calendar.js';
import type { Instant } from '../time/period-key.js';
import { type AmountCounts, amountsOfTotals } from './customer-amounts.js';
import {
  PORTFOLIO_CLASSES,
  PORTFOLIO_OPTIONS,
  type PortfolioClass,
  type PortfolioRules,
  type PortfolioStatus,
  type PortfolioThresholds,
  portfolioClass,
  portfolioStatus,
  portfolioThresholds,
} from './portfolio-rules.js';
import { shareOf } from './ranking.js';

/** The thresholds, which events are orders, and up to when they count. */
export type CustomerPortfolioOptions<
  Name extends string = string,
  Properties extends object = AnyProperties,
> = PortfolioRules &
  TotalsOptions<Name, Properties> & { /** Default 0.95. */ readonly confidence?: number | undefined };

/** The customers of one class, active or lapsed. */
export interface PortfolioSegment {
  readonly class: PortfolioClass;
  readonly status: PortfolioStatus;
  /** The share of all customers; `numerator` is how many. */
  readonly share: Rate;
  readonly amount: number;
  /** Of the whole amount; `null` where that is not above 0. */
  readonly amountShare: number | null;
}

/** A customer, its class, and what it follows from. */
export interface PortfolioCustomer {
  readonly customer: CustomerId;
  readonly class: PortfolioClass;
  readonly status: PortfolioStatus;
  readonly orders: number;
  readonly amount: number;
  /** Local days from the first order to the latest (在籍期間). */
  readonly tenureDays: number;
  /** Local days from the latest order to `asOf` (離脱期間). */
  readonly daysSince: number;
}

/** Customers by what they have been and whether they still are. */
export interface CustomerPortfolio extends AmountCounts {
  readonly n: number;
  readonly amount: number;
  /** The thresholds that the customers were judged by. */
  readonly thresholds: PortfolioThresholds;
  /** Ten segments: the five classes active, then the five lapsed. */
  readonly segments: readonly PortfolioSegment[];
  /** In the order of first orders, then of ids. */
  readonly customers: readonly PortfolioCustomer[];
}

/**
 * The customer portfolio as a metric: for stored states and shards of customers. See `customerPortfolio`.
 *
 * @param options - as those of `customerPortfolio`; `asOf` must be given, one for all that is merged
 * @throws {InvalidOptionError} when an option is unknown or out of range, or a threshold or `asOf` is not given
 * @example
 * ```ts
 * import { customerPortfolioMetric, eventLog } from 'kizuna';
 *
 * const metric = customerPortfolioMetric({ preset: 'ltv-lab', asOf: '2025-12-31' });
 * const shard = (customer: string, at: string) =>
 *   metric.state(eventLog([{ customer, at, yen: 3000 }], { customer: 'customer', time: 'at', amount: 'yen' }));
 * const merged = metric.merge(shard('a', '2025-12-01T00:00Z'), shard('b', '2025-03-01T00:00Z'));
 * metric.finish(merged).customers.map((each) => [each.class, each.status]); // => [['first', 'lapsed'], ['first', 'active']]
 * ```
 */
export function customerPortfolioMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: CustomerPortfolioOptions<Name, Properties> & { readonly asOf: Instant },
): EventMetric<Name, Properties, CustomerTotalsState, CustomerPortfolio> {
  const plan = planOf(options);
  asOfGiven(OWNER, options.asOf, plan.totals.timeZone);
  return {
    name: OWNER,
    split: 'by customer',
    plan: totalsShapes(plan.totals),
    state: (log) => totalsState(totalsWithAmounts(plan.totals, log)),
    merge: mergeTotals,
    finish: (state) => portfolioOf(plan, totalsOf(state)),
  };
}

/**
 * CPM分析 (customer portfolio management, 顧客ポートフォリオ): five classes by orders, tenure and amount, each active (現役) or lapsed (離脱).
 *
 * One order: `'first'` (初回). More: below `steadyDays` of tenure `'toddling'` (よちよち), then below `highAmount` `'steady'` (コツコツ), then below
 * `loyalDays` `'trend'` (流行), else `'loyal'` (優良). Asked in this order, every customer is in exactly one class. Tenure and days since are
 * differences of local dates. The preset `'ltv-lab'` has the thresholds of that product, in yen: 240, 90 and 210 days, ¥70,000.
 *
 * @param log - an event log with amounts
 * @param options - `preset`, or `lapsedDays`, `steadyDays`, `loyalDays` and `highAmount`; `purchase`, `per`, `refunds`, `from`, `asOf`,
 * `timeZone`, `confidence`
 * @returns the ten segments with customers and amounts, and the class of each customer
 * @throws {InvalidDataError} when an amount is negative and `refunds` does not say what that means, or no purchase has an amount
 * (`E_FIELD_MISSING`)
 * @throws {InvalidOptionError} when an option is unknown or out of range, a threshold is not given, or the log has no amounts
 * @example
 * ```ts
 * import { customerPortfolio, eventLog } from 'kizuna';
 *
 * const orders = [
 *   { customer: 'a', at: '2025-01-10T09:00+09:00', yen: 40_000 },
 *   { customer: 'a', at: '2025-10-10T09:00+09:00', yen: 30_000 },
 *   { customer: 'b', at: '2025-02-01T09:00+09:00', yen: 5000 },
 *   { customer: 'c', at: '2025-11-01T09:00+09:00', yen: 5000 },
 *   { customer: 'c', at: '2025-12-01T09:00+09:00', yen: 5000 },
 * ];
 * const log = eventLog(orders, { customer: 'customer', time: 'at', amount: 'yen' });
 * const { customers } = customerPortfolio(log, { preset: 'ltv-lab', asOf: '2025-12-31', timeZone: 'Asia/Tokyo' });
 * customers.map((each) => [each.class, each.status, each.tenureDays, each.daysSince]);
 * // => [['loyal', 'active', 273, 82], ['first', 'lapsed', 0, 333], ['toddling', 'active', 30, 30]]
 * ```
 */
export function customerPortfolio<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: CustomerPortfolioOptions<Name, Properties>,
): CustomerPortfolio {
  const plan = planOf(options);
  return portfolioOf(plan, totalsWithAmounts(plan.totals, log));
}

const OWNER = 'customerPortfolio';

interface Plan {
  readonly totals: TotalsPlan;
  readonly thresholds: PortfolioThresholds;
  readonly confidence: number;
}

function planOf<Name extends string, Properties extends object>(
  options: CustomerPortfolioOptions<Name, Properties>,
): Plan {
  checkOptions(OWNER, options, [...TOTALS_OPTIONS, ...PORTFOLIO_OPTIONS, 'confidence']);
  return {
    totals: totalsPlan(OWNER, options),
    thresholds: portfolioThresholds(OWNER, options),
    confidence: checkConfidence(OWNER, options.confidence ?? 0.95),
  };
}

function totalsWithAmounts(plan: TotalsPlan, log: AnyLog): CustomerTotals {
  requireAmounts(OWNER, log);
  return customerTotals(plan, log);
}

function portfolioOf({ totals: plan, thresholds, confidence }: Plan, totals: CustomerTotals): CustomerPortfolio {
  const { customer, amount, counts } = amountsOfTotals(plan, totals);
  const n = customer.length;
  const days = calendar({ unit: 'day', timeZone: plan.timeZone });
  const [first, last] = [new Int32Array(n), new Int32Array(n)];
  days.indexAll(totals.first, first);
  days.indexAll(totals.last, last);
  const today = counts.asOf === null ? 0 : days.indexOf(counts.asOf);
  const customers = customer.map((id, i): PortfolioCustomer => {
    const facts = {
      orders: totals.orders[i]!,
      amount: amount[i]!,
      // Clocks that are set back over midnight make a later instant an earlier date.
      tenureDays: Math.max(last[i]! - first[i]!, 0),
      daysSince: Math.max(today - last[i]!, 0),
    };
    const status = portfolioStatus(thresholds, facts.daysSince);
    return { customer: id, class: portfolioClass(thresholds, facts), status, ...facts };
  });
  const all = exactSum(amount, OWNER);
  const rate = wilsonRates(confidence);
  const segments = STATUSES.flatMap((status) =>
    PORTFOLIO_CLASSES.map((name): PortfolioSegment => {
      const members = customers.filter((each) => each.class === name && each.status === status);
      const own = exactSum(
        members.map((each) => each.amount),
        OWNER,
      );
      const share = rate(members.length, n);
      return { class: name, status, share, amount: own, amountShare: shareOf(own, all) };
    }),
  );
  return { n, amount: all, thresholds, segments, customers, ...counts };
}

const STATUSES = ['active', 'lapsed'] as const;

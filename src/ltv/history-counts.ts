import { checkNumber, refuseOption } from '../core/options.js';
import { asOfGiven } from '../log/as-of.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, EventLog, LogExcluded } from '../log/layout.js';
import { refuseRefunds } from '../log/purchases/customer-totals.js';
import { latestPeriod, type SummaryOptions, summaryPlan } from '../log/purchases/summary-plan.js';
import type { Instant } from '../time/period-key.js';
import type { CustomerHistory } from './customer-history.js';
import {
  type HistoryCountsPlan,
  type HistoryCountsState,
  historyCountsState,
  mergeHistoryCounts,
} from './history-counts-state.js';
import { historyShapes } from './history-shapes.js';

/** Which purchases are counted, in what unit and up to when. */
export interface HistoryCountsOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends Omit<SummaryOptions<Name, Properties>, 'calibrationEnd' | 'asOf'> {
  /** The end of observation, one for all that is merged; a local date is the whole of it. */
  readonly asOf: Instant;
  /**
   * The mean amounts are rounded to multiples of this, so that fewer of them differ, and half of it is the most that any is off. Default:
   * they stay as they are.
   */
  readonly monetaryStep?: number | undefined;
}

/** Customers with one history of purchases. */
export interface HistoryCount extends CustomerHistory {
  readonly customers: number;
}

/** Customers with one number of repeat purchases and one mean amount of them. */
export interface SpendCount {
  readonly frequency: number;
  readonly monetary: number;
  readonly customers: number;
}

/** How many customers have which history: what models of repeat purchase are fitted to. */
export interface HistoryCounts {
  /** Customers who bought. */
  readonly n: number;
  /** By frequency, recency and T, ascending: for `fitBgNbd` and its kin, with `weight: 'customers'`. */
  readonly histories: readonly HistoryCount[];
  /** Of customers with repeat purchases, by frequency and mean amount: for `fitGammaGamma`. `null` without amounts, and where nobody bought. */
  readonly spend: readonly SpendCount[] | null;
  readonly excluded: LogExcluded & {
    /** Events with a negative amount, which are no purchases. */
    readonly refunds: number;
  };
}

/**
 * Counts of histories as a metric of events: for stored states, shards of customers and databases, where a billion orders come to a table of
 * some thousand rows. See `historyCounts`.
 *
 * @param options - as those of `historyCounts`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is not given
 * @example
 * ```ts
 * import { eventLog, historyCountsMetric } from 'kizuna';
 *
 * const metric = historyCountsMetric({ unit: 'day', asOf: '2025-04-21' });
 * const shard = (customer: string) =>
 *   metric.state(eventLog([{ customer, at: '2025-04-01T10:00Z' }], { customer: 'customer', time: 'at' }));
 * metric.finish(metric.merge(shard('a'), shard('b'))).histories;
 * // => [{ frequency: 0, recency: 0, T: 20, customers: 2 }]
 * ```
 */
export function historyCountsMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: HistoryCountsOptions<Name, Properties>,
): EventMetric<Name, Properties, HistoryCountsState, HistoryCounts> {
  // Names and properties are only for the compiler.
  const plan = summaryPlan(OWNER, options as SummaryOptions, ['monetaryStep']);
  const { monetaryStep = null } = options;
  const asOf = asOfGiven(OWNER, options.asOf, plan.periods.timeZone);
  if (plan.calibrationEnd !== null)
    refuseOption(OWNER, 'calibrationEnd', 'to be left out: what is counted ends with asOf', plan.calibrationEnd);
  if (monetaryStep !== null) checkNumber(OWNER, 'monetaryStep', monetaryStep, { min: 0, open: true, max: 1e15 });
  const counted = { ...plan, asOf, monetaryStep };
  return {
    name: OWNER,
    split: 'by customer',
    plan: historyShapes(counted),
    state: (log) => historyCountsState(counted, log),
    merge: mergeHistoryCounts,
    finish: (state) => countsOf(counted, state),
  };
}

/**
 * How many customers have which frequency, recency and T, and which mean amount: all that BG/NBD, MBG/NBD, Pareto/NBD, BG/BB and gamma–gamma are
 * fitted from. The quantities are those of `customerSummary`, and so are the fits.
 *
 * @param log - purchases; where it holds other events too, say which with `purchase`
 * @param options - `unit` and `asOf`; `mergeWithin`, `purchase`, `refunds` and the calendar's as in `customerSummary`; `monetaryStep`
 * @returns the counts, a row for each different history, and one for each different spend
 * @throws {InvalidDataError} when amounts are negative and `refunds` does not say what that means (`E_NUM_RANGE`), or those of a customer
 * are beyond doubles together (`E_OVERFLOW`)
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is not given
 * @throws {LimitError} where the log goes over more than 65,535 of the periods that are counted
 * @example
 * ```ts
 * import { eventLog, fitBgNbd, historyCounts } from 'kizuna';
 *
 * const day = (n: number) => new Date(Date.UTC(2025, 0, n));
 * const orders = [1, 5, 12, 30].flatMap((gap, i) =>
 *   [1, 1 + gap, 1 + 2 * gap].slice(0, i + 1).map((n) => ({ customer: `c${i}`, at: day(n) })),
 * );
 * const log = eventLog(orders, { customer: 'customer', time: 'at' });
 * const { histories, n } = historyCounts(log, { unit: 'day', asOf: '2025-04-10' });
 * n; // => 4
 * histories[0]; // => { frequency: 0, recency: 0, T: 99, customers: 1 }
 * fitBgNbd(histories, { weight: 'customers' }).n; // => 4
 * ```
 */
export function historyCounts<Name extends string, Properties extends object = AnyProperties>(
  log: EventLog<Name, Properties>,
  options: HistoryCountsOptions<Name, Properties>,
): HistoryCounts {
  const metric = historyCountsMetric(options);
  return metric.finish(metric.state(log));
}

const OWNER = 'historyCounts';

function countsOf(plan: HistoryCountsPlan, state: HistoryCountsState): HistoryCounts {
  const { histories, spend, refunds, missing, invalid, repeated } = state;
  refuseRefunds(plan, refunds);
  const end = latestPeriod(plan.periods, plan.asOf);
  const { scale } = plan;
  const rows = histories.map(
    ([frequency, recency, first, customers]): HistoryCount => ({
      ...{ frequency, recency: recency / scale, T: (end - first) / scale, customers },
    }),
  );
  return {
    n: histories.reduce((n, [, , , customers]) => n + customers, 0),
    histories: rows.sort((a, b) => a.frequency - b.frequency || a.recency - b.recency || a.T - b.T),
    spend: spend?.map(([frequency, monetary, customers]) => ({ frequency, monetary, customers })) ?? null,
    excluded: { missing, invalid, repeated, refunds },
  };
}

import { LimitError } from '../core/errors.js';
import type { Rate } from '../core/estimate.js';
import { checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyLog, AnyProperties, EventLog } from '../log/layout.js';
import { rowsUntil } from '../log/rows-until.js';
import { rate } from '../stats/rate.js';
import { type Calendar, calendar } from '../time/calendar.js';
import { type Duration, durationOf } from '../time/duration.js';
import { instantIn } from '../time/instant-in.js';
import type { PeriodUnit } from '../time/period.js';
import type { Instant } from '../time/period-key.js';
import { asOfGiven, asOfOrLast } from './as-of.js';
import { type Balance, type BalanceState, balancesOf, mergeBalances } from './customer-balance.js';
import {
  PURCHASE_OPTIONS,
  type PurchaseFacts,
  type PurchaseOptions,
  purchaseFacts,
  purchaseRows,
} from './purchases.js';

/** The periods, and who is a customer at the end of one. */
export interface PeriodRetentionOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends PurchaseOptions<Name, Properties> {
  readonly unit: PeriodUnit;
  /**
   * A customer at an instant is who bought so long before it, or less; default the period itself: a customer at its end is who
   * bought in it.
   */
  readonly lapsedAfter?: Duration;
  /** The first period is the one that this lies in; default that of the first purchase. */
  readonly from?: Instant;
  /** The last period is the one that the instant before this lies in; default that of `asOf`. */
  readonly to?: Instant;
  /** Default the last instant of the log. Later events are not counted. */
  readonly asOf?: Instant;
  /** The day a week starts on, 0 (Sunday) to 6; default 1 (Monday). */
  readonly weekStartsOn?: number;
  /** The month a year and its quarters start in, 1 to 12; default 1. */
  readonly fiscalYearStartsOn?: number;
  /** Default 0.95. */
  readonly confidence?: number;
}

/** The same for a metric: `asOf` is one for all parts of the data, so it must be given. */
export interface PeriodRetentionMetricOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends PeriodRetentionOptions<Name, Properties> {
  readonly asOf: Instant;
}

/** The customers of one period. The rate is of those at its start who are still customers at its end. */
export interface PeriodRetention extends Rate {
  /** Its local label, such as `'2025-04'`. */
  readonly period: string;
  /** Customers at its start: `denominator`. */
  readonly start: number;
  /** Those of them who no longer are at its end: `start` less `numerator`. */
  readonly lapsed: number;
  /** Customers at its end whose first purchase was in it. */
  readonly new: number;
  /** Customers at its end who had bought before it and were none at its start. */
  readonly reactivated: number;
  /** Customers at its end, or at `asOf` where that comes first. */
  readonly end: number;
  /** Whether it was over by `asOf`. */
  readonly complete: boolean;
}

/** The state of period retention: the customers of each period. */
export type PeriodRetentionState = BalanceState;

/**
 * Period retention as a metric: for streams, stored states and shards of customers. See `periodRetention`.
 *
 * @param options - as `periodRetention`, with `asOf`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @example
 * ```ts
 * import { eventLog, periodRetentionMetric } from 'kizuna';
 *
 * const metric = periodRetentionMetric({ unit: 'month', asOf: '2025-06-01' });
 * const log = eventLog([{ id: 'a', at: '2025-05-03T09:00:00Z' }], { customer: 'id', time: 'at' });
 * metric.finish(metric.state(log)).map(({ period, start, new: added, end }) => [period, start, added, end]);
 * // => [['2025-05', 0, 1, 1], ['2025-06', 1, 0, 0]]
 * ```
 */
export function periodRetentionMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: PeriodRetentionMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, PeriodRetentionState, readonly PeriodRetention[]> {
  const plan = planOf(options);
  const asOf = asOfGiven(OWNER, options.asOf, plan.purchases.timeZone);
  return {
    name: OWNER,
    split: 'by customer',
    state: (log) => stateOf(plan, log, asOf),
    merge: mergeBalances,
    finish: (state) => rowsOf(plan, state, asOf),
  };
}

/**
 * 顧客維持率: (customers at the end of a period − those who came in it) ÷ customers at its start.
 *
 * "Those who came" are the new and the reactivated, so that what remains are customers of the start: the rate is at most 1, and
 * end = start + new + reactivated − lapsed. Events do not say who is a customer: `lapsedAfter` does, best taken from
 * `purchaseIntervals`. Without it a customer at the end of a period is who bought in it. The interval is Wilson's (1927).
 *
 * @param log - the events
 * @param options - `unit` (needed), `lapsedAfter`, `from`, `to`, `asOf`, `purchase`, `per`, `timeZone`, `weekStartsOn`,
 *   `fiscalYearStartsOn`, `confidence`
 * @returns a row for each period, in order; `value` is `null` where there were no customers at the start
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @throws {LimitError} for more than 100,000 periods
 * @example
 * ```ts
 * import { eventLog, periodRetention } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-04-02T09:00:00Z' },
 *   { id: 'b', at: '2025-04-20T09:00:00Z' },
 *   { id: 'c', at: '2025-05-05T09:00:00Z' },
 *   { id: 'a', at: '2025-06-20T09:00:00Z' },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * const [april, may, june] = periodRetention(log, { unit: 'month', lapsedAfter: { days: 45 }, asOf: '2025-07-01' });
 * [april?.start, april?.new, april?.end]; // => [0, 2, 2]
 * [may?.start, may?.lapsed, may?.new, may?.end, may?.value]; // => [2, 1, 1, 2, 0.5]
 * [june?.start, june?.lapsed, june?.reactivated, june?.end, june?.value]; // => [2, 2, 1, 1, 0]
 * ```
 */
export function periodRetention<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: PeriodRetentionOptions<Name, Properties>,
): readonly PeriodRetention[] {
  const plan = planOf(options);
  const asOf = asOfOrLast(OWNER, options.asOf, log, plan.purchases.timeZone);
  return rowsOf(plan, stateOf(plan, log, asOf), asOf);
}

const OWNER = 'periodRetention';
const MOST_PERIODS = 100_000;
const OPTIONS = [
  'unit',
  ...PURCHASE_OPTIONS,
  'lapsedAfter',
  'from',
  'to',
  'asOf',
  'weekStartsOn',
  'fiscalYearStartsOn',
  'confidence',
];

interface Plan {
  readonly purchases: PurchaseFacts;
  readonly periods: Calendar;
  readonly lapse: number | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly confidence: number;
}

function planOf<Name extends string, Properties extends object>(
  options: PeriodRetentionOptions<Name, Properties>,
): Plan {
  checkOptions(OWNER, options, OPTIONS);
  const { unit, lapsedAfter, weekStartsOn = 1, fiscalYearStartsOn = 1 } = options;
  const purchases = purchaseFacts(OWNER, options);
  const { timeZone } = purchases;
  const from = options.from === undefined ? null : instantIn(OWNER, 'from', options.from, timeZone);
  const to = options.to === undefined ? null : instantIn(OWNER, 'to', options.to, timeZone);
  if (to !== null && to <= (from ?? -Infinity)) refuseOption(OWNER, 'to', 'to be after from', options.to);
  const lapse = lapsedAfter === undefined ? null : durationOf(OWNER, 'lapsedAfter', lapsedAfter);
  if (lapse === 0) refuseOption(OWNER, 'lapsedAfter', 'to be longer than 0', lapse);
  return {
    purchases,
    periods: calendar({ unit, timeZone, weekStartsOn, fiscalYearStartsOn }),
    lapse,
    from,
    to,
    confidence: checkConfidence(OWNER, options.confidence ?? 0.95),
  };
}

function stateOf({ purchases, periods, lapse }: Plan, log: AnyLog, asOf: number): BalanceState {
  const rows = purchaseRows(OWNER, log, purchases);
  const start = rows === null ? 0 : rows.indexOf(1);
  if (start < 0 || start >= rowsUntil(log.time, asOf)) return { first: null, counts: [] };
  const first = periods.indexOf(log.time[start] as number);
  const last = periods.indexOf(asOf);
  checkCount(last - first + 1);
  const boundaries = new Float64Array(last - first + 2).fill(asOf + 1);
  boundaries[0] = log.time[start] as number;
  for (let i = 1; i + 1 < boundaries.length; i += 1) boundaries[i] = periods.startOf(first + i);
  const balances = balancesOf(log, rows, boundaries, lapse);
  const counts = balances.map((balance, i) => [first + i, balance] as const);
  return { first, counts: counts.filter(([, balance]) => balance.some((count) => count > 0)) };
}

function rowsOf(
  { periods, from, to, confidence }: Plan,
  state: BalanceState,
  asOf: number,
): readonly PeriodRetention[] {
  const first = from === null ? state.first : periods.indexOf(from);
  if (first === null) return [];
  const last = to === null ? periods.indexOf(asOf) : Math.min(periods.indexOf(asOf), periods.indexOf(to - 1));
  checkCount(last - first + 1);
  const counts = new Map(state.counts);
  const rows: PeriodRetention[] = [];
  let [start] = counts.get(first - 1) ?? NOBODY;
  for (let period = first; period <= last; period += 1) {
    const [end, added, reactivated] = counts.get(period) ?? NOBODY;
    const retained = end - added - reactivated;
    rows.push({
      period: periods.labelOf(period),
      start,
      lapsed: start - retained,
      new: added,
      reactivated,
      end,
      complete: periods.startOf(period + 1) <= asOf + 1,
      ...rate(retained, start, { confidence }),
    });
    start = end;
  }
  return rows;
}

function checkCount(periods: number): void {
  if (periods <= MOST_PERIODS) return;
  const expected = `at most ${MOST_PERIODS} periods`;
  throw new LimitError(`${OWNER} requires unit to give ${expected}; got ${periods}`, [
    { code: 'E_LIMIT', index: null, field: 'unit', expected, received: String(periods) },
  ]);
}

const NOBODY: Balance = [0, 0, 0];

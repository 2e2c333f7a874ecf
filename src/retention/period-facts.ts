import { LimitError } from '../core/errors.js';
import type { Rate } from '../core/estimate.js';
import { checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import type { AnyLog, AnyProperties } from '../log/layout.js';
import {
  PURCHASE_OPTIONS,
  type PurchaseFacts,
  type PurchaseOptions,
  purchaseFacts,
  purchaseRows,
} from '../log/purchases/purchases.js';
import { rowsUntil } from '../log/rows-until.js';
import { rate } from '../stats/rate.js';
import { type Calendar, calendar } from '../time/calendar.js';
import { type Duration, durationOf } from '../time/duration.js';
import { instantIn } from '../time/instant-in.js';
import type { PeriodUnit } from '../time/period.js';
import type { Instant } from '../time/period-key.js';
import { periodAt } from '../time/period-starts.js';
import { type Balance, type BalanceState, balancesOf } from './customer-balance.js';

/** The periods, and who is a customer at the end of one. */
export interface PeriodRetentionOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends PurchaseOptions<Name, Properties> {
  /** The length of the periods, by the calendar. */
  readonly unit: PeriodUnit;
  /**
   * A customer at an instant is who bought so long before it, or less; default the period itself: a customer at its end is who
   * bought in it.
   */
  readonly lapsedAfter?: Duration | undefined;
  /** The first period is the one that this lies in; default that of the first purchase. */
  readonly from?: Instant | undefined;
  /** The last period is the one that the instant before this lies in; default that of `asOf`. */
  readonly to?: Instant | undefined;
  /** Later events are not counted; a local date is the whole of it. Default: the last instant of the log. */
  readonly asOf?: Instant | undefined;
  /** The day a week starts on, 0 (Sunday) to 6; default 1 (Monday). */
  readonly weekStartsOn?: number | undefined;
  /** The month a year and its quarters start in, 1 to 12; default 1. */
  readonly fiscalYearStartsOn?: number | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
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

/** The options, checked, with nothing left out but `asOf`. */
export interface PeriodPlan {
  readonly purchases: PurchaseFacts;
  readonly periods: Calendar;
  readonly lapse: number | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly confidence: number;
}

/** Reads and checks the options. */
export function periodPlan<Name extends string, Properties extends object>(
  options: PeriodRetentionOptions<Name, Properties>,
): PeriodPlan {
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

/** The customers of each period of a log. */
export function periodBalances({ purchases, periods, lapse }: PeriodPlan, log: AnyLog, asOf: number): BalanceState {
  const rows = purchaseRows(OWNER, log, purchases);
  const start = rows === null ? 0 : rows.indexOf(1);
  if (start < 0 || start >= rowsUntil(log.time, asOf)) return { first: null, counts: [] };
  const { first, last } = periodsFrom(periods, log.time[start] as number, asOf);
  const boundaries = new Float64Array(last - first + 2).fill(asOf + 1);
  boundaries[0] = log.time[start] as number;
  for (let i = 1; i + 1 < boundaries.length; i += 1) boundaries[i] = periods.startOf(first + i);
  const balances = balancesOf(log, rows, boundaries, lapse);
  const counts = balances.map((balance, i) => [first + i, balance] as const);
  return { first, counts: counts.filter(([, balance]) => balance.some((count) => count > 0)) };
}

/** A row for each period. */
export function periodRows(
  { periods, from, to, confidence }: PeriodPlan,
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

/** The name that errors give. */
export const OWNER = 'periodRetention';
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

/** The periods from that of the first purchase to that of the date; as one that clocks come back to has gone on, it is not the first. */
export function periodsFrom(
  periods: Calendar,
  purchase: number,
  asOf: number,
): { readonly first: number; readonly last: number } {
  const last = periods.indexOf(asOf);
  const first = Math.min(periodAt(periods, purchase), last);
  checkCount(last - first + 1);
  return { first, last };
}

function checkCount(periods: number): void {
  if (periods <= MOST_PERIODS) return;
  const expected = `at most ${MOST_PERIODS} periods`;
  throw new LimitError(`${OWNER} requires unit to give ${expected}; got ${periods}`, [
    { code: 'E_LIMIT', index: null, field: 'unit', expected, received: String(periods) },
  ]);
}

const NOBODY: Balance = [0, 0, 0];

import type { Rate } from '../core/estimate.js';
import { asOfGiven, asOfOrLast } from '../log/as-of.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, EventLog } from '../log/layout.js';
import { refuseRefunds } from '../log/purchases/customer-totals.js';
import { wilsonRates } from '../stats/wilson.js';
import { type Calendar, calendarFor } from '../time/calendar.js';
import type { PeriodUnit } from '../time/period.js';
import type { Instant } from '../time/period-key.js';
import { periodAt } from '../time/period-starts.js';
import { checkPeriodCount, type LapseMoves, type LapseState, lapseMoves, mergeMoves } from './lapse-moves.js';
import { type LapseOptions, type LapsePlan, lapsePlan, lapsingOf } from './lapse-plan.js';
import { type LapseRule, lapseFacts, type RhythmReader } from './lapse-rule.js';
import { lapseShapes } from './lapse-shapes.js';
import { rhythmLapse } from './rhythm-lapse.js';

/** The periods, and who counts as lapsed. */
export interface ChurnByInactivityOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends LapseOptions<Name, Properties> {
  /** The length of the periods, by the calendar. */
  readonly unit: PeriodUnit;
  /** The first period is the one that this lies in; default that of the first order. What came before still tells who was active. */
  readonly from?: Instant | undefined;
  /** The last period is the one that the instant before this lies in; default that of `asOf`. */
  readonly to?: Instant | undefined;
  /** The day a week starts on, 0 (Sunday) to 6; default 1 (Monday). */
  readonly weekStartsOn?: number | undefined;
  /** The month a year and its quarters start in, 1 to 12; default 1. */
  readonly fiscalYearStartsOn?: number | undefined;
}

/** The same for a metric: `asOf` is one for all parts of the data, so it must be given, and a rhythm of all is not known. */
export interface ChurnByInactivityMetricOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends ChurnByInactivityOptions<Name, Properties> {
  readonly lapsedAfter: LapseRule;
  /** Later events are not counted; a local date is the whole of it. */
  readonly asOf: Instant;
}

/** The customers of one period: start + new + wonBack − lapsed = end. */
export interface InactivityChurn {
  /** Its local label, such as `'2025-04'`. */
  readonly period: string;
  /** Customers who are active at its start: they ordered before and have not lapsed. */
  readonly start: number;
  /** Lapses in it. One who lapses twice in a long period counts twice. */
  readonly lapsed: number;
  /** Returns in it of customers who had lapsed. */
  readonly wonBack: number;
  /** Customers whose first order is in it. */
  readonly new: number;
  /** Customers who are active at its end, or at `asOf` where that comes first. */
  readonly end: number;
  /** Customers at its start who had ordered and lapsed. */
  readonly dormant: number;
  /** Of those active at its start, who lapsed in it: never of the new ones. */
  readonly churn: Rate;
  /** Of those dormant at its start, who came back in it. */
  readonly winBack: Rate;
  /** Whether it was over by `asOf`. */
  readonly complete: boolean;
}

/** The state of churn by inactivity: the moves of each period. */
export type ChurnByInactivityState = LapseState;

/**
 * Churn by inactivity as a metric: for streams, stored states and shards of customers. See `churnByInactivity`.
 *
 * @param options - as `churnByInactivity`, with `asOf`; `lapsedAfter` a duration or `{ factor, otherwise }`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @example
 * ```ts
 * import { churnByInactivityMetric, eventLog } from 'kizuna';
 *
 * const metric = churnByInactivityMetric({ unit: 'month', lapsedAfter: { days: 30 }, asOf: '2025-06-30' });
 * const log = eventLog([{ id: 'a', at: '2025-05-03T09:00:00Z' }], { customer: 'id', time: 'at' });
 * metric.finish(metric.state(log)).map(({ period, start, lapsed, end }) => [period, start, lapsed, end]);
 * // => [['2025-05', 0, 0, 1], ['2025-06', 1, 1, 0]]
 * ```
 */
export function churnByInactivityMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: ChurnByInactivityMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, ChurnByInactivityState, readonly InactivityChurn[]> {
  const plan = planOf(options, null);
  const asOf = asOfGiven(OWNER, options.asOf, plan.orders.timeZone);
  return {
    name: OWNER,
    split: 'by customer',
    plan: lapseShapes(plan.orders, plan.periods, lapseFacts(OWNER, options.lapsedAfter), asOf),
    state: (log) => lapseMoves(OWNER, plan.periods, lapsingOf(plan, log, asOf)),
    merge: mergeMoves,
    finish: (state) => rowsOf(plan, state, asOf),
  };
}

/**
 * 離反: who lapses, period by period, where nobody signs off: customers who have not ordered for so long, and who of them comes back.
 *
 * A customer lapses at the instant last order + `lapsedAfter`, in the period of that instant, unless an order comes by then, at that very
 * instant included. So nobody lapses before the threshold is over, and the end of the data is never churn. In every row
 * start + new + wonBack − lapsed = end. `churn` is of those active at the start, `winBack` of those dormant then; intervals are
 * Wilson's (1927). A period runs from its first instant to that of the next.
 *
 * @param log - the events
 * @param options - `unit` and `lapsedAfter` (needed), `from`, `to`, `asOf`, `purchase`, `per`, `refunds`, `timeZone`, `weekStartsOn`,
 *   `fiscalYearStartsOn`, `confidence`
 * @returns a row for each period, in order; a rate has `value: null` where there was nobody at the start
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @throws {InvalidDataError} when amounts are negative and `refunds` does not say what that means (`E_NUM_RANGE`), or nobody ever came
 * back where `lapsedAfter` is their rhythm (`E_FIELD_MISSING`)
 * @throws {LimitError} for more than 100,000 periods
 * @example
 * ```ts
 * import { churnByInactivity, eventLog } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-04-02T09:00:00Z' },
 *   { id: 'b', at: '2025-04-20T09:00:00Z' },
 *   { id: 'c', at: '2025-05-05T09:00:00Z' },
 *   { id: 'a', at: '2025-06-20T09:00:00Z' },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * const [april, may, june] = churnByInactivity(log, { unit: 'month', lapsedAfter: { days: 45 }, asOf: '2025-06-30' });
 * [april?.start, april?.new, april?.end]; // => [0, 2, 2]
 * [may?.start, may?.new, may?.lapsed, may?.end, may?.churn.value]; // => [2, 1, 1, 2, 0.5]
 * [june?.start, june?.wonBack, june?.lapsed, june?.end, june?.winBack.value]; // => [2, 1, 2, 1, 1]
 * ```
 */
export function churnByInactivity<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: ChurnByInactivityOptions<Name, Properties>,
): readonly InactivityChurn[] {
  const plan = planOf(options, rhythmLapse);
  const asOf = asOfOrLast(OWNER, options.asOf, log, plan.orders.timeZone);
  return rowsOf(plan, lapseMoves(OWNER, plan.periods, lapsingOf(plan, log, asOf)), asOf);
}

const OWNER = 'churnByInactivity';

interface Plan extends LapsePlan {
  readonly periods: Calendar;
}

function planOf<Name extends string, Properties extends object>(
  options: ChurnByInactivityOptions<Name, Properties>,
  readRhythm: RhythmReader | null,
): Plan {
  const plan = lapsePlan(OWNER, options, readRhythm, ['unit', 'weekStartsOn', 'fiscalYearStartsOn']);
  const { unit, weekStartsOn, fiscalYearStartsOn } = options;
  const { timeZone } = plan.orders;
  return { ...plan, periods: calendarFor(OWNER, { unit, timeZone, weekStartsOn, fiscalYearStartsOn }) };
}

function rowsOf({ orders, periods, from, to, confidence }: Plan, state: LapseState, asOf: number): InactivityChurn[] {
  refuseRefunds(orders, state.refunds);
  const first = from === null ? state.first : periodAt(periods, from);
  if (first === null) return [];
  const last = Math.min(periodAt(periods, asOf), to === null ? Infinity : periodAt(periods, to - 1));
  checkPeriodCount(OWNER, last - first + 1);
  const rateOf = wilsonRates(confidence);
  const counts = new Map(state.counts);
  let [start, dormant] = [0, 0];
  for (const [period, [came, lapsed, back]] of state.counts) {
    if (period >= first) continue;
    start += came + back - lapsed;
    dormant += lapsed - back;
  }
  const rows: InactivityChurn[] = [];
  for (let period = first; period <= last; period += 1) {
    const [came, lapsed, back, lost, regained] = counts.get(period) ?? NONE;
    const end = start + came + back - lapsed;
    rows.push({
      period: periods.labelOf(period),
      ...{ start, lapsed, wonBack: back, new: came, end, dormant },
      churn: rateOf(lost, start),
      winBack: rateOf(regained, dormant),
      complete: periods.startOf(period + 1) <= asOf + 1,
    });
    start = end;
    dormant += lapsed - back;
  }
  return rows;
}

const NONE: LapseMoves = [0, 0, 0, 0, 0];

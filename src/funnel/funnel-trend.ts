import type { Plan } from '../core/metric.js';
import { mergePairs, type Pairs, sortedPairs } from '../core/pairs.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyLog, AnyProperties, EventLog } from '../log/layout.js';
import { periodsPlan } from '../log/shapes/periods-plan.js';
import { type Calendar, calendar } from '../time/calendar.js';
import type { PeriodUnit } from '../time/period.js';
import { begunBefore, openFrom } from '../time/whole-periods.js';
import { checkPeriods, entryPeriods } from './entry-periods.js';
import type { FunnelMetricOptions } from './funnel.js';
import type { FunnelOptions, FunnelStep, KnownSteps, StepLabel } from './funnel-options.js';
import { type FunnelPlan, funnelPlan, type LooseFunnelOptions, lastInstant, metricPlan } from './funnel-plan.js';
import { type Funnel, funnelOf, funnelOfState } from './funnel-result.js';
import { funnelRun } from './funnel-run.js';
import { funnelShapes } from './funnel-shapes.js';
import { type FunnelState, FunnelTally, mergeStates, stateOf } from './funnel-tally.js';
import { trendTallies } from './trend-tallies.js';

/** The options of `funnelTrend`. */
export interface FunnelTrendOptions<
  Name extends string = string,
  Properties extends object = AnyProperties,
  Steps extends readonly FunnelStep<Name, Properties>[] = readonly FunnelStep<Name, Properties>[],
> extends FunnelOptions<Name, Properties, Steps> {
  /** The periods in which attempts begin, on the clocks of `timeZone`. */
  readonly unit: PeriodUnit;
  /** The day a week starts on, 0 (Sunday) to 6; default 1 (Monday). */
  readonly weekStartsOn?: number | undefined;
  /** The month a year and its quarters start in, 1 to 12; default 1. */
  readonly fiscalYearStartsOn?: number | undefined;
}

/** The funnel of the attempts that begin in one period. */
export interface FunnelTrendRow<Label extends string = string> extends Funnel<Label> {
  readonly period: string;
  /** Whether the period has ended by `asOf`, and all of it is between `from` and `to`. Windows may end later: see `mature`. */
  readonly complete: boolean;
}

/** The states of the periods that have an entry, in the order of their labels. */
export type FunnelTrendState = Pairs<string, FunnelState>;

/**
 * A funnel for each period in which attempts begin, so that conversion can be followed over time. See `funnel`.
 *
 * A row is the funnel with `from` and `to` at the ends of the period: later steps may come after it (unless `completion` is `'inRange'`,
 * which is about the whole range), and a customer counts once in every period with a first step, by the best attempt that begins there.
 * So a customer may stand in several rows; with `reentry: 'first'` only in that of the first entry from `from` on, so that the rows add up
 * to the funnel. Recent periods convert less only because their windows are still open: `mature` leaves those out. Of a period that `from`
 * or `to` cuts, only the part between them counts, and it is not complete.
 *
 * @param log - the events
 * @param options - as in `funnel`, with `unit`, `weekStartsOn` and `fiscalYearStartsOn`
 * @returns a row for each period, in order, those without an entry too: from that of `from`, or the first with an entry, to that of the last
 * millisecond before `to`, but not after that of `asOf`
 * @throws {InvalidOptionError} as `funnel`, and for an unknown unit or zone
 * @throws {LimitError} as `funnel`, and for more than 100,000 periods
 * @example
 * ```ts
 * import { eventLog, funnelTrend } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'a', time: '2025-04-30T10:00:00Z', name: 'visit' },
 *     { customer: 'a', time: '2025-05-02T10:20:00Z', name: 'order' },
 *     { customer: 'b', time: '2025-04-02T09:00:00Z', name: 'visit' },
 *     { customer: 'b', time: '2025-05-03T09:00:00Z', name: 'visit' },
 *   ],
 *   { customer: 'customer', time: 'time', name: 'name' },
 * );
 * const rows = funnelTrend(log, { steps: ['visit', 'order'], within: { days: 7 }, unit: 'month' });
 * rows.map(({ period, complete, conversion }) => [period, complete, conversion.value]);
 * // => [['2025-04', true, 0.5], ['2025-05', false, 0]]
 * ```
 */
export function funnelTrend<
  Name extends string,
  Properties extends object,
  const Steps extends readonly FunnelStep<Name, Properties>[],
>(
  log: EventLog<Name, Properties>,
  options: FunnelTrendOptions<Name, Properties, Steps> & KnownSteps<Steps, Properties>,
): readonly FunnelTrendRow<StepLabel<Steps[number]>>[] {
  const plan = trendPlan(funnelPlan('funnelTrend', options, OPTIONS), options);
  const asOf = lastInstant(plan.funnel, log);
  const found = tallies(plan, log).map(([period, tally]) => [period, funnelOf(plan.funnel, tally)] as const);
  return rowsOf(plan, asOf, found) as readonly FunnelTrendRow<StepLabel<Steps[number]>>[]; // the labels are those of the steps
}

/**
 * The trend of a funnel as a metric: for stored states, streams and databases. See `funnelTrend`.
 *
 * @param options - those of `funnelTrend`; `asOf` is required
 * @throws {InvalidOptionError} and {LimitError} as `funnelTrend`
 * @example
 * ```ts
 * import { eventLog, funnelTrendMetric } from 'kizuna';
 *
 * const metric = funnelTrendMetric({ steps: ['visit'], unit: 'month', asOf: '2025-05-01' });
 * const rows = [{ customer: 'a', time: '2025-04-01T10:00:00Z', name: 'visit' }];
 * const state = metric.state(eventLog(rows, { customer: 'customer', time: 'time', name: 'name' }));
 * metric.finish(state).map(({ period, steps }) => [period, steps[0]?.count]); // => [['2025-04', 1], ['2025-05', 0]]
 * ```
 */
export function funnelTrendMetric<
  Name extends string = string,
  Properties extends object = AnyProperties,
  const Steps extends readonly FunnelStep<Name, Properties>[] = readonly FunnelStep<Name, Properties>[],
>(
  options: FunnelMetricOptions<FunnelTrendOptions<Name, Properties, Steps>> & KnownSteps<Steps, Properties>,
): EventMetric<Name, Properties, FunnelTrendState, readonly FunnelTrendRow<StepLabel<Steps[number]>>[]> {
  const plan = trendPlan(metricPlan('funnelTrend', options, OPTIONS), options);
  return {
    name: 'funnelTrend',
    split: 'by customer',
    plan: shapesOf(plan),
    state: (log) => tallies(plan, log).map(([period, tally]) => [period, stateOf(tally)]),
    merge: (a, b) => mergePairs(a, b, mergeStates),
    finish: (state) => {
      const found = state.map(([period, part]) => [period, funnelOfState(plan.funnel, part)] as const);
      const rows = rowsOf(plan, plan.funnel.asOf ?? -Infinity, found); // a metric has an asOf
      return rows as readonly FunnelTrendRow<StepLabel<Steps[number]>>[]; // the labels are those of the steps
    },
  };
}

const OPTIONS = ['unit', 'weekStartsOn', 'fiscalYearStartsOn'];

interface TrendPlan {
  readonly funnel: FunnelPlan;
  readonly calendar: Calendar;
}

function trendPlan(
  funnel: FunnelPlan,
  options: LooseFunnelOptions & Pick<FunnelTrendOptions, 'unit' | 'weekStartsOn' | 'fiscalYearStartsOn'>,
): TrendPlan {
  const { unit, weekStartsOn, fiscalYearStartsOn } = options;
  const given = { unit, timeZone: funnel.timeZone };
  const starts = { ...(weekStartsOn === undefined ? {} : { weekStartsOn }) };
  const years = { ...(fiscalYearStartsOn === undefined ? {} : { fiscalYearStartsOn }) };
  return { funnel, calendar: calendar({ ...given, ...starts, ...years }) };
}

function tallies({ funnel, calendar: periods }: TrendPlan, log: AnyLog): Pairs<string, FunnelTally> {
  const run = funnelRun(funnel, log);
  const found = trendTallies(funnel, run, entryPeriods(funnel, log, periods, run.limit));
  return sortedPairs(
    new Map(
      [...found]
        .filter(([, { counts, entered }]) => (counts[0] ?? 0) + entered > 0)
        .map(([index, tally]) => [periods.labelOf(index), tally]),
    ),
  );
}

function shapesOf({ funnel, calendar: periods }: TrendPlan): Plan {
  return funnelShapes(funnel, { by: 'period', periods: periodsPlan(periods) }, (groups, { first, last }) => {
    if (first !== null && last !== null) {
      const begin = Math.max(first, indexAt(periods, funnel.from));
      checkPeriods(
        funnel.owner,
        Math.min(last, indexAt(periods, funnel.to - 1), indexAt(periods, funnel.asOf ?? Infinity)) - begin + 1,
      );
    }
    return sortedPairs(new Map(groups.map(([period, state]) => [periods.labelOf(period as number), state]))); // a column of numbers
  });
}

function indexAt(periods: Calendar, instant: number): number {
  return Number.isFinite(instant) ? periods.indexOf(instant) : instant;
}

/** Every period from that of `from`, or the first with an entry, to that of `to` or `asOf`; those without an entry too. */
function rowsOf(
  { funnel, calendar: periods }: TrendPlan,
  asOf: number,
  found: readonly (readonly [string, Funnel])[],
): readonly FunnelTrendRow[] {
  const { from, to } = funnel;
  const end = Math.min(asOf, to - 1);
  const [earliest, latest] = [found[0], found[found.length - 1]].map((row) => row && periods.parse(row[0]));
  if (end === -Infinity || (from === -Infinity && earliest === undefined)) return [];
  // Clocks set back over midnight: an entry may be in a period before that of `from`, or after that of the end.
  const first = Math.min(from === -Infinity ? Infinity : periods.indexOf(from), earliest ?? Infinity);
  const last = Math.max(periods.indexOf(end), latest ?? -Infinity);
  const count = Math.max(0, last - first + 1);
  checkPeriods(funnel.owner, count);
  const cut = from === -Infinity ? -Infinity : begunBefore(periods, from);
  const open = openFrom(periods, end);
  const byPeriod = new Map(found);
  return Array.from({ length: count }, (_, i) => {
    const period = periods.labelOf(first + i);
    const complete = first + i > cut && first + i < open;
    return { period, complete, ...(byPeriod.get(period) ?? funnelOf(funnel, new FunnelTally(funnel, null))) };
  });
}

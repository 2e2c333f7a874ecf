import type { Estimate } from '../core/estimate.js';
import { checkConfidence, refuseOption } from '../core/options.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, EventLog } from '../log/layout.js';
import { shareInterval } from '../stats/spread-interval.js';
import type { Instant } from '../time/period-key.js';
import { type Activity, type ActivityOptions, activityOf } from './activity.js';
import { type Extent, extentOf, mergedExtent, type Shown, shownPeriods } from './shown-periods.js';
import { stickinessPlan } from './stickiness-plan.js';
import { mergedSums, NO_SUMS, type StickinessSums, stickinessSums } from './stickiness-sums.js';
import { type WindowChoice, type Windows, windowsOf } from './stickiness-windows.js';
import type { WindowSums } from './window-counts.js';

/** What to count as activity, in which periods, of which windows. */
export interface StickinessOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends ActivityOptions<Name, Properties>,
    WindowChoice {
  /** Of the intervals; default 0.95. */
  readonly confidence?: number | undefined;
}

/** The same where states are merged: every part must know the range of the whole. */
export type StickinessMetricOptions<
  Name extends string = string,
  Properties extends object = AnyProperties,
> = StickinessOptions<Name, Properties> & { readonly from: Instant; readonly asOf: Instant };

/** How often those who come, come. */
export interface Stickiness {
  /**
   * Active periods of customers ÷ periods, over all complete windows that lie in the range, and the customers active in them; `n` is
   * the number of customers.
   */
  readonly ratio: Estimate;
  /** How many customers were active in exactly and in at least so many periods of the whole range, from 1 to the most of anybody. */
  readonly distribution: readonly { readonly periods: number; readonly customers: number; readonly atLeast: number }[];
  readonly series: readonly StickinessWindow[];
}

/** Stickiness in one window. */
export interface StickinessWindow {
  /** The local label of the window; of trailing ones, that of their last period. */
  readonly period: string;
  /** Customers active in the window: MAU, where it is a month. */
  readonly active: number;
  /** Customers active in a period, on average over those of the window: mean DAU, where these are days. */
  readonly meanActive: number;
  /** `meanActive` ÷ `active`. */
  readonly ratio: Estimate;
  /**
   * Whether all of the window was observed and over by `asOf`. Trailing windows reach back to before `from`, as far as the log does;
   * of those of a longer unit only the periods in the range count, and those that the range cuts are not complete.
   */
  readonly complete: boolean;
}

/** Where the events lie, and the sums of stickiness. */
export interface StickinessState extends Extent, StickinessSums {}

/**
 * Stickiness as a metric: for groups and stored states. See `stickiness`.
 *
 * @param options - as those of `stickiness`, with `from` and `asOf`: which windows are complete must not depend on the part
 * @throws {InvalidOptionError} as `stickiness`, and without `from` or `asOf`
 * @example
 * ```ts
 * import { measure, onEvents, stickinessMetric } from 'kizuna';
 *
 * const rows = [
 *   { customer: 'a', at: '2025-04-01T09:00:00Z' },
 *   { customer: 'a', at: '2025-04-02T09:00:00Z' },
 *   { customer: 'b', at: '2025-04-01T09:00:00Z' },
 * ];
 * const april = stickinessMetric({ unit: 'day', from: '2025-04-01', asOf: '2025-04-30' });
 * measure(rows, onEvents({ customer: 'customer', time: 'at' }, april)).ratio.value; // => 0.05
 * ```
 */
export function stickinessMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: StickinessMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, StickinessState, Stickiness> {
  const plan = planOf(options);
  const { from, asOf } = plan.activity;
  if (from === null) refuseOption(OWNER, 'from', 'to be given where states are merged', from);
  if (asOf === null) refuseOption(OWNER, 'asOf', 'to be given where states are merged', asOf);
  return {
    name: OWNER,
    split: 'by customer',
    plan: stickinessPlan(plan.activity, plan.windows, from, asOf),
    state: (log) => {
      const extent = extentOf(log, plan.activity);
      const shown = shownPeriods(plan.activity, extent);
      return { ...extent, ...(shown === null ? NO_SUMS : stickinessSums(log, plan.activity, plan.windows, shown)) };
    },
    merge: (a, b) => ({ ...mergedExtent(a, b), ...mergedSums(a, b) }),
    finish: (state) => finished(plan, shownPeriods(plan.activity, state), state),
  };
}

/**
 * Stickiness: on how many days those come who come at all in a month (or any other unit and window).
 *
 * Of one window it is mean DAU ÷ MAU = mean active days of its customers ÷ days. With `within` the windows are calendar months (or
 * weeks, quarters, years); with `trailing: 28` one ends with each day and holds 28. `ratio` is pooled over the complete windows:
 * Σ active days ÷ Σ days, over windows and the customers active in them, so that windows with many customers weigh more. Windows at
 * either end that the range from the first event (or `from`) to `asOf` (or `to`) cuts do not count in it. With `from`, the rows of
 * trailing windows count what was before it too, as in `activeCustomers`; periods are counted whole.
 *
 * Days of one customer are alike, so customers are what is sampled: the interval of a window is Student's for the mean share of its
 * customers, that of the pooled ratio the linearised one of a ratio of sums over customers (Cochran 1977, 2.11), both kept in 0–1; where all
 * customers are alike, Wilson's over customers.
 *
 * @param log - the events
 * @param options - `unit`; `within` or `trailing`, `event`, `minimumOccurrences`, `from`, `to`, `asOf`, `timeZone`, `weekStartsOn`,
 *   `fiscalYearStartsOn`, `confidence`
 * @returns the pooled ratio, how many customers were active in how many periods of the whole range, and a row for every window
 * @throws {InvalidOptionError} when an option is unknown or out of range, both windows are given, or weeks come without `trailing`
 * @throws {LimitError} for more than 100,000 periods
 * @example
 * ```ts
 * import { eventLog, stickiness } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'a', at: '2025-04-01T09:00:00Z' },
 *     { customer: 'a', at: '2025-04-02T09:00:00Z' },
 *     { customer: 'a', at: '2025-04-20T09:00:00Z' },
 *     { customer: 'b', at: '2025-04-07T09:00:00Z' },
 *   ],
 *   { customer: 'customer', time: 'at' },
 * );
 * const { ratio, distribution, series } = stickiness(log, { unit: 'day', within: 'month', asOf: '2025-04-30' });
 * ratio.value; // => 0.0667
 * distribution[0]; // => { periods: 1, customers: 1, atLeast: 2 }
 * series.map(({ period, active, meanActive }) => [period, active, meanActive]); // => [['2025-04', 2, 0.133]]
 * ```
 */
export function stickiness<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: StickinessOptions<Name, Properties>,
): Stickiness {
  const plan = planOf(options);
  const shown = shownPeriods(plan.activity, extentOf(log, plan.activity));
  return finished(plan, shown, shown === null ? NO_SUMS : stickinessSums(log, plan.activity, plan.windows, shown));
}

const OWNER = 'stickiness';

interface Plan {
  readonly activity: Activity;
  readonly windows: Windows;
  readonly confidence: number;
}

function planOf<Name extends string, Properties extends object>(options: StickinessOptions<Name, Properties>): Plan {
  const activity = activityOf(OWNER, options, ['within', 'trailing', 'confidence']);
  const confidence = checkConfidence(OWNER, options.confidence ?? 0.95);
  return { activity, windows: windowsOf(activity, options), confidence };
}

function finished({ windows, confidence }: Plan, shown: Shown | null, sums: StickinessSums): Stickiness {
  let atLeast = sums.distribution.reduce((total, [, customers]) => total + customers, 0);
  const counts = new Map(sums.distribution);
  const distribution = Array.from({ length: sums.distribution.at(-1)?.[0] ?? 0 }, (_, place) => {
    const customers = counts.get(place + 1) ?? 0;
    const row = { periods: place + 1, customers, atLeast };
    atLeast -= customers;
    return row;
  });
  const series = shown === null ? [] : seriesOf(windows, shown, new Map(sums.windows), confidence);
  return { ratio: pooled(sums.clusters, confidence), distribution, series };
}

function seriesOf(
  windows: Windows,
  shown: Shown,
  sums: ReadonlyMap<number, WindowSums>,
  confidence: number,
): readonly StickinessWindow[] {
  const rows: StickinessWindow[] = [];
  const known = windows.trailing === null ? shown.first : shown.observed;
  const end = windows.windowOf(shown.last);
  for (let window = windows.windowOf(shown.first); window <= end; window += 1) {
    const [first, last] = [windows.firstOf(window), windows.lastOf(window)];
    const size = Math.min(last, shown.last) - Math.max(first, known) + 1;
    const [customers, active, squares] = sums.get(window) ?? [0, 0, 0];
    rows.push({
      period: windows.labelOf(window),
      active: customers,
      meanActive: active / size,
      ratio: meanShare(customers, active, squares, size, confidence),
      complete: first >= known && last <= shown.last && last < shown.open,
    });
  }
  return rows;
}

/** The mean over customers of active periods ÷ periods. */
function meanShare(n: number, active: number, squares: number, size: number, confidence: number): Estimate {
  if (n === 0) return { value: null, n, interval: null };
  const deviations = squares * n - active * active; // n · Σ(d − mean)²: whole, so not below 0 but for rounding
  const error = Math.sqrt(Math.max(0, deviations) / (n - 1)) / n / size;
  const value = active / n / size;
  return { value, n, interval: shareInterval({ value, n, standardError: error, confidence, method: 't' }) };
}

function pooled(clusters: StickinessSums['clusters'], confidence: number): Estimate {
  let [n, active, periods] = [0, 0, 0];
  for (const [part, whole, customers] of clusters) {
    n += customers;
    active += part * customers;
    periods += whole * customers;
  }
  if (n === 0) return { value: null, n, interval: null };
  const ratio = active / periods;
  const squares = clusters.reduce((sum, [part, whole, customers]) => sum + customers * (part - ratio * whole) ** 2, 0);
  const standardError = Math.sqrt((n / (n - 1)) * squares) / periods;
  return { value: ratio, n, interval: shareInterval({ value: ratio, n, standardError, confidence, method: 'ratio' }) };
}

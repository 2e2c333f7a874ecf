import { mergePairs, type Pairs } from '../core/pairs.js';
import type { AnyLog } from '../log/layout.js';
import { activeSeries } from './active-series.js';
import type { Activity } from './activity.js';
import type { TakePeriods } from './activity-fold.js';
import { checkPeriods, type Extent, extentOf, mergedExtent } from './shown-periods.js';

/** Counts that can be merged: where the events lie, and for each window at which period its count changes by how many. */
export interface ActiveCustomersState extends Extent {
  readonly windows: readonly { readonly periods: number; readonly changes: Pairs<number, number> }[];
}

/** The state of a log. */
export function activeState(log: AnyLog, activity: Activity, windows: readonly number[]): ActiveCustomersState {
  const extent = extentOf(log, activity);
  const range = countedRange(activity, windows, extent);
  return stateOf(extent, windows, range, range === null ? [] : activeSeries(log, activity, windows, range));
}

/** The state of customers whose active periods are handed out one by one. */
export function activeStateOfPeriods(
  extent: Extent,
  each: (take: TakePeriods) => void,
  activity: Activity,
  windows: readonly number[],
): ActiveCustomersState {
  return activeStateOfGaps(extent, activity, windows, (take) => {
    each((list, count) => {
      for (let i = 0; i < count; i += 1) take(list[i]!, i + 1 < count ? list[i + 1]! - list[i]! : Infinity, 1);
    });
  });
}

/** The state of so many customers active in each period, by how long it is to their next active period. */
export function activeStateOfGaps(
  extent: Extent,
  activity: Activity,
  windows: readonly number[],
  each: (take: (period: number, gap: number, customers: number) => void) => void,
): ActiveCustomersState {
  const range = countedRange(activity, windows, extent);
  if (range === null) return stateOf(extent, windows, null, []);
  const [first, last] = range;
  const series = windows.map(() => new Int32Array(Math.max(0, last - first + 1)));
  each((period, gap, customers) => {
    for (const [k, window] of windows.entries()) {
      // Within a window after an earlier period they are counted already.
      const [from, to] = [Math.max(first, period), Math.min(last + 1, period + gap, period + window)];
      if (from >= to) continue;
      series[k]![from - first]! += customers;
      if (to <= last) series[k]![to - first]! -= customers;
    }
  });
  for (const counts of series) for (let i = 1; i < counts.length; i += 1) counts[i]! += counts[i - 1]!;
  return stateOf(extent, windows, range, series);
}

/** The state of different customers together. */
export function mergedActive(
  a: ActiveCustomersState,
  b: ActiveCustomersState,
  windows: readonly number[],
): ActiveCustomersState {
  return {
    ...mergedExtent(a, b),
    windows: windows.map((periods, k) => ({
      periods,
      changes: mergePairs(a.windows[k]?.changes ?? [], b.windows[k]?.changes ?? [], (x, y) => x + y).filter(
        ([, change]) => change !== 0,
      ),
    })),
  };
}

/** The counts from one period to another. */
export function seriesOfChanges(changes: Pairs<number, number>, first: number, last: number): Int32Array {
  const series = new Int32Array(last - first + 1);
  for (const [period, change] of changes) if (period <= last) series[Math.max(0, period - first)]! += change;
  for (let i = 1; i < series.length; i += 1) series[i]! += series[i - 1]!;
  return series;
}

function stateOf(
  extent: Extent,
  windows: readonly number[],
  range: readonly [number, number] | null,
  series: readonly Int32Array[],
): ActiveCustomersState {
  return {
    ...extent,
    windows: windows.map((periods, k) => ({
      periods,
      changes: range === null ? [] : changesOf(series[k]!, range[0]),
    })),
  };
}

/** From the first period that is asked for to the last at which a window still holds somebody. */
function countedRange(
  { owner, periods, from, to }: Activity,
  windows: readonly number[],
  extent: Extent,
): readonly [number, number] | null {
  if (extent.first === null || extent.last === null) return null;
  const widest = Math.max(...windows);
  const first = from === null ? extent.first : Math.max(extent.first, periods.indexOf(from));
  const last = Math.min(extent.last + widest, to === null ? Infinity : periods.indexOf(to - 1));
  checkPeriods(owner, last - first - widest + 1, 'unit');
  return last < first ? null : [first, last];
}

function changesOf(series: Int32Array, first: number): Pairs<number, number> {
  const changes: [number, number][] = [];
  let before = 0;
  for (let i = 0; i < series.length; i += 1) {
    if (series[i] !== before) changes.push([first + i, series[i]! - before]);
    before = series[i]!;
  }
  return changes;
}

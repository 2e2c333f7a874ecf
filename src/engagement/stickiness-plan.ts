import { countIf } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import { type Pairs, sortedPairs } from '../core/pairs.js';
import { logPart, type ShapeGroup, type ShapePart, type ShapePlan, shapePlan } from '../log/shapes/shape-plan.js';
import type { CalendarWindows } from '../log/shapes/window-shape.js';
import { openFrom } from '../time/whole-periods.js';
import type { Activity } from './activity.js';
import { activities, extentOfLog } from './activity-plan.js';
import { type Shown, shownPeriods } from './shown-periods.js';
import { mergedClusters, NO_SUMS, type StickinessSums } from './stickiness-sums.js';
import type { Windows } from './stickiness-windows.js';
import type { WindowSums } from './window-counts.js';

/** Stickiness as shapes, from the period of `from` on and known up to `asOf`. */
export function stickinessPlan(activity: Activity, windows: Windows, from: number, asOf: number): Plan {
  const { periods, to } = activity;
  const first = periods.indexOf(from);
  const last = to === null ? null : periods.indexOf(to - 1);
  const over = Math.min(periods.indexOf(asOf), last ?? Infinity, openFrom(periods, asOf) - 1);
  const complete = completeWindows(windows, first, over);
  const { trailing, unit } = windows;
  const range = {
    ...activities(activity),
    first: trailing === null ? first : first - trailing + 1,
    ...{ last, complete },
  };
  const part = (shape: ShapePlan, keys: readonly string[]): ShapePart => ({
    ...{ shape, keys },
    measures: { customers: countIf() },
  });
  const sliding = { unit: null, size: trailing ?? 1 } as const;
  const calendar = unit === null ? null : calendarWindows(windows, unit, complete);
  const parts = {
    log: logPart(periods, asOf),
    windows:
      calendar === null
        ? part({ kind: 'sliding', ...range, windows: sliding }, SLIDING)
        : part({ kind: 'windows', ...range, windows: calendar }, WINDOWS),
    clusters: part({ kind: 'clusters', ...range, windows: calendar ?? sliding }, CLUSTERS),
  };
  return shapePlan(parts, (counted) => {
    const extent = extentOfLog(counted.log);
    const shown = shownPeriods(activity, extent);
    if (shown === null) return { ...extent, ...NO_SUMS };
    const sums = unit === null ? slidingSums(counted.windows, shown) : windowSums(counted.windows);
    return { ...extent, windows: sums, ...customerSums(counted.clusters) } satisfies StickinessSums & typeof extent;
  });
}

const SLIDING = ['span', 'customers', 'active', 'squares'];
const WINDOWS = ['span', 'active'];
const CLUSTERS = ['within', 'active', 'periods'];

/** The first and the last window of which all periods are shown and over. */
function completeWindows(windows: Windows, first: number, over: number): readonly [number, number] {
  if (over < first) return [0, -1];
  let [low, high] = [windows.windowOf(first), windows.windowOf(over)];
  while (windows.firstOf(low) < first) low += 1;
  if (windows.lastOf(high) > over) high -= 1;
  return [low, high];
}

/** The sizes of complete windows: those of hours and days in longer units that differ. */
function calendarWindows(
  windows: Windows,
  unit: CalendarWindows['unit'],
  [first, last]: readonly [number, number],
): CalendarWindows {
  const sizes = new Map<number, number[]>();
  for (let window = first; window <= last; window += 1) {
    const size = windows.lastOf(window) - windows.firstOf(window) + 1;
    const own = sizes.get(size) ?? [];
    own.push(window);
    sizes.set(size, own);
  }
  const [[size] = [1], ...others] = [...sizes].sort((a, b) => b[1].length - a[1].length);
  return { unit, size, others };
}

function windowSums(groups: readonly ShapeGroup[]): Pairs<number, WindowSums> {
  const sums = new Map<number, WindowSums>();
  for (const { keys, measured } of groups) {
    const [window, active] = keys as [number, number]; // in the order of the plan
    const customers = measured.customers as number;
    const [all, total, squares] = sums.get(window) ?? [0, 0, 0];
    sums.set(window, [all + customers, total + active * customers, squares + active * active * customers]);
  }
  return sortedPairs(sums);
}

function slidingSums(groups: readonly ShapeGroup[], { first, last }: Shown): Pairs<number, WindowSums> {
  const changes = new Map(groups.map(({ keys }) => [keys[0] as number, keys as [number, number, number, number]]));
  const sums: [number, WindowSums][] = [];
  let [customers, active, squares] = [0, 0, 0];
  const begin = groups.reduce((least, { keys }) => Math.min(least, keys[0] as number), first);
  for (let window = begin; window <= last; window += 1) {
    const [, more = 0, moreActive = 0, moreSquares = 0] = changes.get(window) ?? [];
    customers += more;
    active += moreActive;
    squares += moreSquares;
    if (active > 0 && window >= first) sums.push([window, [customers, active, squares]]);
  }
  return sums;
}

function customerSums(groups: readonly ShapeGroup[]): Pick<StickinessSums, 'clusters' | 'distribution'> {
  const clusters: (readonly [number, number, number])[] = [];
  const counts = new Map<number, number>();
  for (const { keys, measured } of groups) {
    const [within, active, periods] = keys as [number, number, number]; // in the order of the plan
    const customers = measured.customers as number;
    if (periods > 0) clusters.push([active, periods, customers]);
    if (within > 0) counts.set(within, (counts.get(within) ?? 0) + customers);
  }
  return { clusters: mergedClusters(clusters), distribution: sortedPairs(counts) };
}

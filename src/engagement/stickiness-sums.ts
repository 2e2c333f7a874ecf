import { mergePairs, type Pairs } from '../core/pairs.js';
import type { AnyLog } from '../log/layout.js';
import { eachActive } from './active-rows.js';
import type { Activity } from './activity.js';
import type { Shown } from './shown-periods.js';
import type { Windows } from './stickiness-windows.js';

/** The customers of a window, the sum of their active periods in it, and the sum of the squares. */
export type WindowSums = readonly [customers: number, active: number, squares: number];

/** What stickiness is made of; counts of customers, which add up. */
export interface StickinessSums {
  readonly windows: Pairs<number, WindowSums>;
  /** How many customers were active in so many of how many periods, added up over the complete windows in which they were active. */
  readonly clusters: readonly (readonly [active: number, periods: number, customers: number])[];
  /** How many customers were active in so many periods of the range. */
  readonly distribution: Pairs<number, number>;
}

/** The sums of nobody. */
export const NO_SUMS: StickinessSums = { windows: [], clusters: [], distribution: [] };

/** The sums of a log over the periods that are shown. */
export function stickinessSums(log: AnyLog, activity: Activity, windows: Windows, shown: Shown): StickinessSums {
  const customers = log.customers.length;
  const tally: Tally = {
    before: new Int32Array(customers).fill(-(2 ** 30)),
    inWindow: new Int32Array(customers),
    inRange: new Int32Array(customers),
    active: new Float64Array(customers),
    periods: new Float64Array(customers),
  };
  const sums = windows.trailing === null ? calendarWindows : trailingWindows;
  return {
    windows: sums(log, activity, windows, shown, tally),
    clusters: clustersOf(tally),
    distribution: histogram(tally.inRange),
  };
}

/** The sums of different customers together. */
export function mergedSums(a: StickinessSums, b: StickinessSums): StickinessSums {
  return {
    windows: mergePairs(a.windows, b.windows, (x, y) => [x[0] + y[0], x[1] + y[1], x[2] + y[2]]),
    clusters: mergedClusters([...a.clusters, ...b.clusters]),
    distribution: mergePairs(a.distribution, b.distribution, (x, y) => x + y),
  };
}

/** By customer: the last active period, and counts of active periods. */
interface Tally {
  readonly before: Int32Array;
  readonly inWindow: Int32Array;
  readonly inRange: Int32Array;
  /** Of complete windows: in how many of how many periods. */
  readonly active: Float64Array;
  readonly periods: Float64Array;
}

function calendarWindows(log: AnyLog, activity: Activity, windows: Windows, shown: Shown, tally: Tally) {
  const sums: [number, WindowSums][] = [];
  const { before, inWindow, inRange, active, periods } = tally;
  const window = { index: -Infinity, first: 0, size: 0, isComplete: false, customers: 0, active: 0, squares: 0 };
  const close = (): void => {
    if (window.active > 0) sums.push([window.index, [window.customers, window.active, window.squares]]);
  };
  eachActive(log, activity, shown.first, shown.last, (codes, start, end, period) => {
    const index = windows.windowOf(period);
    if (index !== window.index) {
      close();
      const [first, last] = [windows.firstOf(index), windows.lastOf(index)];
      const isComplete = first >= shown.first && last <= shown.last && last < shown.open;
      Object.assign(window, { index, first, size: last - first + 1, isComplete, customers: 0, active: 0, squares: 0 });
    }
    for (let i = start; i < end; i += 1) {
      const code = codes[i]!;
      const last = before[code]!;
      if (last === period) continue;
      before[code] = period;
      const isFirst = last < window.first;
      const times = isFirst ? 1 : inWindow[code]! + 1;
      inWindow[code] = times;
      inRange[code]! += 1;
      window.customers += isFirst ? 1 : 0;
      window.active += 1;
      window.squares += 2 * times - 1;
      if (!window.isComplete) continue;
      active[code]! += 1;
      if (isFirst) periods[code]! += window.size;
    }
  });
  close();
  return sums;
}

function trailingWindows(log: AnyLog, activity: Activity, windows: Windows, shown: Shown, tally: Tally) {
  const size = windows.trailing ?? 1;
  const { before, inWindow, inRange, active, periods } = tally;
  const complete = [shown.first + size - 1, Math.min(shown.last, shown.open - 1)] as const;
  const kept = new Int32Array(log.length); // customers once a period, one period after another
  const starts = new Int32Array(shown.last - shown.first + 2);
  let length = 0;
  let current = shown.first;
  eachActive(log, activity, shown.first, shown.last, (codes, start, end, period) => {
    for (; current < period; current += 1) starts[current + 1 - shown.first] = length;
    const whole = overlap(period, period + size - 1, complete);
    for (let i = start; i < end; i += 1) {
      const code = codes[i]!;
      const last = before[code]!;
      if (last === period) continue;
      before[code] = period;
      kept[length++] = code;
      inRange[code]! += 1;
      active[code]! += whole;
      periods[code]! += size * overlap(Math.max(period, last + size), period + size - 1, complete);
    }
  });
  for (; current <= shown.last; current += 1) starts[current + 1 - shown.first] = length;
  const sums: [number, WindowSums][] = [];
  let [customers, count, squares] = [0, 0, 0];
  for (let place = 0; place + 1 < starts.length; place += 1) {
    for (let i = starts[place]!; i < starts[place + 1]!; i += 1) {
      const times = inWindow[kept[i]!]! + 1;
      inWindow[kept[i]!] = times;
      customers += times === 1 ? 1 : 0;
      squares += 2 * times - 1;
    }
    const gone = place - size;
    for (let i = gone < 0 ? 0 : starts[gone]!; gone >= 0 && i < starts[gone + 1]!; i += 1) {
      const times = inWindow[kept[i]!]! - 1;
      inWindow[kept[i]!] = times;
      customers -= times === 0 ? 1 : 0;
      squares -= 2 * times + 1;
    }
    count += starts[place + 1]! - starts[place]! - (gone < 0 ? 0 : starts[gone + 1]! - starts[gone]!);
    if (count > 0) sums.push([shown.first + place, [customers, count, squares]]);
  }
  return sums;
}

function overlap(first: number, last: number, [low, high]: readonly [number, number]): number {
  return Math.max(0, Math.min(last, high) - Math.max(first, low) + 1);
}

/** How many customers have each count above 0. */
export function histogram(counts: Int32Array): Pairs<number, number> {
  const customers = new Int32Array(counts.reduce((most, count) => Math.max(most, count), 0) + 1);
  for (let code = 0; code < counts.length; code += 1) customers[counts[code]!]! += 1;
  return Array.from(customers, (number, count) => [count, number] as const).filter(([count, n]) => count > 0 && n > 0);
}

function clustersOf({ active, periods }: Tally): StickinessSums['clusters'] {
  const byPeriods = new Map<number, Map<number, number>>();
  for (let code = 0; code < active.length; code += 1) {
    if (periods[code] === 0) continue;
    const counts = byPeriods.get(periods[code]!) ?? new Map<number, number>();
    byPeriods.set(periods[code]!, counts.set(active[code]!, (counts.get(active[code]!) ?? 0) + 1));
  }
  const clusters = [...byPeriods].flatMap(([whole, counts]) =>
    [...counts].map(([part, customers]) => [part, whole, customers] as const),
  );
  return mergedClusters(clusters);
}

function mergedClusters(clusters: StickinessSums['clusters']): StickinessSums['clusters'] {
  const sorted = [...clusters].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  const merged: (readonly [number, number, number])[] = [];
  for (const cluster of sorted) {
    const [active, periods, customers] = merged.at(-1) ?? [-1, -1, 0];
    if (active === cluster[0] && periods === cluster[1]) {
      merged[merged.length - 1] = [active, periods, customers + cluster[2]];
    } else merged.push(cluster);
  }
  return merged;
}

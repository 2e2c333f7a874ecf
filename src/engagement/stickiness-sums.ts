import { mergePairs, type Pairs } from '../core/pairs.js';
import type { AnyLog } from '../log/layout.js';
import type { Activity } from './activity.js';
import { calendarSums } from './calendar-sums.js';
import type { Shown } from './shown-periods.js';
import type { Windows } from './stickiness-windows.js';
import { trailingSums } from './trailing-sums.js';
import type { WindowSums } from './window-counts.js';

/** What stickiness is made of; counts of customers, which add up. */
export interface StickinessSums {
  readonly windows: Pairs<number, WindowSums>;
  /** How many customers were active in so many of how many periods, added up over the complete windows in the range in which they were active. */
  readonly clusters: readonly (readonly [active: number, periods: number, customers: number])[];
  /** How many customers were active in so many periods of the range. */
  readonly distribution: Pairs<number, number>;
}

/** The sums of nobody. */
export const NO_SUMS: StickinessSums = { windows: [], clusters: [], distribution: [] };

/** The sums of a log over the periods that are shown. */
export function stickinessSums(log: AnyLog, activity: Activity, windows: Windows, shown: Shown): StickinessSums {
  const counted = windows.trailing === null ? calendarSums : trailingSums;
  const { sums, inRange, active, periods } = counted(log, activity, windows, shown);
  return { windows: sums, clusters: clustersOf(active, periods), distribution: histogram(inRange) };
}

/** The sums of different customers together. */
export function mergedSums(a: StickinessSums, b: StickinessSums): StickinessSums {
  return {
    windows: mergePairs(a.windows, b.windows, (x, y) => [x[0] + y[0], x[1] + y[1], x[2] + y[2]]),
    clusters: mergedClusters([...a.clusters, ...b.clusters]),
    distribution: mergePairs(a.distribution, b.distribution, (x, y) => x + y),
  };
}

/** How many customers have each count above 0. */
export function histogram(counts: Int32Array): Pairs<number, number> {
  const customers = new Int32Array(counts.reduce((most, count) => Math.max(most, count), 0) + 1);
  for (let code = 0; code < counts.length; code += 1) customers[counts[code]!]! += 1;
  return Array.from(customers, (number, count) => [count, number] as const).filter(([count, n]) => count > 0 && n > 0);
}

function clustersOf(active: Int32Array, periods: Int32Array): StickinessSums['clusters'] {
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

/** Clusters by their periods, then by the active ones, each once. */
export function mergedClusters(clusters: StickinessSums['clusters']): StickinessSums['clusters'] {
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

import { mergePairs, type Pairs } from '../core/pairs.js';
import type { PurchaseTimes } from '../log/purchases/purchase-times.js';
import { countsOfSorted, sortedOfCounts } from '../stats/conversions.js';
import { sortDurations } from '../stats/sort-durations.js';

/** The intervals after purchases of one number, in milliseconds, each list ascending. */
export interface IntervalLists {
  /** Up to the next purchase. */
  readonly ended: Float64Array;
  /** Without a next purchase yet: up to the date they are seen from. */
  readonly open: Float64Array;
}

/** The same as plain JSON: how often each length occurs. */
export interface IntervalCounts {
  readonly ended: Pairs<number, number>;
  readonly open: Pairs<number, number>;
}

/** Which intervals: those that begin in a range, seen from a date, the numbers after `upTo` together. */
export interface IntervalRange {
  readonly upTo: number;
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
}

/** The intervals after the first purchase, the second … and after all later ones. */
export function intervalLists(purchases: PurchaseTimes, range: IntervalRange): readonly IntervalLists[] {
  const groups = range.upTo + 1;
  const counts = new Int32Array(2 * groups);
  eachInterval(purchases, range, counts, null);
  const lists = Array.from(counts, (count) => new Float64Array(count));
  eachInterval(purchases, range, counts.fill(0), lists);
  for (const list of lists) sortDurations(list);
  return Array.from({ length: groups }, (_, group) => ({
    ended: lists[2 * group] as Float64Array,
    open: lists[2 * group + 1] as Float64Array,
  }));
}

/** Intervals as they are stored. */
export function intervalCounts({ ended, open }: IntervalLists): IntervalCounts {
  return { ended: countsOfSorted(ended), open: countsOfSorted(open) };
}

/** Intervals as they were stored. */
export function storedIntervals({ ended, open }: IntervalCounts): IntervalLists {
  return { ended: sortedOfCounts(ended), open: sortedOfCounts(open) };
}

/** Those of two sets of customers together. */
export function mergeIntervals(a: IntervalCounts, b: IntervalCounts): IntervalCounts {
  const add = (left: number, right: number) => left + right;
  return { ended: mergePairs(a.ended, b.ended, add), open: mergePairs(a.open, b.open, add) };
}

/** Counts the intervals by list, and where there are lists writes them: 2k the ended ones of group k, 2k + 1 the open ones. */
function eachInterval(
  { starts, times }: PurchaseTimes,
  { upTo, from, to, asOf }: IntervalRange,
  counts: Int32Array,
  lists: readonly Float64Array[] | null,
): void {
  for (let code = 0; code + 1 < starts.length; code += 1) {
    const start = starts[code] as number;
    const end = starts[code + 1] as number;
    for (let place = start; place < end; place += 1) {
      const begin = times[place] as number;
      if (begin > asOf || begin >= to) break;
      if (begin < from) continue;
      const next = place + 1 < end ? (times[place + 1] as number) : Infinity;
      const list = 2 * Math.min(place - start, upTo) + (next <= asOf ? 0 : 1);
      const at = counts[list] as number;
      counts[list] = at + 1;
      if (lists !== null) (lists[list] as Float64Array)[at] = Math.min(next, asOf) - begin;
    }
  }
}

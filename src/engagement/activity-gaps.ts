import type { AnyLog } from '../log/layout.js';
import { runsOf } from '../log/runs.js';
import { eachActive } from './active-rows.js';
import type { Activity } from './activity.js';

/**
 * How many customers are active in a period, by how long ago they were active before: `counts[gap]` at `gap` periods, those at
 * `widest` or more together, and after them those who never were. `counts[0]` is of rows that say nothing new.
 */
export type TakeGaps = (counts: Int32Array, period: number) => void;

/** Counts the gaps of each period with activity from `first` to `last`, in order. The array is the same each time. */
export function eachGaps(
  log: AnyLog,
  activity: Activity,
  widest: number,
  [first, last]: readonly [number, number],
  take: TakeGaps,
): void {
  const runs = runsOf(log, activity.periods);
  const places = runs.last - runs.first + 2; // periods are counted from 1; at 0 is who was never active
  const before = new (places <= 0x10000 ? Uint16Array : Int32Array)(log.customers.length);
  const byPlace = new Int32Array(places);
  const counts = new Int32Array(widest + 2);
  let [current, rows] = [0, 0];
  const finish = () => {
    if (current > 0) take(moveGaps(byPlace, current, rows, widest, counts), current - 1 + runs.first);
    rows = 0;
  };
  eachActive(log, activity, first, last, (customers, start, end, period) => {
    const here = period - runs.first + 1;
    if (here !== current) finish();
    current = here;
    rows += end - start;
    countPlaces(customers, start, end, here, before, byPlace);
  });
  finish();
}

/**
 * Counts rows by the period in which their customers were active before: no gap is computed, nor judged, for a row. Four rows a
 * round: the loop itself would be a third of the work. One after the other, as they may be of one customer.
 */
function countPlaces(
  customers: Int32Array,
  start: number,
  end: number,
  here: number,
  before: Uint16Array | Int32Array,
  byPlace: Int32Array,
): void {
  let i = start;
  for (; i < end - 3; i += 4) {
    const a = customers[i]!;
    const b = customers[i + 1]!;
    const c = customers[i + 2]!;
    const d = customers[i + 3]!;
    const beforeA = before[a]!;
    before[a] = here;
    const beforeB = before[b]!;
    before[b] = here;
    const beforeC = before[c]!;
    before[c] = here;
    const beforeD = before[d]!;
    before[d] = here;
    byPlace[beforeA]! += 1;
    byPlace[beforeB]! += 1;
    byPlace[beforeC]! += 1;
    byPlace[beforeD]! += 1;
  }
  for (; i < end; i += 1) {
    byPlace[before[customers[i]!]!]! += 1;
    before[customers[i]!] = here;
  }
}

/** Takes the counts of near periods out; those of far ones, which are never looked at again, are the rest of the rows. */
function moveGaps(byPlace: Int32Array, here: number, rows: number, widest: number, counts: Int32Array): Int32Array {
  counts.fill(0);
  let rest = rows - byPlace[0]!;
  counts[widest + 1] = byPlace[0]!;
  byPlace[0] = 0;
  for (let gap = 0; gap < Math.min(widest, here); gap += 1) {
    const count = byPlace[here - gap]!;
    byPlace[here - gap] = 0;
    counts[gap] = count;
    rest -= count;
  }
  counts[widest]! += rest;
  return counts;
}

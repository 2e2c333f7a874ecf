import type { AnyLog } from '../log/layout.js';
import { eachActive } from './active-rows.js';
import type { Activity } from './activity.js';
import type { Shown } from './shown-periods.js';
import type { Windows } from './stickiness-windows.js';
import { column, recordsOf, type WindowCounts, type WindowSums } from './window-counts.js';

/** Counts of windows that end with each period; those of the first periods reach back to activity before them. */
export function trailingSums(log: AnyLog, activity: Activity, windows: Windows, shown: Shown): WindowCounts {
  const size = windows.trailing ?? 1;
  const complete = [shown.first + size - 1, Math.min(shown.last, shown.open - 1)] as const;
  const customers = log.customers.length;
  const records = recordsOf(customers);
  const kept = new Int32Array(log.length); // the customers of one period after another, each once
  const first = Math.max(shown.observed, shown.first - size + 1);
  const ends = new Int32Array(shown.last - first + 1);
  let length = 0;
  eachActive(log, activity, first, shown.last, (codes, start, end, period) => {
    length = keepNew(codes, start, end, period, size, shown.first, complete, records, kept, length);
    ends[period - first] = length;
  });
  for (let place = 1; place < ends.length; place += 1) ends[place] = Math.max(ends[place]!, ends[place - 1]!);
  return {
    sums: slidingSums(kept, ends, size, [first, shown.first], new Int32Array(customers)),
    inRange: column(records, IN_RANGE),
    active: column(records, ACTIVE),
    periods: column(records, PERIODS),
  };
}

// Places in a customer's record; its first number is the last active period.
const IN_RANGE = 1;
const ACTIVE = 2;
const PERIODS = 3;

/** Counts the customers who were not counted in the period yet and keeps them; returns how many are kept in all. */
function keepNew(
  codes: Int32Array,
  start: number,
  end: number,
  period: number,
  size: number,
  firstShown: number,
  complete: readonly [number, number],
  records: Int32Array,
  kept: Int32Array,
  length: number,
): number {
  let count = length;
  const until = period + size - 1;
  const windows = overlap(period, until, complete); // complete windows with the period in them
  for (let i = start; i < end; i += 1) {
    const code = codes[i]!;
    const record = code * 4;
    const before = records[record]!;
    if (before === period) continue;
    records[record] = period;
    kept[count++] = code;
    if (period >= firstShown) records[record + IN_RANGE]! += 1;
    records[record + ACTIVE]! += windows;
    // In those that hold the period before, too, the customer is counted already.
    records[record + PERIODS]! += size * overlap(Math.max(period, before + size), until, complete);
  }
  return count;
}

/** The sums of each window, with the customers of a period put in and those of the one that it leaves behind taken out. */
function slidingSums(
  kept: Int32Array,
  ends: Int32Array,
  size: number,
  [first, firstShown]: readonly [number, number],
  inWindow: Int32Array,
): [number, WindowSums][] {
  const sums: [number, WindowSums][] = [];
  let [customers, active, squares] = [0, 0, 0];
  for (let place = 0; place < ends.length; place += 1) {
    const [start, end] = [ends[place - 1] ?? 0, ends[place]!];
    for (let i = start; i < end; i += 1) {
      const times = inWindow[kept[i]!]!;
      inWindow[kept[i]!] = times + 1;
      if (times === 0) customers += 1;
      squares += 2 * times + 1;
    }
    const [goneStart, goneEnd] = place < size ? [0, 0] : [ends[place - size - 1] ?? 0, ends[place - size]!];
    for (let i = goneStart; i < goneEnd; i += 1) {
      const times = inWindow[kept[i]!]!;
      inWindow[kept[i]!] = times - 1;
      if (times === 1) customers -= 1;
      squares -= 2 * times - 1;
    }
    active += end - start - (goneEnd - goneStart);
    if (active > 0 && first + place >= firstShown) sums.push([first + place, [customers, active, squares]]);
  }
  return sums;
}

function overlap(first: number, last: number, [low, high]: readonly [number, number]): number {
  return Math.max(0, Math.min(last, high) - Math.max(first, low) + 1);
}

import type { AnyLog } from '../log/layout.js';
import { eachActive } from './active-rows.js';
import type { Activity } from './activity.js';
import type { Shown } from './shown-periods.js';
import type { Windows } from './stickiness-windows.js';
import { column, recordsOf, type WindowCounts, type WindowSums } from './window-counts.js';

/** Counts of windows that follow each other. */
export function calendarSums(log: AnyLog, activity: Activity, windows: Windows, shown: Shown): WindowCounts {
  const customers = log.customers.length;
  const records = recordsOf(customers);
  const cut = new Int32Array(customers); // active periods in windows that are not complete
  const sums: [number, WindowSums][] = [];
  let index = -Infinity;
  let window: Counting = { first: 0, size: 0, isComplete: false, customers: 0, active: 0, squares: 0 };
  const close = (): void => {
    if (window.active > 0) sums.push([index, [window.customers, window.active, window.squares]]);
  };
  eachActive(log, activity, shown.first, shown.last, (codes, start, end, period) => {
    const next = windows.windowOf(period);
    if (next !== index) {
      close();
      const [first, last] = [windows.firstOf(next), windows.lastOf(next)];
      const isComplete = first >= shown.first && last <= shown.last && last < shown.open;
      window = { first, size: last - first + 1, isComplete, customers: 0, active: 0, squares: 0 };
      index = next;
    }
    countPeriod(codes, start, end, period, window, records, window.isComplete ? null : cut);
  });
  close();
  return {
    sums,
    inRange: column(records, IN_RANGE),
    active: column(records, IN_RANGE).map((count, code) => count - cut[code]!),
    periods: column(records, PERIODS),
  };
}

interface Counting {
  readonly first: number;
  readonly size: number;
  readonly isComplete: boolean;
  customers: number;
  active: number;
  squares: number;
}

// Places in a customer's record; its first number is the last active period.
const IN_RANGE = 1;
const BEFORE_WINDOW = 2; // of those in the range
const PERIODS = 3;

function countPeriod(
  codes: Int32Array,
  start: number,
  end: number,
  period: number,
  window: Counting,
  records: Int32Array,
  cut: Int32Array | null,
): void {
  const { first, size } = window;
  let [customers, active, squares] = [0, 0, 0];
  for (let i = start; i < end; i += 1) {
    const code = codes[i]!;
    const record = code * 4;
    const last = records[record]!;
    if (last === period) continue;
    records[record] = period;
    const before = records[record + IN_RANGE]!;
    records[record + IN_RANGE] = before + 1;
    if (last < first) {
      records[record + BEFORE_WINDOW] = before;
      customers += 1;
      if (cut === null) records[record + PERIODS]! += size;
    }
    active += 1;
    squares += 2 * (before - records[record + BEFORE_WINDOW]!) + 1; // (d + 1)² − d²
    if (cut !== null) cut[code]! += 1;
  }
  window.customers += customers;
  window.active += active;
  window.squares += squares;
}

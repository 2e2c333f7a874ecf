import type { AnyLog } from '../log/layout.js';
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
  const before = new Int32Array(log.customers.length).fill(NEVER);
  const counts = new Int32Array(widest + 2);
  let current = NEVER;
  eachActive(log, activity, first, last, (customers, start, end, period) => {
    if (period !== current && current !== NEVER) {
      take(counts, current);
      counts.fill(0);
    }
    current = period;
    countGaps(customers, start, end, period, before, counts, widest);
  });
  if (current !== NEVER) take(counts, current);
}

// Far below every period; what is further than LONG from one is NEVER.
const NEVER = -(2 ** 30);
const LONG = 2 ** 29;

function countGaps(
  customers: Int32Array,
  start: number,
  end: number,
  period: number,
  before: Int32Array,
  counts: Int32Array,
  widest: number,
): void {
  for (let i = start; i < end; i += 1) {
    const code = customers[i]!;
    const gap = period - before[code]!;
    before[code] = period;
    counts[gap <= widest ? gap : gap < LONG ? widest : widest + 1]! += 1;
  }
}

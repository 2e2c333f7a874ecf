import type { AnyLog } from '../log/layout.js';
import { marksOf } from '../log/marks.js';
import type { Codes } from '../log/reading/parts.js';
import { rowsUntil } from '../log/rows-until.js';
import { runsOf } from '../log/runs.js';
import type { Activity } from './activity.js';

/** Takes `customers[start]` to `customers[end - 1]`: codes of those who are active in the period, some perhaps more than once. */
export type TakeActive = (customers: Int32Array, start: number, end: number, period: number) => void;

/**
 * Hands out who is active, period by period in rising order, from period `first` to `last`. A period that clocks set back came
 * back to is handed out in two parts, one after the other.
 */
export function eachActive(log: AnyLog, activity: Activity, first: number, last: number, take: TakeActive): void {
  const { owner, event, minimum, asOf, periods } = activity;
  const runs = runsOf(log, periods);
  const limit = asOf === null ? log.length : rowsUntil(log.time, asOf);
  const marks = event === null ? null : marksOf(owner, log, [event]);
  const some = marks === null && minimum === 1 ? null : new Int32Array(longest(runs));
  const occurrences = minimum === 1 ? null : occurrencesOf(log.customers.length);
  for (let run = 0; run < runs.periods.length; run += 1) {
    const period = runs.periods[run]!;
    const [start, end] = [runs.starts[run]!, Math.min(runs.ends[run]!, limit)];
    if (period < first || period > last || start >= end) continue;
    if (some === null) take(log.customer, start, end, period);
    else {
      const count =
        marks === null ? copied(log.customer, start, end, some) : marked(log.customer, marks, start, end, some);
      take(some, 0, occurrences === null ? count : reached(some, count, period, minimum, occurrences), period);
    }
  }
}

function longest({ starts, ends }: { starts: Int32Array; ends: Int32Array }): number {
  let most = 0;
  for (let run = 0; run < starts.length; run += 1) most = Math.max(most, ends[run]! - starts[run]!);
  return most;
}

function copied(customer: Int32Array, start: number, end: number, into: Int32Array): number {
  into.set(customer.subarray(start, end));
  return end - start;
}

function marked(
  customer: Int32Array,
  { codes, bits }: { codes: Codes; bits: Uint32Array },
  start: number,
  end: number,
  into: Int32Array,
): number {
  let count = 0;
  for (let i = start; i < end; i += 1) {
    into[count] = customer[i]!;
    count += bits[codes[i]!]!; // one step: the mark is 0 or 1
  }
  return count;
}

interface Occurrences {
  readonly period: Int32Array;
  readonly count: Int32Array;
}

function occurrencesOf(customers: number): Occurrences {
  return { period: new Int32Array(customers).fill(-(2 ** 31)), count: new Int32Array(customers) };
}

/** Keeps the customers at the event that is their `minimum`-th of the period. */
function reached(some: Int32Array, length: number, period: number, minimum: number, seen: Occurrences): number {
  let kept = 0;
  for (let i = 0; i < length; i += 1) {
    const code = some[i]!;
    const count = seen.period[code] === period ? seen.count[code]! + 1 : 1;
    seen.period[code] = period;
    seen.count[code] = count;
    if (count === minimum) some[kept++] = code;
  }
  return kept;
}

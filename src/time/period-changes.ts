import type { Calendar } from './calendar.js';
import { periodsOf } from './period.js';
import { zoneOf } from './zone.js';

/** The instants at which the period becomes another one, in order, and the period from there on. */
export interface PeriodChanges {
  readonly at: Float64Array;
  readonly index: Int32Array;
}

/**
 * The changes of period from one instant to another, both included; the first is `from` itself, with its period. Where
 * clocks go back over the start of a period, its index comes, goes and comes again. Empty when `to` is before `from`.
 */
export function periodChanges(calendar: Calendar, from: number, to: number): PeriodChanges {
  const first = calendar.indexOf(from); // refuses what is no instant
  const last = calendar.indexOf(to);
  const zone = zoneOf('periodChanges', calendar.timeZone);
  const periods = periodsOf(calendar.unit, calendar.weekStartsOn, calendar.fiscalYearStartsOn);
  let at = new Float64Array(Math.max(0, last - first + 1));
  let index = new Int32Array(at.length);
  let count = 0;

  function add(instant: number, period: number): void {
    if (count > 0 && index[count - 1] === period) return;
    if (count === at.length) [at, index] = wider(at, index);
    at[count] = instant;
    index[count] = period;
    count++;
  }

  // While the offset stays, wall time runs on, so periods follow each other.
  for (let start = from; start <= to; ) {
    const offset = zone.offsetAt(start);
    const end = zone.changeAfter(start, to + 1);
    let period = periods.indexAt(start + offset);
    for (let instant = start; instant < end; instant = periods.startOf(period) - offset) add(instant, period++);
    start = end;
  }
  return { at: at.subarray(0, count), index: index.subarray(0, count) };
}

/** Whether clocks that go back bring a period back, from one instant to another, both included. */
export function comesBack(calendar: Calendar, from: number, to: number): boolean {
  if (calendar.timeZone === 'UTC') return false;
  const { index } = periodChanges(calendar, from, to);
  return index.some((period, i) => i > 0 && period < (index[i - 1] as number));
}

function wider(at: Float64Array, index: Int32Array): [Float64Array<ArrayBuffer>, Int32Array<ArrayBuffer>] {
  const length = at.length * 2 + 16;
  const [moreAt, moreIndex] = [new Float64Array(length), new Int32Array(length)];
  moreAt.set(at);
  moreIndex.set(index);
  return [moreAt, moreIndex];
}

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
  for (const instant of [from, to]) calendar.indexOf(instant); // refuses what is no instant
  const zone = zoneOf('periodChanges', calendar.timeZone);
  const periods = periodsOf(calendar.unit, calendar.weekStartsOn, calendar.fiscalYearStartsOn);
  const at: number[] = [];
  const index: number[] = [];
  // While the offset stays, wall time runs on, so periods follow each other.
  for (let start = from; start <= to; ) {
    const offset = zone.offsetAt(start);
    const end = zone.changeAfter(start, to + 1);
    let period = periods.indexAt(start + offset);
    for (let instant = start; instant < end; instant = periods.startOf(period) - offset) {
      if (period !== index[index.length - 1]) {
        at.push(instant);
        index.push(period);
      }
      period += 1;
    }
    start = end;
  }
  return { at: new Float64Array(at), index: new Int32Array(index) };
}

/** Whether clocks that go back bring a period back, from one instant to another, both included. */
export function comesBack(calendar: Calendar, from: number, to: number): boolean {
  if (calendar.timeZone === 'UTC') return false;
  const { index } = periodChanges(calendar, from, to);
  return index.some((period, i) => i > 0 && period < (index[i - 1] as number));
}

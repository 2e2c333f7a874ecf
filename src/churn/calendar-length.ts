import { DAY } from '../time/day.js';
import { monthsAfter } from '../time/months-after.js';
import type { Zone } from '../time/zone.js';

/** What lifetimes are counted in. */
export type LengthUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/**
 * How long it is from one instant to a later one on the clocks of a zone. Days and weeks by wall time, so that from midnight to midnight
 * is a whole number; months, quarters and years from date to date (to the last date of a month that is too short), with the
 * elapsed share of the one that is not over.
 */
export function calendarLength(zone: Zone, unit: LengthUnit, from: number, to: number): number {
  if (unit === 'day' || unit === 'week') {
    const elapsed = to + zone.offsetAt(to) - from - zone.offsetAt(from);
    return Math.max(0, elapsed / DAY / (unit === 'day' ? 1 : 7)); // below 0 where clocks were set back
  }
  const step = MONTHS[unit];
  const at = (count: number) => monthsAfter(zone, from, count * step);
  let whole = Math.floor((to - from) / (LONGEST_MONTH * step));
  while (at(whole + 1) <= to) whole += 1;
  const begun = at(whole);
  return whole + Math.max(0, to - begun) / (at(whole + 1) - begun);
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** With the day by which clocks may be set at most. */
const LONGEST_MONTH = 32 * DAY;

import { calendar } from '../time/calendar.js';
import { DAY } from '../time/day.js';

/**
 * Whole days from each instant to `asOf`: from one local date to the other, as people count them, not by 24 hours. Never below 0, though
 * clocks set back over midnight may show an earlier date later.
 */
export function daysSince(last: Float64Array | Int32Array, asOf: number | null, timeZone: string): Int32Array {
  const days = new Int32Array(last.length);
  if (asOf === null) return days;
  if (timeZone === 'UTC') {
    const today = Math.floor(asOf / DAY);
    for (let i = 0; i < days.length; i += 1) days[i] = today - Math.floor(last[i]! / DAY);
    return days;
  }
  const dates = calendar({ unit: 'day', timeZone });
  const today = dates.indexOf(asOf);
  dates.indexAll(last, days);
  for (let i = 0; i < days.length; i += 1) days[i] = Math.max(0, today - days[i]!);
  return days;
}

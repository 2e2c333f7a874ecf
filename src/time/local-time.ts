import { DAY, HOUR } from './day.js';
import { dayOfDate } from './month.js';

/** The wall time of a local date or date and time, counted as if in UTC; NaN where the text is neither. */
export function localTime(text: string): number {
  const match = LOCAL.exec(text);
  if (match === null) return Number.NaN;
  const [, year, , month, date, hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const day = dayOfDate(Number(year), Number(month), Number(date));
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return day * DAY + timeOfDay(Number(hours), Number(minutes), Number(seconds)) + milliseconds;
}

const LOCAL = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[ Tt](\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?$/;

/** The milliseconds of a day until a time as written; NaN where clocks show no such time. */
export function timeOfDay(hours: number, minutes: number, seconds = 0): number {
  if (!(hours <= 23 && minutes <= 59 && seconds <= 59)) return Number.NaN;
  return hours * HOUR + minutes * 60_000 + seconds * 1000;
}

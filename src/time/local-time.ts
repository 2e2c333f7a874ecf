import { DAY } from './day.js';
import { dayOfDate } from './month.js';

/** The wall time of a local date or date and time, counted as if in UTC; NaN where the text is neither. */
export function localTime(text: string): number {
  const match = LOCAL.exec(text);
  if (match === null) return Number.NaN;
  const [, year, , month, date, hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const day = dayOfDate(Number(year), Number(month), Number(date));
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return Number.NaN;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return day * DAY + Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000 + milliseconds;
}

const LOCAL = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[ Tt](\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?$/;

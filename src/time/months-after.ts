import { DAY } from './day.js';
import { firstDayOfMonth, monthOfDay } from './month.js';
import { instantAt, type Zone } from './zone.js';

/** The instant whole months after another on the clocks of a zone: at the same date and time, or the last date of a month that is too short. */
export function monthsAfter(zone: Zone, instant: number, months: number): number {
  const local = instant + zone.offsetAt(instant);
  const day = Math.floor(local / DAY);
  const month = monthOfDay(day);
  const target = month + months;
  const date = Math.min(day - firstDayOfMonth(month), firstDayOfMonth(target + 1) - firstDayOfMonth(target) - 1);
  return instantAt(zone, (firstDayOfMonth(target) + date) * DAY + (local - day * DAY));
}

import type { Calendar } from '../../time/calendar.js';
import { FIRST_INSTANT } from '../../time/day.js';

/** The number of the last period that begins before an instant, also before the first instant there is. */
export function lastPeriodBefore(periods: Calendar, instant: number): number {
  return instant > FIRST_INSTANT ? periods.indexOf(instant - 1) : periods.indexOf(instant) - 1;
}

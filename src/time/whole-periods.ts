import type { Calendar } from './calendar.js';
import { DAY, FIRST_INSTANT, LAST_INSTANT } from './day.js';
import { periodChanges } from './period-changes.js';

/** The first period with an instant after this one: clocks set back over midnight may come back to one. */
export function openFrom(periods: Calendar, instant: number): number {
  const next = Math.min(instant + 1, LAST_INSTANT);
  const { index } = periodChanges(periods, next, Math.min(next + DAY, LAST_INSTANT));
  return index.reduce((least, period) => Math.min(least, period));
}

/** The last period with an instant before this one: clocks set back over midnight may have been in a later one. */
export function begunBefore(periods: Calendar, instant: number): number {
  const last = Math.max(instant - 1, FIRST_INSTANT);
  const { index } = periodChanges(periods, Math.max(last - DAY, FIRST_INSTANT), last);
  return index.reduce((most, period) => Math.max(most, period));
}

import { type Calendar, calendarFor } from './calendar.js';
import { zoneOf } from './zone.js';

/** A stretch in which clocks that were set back show a period again that was over: it belongs to `index`, the one after. */
export interface ClockFold {
  readonly from: number;
  /** The first instant after it. */
  readonly until: number;
  readonly index: number;
}

/** The stretches from 1900 to an instant in which the period that clocks show is not the one that has begun; most zones have none. */
export function clockFolds(
  options: Pick<Calendar, 'unit' | 'timeZone' | 'weekStartsOn' | 'fiscalYearStartsOn'>,
  last: number,
): readonly ClockFold[] {
  const { unit, timeZone, weekStartsOn, fiscalYearStartsOn } = options;
  const zone = zoneOf('calendar', timeZone);
  const periods = calendarFor('calendar', { unit, timeZone, weekStartsOn, fiscalYearStartsOn });
  const folds: ClockFold[] = [];
  for (let at = zone.changeAfter(SINCE, last); at < last; at = zone.changeAfter(at, last)) {
    const index = periods.indexOf(at - 1);
    if (periods.indexOf(at) >= index) continue;
    const start = periods.startOf(index);
    folds.push({ from: at, until: start + zone.offsetAt(start) - zone.offsetAt(at), index });
  }
  return folds;
}

/** 1900 */
const SINCE = -2_208_988_800_000;

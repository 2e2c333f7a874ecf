import type { Calendar } from './calendar.js';
import { periodsOf } from './period.js';
import { zoneOf } from './zone.js';

/** From one instant to before another clocks had come back from a period to the one before it. */
export type Comeback = readonly [from: number, until: number, period: number];

/** The comebacks by an instant: few, in few zones, as clocks are hardly ever set back over the start of a period. */
export function comebacks({ unit, timeZone, weekStartsOn, fiscalYearStartsOn }: PeriodsOf, until: number): Comeback[] {
  if (timeZone === 'UTC') return [];
  const zone = zoneOf('comebacks', timeZone);
  const periods = periodsOf(unit, weekStartsOn, fiscalYearStartsOn);
  const found: Comeback[] = [];
  for (let at = zone.changeAfter(FIRST_CHANGE, until); at < until; at = zone.changeAfter(at, until)) {
    const [before, after] = [zone.offsetAt(at - 1), zone.offsetAt(at)];
    const left = periods.indexAt(at - 1 + before);
    if (periods.indexAt(at + after) < left) found.push([at, periods.startOf(left) - after, left]);
  }
  return found;
}

type PeriodsOf = Pick<Calendar, 'unit' | 'timeZone' | 'weekStartsOn' | 'fiscalYearStartsOn'>;

/** No zone of tzdata changes before 1844. */
const FIRST_CHANGE = -4_007_750_400_000; // 1843

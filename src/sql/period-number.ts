import type { PeriodsPlan } from '../log/shapes/shape-plan.js';
import { DAY } from '../time/day.js';
import type { Dialect } from './dialects/dialect.js';
import type { TimeKind } from './dialects/kinds.js';
import type { QueryText } from './query-text.js';

/** The number of the period of an instant that the calendar holds, from its wall time, as `calendar` counts. */
export function periodNumber(query: QueryText, instant: string, kind: TimeKind, periods: PeriodsPlan): string {
  return query.dialect.as('integer', periodIndex(query, instant, kind, periods));
}

/** The same as whatever integer it is computed as. */
export function periodIndex(
  query: QueryText,
  instant: string,
  kind: TimeKind,
  { unit, timeZone, weekStartsOn, fiscalYearStartsOn }: PeriodsPlan,
): string {
  const { dialect } = query;
  const zone = timeZone === 'UTC' ? null : query.value(timeZone).sql;
  const local = (each: 'hour' | 'day' | 'month'): string => dialect.localUnits(each, instant, kind, zone);
  const whole = (sql: string, shift: number, size: number): string => wholes(dialect, sql, shift, size);
  const toJanuary = 1 - fiscalYearStartsOn;
  const toWeek = (4 - weekStartsOn + 7) % 7; // 1970-01-01 was a Thursday, day 4 of the week from Sunday
  return {
    hour: () => local('hour'),
    day: () => local('day'),
    week: () =>
      zone === null && kind === 'epochMilliseconds' // in one division
        ? whole(instant, toWeek * DAY, 7 * DAY)
        : whole(local('day'), toWeek, 7),
    month: () => local('month'),
    quarter: () => whole(local('month'), toJanuary, 3),
    year: () => whole(local('month'), toJanuary, 12),
  }[unit]();
}

/** Of an integer and a shift, rounded down: integers are cut towards 0, and so from numbers that are never below 0. */
function wholes(dialect: Dialect, sql: string, shift: number, size: number): string {
  return `(${dialect.divided(`${sql} + ${shift + BEFORE * size}`, size)} - ${BEFORE})`;
}

/** More weeks, quarters or years than there are between the year 1 and 1970. */
const BEFORE = 200_000;

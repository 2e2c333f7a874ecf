import type { PeriodsPlan } from '../log/shape-plan.js';
import type { Dialect } from './dialect.js';
import type { TimeKind } from './kinds.js';
import type { QueryText } from './query-text.js';

/** The number of the period of an instant that the calendar holds, from its wall time, as `calendar` counts. */
export function periodNumber(
  query: QueryText,
  instant: string,
  kind: TimeKind,
  { unit, timeZone, weekStartsOn, fiscalYearStartsOn }: PeriodsPlan,
): string {
  const { dialect } = query;
  const zone = timeZone === 'UTC' ? null : query.value(timeZone).sql;
  const local = (each: 'hour' | 'day' | 'month'): string => dialect.localUnits(each, instant, kind, zone);
  const whole = (sql: string, size: number): string => wholes(dialect, sql, size);
  const months = `${local('month')} - ${fiscalYearStartsOn - 1}`;
  const index = {
    hour: () => local('hour'),
    day: () => local('day'),
    // 1970-01-01 was a Thursday, day 4 of the week from Sunday.
    week: () => whole(`${local('day')} + ${(4 - weekStartsOn + 7) % 7}`, 7),
    month: () => local('month'),
    quarter: () => whole(months, 3),
    year: () => whole(months, 12),
  }[unit]();
  return dialect.as('integer', index);
}

/** Rounded down. Integers are cut towards 0, and so from numbers that are never below 0. */
function wholes(dialect: Dialect, sql: string, size: number): string {
  if (dialect.name === 'duckdb') return `((${sql} + ${BEFORE * size}) // ${size} - ${BEFORE})`;
  if (dialect.name === 'clickhouse') return `(intDiv(toUInt64(${sql} + ${BEFORE * size}), ${size}) - ${BEFORE})`;
  return `floor(${dialect.as('number', sql)} / ${size})`;
}

/** More weeks, quarters or years than there are between the year 1 and 1970. */
const BEFORE = 200_000;

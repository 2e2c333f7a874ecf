import { addMonths } from 'date-fns/addMonths';
import { kept } from '../core/kept.js';
import { DAY } from './day.js';
import { UtcDate } from './utc-date.js';

const firstDays = /* @__PURE__ */ new Map<number, number>();

/** The day a month begins with. Days count from 1970-01-01, months from 1970-01, both from 0. */
export function firstDayOfMonth(month: number): number {
  return kept(firstDays, month, () => addMonths(new UtcDate(0), month).getTime() / DAY);
}

/** The month a day lies in: the guess from the mean length of a month is at most one off. */
export function monthOfDay(day: number): number {
  let month = Math.floor(day / 30.436875);
  while (firstDayOfMonth(month) > day) month--;
  while (firstDayOfMonth(month + 1) <= day) month++;
  return month;
}

/** The day of a year, month and date as written, or NaN where that month has no such date. */
export function dayOfDate(year: number, month: number, date: number): number {
  if (!(year >= 0 && year <= 10_000 && month >= 1 && month <= 12 && date >= 1)) return Number.NaN;
  const index = (year - 1970) * 12 + month - 1;
  const day = firstDayOfMonth(index) + date - 1;
  return day < firstDayOfMonth(index + 1) ? day : Number.NaN;
}

/** The label of a day, such as `2025-04-07`. */
export function dayLabel(day: number): string {
  const month = monthOfDay(day);
  return `${monthLabel(month)}-${twoDigits(day - firstDayOfMonth(month) + 1)}`;
}

/** The label of a month, such as `2025-04`. */
export function monthLabel(month: number): string {
  const year = Math.floor(month / 12);
  return `${yearLabel(year)}-${twoDigits(month - year * 12 + 1)}`;
}

/** The label of a year that counts from 1970: four digits, so that labels sort. */
export function yearLabel(year: number): string {
  return String(1970 + year).padStart(4, '0');
}

/** A number below 100, in two digits. */
export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

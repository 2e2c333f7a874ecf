import { DAY, HOUR } from './day.js';
import { dayLabel, firstDayOfMonth, monthLabel, monthOfDay, twoDigits, yearLabel } from './month.js';

/** The length of a period: the local hour, the day, the week, the month, the quarter or the year. */
export type PeriodUnit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Windows that roll from a customer's first event, as Amplitude and Mixpanel have them: 24 h, 7 d, 30 d; three months are 90 days there. */
export const WINDOW_HOURS = { hour: 1, day: 24, week: 7 * 24, month: 30 * 24, quarter: 90 * 24, year: 365 * 24 };

/** How wall times, counted as if in UTC, fall into numbered periods; nothing here knows a zone. */
export interface Periods {
  indexAt(local: number): number;
  startOf(index: number): number;
  labelOf(index: number): string;
}

/** The same of local days, counted from 1970-01-01. */
interface DayPeriods {
  indexOfDay(day: number): number;
  firstDayOf(index: number): number;
  labelOf(index: number): string;
}

/** The periods of a unit, by the day weeks start on (0 Sunday) and the month fiscal years start on (1 January). */
export function periodsOf(unit: PeriodUnit, weekStartsOn: number, fiscalYearStartsOn: number): Periods {
  switch (unit) {
    case 'hour':
      return hours;
    case 'day':
      return ofDays(days);
    case 'week':
      return ofDays(weeks(weekStartsOn));
    case 'month':
      return ofDays({ ...spansOfMonths(1, 0), labelOf: monthLabel });
    case 'quarter':
      return ofDays(quarters(fiscalYearStartsOn));
    case 'year':
      return ofDays(years(fiscalYearStartsOn));
  }
}

const hours: Periods = {
  indexAt: (local) => Math.floor(local / HOUR),
  startOf: (index) => index * HOUR,
  labelOf(index) {
    const day = Math.floor(index / 24);
    return `${dayLabel(day)}T${twoDigits(index - day * 24)}`;
  },
};

function ofDays({ indexOfDay, firstDayOf, labelOf }: DayPeriods): Periods {
  return {
    indexAt: (local) => indexOfDay(Math.floor(local / DAY)),
    startOf: (index) => firstDayOf(index) * DAY,
    labelOf,
  };
}

const days: DayPeriods = {
  indexOfDay: (day) => day,
  firstDayOf: (index) => index,
  labelOf: dayLabel,
};

function weeks(weekStartsOn: number): DayPeriods {
  // 1970-01-01 was a Thursday, day 4 of the week from Sunday.
  const lead = (4 - weekStartsOn + 7) % 7;
  const firstDayOf = (index: number) => index * 7 - lead;
  return {
    indexOfDay: (day) => Math.floor((day + lead) / 7),
    firstDayOf,
    labelOf: (index) => dayLabel(firstDayOf(index)),
  };
}

function quarters(fiscalYearStartsOn: number): DayPeriods {
  const prefix = fiscalYearStartsOn === 1 ? '' : 'FY';
  return {
    ...spansOfMonths(3, fiscalYearStartsOn - 1),
    labelOf(index) {
      const year = Math.floor(index / 4);
      return `${prefix}${yearLabel(year)}-Q${index - year * 4 + 1}`;
    },
  };
}

function years(fiscalYearStartsOn: number): DayPeriods {
  const prefix = fiscalYearStartsOn === 1 ? '' : 'FY';
  return {
    ...spansOfMonths(12, fiscalYearStartsOn - 1),
    labelOf: (index) => `${prefix}${yearLabel(index)}`,
  };
}

/** Periods of some months each, the one numbered 0 beginning `start` months after 1970-01. */
function spansOfMonths(months: number, start: number): Pick<DayPeriods, 'indexOfDay' | 'firstDayOf'> {
  return {
    indexOfDay: (day) => Math.floor((monthOfDay(day) - start) / months),
    firstDayOf: (index) => firstDayOfMonth(index * months + start),
  };
}

/**
 * The local time that a label of any unit would begin with; NaN of what is far from being one. It takes 31 April for 1 May: a label
 * has one spelling, which the period of that time gives.
 */
export function labelStart(label: string, fiscalYearStartsOn: number): number {
  const [, year, quarter = 1, month, date = 1, hour = 0] = LABEL.exec(label) ?? [];
  const first = month ?? fiscalYearStartsOn + (Number(quarter) - 1) * 3;
  const day = firstDayOfMonth((Number(year) - 1970) * 12 + Number(first) - 1) + Number(date) - 1;
  return day * DAY + Number(hour) * HOUR;
}

const LABEL = /^(?:FY)?(1?\d{4})(?:-Q(\d))?(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d))?$/;

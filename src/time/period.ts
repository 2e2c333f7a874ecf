import { DAY, HOUR } from './day.js';
import { dayLabel, dayOfDate, firstDayOfMonth, monthLabel, monthOfDay, twoDigits, yearLabel } from './month.js';

/** The length of a period: the local hour, the day, the week, the month, the quarter or the year. */
export type PeriodUnit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** How wall times, counted as if in UTC, fall into numbered periods; nothing here knows a zone. */
export interface Periods {
  indexAt(local: number): number;
  startOf(index: number): number;
  labelOf(index: number): string;
  /** The index that the label may stand for; NaN where it has not the form of a label. */
  indexIn(label: string): number;
}

/** The same of local days, counted from 1970-01-01. */
interface DayPeriods {
  indexOfDay(day: number): number;
  firstDayOf(index: number): number;
  labelOf(index: number): string;
  indexIn(label: string): number;
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
      return ofDays({ ...spansOfMonths(1, 0), labelOf: monthLabel, indexIn: monthIn });
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
  indexIn(label) {
    const [, date = '', hour] = /^(.+)T([01]\d|2[0-3])$/.exec(label) ?? [];
    return dayIn(date) * 24 + Number(hour);
  },
};

function ofDays(periods: DayPeriods): Periods {
  const { indexOfDay, firstDayOf, labelOf, indexIn } = periods;
  return {
    indexAt: (local) => indexOfDay(Math.floor(local / DAY)),
    startOf: (index) => firstDayOf(index) * DAY,
    labelOf,
    indexIn,
  };
}

const days: DayPeriods = {
  indexOfDay: (day) => day,
  firstDayOf: (index) => index,
  labelOf: dayLabel,
  indexIn: dayIn,
};

function weeks(weekStartsOn: number): DayPeriods {
  // 1970-01-01 was a Thursday, day 4 of the week from Sunday.
  const lead = (4 - weekStartsOn + 7) % 7;
  const indexOfDay = (day: number) => Math.floor((day + lead) / 7);
  const firstDayOf = (index: number) => index * 7 - lead;
  return {
    indexOfDay,
    firstDayOf,
    labelOf: (index) => dayLabel(firstDayOf(index)),
    indexIn: (label) => indexOfDay(dayIn(label)),
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
    indexIn(label) {
      const [, year, quarter] = /^(?:FY)?(\d{4,5})-Q([1-4])$/.exec(label) ?? [];
      return (Number(year) - 1970) * 4 + Number(quarter) - 1;
    },
  };
}

function years(fiscalYearStartsOn: number): DayPeriods {
  const prefix = fiscalYearStartsOn === 1 ? '' : 'FY';
  return {
    ...spansOfMonths(12, fiscalYearStartsOn - 1),
    labelOf: (index) => `${prefix}${yearLabel(index)}`,
    indexIn: (label) => Number(/^(?:FY)?(\d{4,5})$/.exec(label)?.[1]) - 1970,
  };
}

/** Periods of some months each, the one numbered 0 beginning `start` months after 1970-01. */
function spansOfMonths(months: number, start: number): Pick<DayPeriods, 'indexOfDay' | 'firstDayOf'> {
  return {
    indexOfDay: (day) => Math.floor((monthOfDay(day) - start) / months),
    firstDayOf: (index) => firstDayOfMonth(index * months + start),
  };
}

function dayIn(label: string): number {
  const [, year, month, date] = /^(\d{4,5})-(\d\d)-(\d\d)$/.exec(label) ?? [];
  return dayOfDate(Number(year), Number(month), Number(date));
}

function monthIn(label: string): number {
  const [, year, month] = /^(\d{4,5})-(\d\d)$/.exec(label) ?? [];
  return (Number(year) - 1970) * 12 + Number(month) - 1;
}

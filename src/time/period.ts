import { dayLabel, dayOfDate, firstDayOfMonth, monthLabel, monthOfDay, yearLabel } from './month.js';

/** The length of a period: the local day, the week, the month, the quarter or the year. */
export type PeriodUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** How local days, counted from 1970-01-01, fall into numbered periods; nothing here knows a zone. */
export interface Periods {
  indexOfDay(day: number): number;
  firstDayOf(index: number): number;
  labelOf(index: number): string;
  /** The index that the label may stand for; NaN where it has not the form of a label. */
  indexIn(label: string): number;
}

/** The periods of a unit, by the day weeks start on (0 Sunday) and the month fiscal years start on (1 January). */
export function periodsOf(unit: PeriodUnit, weekStartsOn: number, fiscalYearStartsOn: number): Periods {
  switch (unit) {
    case 'day':
      return { indexOfDay: (day) => day, firstDayOf: (index) => index, labelOf: dayLabel, indexIn: dayIn };
    case 'week':
      return weeks(weekStartsOn);
    case 'month':
      return { ...spansOfMonths(1, 0), labelOf: monthLabel, indexIn: monthIn };
    case 'quarter':
      return quarters(fiscalYearStartsOn);
    case 'year':
      return years(fiscalYearStartsOn);
  }
}

function weeks(weekStartsOn: number): Periods {
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

function quarters(fiscalYearStartsOn: number): Periods {
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

function years(fiscalYearStartsOn: number): Periods {
  const prefix = fiscalYearStartsOn === 1 ? '' : 'FY';
  return {
    ...spansOfMonths(12, fiscalYearStartsOn - 1),
    labelOf: (index) => `${prefix}${yearLabel(index)}`,
    indexIn: (label) => Number(/^(?:FY)?(\d{4,5})$/.exec(label)?.[1]) - 1970,
  };
}

/** Periods of some months each, the one numbered 0 beginning `start` months after 1970-01. */
function spansOfMonths(months: number, start: number): Pick<Periods, 'indexOfDay' | 'firstDayOf'> {
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

import { checkChoice, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { DAY, FIRST_INSTANT, LAST_INSTANT } from './day.js';
import { dayCells } from './day-cells.js';
import { hourCells } from './hour-cells.js';
import { labelStart, type PeriodUnit, periodsOf } from './period.js';
import { periodTable } from './period-table.js';
import { firstInstantAt, zoneOf } from './zone.js';

/** Which periods to count in, and on whose clocks. */
export interface CalendarOptions {
  readonly unit: PeriodUnit;
  /** The IANA zone whose local dates count, such as `'Asia/Tokyo'`; default `'UTC'`. */
  readonly timeZone?: string | undefined;
  /** The day a week starts on, 0 (Sunday) to 6; default 1 (Monday). */
  readonly weekStartsOn?: number | undefined;
  /** The month a year and its quarters start in, 1 to 12; default 1. Other than 1, labels begin with `FY`. */
  readonly fiscalYearStartsOn?: number | undefined;
}

/** The periods of one unit in one zone, numbered by consecutive integers. */
export interface Calendar {
  readonly unit: PeriodUnit;
  readonly timeZone: string;
  readonly weekStartsOn: number;
  readonly fiscalYearStartsOn: number;
  /** The period of an instant (epoch milliseconds): that of the wall time which the zone's clocks show. */
  indexOf(instant: number): number;
  /** Writes the period of each instant into `into`. Nothing is allocated per instant. */
  indexAll(instants: ArrayLike<number>, into: Int32Array, count?: number): void;
  /** The label of a period: its local hour, date, month, quarter or year. */
  labelOf(index: number): string;
  /** The first instant of a period. For a local date or hour that the zone left out, the first instant after it. */
  startOf(index: number): number;
  /** The period that a label stands for. */
  parse(label: string): number;
}

/**
 * Numbers the hours, days, weeks, months, quarters or years of a zone, so that instants group by the time that their
 * customers saw.
 *
 * The period of an instant is that of its wall time: offset of the zone at that instant added, cut to the hour or day,
 * then counted. So a midnight that happens twice or never puts nothing into a wrong period; an hour that the clocks show
 * twice is one period, and one that they skip stays empty. Index 0 is the period that holds 1970-01-01T00:00 on the
 * zone's clocks (with a fiscal year, the period of the fiscal year that begins in 1970). Labels are `2025-04-07T10`,
 * `2025-04-07` (a day, or the first day of a week), `2025-04`, `2025-Q2` and `2025`; with a fiscal year `FY2025-Q1` and
 * `FY2025`, where FY2025 is the one that begins in 2025. They sort as text. Offsets are those of the tz database in the JavaScript engine.
 *
 * @param options - the unit, and where it differs from the defaults the zone and the starts of weeks and years
 * @returns the calendar; its functions give the same answers in any order of calls and on any machine
 * @throws {InvalidOptionError} for an unknown option, unit or zone (`E_OPT_ZONE`), a start out of range, an index outside
 * the years 1 to 9999, or a text that is no label of this calendar
 * @throws {InvalidDataError} when an instant is not a number within the years 1 to 9999 (`E_TIME_INVALID`)
 * @example
 * ```ts
 * import { calendar } from 'kizuna';
 *
 * const months = calendar({ unit: 'month', timeZone: 'Asia/Tokyo' });
 * const index = months.indexOf(Date.UTC(2025, 2, 31, 15)); // midnight in Tokyo
 * months.labelOf(index); // => '2025-04'
 * months.startOf(index) === Date.UTC(2025, 2, 31, 15); // => true
 *
 * const years = calendar({ unit: 'year', timeZone: 'Asia/Tokyo', fiscalYearStartsOn: 4 });
 * years.labelOf(years.indexOf(Date.UTC(2026, 2, 31, 14, 59))); // => 'FY2025'
 *
 * calendar({ unit: 'day', timeZone: 'Mars/Olympus' }); // throws InvalidOptionError
 * ```
 */
export function calendar(options: CalendarOptions): Calendar {
  return calendarFor('calendar', options);
}

/** The same in the name of a function whose options these are. */
export function calendarFor(owner: string, options: CalendarOptions): Calendar {
  checkOptions(owner, options, OPTIONS);
  const { timeZone = 'UTC' } = options;
  const unit = checkChoice(owner, 'unit', options.unit, PERIOD_UNITS);
  const weekStartsOn = checkNumber(owner, 'weekStartsOn', options.weekStartsOn ?? 1, WEEK_STARTS);
  const fiscalYearStartsOn = checkNumber(owner, 'fiscalYearStartsOn', options.fiscalYearStartsOn ?? 1, MONTHS);
  const zone = zoneOf(owner, timeZone);
  const periods = periodsOf(unit, weekStartsOn, fiscalYearStartsOn);
  const table = periodTable(zone, periods, unit === 'hour' ? hourCells : dayCells);
  const range = { min: periods.indexAt(FIRST_LOCAL), max: periods.indexAt(LAST_LOCAL), integer: true };

  return {
    unit,
    timeZone,
    weekStartsOn,
    fiscalYearStartsOn,
    indexOf: (instant) => table.indexOf(instant, null),
    indexAll(instants, into, count = instants.length) {
      checkNumber('indexAll', 'count', count, { min: 0, max: Math.min(instants.length, into.length), integer: true });
      table.indexAll(instants, into, count);
    },
    labelOf: (index) => periods.labelOf(checkNumber('labelOf', 'index', index, range)),
    startOf: (index) => firstInstantAt(zone, periods.startOf(checkNumber('startOf', 'index', index, range))),
    parse(label) {
      const index = typeof label === 'string' ? periods.indexAt(labelStart(label, fiscalYearStartsOn)) : Number.NaN;
      // Also false for NaN. A label has one spelling: no 31 April, no Tuesday for a week.
      if (index >= range.min && index <= range.max && periods.labelOf(index) === label) return index;
      return refuseOption(
        'parse',
        'label',
        `to be the label of ${unit === 'hour' ? 'an' : 'a'} ${unit}, such as "${periods.labelOf(0)}"`,
        label,
      );
    },
  };
}

const OPTIONS = ['unit', 'timeZone', 'weekStartsOn', 'fiscalYearStartsOn'];
/** All units of periods, for checks. */
export const PERIOD_UNITS = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
const WEEK_STARTS = { min: 0, max: 6, integer: true };
// A zone may be a day before or after UTC.
const FIRST_LOCAL = FIRST_INSTANT - DAY;
const LAST_LOCAL = LAST_INSTANT + DAY;
const MONTHS = { min: 1, max: 12, integer: true };

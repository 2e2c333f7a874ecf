import { checkChoice, checkNumber, refuseOption } from '../core/options.js';
import { calendar } from '../time/calendar.js';
import { type PeriodUnit, periodsOf } from '../time/period.js';
import type { Activity } from './activity.js';

/** Windows of whole periods, numbered: those of a longer unit, or one that ends with each period. */
export interface Windows {
  readonly unit: PeriodUnit | null;
  /** How many periods a trailing window has; `null` for windows of a longer unit. */
  readonly trailing: number | null;
  /** The window of a longer unit that a period is in; the one that ends with the period. */
  windowOf(period: number): number;
  firstOf(window: number): number;
  lastOf(window: number): number;
  labelOf(window: number): string;
}

/** Which windows to take: one of the two, or the usual ones of the unit. */
export interface WindowChoice {
  /** Windows of this longer unit, whose starts fall together with those of periods; default `'month'` for hours and days, `'year'` for months and quarters. */
  readonly within?: 'day' | 'week' | 'month' | 'quarter' | 'year' | undefined;
  /** Instead of them: windows of so many periods, one ending with each period, such as 28 with days; up to 10,000. */
  readonly trailing?: number | undefined;
}

/** The windows that the options ask for. */
export function windowsOf({ owner, periods }: Activity, { within, trailing }: WindowChoice): Windows {
  if (trailing !== undefined) {
    if (within !== undefined) refuseOption(owner, 'within', 'to be left out where trailing is given', within);
    const size = checkNumber(owner, 'trailing', trailing, { min: 2, max: 10_000, integer: true });
    return {
      unit: null,
      trailing: size,
      windowOf: (period) => period,
      firstOf: (window) => window - size + 1,
      lastOf: (window) => window,
      labelOf: periods.labelOf,
    };
  }
  const longer = LONGER[periods.unit];
  if (longer.length === 0) {
    refuseOption(owner, 'trailing', `to be given, as no longer unit is made of whole ${periods.unit}s`, trailing);
  }
  const unit = checkChoice(owner, 'within', within ?? (longer.includes('month') ? 'month' : 'year'), longer);
  const { timeZone, weekStartsOn, fiscalYearStartsOn } = periods;
  const { labelOf } = calendar({ unit, timeZone, weekStartsOn, fiscalYearStartsOn });
  // On the clocks' own time, where a date that the zone left out is one like others.
  const [parts, wholes] = [periods.unit, unit].map((each) => periodsOf(each, weekStartsOn, fiscalYearStartsOn)) as [
    ReturnType<typeof periodsOf>,
    ReturnType<typeof periodsOf>, // two in, two out
  ];
  return {
    unit,
    trailing: null,
    windowOf: (period) => wholes.indexAt(parts.startOf(period)),
    firstOf: (window) => parts.indexAt(wholes.startOf(window)),
    lastOf: (window) => parts.indexAt(wholes.startOf(window + 1)) - 1,
    labelOf,
  };
}

type Longer = 'day' | 'week' | 'month' | 'quarter' | 'year';

const LONGER: Readonly<Record<PeriodUnit, readonly Longer[]>> = {
  hour: ['day', 'week', 'month', 'quarter', 'year'],
  day: ['week', 'month', 'quarter', 'year'],
  week: [],
  month: ['quarter', 'year'],
  quarter: ['year'],
  year: [],
};

import { errorOf, InvalidDataError, LimitError } from '../core/errors.js';
import { checkChoice, checkOptions, refuseOption } from '../core/options.js';
import { type Calendar, type CalendarOptions, calendar } from '../time/calendar.js';
import { DAY, FIRST_INSTANT } from '../time/day.js';
import { lastInstantIn } from '../time/instant-in.js';
import type { PeriodUnit } from '../time/period.js';
import { periodChanges } from '../time/period-changes.js';
import type { Instant } from '../time/period-key.js';
import { checkLog } from './check-log.js';
import type { AnyLog, AnyProperties } from './layout.js';
import { matchingRows } from './matching-rows.js';
import { PERIOD_LIMIT, type Purchases, walkPurchases } from './purchase-walk.js';
import { rowsUntil } from './rows-until.js';
import { runsOf } from './runs.js';
import type { Step } from './step.js';
import { requireNames, stepFacts } from './step-facts.js';

/** Which purchases are summarised, and in what unit; see `customerSummary`. */
export interface SummaryOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends CalendarOptions {
  /**
   * What is one purchase: all of a customer's in one `'unit'` (default), or in one `'day'`; then `recency` and `T` are counted in days and
   * divided by the days of the unit.
   */
  readonly mergeWithin?: 'unit' | 'day' | undefined;
  /** The events that are purchases; any event unless given. */
  readonly purchase?: Step<Name, Properties> | undefined;
  /** The end of observation; a local date is the whole of it. Default: the last instant in the log. */
  readonly asOf?: Instant | undefined;
  /** The end of the calibration period, a local date being the whole of it; what comes after it is the hold-out period. Not after `asOf`. */
  readonly calibrationEnd?: Instant | undefined;
  /** What a negative amount is: an error (`'reject'`, default), passed over (`'exclude'`), or taken from what was bought before (`'net'`). */
  readonly refunds?: 'reject' | 'exclude' | 'net' | undefined;
}

/** The purchases of each customer in the calibration period and, where one was asked for, the hold-out period. */
export interface ObservedPurchases {
  /** How many of the periods that are counted make a unit. */
  readonly scale: number;
  readonly calibration: Purchases;
  /** The last period that has begun when the calibration ends; without one, at `asOf`. */
  readonly calibrationEnd: number;
  readonly holdout: Purchases | null;
  readonly asOf: number;
}

/** Walks the purchases that the options ask for. */
export function observedPurchases(log: AnyLog, options: SummaryOptions): ObservedPurchases {
  checkLog(OWNER, log);
  checkOptions(OWNER, options, OPTIONS);
  const { mergeWithin, purchase, asOf: _, calibrationEnd, refunds = 'reject', ...units } = options;
  checkChoice(OWNER, 'unit', units.unit, UNITS);
  const inUnits = calendar(units);
  checkChoice(OWNER, 'mergeWithin', mergeWithin ?? 'unit', ['unit', 'day']);
  checkChoice(OWNER, 'refunds', refunds, ['reject', 'exclude', 'net']);
  const periods = mergeWithin === 'day' ? calendar({ ...units, unit: 'day' }) : inUnits;
  const instant = (option: 'asOf' | 'calibrationEnd') =>
    options[option] === undefined ? null : lastInstantIn(OWNER, option, options[option], inUnits.timeZone);
  const split = instant('calibrationEnd');
  const observed = instant('asOf') ?? log.time[log.length - 1] ?? split ?? 0; // a log without events ends nowhere
  const calibrated = split ?? observed;
  if (calibrated > observed) refuseOption(OWNER, 'calibrationEnd', 'to be no later than asOf', calibrationEnd);

  const isPurchase = purchaseRows(log, purchase);
  const runs = runsOf(log, periods);
  if (runs.last - runs.first >= PERIOD_LIMIT) throw tooManyPeriods(periods.unit, runs.last - runs.first + 1);
  const [middle, end] = [rowsUntil(log.time, calibrated), rowsUntil(log.time, observed)];
  const rules = { isPurchase, refunds: refunds === 'net' ? 'net' : 'exclude' } as const;
  const calibration = walkPurchases(log, runs, [0, middle], { ...rules, amounts: 'repeat' });
  const holdout =
    calibrationEnd === undefined ? null : walkPurchases(log, runs, [middle, end], { ...rules, amounts: 'all' });
  if (refunds === 'reject') refuseRefunds(calibration.refunds + (holdout?.refunds ?? 0));
  return {
    scale: mergeWithin === 'day' ? DAYS[inUnits.unit] : 1,
    calibration,
    calibrationEnd: latestPeriod(periods, calibrated),
    holdout,
    asOf: latestPeriod(periods, observed),
  };
}

const OWNER = 'customerSummary';
const OPTIONS = [
  ...['unit', 'mergeWithin', 'purchase', 'asOf', 'calibrationEnd', 'refunds'],
  ...['timeZone', 'weekStartsOn', 'fiscalYearStartsOn'],
];

function tooManyPeriods(unit: PeriodUnit, count: number): LimitError {
  const expected = `coarser: there may be ${PERIOD_LIMIT} periods at most`;
  return new LimitError(`${OWNER} requires unit to be ${expected}; "${unit}" makes ${count}`, [
    { code: 'E_LIMIT', index: null, field: 'unit', expected, received: String(count) },
  ]);
}

const UNITS = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
// In the mean Gregorian year, as `lifetimes` has it.
const DAYS = { hour: 1 / 24, day: 1, week: 7, month: 30.436875, quarter: 91.310625, year: 365.2425 };

function purchaseRows(log: AnyLog, purchase: Step | undefined): Uint8Array | null {
  if (purchase === undefined) return null;
  const step = stepFacts(OWNER, 'purchase', purchase);
  requireNames(OWNER, log, step);
  return matchingRows(OWNER, log, step);
}

function refuseRefunds(count: number): void {
  if (count === 0) return;
  const expected = 'at least 0, or the option refunds to say what less is';
  const issue = { code: 'E_NUM_RANGE', index: null, field: 'amount', expected, received: 'a negative number' } as const;
  throw errorOf(InvalidDataError, OWNER, [issue], { issueCount: count });
}

/** The last period that has begun. Clocks that are set back over midnight show an earlier one again. */
function latestPeriod(periods: Calendar, instant: number): number {
  const { index } = periodChanges(periods, Math.max(instant - DAY, FIRST_INSTANT), instant);
  return index.reduce((latest, period) => Math.max(latest, period));
}

import { LimitError } from '../../core/errors.js';
import { checkChoice, checkOptions } from '../../core/options.js';
import { type Calendar, type CalendarOptions, calendar, PERIOD_UNITS } from '../../time/calendar.js';
import { DAY, FIRST_INSTANT } from '../../time/day.js';
import { lastInstantIn } from '../../time/instant-in.js';
import { periodChanges } from '../../time/period-changes.js';
import type { Instant } from '../../time/period-key.js';
import type { AnyLog, AnyProperties } from '../layout.js';
import { matchingRows } from '../matching-rows.js';
import { runsOf } from '../runs.js';
import type { Step } from '../step.js';
import { ANY_EVENT, isAnyEvent, requireNames, type StepFacts, stepFacts } from '../step-facts.js';
import { PERIOD_LIMIT, type Purchases, type WalkRules, walkPurchases } from './purchase-walk.js';

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

/** The options of a summary, checked, with nothing left out. */
export interface SummaryPlan {
  readonly owner: string;
  readonly purchase: StepFacts;
  readonly refunds: 'reject' | 'exclude' | 'net';
  /** Which purchases are one. */
  readonly periods: Calendar;
  /** How many of these periods make a unit. */
  readonly scale: number;
  readonly asOf: number | null;
  readonly calibrationEnd: number | null;
}

/** Reads and checks the options; `more` are further ones. */
export function summaryPlan(owner: string, options: SummaryOptions, more: readonly string[] = []): SummaryPlan {
  checkOptions(owner, options, [...OPTIONS, ...more]);
  const { mergeWithin = 'unit', purchase, asOf, calibrationEnd, refunds = 'reject' } = options;
  const { unit, timeZone, weekStartsOn, fiscalYearStartsOn } = options;
  checkChoice(owner, 'unit', unit, PERIOD_UNITS);
  const inUnits = calendar({ unit, timeZone, weekStartsOn, fiscalYearStartsOn });
  const isDays = checkChoice(owner, 'mergeWithin', mergeWithin, ['unit', 'day']) === 'day';
  const instant = (option: 'asOf' | 'calibrationEnd', value: typeof asOf) =>
    value === undefined ? null : lastInstantIn(owner, option, value, inUnits.timeZone);
  return {
    owner,
    purchase: purchase === undefined ? ANY_EVENT : stepFacts(owner, 'purchase', purchase),
    refunds: checkChoice(owner, 'refunds', refunds, ['reject', 'exclude', 'net']),
    periods: isDays ? calendar({ unit: 'day', timeZone, weekStartsOn, fiscalYearStartsOn }) : inUnits,
    scale: isDays ? DAYS[inUnits.unit] : 1,
    asOf: instant('asOf', asOf),
    calibrationEnd: instant('calibrationEnd', calibrationEnd),
  };
}

const OPTIONS = [
  ...['unit', 'mergeWithin', 'purchase', 'asOf', 'calibrationEnd', 'refunds'],
  ...['timeZone', 'weekStartsOn', 'fiscalYearStartsOn'],
];
// In the mean Gregorian year, as `lifetimes` has it.
const DAYS = { hour: 1 / 24, day: 1, week: 7, month: 30.436875, quarter: 91.310625, year: 365.2425 };

/** The purchases of each customer in these rows of a log. */
export function purchasesUpTo(
  plan: SummaryPlan,
  log: AnyLog,
  rows: readonly [from: number, to: number],
  amounts: WalkRules['amounts'],
): Purchases {
  const { owner, purchase, refunds, periods } = plan;
  requireNames(owner, log, purchase);
  const isPurchase = isAnyEvent(purchase) ? null : matchingRows(owner, log, purchase);
  const runs = runsOf(log, periods);
  refuseManyPeriods(plan, runs);
  return walkPurchases(log, runs, rows, { isPurchase, refunds: refunds === 'net' ? 'net' : 'exclude', amounts });
}

/** Refuses a log of more periods than are counted. */
export function refuseManyPeriods(
  { owner, periods: { unit } }: SummaryPlan,
  { first, last }: { readonly first: number; readonly last: number },
): void {
  const count = last - first + 1;
  if (count <= PERIOD_LIMIT) return;
  const expected = `coarser: there may be ${PERIOD_LIMIT} periods at most`;
  throw new LimitError(`${owner} requires unit to be ${expected}; "${unit}" makes ${count}`, [
    { code: 'E_LIMIT', index: null, field: 'unit', expected, received: String(count) },
  ]);
}

/** The last period that has begun. Clocks that are set back over midnight show an earlier one again. */
export function latestPeriod(periods: Calendar, instant: number): number {
  const { index } = periodChanges(periods, Math.max(instant - DAY, FIRST_INSTANT), instant);
  return index.reduce((latest, period) => Math.max(latest, period));
}

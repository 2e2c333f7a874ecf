import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../../core/options.js';
import type { AnyProperties } from '../../log/layout.js';
import { type TotalsOptions, type TotalsPlan, totalsPlan } from '../../log/purchases/customer-totals.js';
import type { Step } from '../../log/step.js';
import { type StepFacts, stepFacts } from '../../log/step-facts.js';
import { type Calendar, calendarFor } from '../../time/calendar.js';
import { instantIn } from '../../time/instant-in.js';
import { type PeriodUnit, WINDOW_HOURS } from '../../time/period.js';
import type { Instant } from '../../time/period-key.js';

/** Who is acquired when, what they bring, and in which periods it is added up. */
export interface CohortValueOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends Pick<TotalsOptions<Name, Properties>, 'purchase' | 'timeZone'> {
  /** The unit of the cohorts and of ages. */
  readonly unit: PeriodUnit;
  /** The event that makes a customer, such as `'signup'`: the first one of each. Default: the first purchase. */
  readonly start?: Step<Name, Properties> | undefined;
  /**
   * `'calendar'` (default): age 0 is the period of the start, which was partly over by then. `'rolling'`: age 0 is the first window from
   * the start of each customer on, of 30 days for a month, 90 for a quarter, 365 for a year.
   */
  readonly window?: 'calendar' | 'rolling' | undefined;
  /** How many ages are counted, age 0 among them; default as many as the oldest cohort has. */
  readonly ages?: number | undefined;
  /** What a negative amount is: an error (`'reject'`, default), passed over (`'exclude'`), or taken from what its customer has brought (`'net'`). */
  readonly refunds?: 'reject' | 'exclude' | 'net' | undefined;
  /** Customers who start from here on; an instant or a local date, included. */
  readonly from?: Instant | undefined;
  /** Customers who start before this. */
  readonly to?: Instant | undefined;
  /** Later events are not counted; a local date is the whole of it. Default: the last instant of the log. */
  readonly asOf?: Instant | undefined;
  /** The day a week starts on, 0 (Sunday) to 6; default 1 (Monday). */
  readonly weekStartsOn?: number | undefined;
  /** The month a year and its quarters start in, 1 to 12; default 1. */
  readonly fiscalYearStartsOn?: number | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** The same, checked, with nothing left out. */
export interface CohortValuePlan {
  readonly purchases: TotalsPlan;
  /** `null`: the first purchase. */
  readonly start: StepFacts | null;
  readonly periods: Calendar;
  /** The length of rolling windows in milliseconds; `null` in periods of the calendar. */
  readonly windowLength: number | null;
  /** Infinity where as many as there are. */
  readonly ages: number;
  /** Instants, the second not included. */
  readonly from: number;
  readonly to: number;
  readonly confidence: number;
}

/** The name that errors give. */
export const OWNER = 'cohortValue';

/** Reads and checks the options. */
export function cohortValuePlan<Name extends string, Properties extends object>(
  options: CohortValueOptions<Name, Properties>,
): CohortValuePlan {
  checkOptions(OWNER, options, OPTIONS);
  const { unit, start, purchase, refunds, timeZone = 'UTC', weekStartsOn = 1, fiscalYearStartsOn = 1 } = options;
  const periods = calendarFor(OWNER, { unit, timeZone, weekStartsOn, fiscalYearStartsOn });
  const window = checkChoice(OWNER, 'window', options.window ?? 'calendar', ['calendar', 'rolling']);
  const from = options.from === undefined ? -Infinity : instantIn(OWNER, 'from', options.from, timeZone);
  const to = options.to === undefined ? Infinity : instantIn(OWNER, 'to', options.to, timeZone);
  if (to <= from) refuseOption(OWNER, 'to', 'to be after from', options.to);
  const { ages = Infinity } = options;
  if (ages !== Infinity) checkNumber(OWNER, 'ages', ages, { min: 1, max: 1e6, integer: true });
  return {
    purchases: totalsPlan(OWNER, { purchase, refunds, timeZone }),
    start: start === undefined ? null : stepFacts(OWNER, 'start', start),
    periods,
    windowLength: window === 'rolling' ? WINDOW_HOURS[unit] * 3_600_000 : null,
    ages,
    from,
    to,
    confidence: checkConfidence(OWNER, options.confidence ?? 0.95),
  };
}

const OPTIONS = [
  ...['unit', 'start', 'purchase', 'window', 'ages', 'refunds', 'from', 'to', 'asOf'],
  ...['timeZone', 'weekStartsOn', 'fiscalYearStartsOn', 'confidence'],
];

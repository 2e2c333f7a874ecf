import type { Interval } from '../core/estimate.js';
import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { type StepFacts, stepFacts } from '../log/step-facts.js';
import { wilsonIntervals } from '../stats/wilson.js';
import { type Calendar, calendar, PERIOD_UNITS } from '../time/calendar.js';
import { instantIn, lastInstantIn } from '../time/instant-in.js';
import { type PeriodUnit, WINDOW_HOURS } from '../time/period.js';
import type { Instant } from '../time/period-key.js';

/** The options of retention, checked, with nothing left out. */
export interface RetentionPlan {
  readonly calendar: Calendar;
  readonly start: StepFacts;
  readonly returning: StepFacts;
  readonly cohort: 'firstTime' | 'recurring';
  readonly mode: RetentionMode;
  readonly window: 'calendar' | 'rolling';
  /** The milliseconds of a rolling window. */
  readonly windowLength: number;
  readonly brackets: readonly number[] | null;
  /** How many columns were asked for, period 0 among them; `null`: as many as there are. */
  readonly columns: number | null;
  readonly horizon: number | null;
  readonly minimumOccurrences: number;
  /** Instants, the second not included. */
  readonly from: number | null;
  readonly to: number | null;
  readonly asOf: number | null;
  readonly mean: 'pooled' | 'simple';
  readonly confidence: number;
  /** The interval of a share with that confidence. */
  readonly intervalOf: (returned: number, n: number) => Interval;
}

/** Which of the later periods a customer must come back in. */
export type RetentionMode = 'on' | 'onOrAfter' | 'onOrBefore';

/** The plan of what was given. */
export function retentionPlan(options: LooseOptions): RetentionPlan {
  checkOptions(OWNER, options, OPTIONS);
  const { unit, timeZone, weekStartsOn, fiscalYearStartsOn, mode = 'on', window = 'calendar' } = options;
  const periods = calendar({
    unit: checkChoice(OWNER, 'unit', unit, PERIOD_UNITS),
    timeZone,
    weekStartsOn,
    fiscalYearStartsOn,
  });
  const confidence = checkConfidence(OWNER, options.confidence ?? 0.95);
  const instant = (option: 'from' | 'to' | 'asOf', read = instantIn) =>
    options[option] === undefined ? null : read(OWNER, option, options[option], periods.timeZone);
  const [from, to] = [instant('from'), instant('to')];
  if (from !== null && to !== null && to <= from) refuseOption(OWNER, 'to', 'to be later than from', options.to);
  return {
    calendar: periods,
    start: stepFacts(OWNER, 'start', options.start ?? {}),
    returning: stepFacts(OWNER, 'return', options.return ?? {}),
    cohort: checkChoice(OWNER, 'cohort', options.cohort ?? 'firstTime', ['firstTime', 'recurring']),
    mode: checkChoice(OWNER, 'mode', mode, ['on', 'onOrAfter', 'onOrBefore']),
    window: checkChoice(OWNER, 'window', window, ['calendar', 'rolling']),
    windowLength: WINDOW_HOURS[unit] * 3_600_000,
    ...columnsOf(options, mode),
    minimumOccurrences: checkNumber(OWNER, 'minimumOccurrences', options.minimumOccurrences ?? 1, WHOLE),
    from,
    to,
    asOf: instant('asOf', lastInstantIn),
    mean: checkChoice(OWNER, 'mean', options.mean ?? 'pooled', ['pooled', 'simple']),
    confidence,
    intervalOf: wilsonIntervals(confidence),
  };
}

/** The options without the types that only help who writes them. */
export interface LooseOptions {
  readonly unit: PeriodUnit;
  readonly start?: unknown;
  readonly return?: unknown;
  readonly cohort?: 'firstTime' | 'recurring' | undefined;
  readonly mode?: RetentionMode | undefined;
  readonly window?: 'calendar' | 'rolling' | undefined;
  readonly brackets?: readonly number[] | undefined;
  readonly minimumOccurrences?: number | undefined;
  readonly periods?: number | undefined;
  readonly horizon?: number | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  readonly asOf?: Instant | undefined;
  readonly timeZone?: string | undefined;
  readonly weekStartsOn?: number | undefined;
  readonly fiscalYearStartsOn?: number | undefined;
  readonly mean?: 'pooled' | 'simple' | undefined;
  readonly confidence?: number | undefined;
}

const OWNER = 'retention';
const OPTIONS = [
  ...['unit', 'start', 'return', 'cohort', 'mode', 'window', 'brackets', 'minimumOccurrences', 'periods', 'horizon'],
  ...['from', 'to', 'asOf', 'timeZone', 'weekStartsOn', 'fiscalYearStartsOn', 'mean', 'confidence'],
];
const LONGEST = 1e9;
const WHOLE = { min: 1, max: LONGEST, integer: true };

interface Nullable {
  readonly brackets?: readonly number[] | null | undefined;
  readonly periods?: number | undefined;
  readonly horizon?: number | null | undefined;
}

type Columns = Pick<RetentionPlan, 'brackets' | 'columns' | 'horizon'>;

function columnsOf({ brackets = null, periods, horizon = null }: Nullable, mode: RetentionMode): Columns {
  if (horizon !== null && mode !== 'onOrAfter')
    refuseOption(OWNER, 'horizon', "to be given with mode 'onOrAfter' only", horizon);
  if (brackets === null) {
    const last = periods === undefined ? horizon : checkNumber(OWNER, 'periods', periods, { ...WHOLE, min: 0 });
    checkHorizon(horizon, last ?? 0);
    return { brackets, columns: last === null ? null : last + 1, horizon };
  }
  if (periods !== undefined) refuseOption(OWNER, 'periods', 'to be left out where brackets are given', periods);
  if (!Array.isArray(brackets) || brackets.length === 0)
    refuseOption(OWNER, 'brackets', 'to be a list of sizes', brackets, 'E_OPT_TYPE');
  for (const size of brackets) checkNumber(OWNER, 'brackets', size, WHOLE);
  const last = brackets.reduce((sum, size) => sum + size, 0);
  checkNumber(OWNER, 'the sum of brackets', last, { max: LONGEST });
  checkHorizon(horizon, last);
  return { brackets: [...brackets], columns: brackets.length + 1, horizon };
}

function checkHorizon(horizon: number | null, last: number): void {
  if (horizon !== null) checkNumber(OWNER, 'horizon', horizon, { min: last, max: LONGEST, integer: true });
}

import { checkChoice, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import type { AnyProperties } from '../log/layout.js';
import type { Step } from '../log/step.js';
import { type StepFacts, stepFacts } from '../log/step-facts.js';
import { type Calendar, type CalendarOptions, calendar, PERIOD_UNITS } from '../time/calendar.js';
import { instantIn, lastInstantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';

/** Which events are activity, in which periods, and what of it is asked for. */
export interface ActivityOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends CalendarOptions {
  /** The events that make a customer active; any event unless given. */
  readonly event?: Step<Name, Properties> | undefined;
  /** A customer is active in a period with at least so many such events; default 1. */
  readonly minimumOccurrences?: number | undefined;
  /**
   * The first period is that of this instant or local date; default: that of the first event in the log. Periods are always counted
   * whole, and earlier events still tell who was there before.
   */
  readonly from?: Instant | undefined;
  /** The last period is that of the last millisecond before this instant or local date; default: that of `asOf`. */
  readonly to?: Instant | undefined;
  /**
   * Later events do not count, and periods that end later are not complete; a local date is the whole of it. Default: the last
   * instant in the log, with which the last period is hardly ever complete.
   */
  readonly asOf?: Instant | undefined;
}

/** The options made ready. */
export interface Activity {
  readonly owner: string;
  readonly periods: Calendar;
  readonly event: StepFacts | null;
  readonly minimum: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly asOf: number | null;
}

/** Options checked and read; `more` are the caller's own, beside them. */
export function activityOf<Name extends string, Properties extends object>(
  owner: string,
  options: ActivityOptions<Name, Properties>,
  more: readonly string[] = [],
): Activity {
  checkOptions(owner, options, [...OPTIONS, ...more]);
  const { timeZone = 'UTC', weekStartsOn = 1, fiscalYearStartsOn = 1, minimumOccurrences = 1 } = options;
  const unit = checkChoice(owner, 'unit', options.unit, PERIOD_UNITS);
  const periods = calendar({ unit, timeZone, weekStartsOn, fiscalYearStartsOn });
  const instant = (option: 'from' | 'to' | 'asOf'): number | null => {
    const [value, read] = [options[option], option === 'asOf' ? lastInstantIn : instantIn];
    return value === undefined ? null : read(owner, option, value, timeZone);
  };
  const [from, to, asOf] = [instant('from'), instant('to'), instant('asOf')];
  if (from !== null && to !== null && to <= from) refuseOption(owner, 'to', 'to be after from', options.to);
  return {
    owner,
    periods,
    event: options.event === undefined ? null : stepFacts(owner, 'event', options.event),
    minimum: checkNumber(owner, 'minimumOccurrences', minimumOccurrences, { min: 1, max: MOST, integer: true }),
    from,
    to,
    asOf,
  };
}

const OPTIONS = [
  'unit',
  'timeZone',
  'weekStartsOn',
  'fiscalYearStartsOn',
  'event',
  'minimumOccurrences',
  'from',
  'to',
  'asOf',
];
const MOST = 2 ** 31 - 1;

import { checkOptions, refuseOption } from '../core/options.js';
import { clusteredTime, clustersOf } from '../log/clusters.js';
import type { AnyLog, AnyProperties } from '../log/layout.js';
import { marksOf } from '../log/marks.js';
import { rowsUntil } from '../log/rows-until.js';
import type { Step } from '../log/step.js';
import { type StepFacts, stepFacts } from '../log/step-facts.js';
import { type Calendar, calendar } from '../time/calendar.js';
import { type Duration, durationOf } from '../time/duration.js';
import { instantIn, lastInstantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';
import { openFrom } from '../time/whole-periods.js';

/** Where a session ends, and which sessions count. */
export interface SessionRules<Name extends string = string, Properties extends object = AnyProperties> {
  /** A new session begins where the pause is longer than this; default 30 minutes. */
  readonly timeout?: Duration | undefined;
  /** Whether a new session also begins with every local day; default no. */
  readonly splitAtMidnight?: boolean | undefined;
  /** The IANA zone of midnights and local dates; default `'UTC'`. */
  readonly timeZone?: string | undefined;
  /** The events that sessions are made of; any event unless given. */
  readonly event?: Step<Name, Properties> | undefined;
  /** Only sessions that start at or after this instant or local date. */
  readonly from?: Instant | undefined;
  /** Only sessions that start before this instant or local date. */
  readonly to?: Instant | undefined;
  /** Later events do not count; a local date is the whole of it. Default: the last instant in the log. */
  readonly asOf?: Instant | undefined;
}

/** The rules made ready. */
export interface SessionPlan {
  readonly owner: string;
  readonly timeout: number;
  /** The days at whose ends sessions are split; `null` where they are not. */
  readonly days: Calendar | null;
  readonly event: StepFacts | null;
  readonly from: number;
  readonly to: number;
  readonly asOf: number | null;
}

/** Rules checked and read; `more` are the caller's own options, beside them. */
export function sessionPlan<Name extends string, Properties extends object>(
  owner: string,
  rules: SessionRules<Name, Properties>,
  more: readonly string[] = [],
): SessionPlan {
  checkOptions(owner, rules, [...RULES, ...more]);
  const { timeout = { minutes: 30 }, splitAtMidnight = false, timeZone = 'UTC', event, from, to, asOf } = rules;
  if (typeof splitAtMidnight !== 'boolean') {
    refuseOption(owner, 'splitAtMidnight', 'to be true or false', splitAtMidnight, 'E_OPT_TYPE');
  }
  const days = calendar({ unit: 'day', timeZone });
  const [low, high] = [
    from === undefined ? -Infinity : instantIn(owner, 'from', from, timeZone),
    to === undefined ? Infinity : instantIn(owner, 'to', to, timeZone),
  ];
  if (high <= low) refuseOption(owner, 'to', 'to be after from', to);
  return {
    owner,
    timeout: durationOf(owner, 'timeout', timeout),
    days: splitAtMidnight ? days : null,
    event: event === undefined ? null : stepFacts(owner, 'event', event),
    from: low,
    to: high,
    asOf: asOf === undefined ? null : lastInstantIn(owner, 'asOf', asOf, timeZone),
  };
}

const RULES = ['timeout', 'splitAtMidnight', 'timeZone', 'event', 'from', 'to', 'asOf'];

/** Tells of the end of a session whether no event after `asOf`, the first of which may be a millisecond later, could belong to it. */
export function overBy({ timeout, days }: SessionPlan, asOf: number): (end: number) => boolean {
  const open = days === null ? null : openFrom(days, asOf);
  return (end) => asOf + 1 - end > timeout || (days !== null && open !== null && days.indexOf(end) < open);
}

/** Takes the session of a customer (its code) that is made of `rows[start]` to `rows[end - 1]`. */
export type TakeSession = (code: number, start: number, end: number) => void;

/** The rows that sessions are made of, customer by customer, with their times; of all customers the sessions are handed out in order. */
export function eachSession(
  log: AnyLog,
  plan: SessionPlan,
  makeTake: (rows: Int32Array, time: Float64Array) => TakeSession,
): void {
  const { rows, time, starts } = countedRows(log, plan);
  const days = plan.days === null ? null : new Int32Array(time.length);
  if (days !== null) plan.days?.indexAll(time, days);
  const take = makeTake(rows, time);
  for (let code = 0; code + 1 < starts.length; code += 1) {
    let start = starts[code]!;
    const end = starts[code + 1]!;
    for (let i = start + 1; i <= end; i += 1) {
      const goesOn = i < end && time[i]! - time[i - 1]! <= plan.timeout && (days === null || days[i] === days[i - 1]);
      if (goesOn) continue;
      if (time[start]! >= plan.from && time[start]! < plan.to) take(code, start, i);
      start = i;
    }
  }
}

interface CountedRows {
  readonly rows: Int32Array;
  readonly time: Float64Array;
  /** Customer c has the places `starts[c]` to `starts[c + 1]`, the end not included. */
  readonly starts: Int32Array;
}

function countedRows(log: AnyLog, { owner, event, asOf }: SessionPlan): CountedRows {
  const { rows, starts } = clustersOf(log);
  const time = clusteredTime(log);
  const limit = asOf === null ? log.length : rowsUntil(log.time, asOf);
  if (event === null && limit === log.length) return { rows, time, starts };
  const marks = event === null ? null : marksOf(owner, log, [event]);
  const [kept, instants] = [new Int32Array(log.length), new Float64Array(log.length)];
  const places = new Int32Array(starts.length);
  let length = 0;
  for (let code = 0; code + 1 < starts.length; code += 1) {
    places[code] = length;
    for (let i = starts[code]!; i < starts[code + 1]!; i += 1) {
      const row = rows[i]!;
      if (row >= limit || (marks !== null && marks.bits[marks.codes[row]!] === 0)) continue;
      kept[length] = row;
      instants[length] = time[i]!;
      length += 1;
    }
  }
  places[starts.length - 1] = length;
  return { rows: kept, time: instants.subarray(0, length), starts: places };
}

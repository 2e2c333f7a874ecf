import type { Estimate } from '../core/estimate.js';
import type { Scalar } from '../core/expression.js';
import { checkConfidence } from '../core/options.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, EventLog } from '../log/layout.js';
import { expansionOf } from '../stats/exact-sums.js';
import { momentsOfSums } from '../stats/moments.js';
import { quantileOfSorted } from '../stats/quantile.js';
import { type RatioEstimate, type RatioSums, ratioEstimate, shareEstimate } from '../stats/ratio-estimate.js';
import { spreadMean } from '../stats/spread-interval.js';
import { sum } from '../stats/sum.js';
import {
  mergedParts,
  readParts,
  type SessionParts,
  type SessionSummaryState,
  sessionParts,
  storedParts,
} from './session-parts.js';
import { type SessionPlan, type SessionRules, sessionPlan } from './session-rules.js';
import { sessionShapes } from './session-shapes.js';

/** Where sessions end, and what time is spent on. */
export interface SessionSummaryOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends SessionRules<Name, Properties> {
  /** Count the time spent on each value of this property, such as the page, or on each `'name'`; not unless given. */
  readonly dwell?: NoInfer<(keyof Properties & string) | 'name'> | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** What the sessions of a log come to. Times are milliseconds. */
export interface SessionSummary {
  readonly sessions: number;
  readonly customers: number;
  /** Sessions ÷ customers with one, with Student's interval. */
  readonly perCustomer: Estimate;
  readonly duration: SessionMeasure;
  /** Events in a session. */
  readonly events: SessionMeasure;
  /** Sessions of a single event ÷ sessions. */
  readonly bounceRate: RatioEstimate;
  /** In the order of the values; empty unless asked for. */
  readonly dwell: readonly DwellTime[];
}

/** A number that every session has. */
export interface SessionMeasure {
  /** Its total ÷ sessions; `n` is the number of customers. */
  readonly mean: RatioEstimate;
  readonly median: number | null;
  readonly p90: number | null;
}

/**
 * The time spent on a page, or on whatever a value stands for. Its mean and median describe these events and have no interval: the
 * times of one customer are alike, and how many customers they are of is not kept.
 */
export interface DwellTime {
  readonly value: Scalar | null;
  /** Events with this value. */
  readonly events: number;
  /** Those that were the last of their session: how long they were looked at is not known. */
  readonly exits: number;
  /** From the others to the next event of the session, added up. */
  readonly total: number;
  readonly mean: number | null;
  readonly median: number | null;
}

/**
 * The summary of sessions as a metric: for groups and stored states. See `sessionSummary`.
 *
 * The state holds how often each duration and dwell time occurs, for the medians.
 *
 * @param options - as those of `sessionSummary`
 * @throws {InvalidOptionError} as `sessionSummary`
 * @example
 * ```ts
 * import { measure, onEvents, sessionSummaryMetric } from 'kizuna';
 *
 * const rows = [
 *   { customer: 'a', at: '2025-04-01T09:00:00Z' },
 *   { customer: 'a', at: '2025-04-01T09:10:00Z' },
 *   { customer: 'b', at: '2025-04-01T09:00:00Z' },
 * ];
 * const summary = onEvents({ customer: 'customer', time: 'at' }, sessionSummaryMetric());
 * measure(rows, summary).bounceRate.value; // => 0.5
 * ```
 */
export function sessionSummaryMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: SessionSummaryOptions<Name, Properties> = {},
): EventMetric<Name, Properties, SessionSummaryState, SessionSummary> {
  const { plan, dwell, confidence } = planOf(options);
  return {
    name: OWNER,
    split: 'by customer',
    plan: sessionShapes(plan, dwell),
    state: (log) => storedParts(sessionParts(log, plan, dwell)),
    merge: mergedParts,
    finish: (state) => finished(readParts(state), confidence),
  };
}

/**
 * How long sessions are, how many events they have, how many are left after one, and how long customers stay on what.
 *
 * Sessions are those of `sessions`. A session lasts from its first to its last event, so that one of a single event lasts 0 and
 * counts as a bounce; sessions that may go on after `asOf` count as far as they go. Dwell time is the time from an event to the next one of the same session; the last event has none, and
 * counts as an exit. Sessions of one customer are alike: the intervals of means are those of a ratio of totals over customers
 * (Cochran 1977, 2.11), and there are none where all customers are alike; the bounce rate's adds customers who always and who never
 * bounce (Agresti & Coull 1998), as few customers seldom show all there are. Medians and percentiles are interpolated (type 7).
 *
 * @param log - the events
 * @param options - those of `sessions`; `dwell`, `confidence`
 * @returns the summary; its means are `null` where there are no sessions
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `dwell` is no property of the log
 * @example
 * ```ts
 * import { eventLog, sessionSummary } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'a', at: '2025-04-01T09:00:00Z', page: 'home' },
 *     { customer: 'a', at: '2025-04-01T09:04:00Z', page: 'price' },
 *     { customer: 'a', at: '2025-04-01T09:10:00Z', page: 'home' },
 *     { customer: 'b', at: '2025-04-01T12:00:00Z', page: 'home' },
 *   ],
 *   { customer: 'customer', time: 'at', properties: ['page'] },
 * );
 * const { sessions, duration, bounceRate, dwell } = sessionSummary(log, { dwell: 'page' });
 * [sessions, duration.mean.value, bounceRate.value]; // => [2, 300000, 0.5]
 * dwell.map(({ value, events, exits, mean }) => [value, events, exits, mean]);
 * // => [['home', 3, 2, 240000], ['price', 1, 0, 360000]]
 * ```
 */
export function sessionSummary<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: SessionSummaryOptions<Name, Properties> = {},
): SessionSummary {
  const { plan, dwell, confidence } = planOf(options);
  return finished(sessionParts(log, plan, dwell), confidence);
}

const OWNER = 'sessionSummary';

function planOf<Name extends string, Properties extends object>(
  options: SessionSummaryOptions<Name, Properties>,
): { readonly plan: SessionPlan; readonly dwell: string | null; readonly confidence: number } {
  const plan = sessionPlan(OWNER, options, ['dwell', 'confidence']);
  return { plan, dwell: options.dwell ?? null, confidence: checkConfidence(OWNER, options.confidence ?? 0.95) };
}

function finished({ durations, events, dwell, ...sums }: SessionParts, confidence: number): SessionSummary {
  const [sessions, customers] = [durations.length, sums.duration.n];
  const ratio = (of: RatioSums): RatioEstimate => ratioEstimate(of, confidence, OWNER);
  return {
    sessions,
    customers,
    perCustomer: spreadMean(
      momentsOfSums(customers, expansionOf(sums.bounce.x), expansionOf(sums.bounce.xx), OWNER),
      confidence,
    ),
    duration: { mean: ratio(sums.duration), median: quantileIn(durations, 0.5), p90: quantileIn(durations, 0.9) },
    events: { mean: ratio(sums.event), median: quantileIn(events, 0.5), p90: quantileIn(events, 0.9) },
    bounceRate: shareEstimate(sums.bounce, confidence, OWNER),
    dwell: dwell.map(({ value, exits, times }) => {
      const total = sum(times);
      const mean = times.length === 0 ? null : total / times.length;
      return { value, events: exits + times.length, exits, total, mean, median: quantileIn(times, 0.5) };
    }),
  };
}

function quantileIn(sorted: Float64Array, p: number): number | null {
  return sorted.length === 0 ? null : quantileOfSorted(sorted, p);
}

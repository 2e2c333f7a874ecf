import type { Rate } from '../core/estimate.js';
import { checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import { compareKeys, mergePairs, type Pairs } from '../core/pairs.js';
import { checkLog } from '../log/check-log.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyLog, AnyProperties, CustomerId, EventLog } from '../log/layout.js';
import { rowsUntil } from '../log/rows-until.js';
import { rate } from '../stats/rate.js';
import { lastInstantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';
import { zoneOf } from '../time/zone.js';
import { type ScoreBound, scoreBands } from './score-bands.js';
import { type Scale, type ScoreScale, scaleOf, scoreOf } from './score-scale.js';
import {
  pointsOf,
  type ScoreRules,
  type SignalPlan,
  type SignalScore,
  signalCounts,
  signalPlan,
  signalScores,
} from './signal-points.js';
import { scoreShapes } from './signal-shapes.js';

/** What engagement is made of, and on which scale. */
export interface EngagementScoreOptions<Name extends string = string, Band extends string = string>
  extends ScoreRules<Name> {
  /** Later events do not count, and age is counted up to here; a local date is the whole of it. Default: the last instant in the log. */
  readonly asOf?: Instant | undefined;
  /** The IANA zone in which a date of `asOf` is read; default `'UTC'`. */
  readonly timeZone?: string | undefined;
  /**
   * How points become a score. `'max'` (default): 100 · points ÷ the most points of anybody. `'percentile'`: the percentage of
   * customers with fewer points, and half of those with as many. `{ full: 50 }`: 100 · points ÷ 50, at most 100, which can be
   * compared over time. `'none'`: the points themselves. But for `'none'` and `'percentile'`, points below 0 score 0.
   */
  readonly normalise?: ScoreScale | undefined;
  /** Names for ranges of scores, each from its own bound to that of the next, rising. */
  readonly bands?: readonly { readonly band: Band; readonly from: number }[] | undefined;
  /** Of the intervals of the bands' shares; default 0.95. */
  readonly confidence?: number | undefined;
}

/** A customer's engagement. */
export interface CustomerScore<Name extends string = string, Band extends string = string> {
  readonly customer: CustomerId;
  readonly score: number;
  readonly points: number;
  /** `null` below the lowest band, and without bands. */
  readonly band: Band | null;
  /** In the order of the options. */
  readonly signals: readonly SignalScore<Name>[];
}

/** The engagement of all customers. */
export interface EngagementScore<Name extends string = string, Band extends string = string> {
  /** Highest score first, then most points, then by id. */
  readonly customers: readonly CustomerScore<Name, Band>[];
  /** How many customers are in each band. */
  readonly bands: readonly { readonly band: Band; readonly from: number; readonly customers: Rate }[];
  /** The most points of anybody; `null` without customers. */
  readonly maximum: number | null;
  /** In epoch milliseconds; `null` for a log without events and no `asOf`. */
  readonly asOf: number | null;
}

/** For each customer how often it gave each signal, and what is left of that. */
export type EngagementScoreState = Pairs<
  CustomerId,
  { readonly events: readonly number[]; readonly decayed: readonly number[] }
>;

/**
 * The engagement score as a metric: for groups and stored states. See `engagementScore`.
 *
 * The state holds every customer with its counts, so that weights, scale and bands can still be changed.
 *
 * @param options - as those of `engagementScore`, with `asOf`
 * @throws {InvalidOptionError} as `engagementScore`, and without `asOf`
 * @example
 * ```ts
 * import { engagementScoreMetric, measure, onEvents } from 'kizuna';
 *
 * const rows = [{ customer: 'a', at: '2025-04-01T00:00:00Z', event: 'visit' }];
 * const score = engagementScoreMetric({ signals: { visit: 8 }, halfLife: { days: 1 }, asOf: '2025-04-02T00:00:00Z' });
 * const roles = { customer: 'customer', time: 'at', name: 'event' } as const;
 * measure(rows, onEvents(roles, score)).customers[0]?.points; // => 4
 * ```
 */
export function engagementScoreMetric<Name extends string = string, const Band extends string = string>(
  options: EngagementScoreOptions<Name, Band> & { readonly asOf: Instant },
): EventMetric<Name, AnyProperties, EngagementScoreState, EngagementScore<Name, Band>> {
  const plan = planOf(options);
  const { asOf } = plan;
  if (asOf === null) return refuseOption(OWNER, 'asOf', 'to be given where states are merged', asOf);
  return {
    name: OWNER,
    split: 'by customer',
    plan: scoreShapes(plan, asOf),
    state: (log) =>
      customersOf(plan, log, asOf)
        .map(({ customer, events, decayed }) => [customer, { events: [...events], decayed: [...decayed] }] as const)
        .sort((a, b) => compareKeys(a[0], b[0])),
    merge: (a, b) =>
      mergePairs(a, b, (x, y) => ({
        events: x.events.map((count, k) => count + (y.events[k] ?? 0)),
        decayed: x.decayed.map((left, k) => left + (y.decayed[k] ?? 0)),
      })),
    finish: (state) =>
      finished(
        plan,
        state.map(([customer, counts]) => ({ customer, ...counts })),
        asOf,
      ),
  };
}

/**
 * Scores customers by what they did and how long ago: points = Σ over events of weight · 2^(−age ÷ half-life).
 *
 * Exponential decay halves what an event is worth with every half-life, so that a score falls by itself while nothing happens. A
 * signal's `maximum` keeps one busy kind of event from hiding the others. Points become a score by `normalise`.
 *
 * @param log - the events, built with names
 * @param options - `signals`, `halfLife`; `asOf`, `timeZone`, `normalise`, `bands`, `confidence`
 * @returns all customers with an event until `asOf`, best first, each with its points by signal, and how many are in each band
 * @throws {InvalidOptionError} when an option is unknown or out of range, bands do not rise or share a name, or the log has no names
 * @example
 * ```ts
 * import { engagementScore, eventLog } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'a', at: '2025-04-01T00:00:00Z', event: 'order' },
 *     { customer: 'b', at: '2025-04-15T00:00:00Z', event: 'visit' },
 *   ],
 *   { customer: 'customer', time: 'at', name: 'event' },
 * );
 * const { customers, bands } = engagementScore(log, {
 *   signals: { order: 10, visit: 1 },
 *   halfLife: { days: 7 },
 *   asOf: '2025-04-15T00:00:00Z',
 *   bands: [{ band: 'cold', from: 0 }, { band: 'hot', from: 50 }],
 * });
 * customers.map(({ customer, points, score, band }) => [customer, points, score, band]);
 * // => [['a', 2.5, 100, 'hot'], ['b', 1, 40, 'cold']]
 * bands.map(({ band, customers }) => [band, customers.value]); // => [['cold', 0.5], ['hot', 0.5]]
 * ```
 */
export function engagementScore<Name extends string, Properties extends object, const Band extends string = string>(
  log: EventLog<Name, Properties>,
  options: EngagementScoreOptions<Name, Band>,
): EngagementScore<Name, Band> {
  const plan = planOf(options);
  const asOf = plan.asOf ?? checkLog(OWNER, log).time[log.length - 1] ?? null;
  return finished(plan, asOf === null ? [] : customersOf(plan, log, asOf), asOf);
}

const OWNER = 'engagementScore';

interface Plan<Band extends string> extends SignalPlan {
  readonly asOf: number | null;
  readonly scale: Scale;
  readonly bands: readonly ScoreBound<Band>[];
  readonly confidence: number;
}

function planOf<Name extends string, Band extends string>(options: EngagementScoreOptions<Name, Band>): Plan<Band> {
  checkOptions(OWNER, options, ['signals', 'halfLife', 'asOf', 'timeZone', 'normalise', 'bands', 'confidence']);
  const { asOf, timeZone = 'UTC', normalise = 'max', bands = [], confidence = 0.95 } = options;
  zoneOf(OWNER, timeZone);
  return {
    ...signalPlan(OWNER, options),
    asOf: asOf === undefined ? null : lastInstantIn(OWNER, 'asOf', asOf, timeZone),
    scale: scaleOf(OWNER, normalise),
    bands: scoreBands(OWNER, bands),
    confidence: checkConfidence(OWNER, confidence),
  };
}

interface Counted {
  readonly customer: CustomerId;
  readonly events: ArrayLike<number> & Iterable<number>;
  readonly decayed: ArrayLike<number> & Iterable<number>;
}

function customersOf(plan: SignalPlan, log: AnyLog, asOf: number): Counted[] {
  checkLog(OWNER, log);
  const { events, decayed } = signalCounts(OWNER, log, plan, asOf);
  const isThere = new Uint8Array(log.customers.length);
  const limit = rowsUntil(log.time, asOf);
  for (let i = 0; i < limit; i += 1) isThere[log.customer[i]!] = 1;
  const width = plan.signals.length;
  return Array.from(isThere, (one, code) => ({
    isThere: one === 1,
    customer: log.customers[code]!,
    events: events.subarray(code * width, (code + 1) * width),
    decayed: decayed.subarray(code * width, (code + 1) * width),
  })).filter((each) => each.isThere);
}

function finished<Name extends string, Band extends string>(
  plan: Plan<Band>,
  counted: readonly Counted[],
  asOf: number | null,
): EngagementScore<Name, Band> {
  const scored = counted.map(({ customer, events, decayed }) => {
    const signals = signalScores(plan, events, decayed) as readonly SignalScore<Name>[]; // named as in the options
    return { customer, points: pointsOf(signals), signals };
  });
  const sorted = Float64Array.from(scored, ({ points }) => points).sort();
  const customers = scored.map(({ customer, points, signals }): CustomerScore<Name, Band> => {
    const score = scoreOf(points, sorted, plan.scale);
    const reached = plan.bands.filter(({ from }) => from <= score);
    return { customer, score, points, band: reached.at(-1)?.band ?? null, signals };
  });
  customers.sort((a, b) => b.score - a.score || b.points - a.points || compareKeys(a.customer, b.customer));
  const counts = new Map<Band, number>();
  for (const { band } of customers) if (band !== null) counts.set(band, (counts.get(band) ?? 0) + 1);
  return {
    customers,
    bands: plan.bands.map(({ band, from }) => ({
      band,
      from,
      customers: rate(counts.get(band) ?? 0, customers.length, { confidence: plan.confidence }),
    })),
    maximum: sorted.at(-1) ?? null,
    asOf,
  };
}

import type { Estimate, Rate } from '../core/estimate.js';
import { countIf } from '../core/measures.js';
import type { Plan as MetricPlan } from '../core/metric.js';
import { checkChoice, checkConfidence, checkNumber, refuseOption } from '../core/options.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import { checkLog } from '../log/check-log.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyLog, AnyProperties, EventLog } from '../log/layout.js';
import { logPart, shapePlan } from '../log/shapes/shape-plan.js';
import { momentsOfSums } from '../stats/moments.js';
import { rate } from '../stats/rate.js';
import { spreadMean } from '../stats/spread-interval.js';
import type { Instant } from '../time/period-key.js';
import { openFrom } from '../time/whole-periods.js';
import { eachActive } from './active-rows.js';
import { type Activity, type ActivityOptions, activityOf } from './activity.js';
import { activities } from './activity-plan.js';
import { extentOf } from './shown-periods.js';
import { histogram } from './stickiness-sums.js';

/** What to count as activity, in how many periods, and of whom. */
export interface FrequencyCurveOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends Omit<ActivityOptions<Name, Properties>, 'from' | 'to'> {
  /** How many periods, the last one that of `asOf`: 7 for L7, 28 (default) for L28; up to 10,000. */
  readonly periods?: number | undefined;
  /** Whose shares: of those active in the window (default), or of all who had any event until `asOf`. */
  readonly base?: 'active' | 'all' | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** The same where states are merged. */
export type FrequencyCurveMetricOptions<
  Name extends string = string,
  Properties extends object = AnyProperties,
> = FrequencyCurveOptions<Name, Properties> & { readonly asOf: Instant };

/** On how many of the last periods customers were active. */
export interface FrequencyCurve {
  /** The labels of the first and the last period; `null` for a log without events and no `asOf`. */
  readonly first: string | null;
  readonly last: string | null;
  /** Whether the last period was over by `asOf`. */
  readonly complete: boolean;
  /** How many customers the shares are of. */
  readonly n: number;
  /** From 1 (of all: from 0) to the number of periods. */
  readonly curve: readonly FrequencyPoint[];
  /** Active periods of a customer, on average. */
  readonly mean: Estimate;
}

/** Customers active in so many periods. */
export interface FrequencyPoint {
  readonly periods: number;
  readonly customers: number;
  /** Active in exactly so many. */
  readonly share: Rate;
  /** Active in so many or more. */
  readonly atLeast: Rate;
}

/** How many customers were active in so many periods, and how many there were. */
export interface FrequencyCurveState {
  readonly customers: number;
  readonly distribution: Pairs<number, number>;
}

/**
 * The frequency curve as a metric: for groups and stored states. See `frequencyCurve`.
 *
 * @param options - as those of `frequencyCurve`, with `asOf`
 * @throws {InvalidOptionError} as `frequencyCurve`, and without `asOf`
 * @example
 * ```ts
 * import { frequencyCurveMetric, measure, onEvents } from 'kizuna';
 *
 * const rows = [{ customer: 'a', at: '2025-04-01T09:00:00Z' }];
 * const curve = frequencyCurveMetric({ unit: 'day', periods: 7, asOf: '2025-04-07' });
 * measure(rows, onEvents({ customer: 'customer', time: 'at' }, curve)).curve[0]?.customers; // => 1
 * ```
 */
export function frequencyCurveMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: FrequencyCurveMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, FrequencyCurveState, FrequencyCurve> {
  const plan = planOf(options);
  const { asOf } = plan.activity;
  if (asOf === null) return refuseOption(OWNER, 'asOf', 'to be given where states are merged', asOf);
  return {
    name: OWNER,
    split: 'by customer',
    plan: daysPlan(plan, asOf),
    state: (log) => stateOf(plan, log, asOf),
    merge: (a, b) => ({
      customers: a.customers + b.customers,
      distribution: mergePairs(a.distribution, b.distribution, (x, y) => x + y),
    }),
    finish: (state) => finished(plan, state, asOf),
  };
}

/**
 * The frequency curve: what share of customers was active on 1, 2, … of the last 28 days (L28), 7 days (L7), or any periods.
 *
 * A curve that rises at its end has a core of habit; one that falls steeply has visitors. The last period is that of `asOf`, over or
 * not. Shares are of the customers active in the window, so that those of exactly 1, 2, … add up to 1; with `base: 'all'` they are
 * of all customers of the log, and the curve starts at 0. Intervals are Wilson's.
 *
 * @param log - the events
 * @param options - `unit`; `periods` (28), `base`, `event`, `minimumOccurrences`, `asOf`, `timeZone`, `weekStartsOn`,
 *   `fiscalYearStartsOn`, `confidence`
 * @returns the shares by number of active periods, and the mean number with Student's interval (`null` where all are alike)
 * @throws {InvalidOptionError} when an option is unknown or out of range, or names are asked of a log without names
 * @example
 * ```ts
 * import { eventLog, frequencyCurve } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'a', at: '2025-04-01T09:00:00Z' },
 *     { customer: 'a', at: '2025-04-03T09:00:00Z' },
 *     { customer: 'b', at: '2025-04-02T09:00:00Z' },
 *   ],
 *   { customer: 'customer', time: 'at' },
 * );
 * const { first, last, curve, mean } = frequencyCurve(log, { unit: 'day', periods: 7 });
 * [first, last]; // => ['2025-03-28', '2025-04-03']
 * curve.slice(0, 3).map(({ periods, share, atLeast }) => [periods, share.value, atLeast.value]);
 * // => [[1, 0.5, 1], [2, 0.5, 0.5], [3, 0, 0]]
 * mean.value; // => 1.5
 * ```
 */
export function frequencyCurve<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: FrequencyCurveOptions<Name, Properties>,
): FrequencyCurve {
  const plan = planOf(options);
  const asOf = plan.activity.asOf ?? extentOf(log, plan.activity).until;
  return finished(plan, asOf === null ? { customers: 0, distribution: [] } : stateOf(plan, log, asOf), asOf);
}

const OWNER = 'frequencyCurve';

interface Plan {
  readonly activity: Activity;
  readonly size: number;
  readonly base: 'active' | 'all';
  readonly confidence: number;
}

function planOf<Name extends string, Properties extends object>(
  options: FrequencyCurveOptions<Name, Properties>,
): Plan {
  const activity = activityOf(OWNER, options, ['periods', 'base', 'confidence']);
  const { from, to }: ActivityOptions<Name, Properties> = options; // from code without types
  if (from !== undefined || to !== undefined)
    refuseOption(OWNER, 'from and to', 'to be left out: asOf and periods say which', 'given', 'E_OPT_UNKNOWN');
  return {
    activity,
    size: checkNumber(OWNER, 'periods', options.periods ?? 28, { min: 1, max: 10_000, integer: true }),
    base: checkChoice(OWNER, 'base', options.base ?? 'active', ['active', 'all']),
    confidence: checkConfidence(OWNER, options.confidence ?? 0.95),
  };
}

function stateOf({ activity, size, base }: Plan, log: AnyLog, asOf: number): FrequencyCurveState {
  checkLog(OWNER, log);
  const last = activity.periods.indexOf(asOf);
  const [before, counts] = [
    new Int32Array(log.customers.length).fill(-(2 ** 31)),
    new Int32Array(log.customers.length),
  ];
  eachActive(log, activity, last - size + 1, last, (customers, start, end, period) => {
    for (let i = start; i < end; i += 1) {
      const code = customers[i]!;
      if (before[code] === period) continue;
      before[code] = period;
      counts[code]! += 1;
    }
  });
  const distribution = histogram(counts);
  const active = distribution.reduce((sum, [, customers]) => sum + customers, 0);
  return { customers: base === 'active' ? active : customersUntil(log, asOf), distribution };
}

function daysPlan({ activity, size, base }: Plan, asOf: number): MetricPlan {
  const last = activity.periods.indexOf(asOf);
  const shape = { kind: 'days', ...activities({ ...activity, asOf }), first: last - size + 1, last } as const;
  const parts = {
    log: logPart(activity.periods, asOf),
    days: { shape, keys: ['active'], measures: { customers: countIf() } },
  };
  return shapePlan(parts, ({ days }): FrequencyCurveState => {
    const counts = days.map(({ keys, measured }) => [keys[0] as number, measured.customers as number] as const); // of the shape
    const distribution = counts.filter(([active]) => active > 0);
    return {
      customers: (base === 'active' ? distribution : counts).reduce((sum, [, customers]) => sum + customers, 0),
      distribution,
    };
  });
}

function customersUntil({ time, customer, customers, length }: AnyLog, asOf: number): number {
  const isThere = new Uint8Array(customers.length);
  for (let i = 0; i < length && time[i]! <= asOf; i += 1) isThere[customer[i]!] = 1;
  return isThere.reduce((sum, one) => sum + one, 0);
}

function finished(
  { activity: { periods }, size, base, confidence }: Plan,
  { customers: n, distribution }: FrequencyCurveState,
  asOf: number | null,
): FrequencyCurve {
  const last = asOf === null ? null : periods.indexOf(asOf);
  const known = new Map(distribution);
  let atLeast = distribution.reduce((sum, [, customers]) => sum + customers, 0);
  if (base === 'all') known.set(0, n - atLeast);
  const curve: FrequencyPoint[] = [];
  for (let count = 1; count <= size; count += 1) {
    const customers = known.get(count) ?? 0;
    curve.push(point(count, customers, atLeast, n, confidence));
    atLeast -= customers;
  }
  if (base === 'all') curve.unshift(point(0, known.get(0) ?? 0, n, n, confidence));
  return {
    first: last === null ? null : periods.labelOf(last - size + 1),
    last: last === null ? null : periods.labelOf(last),
    complete: asOf !== null && last !== null && last < openFrom(periods, asOf),
    n,
    curve,
    mean: meanOf(distribution, n, confidence),
  };
}

function point(periods: number, customers: number, atLeast: number, n: number, confidence: number): FrequencyPoint {
  return { periods, customers, share: rate(customers, n, { confidence }), atLeast: rate(atLeast, n, { confidence }) };
}

function meanOf(distribution: Pairs<number, number>, n: number, confidence: number): Estimate {
  let [sum, squares] = [0, 0];
  for (const [count, customers] of distribution) {
    sum += count * customers;
    squares += count * count * customers;
  }
  const terms = (value: number): readonly number[] => (value === 0 ? [] : [value]);
  return spreadMean(momentsOfSums(n, terms(sum), terms(squares), OWNER), confidence);
}

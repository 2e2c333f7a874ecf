import type { AnyRow, Data } from '../core/data.js';
import type { Estimate } from '../core/estimate.js';
import type { RowMetric } from '../core/metric.js';
import { checkChoice, checkConfidence, checkOptions } from '../core/options.js';
import { checkPolicy, type Excluded } from '../core/policy.js';
import { productLimitOf } from '../stats/product-limit.js';
import type { RiskTimes } from '../stats/risk-times.js';
import { durationQuantile } from './duration-quantile.js';
import { SPELL_OPTIONS, type SpellOptions } from './spell-fields.js';
import { type SpellState, spellMetric } from './spell-state.js';
import { spellTimes } from './spell-times.js';
import { spellsOf } from './spells.js';
import {
  SURVIVAL_INTERVALS,
  type SurvivalColumns,
  type SurvivalInterval,
  type SurvivalPoint,
  survivalColumns,
  survivalPoints,
} from './survival-curve.js';
import { total } from './total.js';

/** Where durations stand, and how the interval is made. */
export interface KaplanMeierOptions<Row> extends SpellOptions<Row> {
  /** Default `'log-log'`. */
  readonly interval?: SurvivalInterval | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** What a survival curve says beside its points. */
export interface SurvivalFacts {
  /** The duration by which half have ended; `null` where the curve does not come down to a half. An end of its interval that is not known makes it `null`. */
  readonly median: Estimate;
  /** The ends of the interval of the median, each by itself: `null` where the band does not come down to a half. */
  readonly medianLow: number | null;
  readonly medianHigh: number | null;
  /** How many were watched, by weight. */
  readonly n: number;
  /** How many of them ended. */
  readonly events: number;
  readonly censored: number;
  /** How the intervals are made. */
  readonly interval: SurvivalInterval;
  readonly confidence: number;
  readonly excluded: Excluded;
}

/** How long things last: a point for each duration at which something ended or was last seen. */
export interface KaplanMeier extends SurvivalFacts {
  readonly curve: readonly SurvivalPoint[];
}

/** The same with the curve column by column. */
export interface KaplanMeierColumns extends SurvivalFacts {
  readonly curve: SurvivalColumns;
}

/** The state of a Kaplan–Meier curve: how many ended and were last seen, by duration; and how many came later, by entry. */
export type KaplanMeierState = SpellState;

/**
 * Kaplan–Meier as a metric: for groups (`by('plan', kaplanMeierMetric(…))`), streams and stored states. See `kaplanMeier`.
 *
 * @param options - as `kaplanMeier`
 * @throws {InvalidOptionError} when an option is unknown or of the wrong type
 * @example
 * ```ts
 * import { by, kaplanMeierMetric, measure } from 'kizuna';
 *
 * const subscriptions = [
 *   { plan: 'pro', months: 12, left: false },
 *   { plan: 'free', months: 2, left: true },
 *   { plan: 'free', months: 5, left: true },
 *   { plan: 'pro', months: 8, left: true },
 * ];
 * const plans = measure(subscriptions, by('plan', kaplanMeierMetric({ duration: 'months', ended: 'left' })));
 * plans.map(({ plan, median, n }) => [plan, median.value, n]); // => [['free', 3.5, 2], ['pro', 10, 2]]
 * ```
 */
export function kaplanMeierMetric<Row = AnyRow>(
  options: KaplanMeierOptions<Row>,
): RowMetric<Row, KaplanMeierState, KaplanMeier> {
  const plan = planOf(OWNER, options);
  return spellMetric<Row, KaplanMeier>(OWNER, options, (times, { excluded }) =>
    withPoints(kaplanMeierOf(plan, times, excluded)),
  );
}

/**
 * How long things last when some are still going on: the product-limit curve (Kaplan & Meier 1958, JASA 53: 457–481), S(t) = Π (1 − d/n) over the
 * durations up to t at which d of the n then watched ended, with Greenwood's variance.
 *
 * Those last seen at a duration count as at risk of it. The interval is by default `'log-log'`, S^exp(±z·√V/|log S|), which stays between 0 and 1 and
 * is lifelines' default; R's is `'log'`, S·exp(±z·√V), cut off at 1; `'plain'` is S ± z·S·√V, cut off at 0 and 1. The median and its interval are where the
 * curve and its band come down to a half, the middle of the while where they stay on it. A weight says how many a row stands for, as if it
 * were there so often: for counts, not for weights of a sample.
 *
 * @param rows - rows or columns with `duration` and `ended`
 * @param options - the fields, `interval`, `confidence`, `missing` and `invalid`
 * @returns the curve, the median, and what they rest on; without rows, an empty curve
 * @throws {InvalidDataError} when a duration is below 0 or not finite, `ended` is no claim, an entry is not before the duration, or a weight is below 0
 * @throws {InvalidOptionError} when an option is unknown or of the wrong type
 * @example
 * ```ts
 * import { kaplanMeier } from 'kizuna';
 *
 * const rows = [
 *   { months: 2, left: true },
 *   { months: 3, left: false },
 *   { months: 5, left: true },
 *   { months: 7, left: false },
 * ];
 * const { curve, median, n } = kaplanMeier(rows, { duration: 'months', ended: 'left' });
 * curve.map(({ time, atRisk, events, survival }) => [time, atRisk, events, survival]);
 * // => [[2, 4, 1, 0.75], [3, 3, 0, 0.75], [5, 2, 1, 0.375], [7, 1, 0, 0.375]]
 * curve[0]?.low; // => 0.128
 * [median.value, n]; // => [5, 4]
 * kaplanMeier([{ months: -1, left: true }], { duration: 'months', ended: 'left' }); // throws InvalidDataError
 * ```
 */
export function kaplanMeier<Row>(rows: Data<Row>, options: KaplanMeierOptions<NoInfer<Row>>): KaplanMeier {
  return withPoints(curveOf(OWNER, rows, options));
}

/**
 * `kaplanMeier` with the curve as columns: without an object for each of very many different durations. NaN stands for what is `null` in a point.
 *
 * @param rows - as in `kaplanMeier`; columns of typed arrays are read where they lie
 * @param options - as in `kaplanMeier`
 * @throws as `kaplanMeier`
 * @example
 * ```ts
 * import { kaplanMeierColumns, survivalAt } from 'kizuna';
 *
 * const columns = { days: Float64Array.of(40, 10, 20, 30), left: Uint8Array.of(0, 1, 1, 0) };
 * const result = kaplanMeierColumns(columns, { duration: 'days', ended: 'left' });
 * [...result.curve.survival]; // => [0.75, 0.5, 0.5, 0.5]
 * survivalAt(result, [15])[0]?.value; // => 0.75
 * ```
 */
export function kaplanMeierColumns<Row>(
  rows: Data<Row>,
  options: KaplanMeierOptions<NoInfer<Row>>,
): KaplanMeierColumns {
  return curveOf('kaplanMeierColumns', rows, options);
}

const OWNER = 'kaplanMeier';

interface Plan {
  readonly interval: SurvivalInterval;
  readonly confidence: number;
}

function planOf<Row>(owner: string, options: KaplanMeierOptions<Row>): Plan {
  checkOptions(owner, options, [...SPELL_OPTIONS, 'interval', 'confidence']);
  checkPolicy(owner, options);
  return {
    interval: checkChoice(owner, 'interval', options.interval ?? 'log-log', SURVIVAL_INTERVALS),
    confidence: checkConfidence(owner, options.confidence ?? 0.95),
  };
}

function curveOf<Row>(owner: string, rows: Data<Row>, options: KaplanMeierOptions<Row>): KaplanMeierColumns {
  const plan = planOf(owner, options);
  const spells = spellsOf(owner, rows, options);
  return kaplanMeierOf(plan, spellTimes(spells), spells.excluded);
}

function kaplanMeierOf({ interval, confidence }: Plan, times: RiskTimes, excluded: Excluded): KaplanMeierColumns {
  const curve = survivalColumns(productLimitOf(times), interval, confidence);
  const [events, censored] = [total(times.ended), total(times.censored)];
  const n = events + censored;
  const { low, high, ...median } = durationQuantile(curve, 0.5, { n, confidence, interval });
  const facts = { median, medianLow: low, medianHigh: high, n, events, censored };
  return { curve, ...facts, interval, confidence, excluded };
}

function withPoints({ curve, ...facts }: KaplanMeierColumns): KaplanMeier {
  return { curve: survivalPoints(curve), ...facts };
}

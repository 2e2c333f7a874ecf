import type { Accessor, AnyRow, Data } from '../core/data.js';
import type { RowMetric } from '../core/metric.js';
import { checkChoice, checkConfidence, checkOptions } from '../core/options.js';
import { checkPolicy, type Excluded } from '../core/policy.js';
import { checkAccessor } from '../core/row-values.js';
import { type ProductLimit, productLimitOf } from '../stats/product-limit.js';
import { incidenceOf } from './incidence.js';
import { jackknifeVariance } from './incidence-jackknife.js';
import { type ReasonState, reasonMetric } from './reason-state.js';
import { type Reason, type ReasonTimes, spellReasonTimes } from './reason-times.js';
import { SPELL_OPTIONS, type SpellOptions } from './spell-fields.js';
import { spellsOf } from './spells.js';
import { SURVIVAL_INTERVALS, type SurvivalInterval, survivalColumns } from './survival-curve.js';
import { total } from './total.js';

/** Where durations and reasons stand, and how the intervals are made. */
export interface CumulativeIncidenceOptions<Row> extends Omit<SpellOptions<Row>, 'ended'> {
  /** Why it ended: text, a number, `true` or `false`; nothing (`null`, `undefined`) where it was last seen going on. */
  readonly reason: Accessor<Row, Reason>;
  /** Default `'log-log'`, F^exp(±z·error/(F·log F)); `'log'` is F·exp(±z·error/F), cut off at 1; `'plain'` is F ± z·error, cut off at 0 and 1. */
  readonly interval?: SurvivalInterval | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** The same where the rows are at hand. */
export interface CumulativeIncidenceRowsOptions<Row> extends CumulativeIncidenceOptions<Row> {
  /**
   * Of the standard errors. Default `'multinomial'`, the delta method on multinomial counts; `'jackknife'` is R's infinitesimal jackknife, which differs from it only with
   * late entries, and needs each row.
   */
  readonly variance?: 'multinomial' | 'jackknife' | undefined;
}

/** What has ended for one reason by a time. */
export interface IncidencePoint {
  readonly time: number;
  /** How many ended then for this reason. */
  readonly events: number;
  /** The estimated share that has ended for this reason by then. */
  readonly incidence: number;
  /** `null` before the first end for this reason, as are the ends of the interval. */
  readonly standardError: number | null;
  readonly low: number | null;
  /** `null` as well where the incidence is 1, under `'log-log'`. */
  readonly high: number | null;
}

/** The cumulative incidence of one reason. */
export interface ReasonIncidence {
  readonly reason: Reason;
  readonly events: number;
  /** A point for each time of `curve`. */
  readonly curve: readonly IncidencePoint[];
}

/** What is left at a time at which something ended or was last seen. */
export interface RemainingPoint {
  readonly time: number;
  readonly atRisk: number;
  /** How many ended then, for any reason. */
  readonly events: number;
  readonly censored: number;
  /** The estimated share that lasts longer: 1 less the incidences of all reasons. */
  readonly survival: number;
}

/** The shares that have ended for each reason, by time. */
export interface CumulativeIncidence {
  /** By reason: numbers, texts, `false`, `true`. */
  readonly reasons: readonly ReasonIncidence[];
  readonly curve: readonly RemainingPoint[];
  /** How many were watched, by weight. */
  readonly n: number;
  readonly events: number;
  readonly censored: number;
  readonly interval: SurvivalInterval;
  readonly confidence: number;
  readonly excluded: Excluded;
}

/** The state of cumulative incidences: how many ended for each reason and were last seen, by duration; and how many came later, by entry. */
export type CumulativeIncidenceState = ReasonState;

/**
 * Cumulative incidence as a metric: for groups, streams and stored states. See `cumulativeIncidence`.
 *
 * @param options - as `cumulativeIncidence`
 * @throws {InvalidOptionError} when an option is unknown or of the wrong type
 * @example
 * ```ts
 * import { cumulativeIncidenceMetric } from 'kizuna';
 *
 * const metric = cumulativeIncidenceMetric({ duration: 'months', reason: 'why' });
 * const east = metric.state([{ months: 2, why: 'price' }]);
 * const west = metric.state([{ months: 5, why: null }, { months: 3, why: 'moved' }]);
 * metric.finish(metric.merge(east, west)).reasons.map(({ reason, events }) => [reason, events]); // => [['moved', 1], ['price', 1]]
 * ```
 */
export function cumulativeIncidenceMetric<Row = AnyRow>(
  options: CumulativeIncidenceOptions<Row>,
): RowMetric<Row, CumulativeIncidenceState, CumulativeIncidence> {
  const plan = planOf(options);
  const { duration, reason, entry, weight, missing, invalid } = options;
  const fields = { duration, ended: reason, entry, weight, missing, invalid };
  return reasonMetric<Row, CumulativeIncidence>(OWNER, fields, (times, { excluded }) =>
    incidencesOf(plan, times, excluded),
  );
}

/**
 * How many end for each of several reasons, by time: the Aalen–Johansen estimate (1978), F(t) = Σ S(s−)·dₖ/n over the durations s up to t at which dₖ of the n then
 * watched ended for the reason and S is the share not ended for any. One less Kaplan–Meier with the other reasons as censored is too high:
 * it asks how many would leave for a reason if no other existed.
 *
 * Standard errors are of the delta method on multinomial counts (Marubini & Valsecchi 1995), which without left truncation are those of R's `survfit` (infinitesimal jackknife)
 * and of prodlim; with it, `variance: 'jackknife'` gives those of R. Ties are taken as they are. A weight says how many a row stands for, as if it were there so often.
 *
 * @param rows - rows or columns with `duration` and `reason`
 * @param options - the fields, `variance`, `interval`, `confidence`, `missing` and `invalid`
 * @returns a curve for each reason, and what is left; at each time the incidences and `survival` add up to 1
 * @throws {InvalidDataError} when a duration is below 0 or not finite, an entry is not before the duration, a weight is below 0, or a reason is an object
 * @throws {InvalidOptionError} when an option is unknown or of the wrong type
 * @example
 * ```ts
 * import { cumulativeIncidence } from 'kizuna';
 *
 * const rows = [
 *   { months: 2, why: 'price' },
 *   { months: 3, why: null },
 *   { months: 5, why: 'moved' },
 *   { months: 7, why: 'price' },
 * ];
 * const { reasons, curve } = cumulativeIncidence(rows, { duration: 'months', reason: 'why' });
 * curve.map(({ time, survival }) => [time, survival]); // => [[2, 0.75], [3, 0.75], [5, 0.375], [7, 0]]
 * reasons.map(({ reason, curve: points }) => [reason, points.at(-1)?.incidence]); // => [['moved', 0.375], ['price', 0.625]]
 * ```
 */
export function cumulativeIncidence<Row>(
  rows: Data<Row>,
  options: CumulativeIncidenceRowsOptions<NoInfer<Row>>,
): CumulativeIncidence {
  const plan = planOf(options, ['variance']);
  const variance = checkChoice(OWNER, 'variance', options.variance ?? 'multinomial', ['multinomial', 'jackknife']);
  const { duration, reason, entry, weight, missing, invalid } = options;
  const fields = { duration, entry, weight, missing, invalid };
  const spells = spellsOf(OWNER, rows, fields, { reason: { option: 'reason', from: reason } });
  const jackknifed: Vary = (limit, endedSo, why) =>
    jackknifeVariance(spells, limit, endedSo, spells.reasons?.keys.indexOf(why) ?? -1);
  return incidencesOf(plan, spellReasonTimes(spells), spells.excluded, variance === 'jackknife' ? jackknifed : null);
}

const OWNER = 'cumulativeIncidence';

interface Plan {
  readonly interval: SurvivalInterval;
  readonly confidence: number;
}

/** The variance of the incidence of a reason, otherwise than by the delta method. */
type Vary = (limit: ProductLimit, endedSo: Float64Array, reason: Reason) => Float64Array;

function planOf<Row>(options: CumulativeIncidenceOptions<Row>, more: readonly string[] = []): Plan {
  const known = SPELL_OPTIONS.filter((name) => name !== 'ended');
  checkOptions(OWNER, options, [...known, 'reason', 'interval', 'confidence', ...more]);
  checkPolicy(OWNER, options);
  checkAccessor(OWNER, 'reason', options.reason);
  return {
    interval: checkChoice(OWNER, 'interval', options.interval ?? 'log-log', SURVIVAL_INTERVALS),
    confidence: checkConfidence(OWNER, options.confidence ?? 0.95),
  };
}

function incidencesOf(
  plan: Plan,
  times: ReasonTimes,
  excluded: Excluded,
  vary: Vary | null = null,
): CumulativeIncidence {
  const limit = productLimitOf(times);
  const { time, atRisk, ended, censored, survival } = limit;
  const counts = { events: total(ended), censored: total(censored) };
  return {
    reasons: times.reasons.map(({ reason, ended: endedSo }) => ({
      reason,
      events: total(endedSo),
      curve: pointsOf(plan, limit, endedSo, vary?.(limit, endedSo, reason)),
    })),
    curve: Array.from(time, (now, i) => ({
      time: now,
      atRisk: atRisk[i] as number,
      events: ended[i] as number,
      censored: censored[i] as number,
      survival: survival[i] as number,
    })),
    n: counts.events + counts.censored,
    ...counts,
    ...plan,
    excluded,
  };
}

/** The curve of one reason, with the band that a survival of the same value and error would have. */
function pointsOf(
  { interval, confidence }: Plan,
  limit: ProductLimit,
  endedSo: Float64Array,
  varied: Float64Array | undefined,
): readonly IncidencePoint[] {
  const { incidence, variance: counted } = incidenceOf(limit, endedSo);
  // Where all have ended for this reason, what is left of the sums is rounding.
  const variance = (varied ?? counted).map((value, i) => ((incidence[i] as number) > 1 - ROUNDING ? 0 : value));
  const logVariance = variance.map((value, i) => value / (incidence[i] as number) ** 2);
  const band = survivalColumns({ ...limit, survival: incidence, logVariance }, interval, confidence);
  return Array.from(band.time, (time, i) => {
    const [share, low, high] = [incidence[i] as number, band.low[i] as number, band.high[i] as number];
    return {
      time,
      events: endedSo[i] as number,
      incidence: share,
      standardError: share === 0 ? null : Math.sqrt(variance[i] as number),
      low: Number.isNaN(low) ? null : low,
      high: Number.isNaN(high) ? null : high,
    };
  });
}

/** What rounding may take from a share of 1. */
const ROUNDING = 1e-12;

import type { AnyRow, Data } from '../core/data.js';
import type { Estimate, Rate } from '../core/estimate.js';
import type { RowMetric } from '../core/metric.js';
import type { Excluded } from '../core/policy.js';
import { type AnswersState, answerMetric } from './answer-metric.js';
import { type Answers, countAnswers } from './answers.js';
import { distributionOf, type ScalePoint } from './distribution.js';
import { type ScaleDefaults, type ScaleOptions, type ScalePlan, scalePlan } from './scale.js';
import { meanOf, scaleFacts, shareOf } from './scale-facts.js';

/**
 * Where the answers stand, and what counts as satisfied. By default `scale` is `[1, 5]` and `topBox` 2: answers 4 and 5.
 * `topBox` must leave a point of the scale that is not in it.
 */
export interface CsatOptions<Row> extends ScaleOptions<Row> {}

/** Customer satisfaction: the share of satisfied answers, 0 to 1. With weights, `numerator` and `denominator` are sums of weights. */
export interface Csat extends Rate {
  /** Of all answers, on the scale as it is. */
  readonly mean: Estimate;
  /** Every point of the scale. */
  readonly distribution: readonly ScalePoint[];
  /** How many equally weighted answers would tell as much (Kish): `n` without weights. */
  readonly effectiveN: number;
  readonly excluded: Excluded;
}

/** The state of customer satisfaction: answers by score (with the sums of their weights and squared weights, if weighted). */
export type CsatState = AnswersState;

/**
 * Customer satisfaction as a metric: for groups, streams, stored states and databases. See `csat`.
 *
 * @param options - where the score is; see `CsatOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { by, csatMetric, measure } from 'kizuna';
 *
 * const answers = [
 *   { channel: 'chat', satisfied: 5 },
 *   { channel: 'mail', satisfied: 4 },
 *   { channel: 'mail', satisfied: 2 },
 * ];
 * const rows = measure(answers, by('channel', csatMetric({ score: 'satisfied' })));
 * rows.map((row) => [row.channel, row.value]); // => [['chat', 1], ['mail', 0.5]]
 * ```
 */
export function csatMetric(
  options?: CsatOptions<number | null | undefined> & { readonly score?: never },
): RowMetric<number | null | undefined, CsatState, Csat>;
export function csatMetric<Row = AnyRow>(options: CsatOptions<Row>): RowMetric<Row, CsatState, Csat>;
export function csatMetric<Row>(options: CsatOptions<Row> = {}): RowMetric<Row, CsatState, Csat> {
  const plan = scalePlan('csat', options, DEFAULTS);
  return answerMetric(plan.rules, (answers) => csatOf(plan, answers));
}

/**
 * Customer satisfaction: the share of answers in the top boxes, by default 4 and 5 of 1–5.
 *
 * The interval is Wilson's (1927) unless `interval` says otherwise; the mean has Student's, kept within the scale. With weights, both are weighted
 * and their intervals rest on Kish's effective n, (Σw)² / Σw²; below an effective n of 1.1 the mean has no interval.
 *
 * @param data - scores, or rows or columns that hold them
 * @param options - `score` names the field; `scale`, `topBox`, `interval`, `confidence`, `weight`, `repeat`, `missing`, `invalid`
 * @returns the share with its parts; `value` is `null` when nobody answered
 * @throws {InvalidDataError} when an answer is not a whole number on the scale
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { csat } from 'kizuna';
 *
 * const { value, numerator, n, interval, mean } = csat([5, 4, 4, 3, 5, 1, 4, 2]);
 * value; // => 0.625
 * [numerator, n]; // => [5, 8]
 * interval; // => { low: 0.3057, high: 0.8632, confidence: 0.95, method: 'wilson' }
 * mean; // => { value: 3.5, n: 8, interval: { low: 2.3177, high: 4.6823, confidence: 0.95, method: 't' } }
 * csat([{ stars: 10 }, { stars: 7 }], { score: 'stars', scale: [1, 10], topBox: 3 }).value; // => 0.5
 * csat([6]); // throws InvalidDataError
 * ```
 */
export function csat<Row>(data: Data<Row>, options: CsatOptions<NoInfer<Row>> = {}): Csat {
  // Past the metric, for small bundles.
  const plan = scalePlan('csat', options, DEFAULTS);
  return csatOf(plan, countAnswers(plan.rules, data));
}

const DEFAULTS: ScaleDefaults = { scale: [1, 5], topBox: () => 2, mostBoxes: (points) => points - 1 };

function csatOf(plan: ScalePlan, { points, excluded }: Answers): Csat {
  const { low, high, topBox, method, confidence } = plan;
  const facts = scaleFacts(points);
  return {
    ...shareOf(facts, [high - topBox + 1, high], method, confidence),
    mean: meanOf(facts, [low, high], confidence),
    distribution: distributionOf(points),
    effectiveN: facts.effectiveN,
    excluded,
  };
}

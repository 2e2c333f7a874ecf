import type { AnyRow, Data } from '../core/data.js';
import type { Estimate } from '../core/estimate.js';
import type { RowMetric } from '../core/metric.js';
import { checkChoice, checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import type { Excluded } from '../core/policy.js';
import { type AnswersState, answerMetric } from './answer-metric.js';
import { ANSWER_OPTIONS, type AnswerOptions, type AnswerRules, answerRules } from './answer-rules.js';
import { type Answers, countAnswers } from './answers.js';
import { distributionOf, type ScalePoint } from './distribution.js';
import { type NpsBreaks, npsFacts } from './nps-facts.js';
import { type Bands, type NpsMethod, npsInterval, sizeOf } from './nps-interval.js';

/** Where the answers stand, how they are banded, and how the interval is made. */
export interface NpsOptions<Row> extends AnswerOptions<Row> {
  /** Default `'nps'`, 0–6, 7–8, 9–10. `'enps5'` is 1–3, 4, 5. */
  readonly breaks?: 'nps' | 'enps5' | NpsBreaks;
  /** Default `'score'`. */
  readonly method?: NpsMethod;
}

/** A net promoter score. `value`, `interval` and `standardError` are in points, −100 to 100. */
export interface Nps extends Estimate {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
  /** The bands as shares of all answers, by weight where there is one; `null` when nobody answered. */
  readonly shares: { readonly promoters: number; readonly passives: number; readonly detractors: number } | null;
  /** Every point of the scale. */
  readonly distribution: readonly ScalePoint[];
  readonly standardError: number | null;
  /** How many equally weighted answers would tell as much (Kish): `n` without weights. */
  readonly effectiveN: number;
  /** `n / effectiveN`: what the unequal weights cost; `null` when nobody answered. */
  readonly designEffect: number | null;
  readonly excluded: Excluded;
}

/** The state of a net promoter score: answers by score (with the sums of their weights and squared weights, if weighted). */
export type NpsState = AnswersState;

/**
 * The net promoter score as a metric: for groups, streams, stored states and databases. See `nps`.
 *
 * @param options - where the score is; see `NpsOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { npsMetric } from 'kizuna';
 *
 * const metric = npsMetric();
 * const [monday, tuesday] = [metric.state([10, 9]), metric.state([3])];
 * metric.finish(metric.merge(monday, tuesday)).detractors; // => 1
 * ```
 */
export function npsMetric(
  options?: NpsOptions<number | null | undefined> & { readonly score?: never },
): RowMetric<number | null | undefined, NpsState, Nps>;
export function npsMetric<Row = AnyRow>(options: NpsOptions<Row>): RowMetric<Row, NpsState, Nps>;
export function npsMetric<Row>(options: NpsOptions<Row> = {}): RowMetric<Row, NpsState, Nps> {
  const plan = planOf(options);
  return answerMetric(plan.rules, (answers) => npsOf(plan, answers));
}

/**
 * Net promoter score: the share of promoters (9–10) less the share of detractors (0–6), times 100.
 *
 * The default interval inverts a score test (Tango 1998; Rocks 2016, arXiv 1601.07235), whose coverage stays close to what it
 * promises for few answers and for shares near 0. `standardError` is √((p + d − (p − d)²) / n), with weights the linearised one,
 * √(n/(n−1) · Σ(wᵢ(vᵢ − v̄))²) / Σw (as R's `survey`); intervals then rest on Kish's effective n, (Σw)² / Σw².
 *
 * @param data - scores, or rows or columns that hold them
 * @param options - `score` names the field; `breaks`, `weight`, `method`, `confidence`, `repeat`, `missing`, `invalid`
 * @returns the score in points with its parts; `value` is `null` when nobody answered
 * @throws {InvalidDataError} when an answer is not a whole number on the scale
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { nps } from 'kizuna';
 *
 * const { value, n, interval } = nps([10, 9, 8, 3, 10, 7, 9, 6, 10, 2]);
 * value; // => 20
 * n; // => 10
 * interval; // => { low: -32.95, high: 62.82, confidence: 0.95, method: 'score' }
 * nps([{ recommend: 9 }, { recommend: null }], { score: 'recommend' }).excluded.missing; // => 1
 * nps([11]); // throws InvalidDataError
 * ```
 */
export function nps<Row>(data: Data<Row>, options: NpsOptions<NoInfer<Row>> = {}): Nps {
  // Past the metric, whose combinators would triple the size of a bundle.
  const plan = planOf(options);
  return npsOf(plan, countAnswers(plan.rules, data));
}

interface NpsPlan {
  readonly rules: AnswerRules;
  readonly breaks: NpsBreaks;
  readonly method: NpsMethod;
  readonly confidence: number;
}

function planOf<Row>(options: NpsOptions<Row>): NpsPlan {
  checkOptions('nps', options, [...ANSWER_OPTIONS, 'breaks', 'method']);
  const { method = 'score', confidence = 0.95 } = options;
  const breaks = breaksOf(options.breaks ?? 'nps');
  const rules = answerRules('nps', options, [breaks[0], breaks[3]]);
  checkChoice('nps', 'method', method, ['score', 'adjusted-wald', 'wald']);
  return { rules, breaks, method, confidence: checkConfidence('nps', confidence) };
}

function breaksOf(breaks: 'nps' | 'enps5' | NpsBreaks): NpsBreaks {
  if (breaks === 'nps') return [0, 6, 8, 10];
  if (breaks === 'enps5') return [1, 3, 4, 5];
  const areFour = Array.isArray(breaks) && breaks.length === 4 && breaks.every(Number.isInteger);
  const [lowest, detractor, passive, highest] = areFour ? breaks : [0, 0, 0, 0];
  if (lowest > detractor || detractor >= passive || passive >= highest || highest - lowest > 1000) {
    refuseOption('nps', 'breaks', "to be 'nps', 'enps5' or four rising integers at most 1000 apart", breaks);
  }
  return breaks;
}

function npsOf({ rules, breaks, method, confidence }: NpsPlan, { points, excluded }: Answers): Nps {
  const { counts, weights, effectiveN, standardError } = npsFacts(breaks, points, rules.weight !== null);
  const [n, total] = [sizeOf(counts), sizeOf(weights)];
  const effective = weights.map((weight) => (weight * effectiveN) / (total || 1)) as unknown as Bands; // three in, three out
  const [promoters, passives, detractors] = counts;
  return {
    value: total ? (100 * (weights[0] - weights[2])) / total : null,
    n,
    interval: npsInterval(method, effective, standardError, confidence),
    promoters,
    passives,
    detractors,
    shares: total ? bandShares(weights, total) : null,
    distribution: distributionOf(points),
    standardError: standardError === null ? null : 100 * standardError,
    effectiveN,
    designEffect: effectiveN ? n / effectiveN : null,
    excluded,
  };
}

function bandShares([promoters, passives, detractors]: Bands, total: number): NonNullable<Nps['shares']> {
  return { promoters: promoters / total, passives: passives / total, detractors: detractors / total };
}

import type { AnyRow, Data } from '../core/data.js';
import type { Estimate, Interval, Rate } from '../core/estimate.js';
import type { RowMetric } from '../core/metric.js';
import { checkChoice } from '../core/options.js';
import type { Excluded } from '../core/policy.js';
import { type AnswersState, answerMetric } from './answer-metric.js';
import { type Answers, countAnswers } from './answers.js';
import { distributionOf, type ScalePoint } from './distribution.js';
import { npsInterval } from './nps-interval.js';
import { type ScaleDefaults, type ScaleOptions, type ScalePlan, scalePlan } from './scale.js';
import { meanOf, type ScaleFacts, scaleFacts, shareOf } from './scale-facts.js';

/**
 * Where the answers stand, and which end of the scale is the easy one. By default `scale` is `[1, 7]` and `topBox` half its points, rounded down
 * (3 of 7), so that only the middle is neither easy nor difficult. The two boxes must not overlap.
 */
export interface CesOptions<Row> extends ScaleOptions<Row> {
  /** Default `'high-is-easy'`, as in "it was easy: 7, strongly agree". `'low-is-easy'` where 1 is very little effort. */
  readonly direction?: 'high-is-easy' | 'low-is-easy';
}

/** Customer effort: the mean answer on the scale as it is, and the shares that found it easy and difficult. */
export interface Ces extends Estimate {
  /** The share of answers in the boxes at the easy end. */
  readonly easy: Rate;
  /** The share of answers in the boxes at the other end. */
  readonly difficult: Rate;
  /** The easy share less the difficult share, −1 to 1. */
  readonly net: number | null;
  readonly netInterval: Interval | null;
  /** Every point of the scale. */
  readonly distribution: readonly ScalePoint[];
  /** How many equally weighted answers would tell as much (Kish): `n` without weights. */
  readonly effectiveN: number;
  readonly excluded: Excluded;
}

/** The state of customer effort: answers by score (with the sums of their weights and squared weights, if weighted). */
export type CesState = AnswersState;

/**
 * Customer effort score as a metric: for groups, streams, stored states and databases. See `ces`.
 *
 * @param options - where the score is; see `CesOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { cesMetric, measure, where } from 'kizuna';
 *
 * const answers = [
 *   { channel: 'chat', effort: 7 },
 *   { channel: 'mail', effort: 4 },
 *   { channel: 'mail', effort: 2 },
 * ];
 * measure(answers, where({ channel: 'mail' }, cesMetric({ score: 'effort' }))).value; // => 3
 * ```
 */
export function cesMetric(
  options?: CesOptions<number | null | undefined> & { readonly score?: never },
): RowMetric<number | null | undefined, CesState, Ces>;
export function cesMetric<Row = AnyRow>(options: CesOptions<Row>): RowMetric<Row, CesState, Ces>;
export function cesMetric<Row>(options: CesOptions<Row> = {}): RowMetric<Row, CesState, Ces> {
  const plan = planOf(options);
  return answerMetric(plan.rules, (answers) => cesOf(plan, answers));
}

/**
 * Customer effort score: the mean answer, the shares at both ends of the scale, and their difference.
 *
 * All three are in use under this name; the mean is the `value`. It has Student's interval, kept within the scale; the shares have Wilson's unless
 * `interval` says otherwise; `net` has the score interval of three bands (Tango 1998), as `nps`. With weights, intervals rest on Kish's effective n.
 *
 * @param data - scores, or rows or columns that hold them
 * @param options - `score` names the field; `scale`, `topBox`, `direction`, `interval`, `confidence`, `weight`, `repeat`, `missing`, `invalid`
 * @returns the mean with the shares; `value` is `null` when nobody answered
 * @throws {InvalidDataError} when an answer is not a whole number on the scale
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { ces } from 'kizuna';
 *
 * const { value, easy, difficult, net, netInterval } = ces([7, 6, 5, 4, 2, 7, 6, 5]);
 * value; // => 5.25
 * [easy.value, difficult.value, net]; // => [0.75, 0.125, 0.625]
 * netInterval; // => { low: -0.0238, high: 0.8946, confidence: 0.95, method: 'score' }
 * ces([1, 2, 5], { scale: [1, 5], direction: 'low-is-easy' }).easy.numerator; // => 2
 * ces([8]); // throws InvalidDataError
 * ```
 */
export function ces<Row>(data: Data<Row>, options: CesOptions<NoInfer<Row>> = {}): Ces {
  // Past the metric, for small bundles.
  const plan = planOf(options);
  return cesOf(plan, countAnswers(plan.rules, data));
}

const DEFAULTS: ScaleDefaults = {
  scale: [1, 7],
  topBox: (points) => Math.floor(points / 2),
  mostBoxes: (points) => Math.floor(points / 2),
};

interface CesPlan extends ScalePlan {
  readonly direction: 'high-is-easy' | 'low-is-easy';
}

function planOf<Row>(options: CesOptions<Row>): CesPlan {
  const plan = scalePlan('ces', options, DEFAULTS, ['direction']);
  const direction = checkChoice('ces', 'direction', options.direction ?? 'high-is-easy', [
    'high-is-easy',
    'low-is-easy',
  ]);
  return { ...plan, direction };
}

function cesOf(plan: CesPlan, { points, excluded }: Answers): Ces {
  const { low, high, topBox, direction, method, confidence } = plan;
  const facts = scaleFacts(points);
  const top = shareOf(facts, [high - topBox + 1, high], method, confidence);
  const bottom = shareOf(facts, [low, low + topBox - 1], method, confidence);
  const [easy, difficult] = direction === 'high-is-easy' ? [top, bottom] : [bottom, top];
  return {
    ...meanOf(facts, [low, high], confidence),
    easy,
    difficult,
    net: facts.total > 0 ? (easy.numerator - difficult.numerator) / facts.total : null,
    netInterval: netIntervalOf(facts, easy, difficult, confidence),
    distribution: distributionOf(points),
    effectiveN: facts.effectiveN,
    excluded,
  };
}

function netIntervalOf(
  { total, effectiveN }: ScaleFacts,
  easy: Rate,
  difficult: Rate,
  confidence: number,
): Interval | null {
  if (effectiveN === 0) return null;
  const [ends, scale] = [easy.numerator + difficult.numerator, effectiveN / total];
  const middle = Math.max(0, total - ends);
  const limits = npsInterval(
    'score',
    [easy.numerator * scale, middle * scale, difficult.numerator * scale],
    null,
    confidence,
  );
  return limits && { ...limits, low: limits.low / 100, high: limits.high / 100 };
}

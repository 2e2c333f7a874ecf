import type { Accessor, AnyRow, Data, FieldOf } from '../core/data.js';
import type { Estimate } from '../core/estimate.js';
import { canonicalSum, growExpansion } from '../core/exact-sum.js';
import { type Rule, ruleOf } from '../core/input.js';
import { measure } from '../core/measure.js';
import type { RowMetric } from '../core/metric.js';
import { checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import type { Excluded, RowPolicy } from '../core/policy.js';
import { type RowFault, rowMetric } from '../core/row-metric.js';
import { checkAccessor, ruleFault } from '../core/row-values.js';
import { addedSums, type ExactSum, expansionOf } from '../stats/exact-sums.js';
import { growByProduct } from '../stats/grow-by-product.js';
import { momentsOfSums } from '../stats/moments.js';
import { type RatioEstimate, type RatioSums, ratioEstimate } from '../stats/ratio-estimate.js';
import { spreadMean } from '../stats/spread-interval.js';

/** Where a post's audience and its engagements stand. */
export interface SocialRatesOptions<Row> extends RowPolicy {
  /** The audience that engagements are set against, as each post has it: its reach, its impressions, or the followers at the time. */
  readonly by: Accessor<Row, number>;
  /** The engagements, or the fields that add up to them: likes, comments, shares, saves … */
  readonly engagements: Accessor<Row, number> | readonly NoInfer<FieldOf<Row, number>>[];
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** Engagement rates over posts. They may be above 1: one person may engage several times. */
export interface SocialRates {
  /** Posts with an audience: what both rates rest on. */
  readonly n: number;
  /** All engagements over all audiences: large posts weigh more. */
  readonly pooled: RatioEstimate;
  /** The mean of the posts' own rates: every post weighs the same. Student's interval, from 0. */
  readonly mean: Estimate;
  /** Posts with an audience of 0 and no engagement; they say nothing. */
  readonly unseen: number;
  readonly excluded: Excluded;
}

/** The state of social rates: exact sums over posts of engagements y, audience x, their products, and of the posts' rates r. */
export interface SocialRatesState extends RatioSums {
  readonly r: ExactSum;
  readonly rr: ExactSum;
  readonly unseen: number;
  readonly excluded: Excluded;
}

/**
 * Social engagement rates as a metric: for groups of posts, streams and stored states. See `socialRates`.
 *
 * @param options - where audience and engagements are; see `SocialRatesOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { by, measure, socialRatesMetric } from 'kizuna';
 *
 * const posts = [
 *   { format: 'photo', reach: 1000, likes: 40, comments: 10 },
 *   { format: 'video', reach: 4000, likes: 280, comments: 40 },
 *   { format: 'video', reach: 2000, likes: 150, comments: 10 },
 * ];
 * const rows = measure(posts, by('format', socialRatesMetric({ by: 'reach', engagements: ['likes', 'comments'] })));
 * rows.map(({ format, pooled }) => [format, pooled.value]); // => [['photo', 0.05], ['video', 0.08]]
 * ```
 */
export function socialRatesMetric<Row = AnyRow>(
  options: SocialRatesOptions<Row>,
): RowMetric<Row, SocialRatesState, SocialRates> {
  const { rules, confidence } = planOf(options);
  return rowMetric<Row, Running, SocialRatesState, SocialRates>({
    name: OWNER,
    reads: rules.map(({ from }) => from),
    policy: options,
    plan: rules.map((_, place) => (place === 0 ? 'by' : 'engagements')),
    start: () => ({ n: 0, unseen: 0, y: [], x: [], yy: [], xy: [], xx: [], r: [], rr: [] }),
    add: (running, columns, i) => addPost(rules, running, columns, i),
    state: ({ n, unseen, ...sums }, excluded) => ({
      n,
      unseen,
      ...eachSum((name) => canonicalSum(sums[name])),
      excluded,
    }),
    merge: (a, b) => ({ n: a.n + b.n, unseen: a.unseen + b.unseen, ...eachSum((name) => addedSums(a[name], b[name])) }),
    finish: (state) => ({
      n: state.n,
      pooled: ratioEstimate(state, confidence, OWNER),
      mean: meanOf(state, confidence),
      unseen: state.unseen,
      excluded: state.excluded,
    }),
  });
}

/**
 * Engagement rates of social posts (SNSエンゲージメント率), by reach, by impressions or by followers.
 *
 * Two numbers go by this name: `pooled`, Σ engagements / Σ audience, and `mean`, the mean of the posts' rates; both are here.
 * Engagements are no share of the audience (one person likes and comments), so `pooled` is a ratio estimate over posts, with the
 * spread between posts in its interval (Cochran 1977, 2.11), not Wilson's interval of a share.
 *
 * @param posts - rows or columns, one post each
 * @param options - `by` names the audience, `engagements` the field or fields; `confidence`, `missing`, `invalid`
 * @returns both rates; `value` is `null` without a post that has an audience, `interval` with one post, and of posts with one rate
 * @throws {InvalidDataError} when a count is not a number from 0 to 1e15, or there are engagements without an audience
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { socialRates } from 'kizuna';
 *
 * const posts = [
 *   { reach: 1000, likes: 90, comments: 10 },
 *   { reach: 3000, likes: 140, comments: 10 },
 *   { reach: 2000, likes: 120, comments: 0 },
 *   { reach: 4000, likes: 180, comments: 10 },
 * ];
 * const { pooled, mean } = socialRates(posts, { by: 'reach', engagements: ['likes', 'comments'] });
 * [pooled.numerator, pooled.denominator, pooled.value]; // => [560, 10000, 0.056]
 * pooled.interval; // => { low: 0.0343, high: 0.0777, confidence: 0.95, method: 'ratio' }
 * mean.value; // => 0.0644
 * mean.interval; // => { low: 0.0256, high: 0.1031, confidence: 0.95, method: 't' }
 * ```
 */
export function socialRates<Row>(posts: Data<Row>, options: SocialRatesOptions<NoInfer<Row>>): SocialRates {
  return measure(posts, socialRatesMetric<Row>(options));
}

const OWNER = 'socialRates';
const SUMS = ['y', 'x', 'yy', 'xy', 'xx', 'r', 'rr'] as const;
type SumName = (typeof SUMS)[number];
type Running = { [Name in SumName]: number[] } & { n: number; unseen: number };

function eachSum(sum: (name: SumName) => ExactSum): { readonly [Name in SumName]: ExactSum } {
  return Object.fromEntries(SUMS.map((name) => [name, sum(name)])) as { [Name in SumName]: ExactSum }; // these names
}

function planOf<Row>(options: SocialRatesOptions<Row>): {
  readonly rules: readonly Rule[];
  readonly confidence: number;
} {
  checkOptions(OWNER, options, ['by', 'engagements', 'confidence', 'missing', 'invalid']);
  const { engagements, confidence = 0.95 } = options;
  const fields = Array.isArray(engagements) ? engagements : [engagements];
  if (fields.length === 0) refuseOption(OWNER, 'engagements', 'to name at least one field', engagements);
  const rules = [options.by, ...fields].map((accessor, i) => {
    const name = i === 0 ? 'by' : 'engagements';
    checkAccessor(OWNER, name, accessor);
    return ruleOf<Row>(name, { from: accessor, min: 0, max: MOST });
  });
  return { rules, confidence: checkConfidence(OWNER, confidence) };
}

const MOST = 1e15;

/** Adds a post to the sums: the audience is the first column, the engagements are the others. */
function addPost(
  rules: readonly Rule[],
  running: Running,
  columns: readonly ArrayLike<unknown>[],
  i: number,
): RowFault | null {
  let y = 0;
  for (const [place, rule] of rules.entries()) {
    const value = columns[place]?.[i];
    const fault = ruleFault(rule, value);
    if (fault !== null) return fault;
    if (place > 0) y += value as number; // by the rule, a number
  }
  const x = columns[0]?.[i] as number; // likewise
  if (x === 0 && y > 0) {
    return {
      code: 'E_NUM_RANGE',
      field: rules[0]?.field ?? 'by',
      expected: 'above 0 where there are engagements',
      value: x,
    };
  }
  if (x === 0) {
    running.unseen += 1;
    return null;
  }
  const r = y / x;
  running.n += 1;
  growExpansion(running.y, y);
  growExpansion(running.x, x);
  growByProduct(running.yy, y, y);
  growByProduct(running.xy, x, y);
  growByProduct(running.xx, x, x);
  growExpansion(running.r, r);
  growByProduct(running.rr, r, r);
  return null;
}

function meanOf({ n, r, rr }: SocialRatesState, confidence: number): Estimate {
  return spreadMean(momentsOfSums(n, expansionOf(r), expansionOf(rr), OWNER), confidence);
}

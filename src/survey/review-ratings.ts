import { by, type FieldKey, type GroupedState, type KeyField } from '../core/by.js';
import type { Accessor, AnyRow, Data } from '../core/data.js';
import { errorOf, InvalidDataError } from '../core/errors.js';
import { ruleOf } from '../core/input.js';
import { measure } from '../core/measure.js';
import type { RowMetric } from '../core/metric.js';
import { checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import type { KeyValue } from '../core/pairs.js';
import type { Excluded, RowPolicy } from '../core/policy.js';
import { type AnswersState, answerMetric } from './answer-metric.js';
import type { AnswerRules } from './answer-rules.js';
import type { Answers } from './answers.js';
import { credibility, type GivenPrior, type RatingPrior, ratingPrior, shrunkRating } from './credibility.js';
import { addedPoints, type RatingScale, type Ratings, ratingSums, summaryOf } from './ratings.js';
import { topBoxOf } from './top-box.js';

/** Where the ratings stand, and what items with few of them are pulled towards. */
export interface ReviewRatingsOptions<Row, Field extends string> extends RowPolicy {
  /** The field that names the item: a product, a shop, a theme. */
  readonly item: Field;
  readonly rating: Accessor<Row, number>;
  /** The lowest and the highest rating, whole numbers; default `[1, 5]`. */
  readonly scale?: readonly [number, number];
  /** How many of the highest points are positive; default 2. */
  readonly topBox?: number;
  /** Default `'estimate'`: from how much the items differ. */
  readonly prior?: 'estimate' | GivenPrior;
  /** How many customers could have written a review, for `overall.perCustomer`. */
  readonly customers?: number;
  /** Default 0.95. */
  readonly confidence?: number;
}

/** The ratings of one item. */
export interface ItemRatings<Item> extends Ratings {
  readonly item: Item;
  /** The mean, pulled to the prior mean: the less, the more ratings there are. `null` without any rating at all. */
  readonly shrunk: number | null;
  /** How much of `shrunk` is the item's own mean: n / (n + prior weight). */
  readonly credibility: number;
}

/** The ratings of every item, best first by `shrunk`. */
export interface ReviewRatings<Item = KeyValue> {
  /** All ratings of all items. */
  readonly n: number;
  readonly items: readonly ItemRatings<Item>[];
  readonly overall: Ratings & { readonly perCustomer: number | null };
  readonly prior: RatingPrior;
  /** Rows without an item are missing, too. */
  readonly excluded: Excluded;
}

/** The state of review ratings: for each item the number of ratings by value. */
export type ReviewRatingsState = GroupedState<AnswersState>;

/**
 * Review ratings as a metric, for segments, streams, stored states and databases. See `reviewRatings`.
 *
 * @param options - where item and rating are; see `ReviewRatingsOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { reviewRatingsMetric } from 'kizuna';
 *
 * const metric = reviewRatingsMetric({ item: 'product', rating: 'stars' });
 * const [monday, tuesday] = [
 *   metric.state([{ product: 'tea', stars: 5 }]),
 *   metric.state([{ product: 'tea', stars: 3 }, { product: 'cup', stars: 4 }]),
 * ];
 * metric.finish(metric.merge(monday, tuesday)).items.map(({ item, n }) => [item, n]); // => [['tea', 2], ['cup', 1]]
 * ```
 */
export function reviewRatingsMetric<Row = AnyRow, const Field extends KeyField<Row> = KeyField<Row>>(
  options: ReviewRatingsOptions<NoInfer<Row>, Field>,
): RowMetric<Row, ReviewRatingsState, ReviewRatings<Exclude<FieldKey<Row, Field>, null>>> {
  const plan = planOf(options);
  const ratings = answerMetric<Row, Answers>(plan.rules, (answers) => answers);
  const counted: RowMetric<Row, ReviewRatingsState, unknown> = by(options.item, ratings);
  return {
    ...counted,
    finish: (state) => {
      type Item = Exclude<FieldKey<Row, Field>, null>;
      // The keys of the state are the field's values, or null.
      return ratingsOf(
        plan,
        state.map(([item, part]) => ({ item: item as Item | null, ...ratings.finish(part) })),
      );
    },
  };
}

/**
 * Which items are rated best, when some have two ratings and some two thousand: the mean of each item is pulled to that of
 * all, the more the fewer ratings it has (Bayesian average): (C·m + Σ ratings) / (C + n).
 *
 * How many ratings C the prior is worth follows from the data: the variance of ratings within items over that between items
 * (Bühlmann and Straub; Bühlmann and Gisler 2005, A Course in Credibility Theory, ch. 4). Where items differ by no more than
 * chance, all get the mean of all.
 *
 * @param data - rows or columns, one rating each
 * @param options - `item`, `rating`, `scale`, `topBox`, `prior`, `customers`, `confidence`, `missing`, `invalid`
 * @returns the items, best first, with mean, shrunk mean, share of positive ratings and distribution; and all ratings together
 * @throws {InvalidDataError} when a rating is not a whole number on the scale, or, whatever `invalid` says, an item neither text,
 *   finite number nor boolean
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { reviewRatings } from 'kizuna';
 *
 * const reviews = [
 *   { product: 'cup', stars: 5 },
 *   ...[5, 5, 4, 5, 4, 5].map((stars) => ({ product: 'tea', stars })),
 *   ...[1, 2, 1, 3, 2].map((stars) => ({ product: 'pot', stars })),
 * ];
 * const { items } = reviewRatings(reviews, { item: 'product', rating: 'stars', prior: { weight: 3 } });
 * items.map(({ item, n, mean, shrunk }) => ({ item, n, mean: mean.value, shrunk }));
 * // => [
 * //   { item: 'tea', n: 6, mean: 4.67, shrunk: 4.28 },
 * //   { item: 'cup', n: 1, mean: 5, shrunk: 3.88 },
 * //   { item: 'pot', n: 5, mean: 1.8, shrunk: 2.44 },
 * // ]
 * ```
 */
export function reviewRatings<Row, const Field extends KeyField<Row>>(
  data: Data<Row>,
  options: ReviewRatingsOptions<NoInfer<Row>, Field>,
): ReviewRatings<Exclude<FieldKey<Row, Field>, null>> {
  return measure(data, reviewRatingsMetric<Row, Field>(options));
}

interface RatingPlan extends RatingScale {
  readonly rules: AnswerRules;
  readonly item: string;
  readonly prior: GivenPrior | null;
  readonly customers: number;
}

const OPTIONS = ['item', 'rating', 'scale', 'topBox', 'prior', 'customers', 'confidence', 'missing', 'invalid'];

function planOf<Row>(options: ReviewRatingsOptions<Row, string>): RatingPlan {
  const owner = 'reviewRatings';
  checkOptions(owner, options, OPTIONS);
  const { item, rating, scale = [1, 5], topBox = 2, prior = 'estimate', customers = 0, confidence = 0.95 } = options;
  if (typeof item !== 'string') refuseOption(owner, 'item', 'to be a field', item, 'E_OPT_TYPE');
  if (typeof rating !== 'string' && typeof rating !== 'function') {
    refuseOption(owner, 'rating', 'to be a field or a function', rating, 'E_OPT_TYPE');
  }
  const { low, high, first } = topBoxOf(owner, scale, topBox);
  if (prior !== 'estimate') {
    if (typeof prior !== 'object' || prior === null || Array.isArray(prior)) {
      refuseOption(owner, 'prior', 'to be "estimate", or an object of mean and weight', prior, 'E_OPT_TYPE');
    }
    checkOptions(owner, prior, ['mean', 'weight']);
    const { mean, weight } = prior;
    if (mean !== undefined) checkNumber(owner, 'prior.mean', mean, { min: low, max: high });
    if (weight !== undefined) checkNumber(owner, 'prior.weight', weight, { min: 0, max: Number.MAX_SAFE_INTEGER });
  }
  checkNumber(owner, 'customers', customers, { min: 0, integer: true });
  const score = ruleOf<Row>('rating', { from: rating, integer: true, min: low, max: high });
  return {
    rules: { owner, score, weight: null, once: null, missing: options.missing, invalid: options.invalid },
    item,
    low,
    high,
    first,
    prior: prior === 'estimate' ? null : prior,
    customers,
    confidence: checkConfidence(owner, confidence),
  };
}

/** The ratings of one item, counted; of the item `null`, those of no item. */
interface Group<Item> extends Answers {
  readonly item: Item | null;
}

function ratingsOf<Item>(plan: RatingPlan, groups: readonly Group<Item>[]): ReviewRatings<Item> {
  const { item: field, customers, rules } = plan;
  const nameless = groups.reduce((total, { item, points }) => total + (item === null ? ratingSums(points).n : 0), 0);
  if (nameless > 0 && rules.missing === 'throw') {
    const issue = {
      code: 'E_FIELD_MISSING',
      index: null,
      field,
      expected: 'the name of an item',
      received: 'null',
    } as const;
    throw errorOf(InvalidDataError, rules.owner, [issue], { issueCount: nameless });
  }
  const named = groups.flatMap(({ item, ...answers }) => (item === null ? [] : [{ item, ...answers }]));
  const prior = ratingPrior(
    named.map(({ points }) => ratingSums(points)),
    plan.prior,
  );
  const items = named.map(({ item, points }) => {
    const sums = ratingSums(points);
    const shrunk = shrunkRating(sums, prior);
    return { item, ...summaryOf(plan, points), shrunk, credibility: credibility(sums.n, prior.weight) };
  });
  const all = summaryOf(plan, addedPoints(plan, named));
  return {
    n: all.n,
    items: items.sort((a, b) => (b.shrunk ?? 0) - (a.shrunk ?? 0) || b.n - a.n),
    overall: { ...all, perCustomer: customers > 0 ? all.n / customers : null },
    prior,
    excluded: {
      missing: groups.reduce((total, { excluded }) => total + excluded.missing, nameless),
      invalid: groups.reduce((total, { excluded }) => total + excluded.invalid, 0),
      repeated: 0,
    },
  };
}

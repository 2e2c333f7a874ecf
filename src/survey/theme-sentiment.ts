import type { Accessor, AnyRow, Data, LooseAccessor } from '../core/data.js';
import { errorOf, InvalidDataError } from '../core/errors.js';
import type { Rate } from '../core/estimate.js';
import { type FoldingMetric, foldState } from '../core/fold.js';
import { type Rule, ruleOf } from '../core/input.js';
import { measure } from '../core/measure.js';
import type { Fold, RowMetric } from '../core/metric.js';
import { checkChoice, checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import { mergePairs } from '../core/pairs.js';
import { DEFAULT_POLICY, type Excluded, type RowPolicy } from '../core/policy.js';
import { rate } from '../stats/rate.js';
import { type MarkedRows, ThemeFold, type ThemeSentimentState } from './theme-fold.js';
import { themePlan } from './theme-plan.js';
import { topBoxOf } from './top-box.js';

/** Where themes and marks stand. Either `positive` or `rating` says which reviews are positive. */
export interface ThemeSentimentOptions<Row> extends RowPolicy {
  /** One theme as text, or a list of themes; an empty list is a review without a theme. */
  readonly theme: Accessor<Row, string | readonly string[]>;
  /** Whether the review is positive. */
  readonly positive?: Accessor<Row, boolean>;
  /** A whole number on the scale, positive in its top boxes. */
  readonly rating?: Accessor<Row, number>;
  /** Of the rating; default `[1, 5]`. */
  readonly scale?: readonly [number, number];
  /** How many of the highest points of the rating are positive; default 2. */
  readonly topBox?: number;
  /** Default 0.95. */
  readonly confidence?: number;
}

/** One theme: how many reviews speak of it, and how many of these are positive. */
export interface Theme {
  readonly theme: string;
  /** Reviews with the theme; one that names it twice counts once. */
  readonly n: number;
  /** The positive ones among them, with Wilson's interval. */
  readonly positive: Rate;
  /** The share of all reviews that speak of the theme. */
  readonly mentioned: Rate;
}

/** The themes, weakest first: by their share of positive reviews, and of equal ones the most mentioned. */
export interface ThemeSentiment {
  /** Reviews, with or without a theme. */
  readonly n: number;
  /** Of all reviews. */
  readonly positive: Rate;
  readonly themes: readonly Theme[];
  readonly excluded: Excluded;
}

/**
 * The positive share by theme as a metric, for segments, streams and stored states. See `themeSentiment`.
 *
 * @param options - where theme and mark are; see `ThemeSentimentOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { by, measure, themeSentimentMetric } from 'kizuna';
 *
 * const reviews = [
 *   { shop: 'Ginza', themes: ['price', 'staff'], good: true },
 *   { shop: 'Ginza', themes: ['price'], good: false },
 * ];
 * const [ginza] = measure(reviews, by('shop', themeSentimentMetric({ theme: 'themes', positive: 'good' })));
 * ginza?.themes.map(({ theme, positive }) => [theme, positive.value]); // => [['price', 0.5], ['staff', 1]]
 * ```
 */
export function themeSentimentMetric<Row = AnyRow>(
  options: ThemeSentimentOptions<Row>,
): RowMetric<Row, ThemeSentimentState, ThemeSentiment> {
  const plan = planOf(options);
  const metric: FoldingMetric<Row, ThemeSentimentState, ThemeSentiment> = {
    name: OWNER,
    split: 'anywhere',
    plan: themePlan(plan),
    state: (data) => foldState(metric, data),
    merge: (a, b) => ({
      excluded: {
        missing: a.excluded.missing + b.excluded.missing,
        invalid: a.excluded.invalid + b.excluded.invalid,
        repeated: 0,
      },
      all: added(a.all, b.all),
      themes: mergePairs(a.themes, b.themes, added),
    }),
    finish: (state) => themesOf(plan, state),
    fold: (issues): Fold<ThemeSentimentState> => new ThemeFold(plan, issues),
  };
  return metric;
}

/**
 * What customers like least: for each theme of the reviews (価格, 接客, 品質 …) the share of positive ones, the weakest first.
 *
 * A review may have several themes and then counts for each of them: mentions add up to more than the reviews.
 *
 * @param data - rows or columns, one review each
 * @param options - `theme`, then `positive` or `rating` (with `scale` and `topBox`), `confidence`, `missing`, `invalid`
 * @returns the themes, weakest first, with the share of all reviews that mention them
 * @throws {InvalidDataError} when a theme is not text, or a mark not a boolean or not on the scale; E_ACCESSOR when either cannot
 *   be read
 * @throws {InvalidOptionError} when an option is unknown or out of range, or there is not exactly one of `positive` and `rating`
 * @example
 * ```ts
 * import { themeSentiment } from 'kizuna';
 *
 * const reviews = [
 *   { themes: ['price', 'staff'], stars: 2 },
 *   { themes: ['staff'], stars: 5 },
 *   { themes: ['price'], stars: 1 },
 *   { themes: [], stars: 4 },
 * ];
 * const { themes, positive } = themeSentiment(reviews, { theme: 'themes', rating: 'stars' });
 * themes.map(({ theme, n, positive, mentioned }) => [theme, n, positive.value, mentioned.value]);
 * // => [['price', 2, 0, 0.5], ['staff', 2, 0.5, 0.5]]
 * positive.value; // => 0.5
 * ```
 */
export function themeSentiment<Row>(data: Data<Row>, options: ThemeSentimentOptions<NoInfer<Row>>): ThemeSentiment {
  return measure(data, themeSentimentMetric<Row>(options));
}

const OWNER = 'themeSentiment';
const OPTIONS = ['theme', 'positive', 'rating', 'scale', 'topBox', 'confidence', 'missing', 'invalid'];

/** The options made ready. */
interface ThemePlan {
  readonly owner: string;
  readonly theme: LooseAccessor;
  readonly mark: Rule;
  /** The lowest positive rating; `null` where the mark is a boolean. */
  readonly first: number | null;
  readonly missing: 'exclude' | 'throw';
  readonly invalid: 'throw' | 'exclude';
  readonly confidence: number;
}

function planOf<Row>(options: ThemeSentimentOptions<Row>): ThemePlan {
  checkOptions(OWNER, options, OPTIONS);
  const { theme, positive, rating, scale = [1, 5], topBox = 2, confidence = 0.95 } = options;
  const { missing = DEFAULT_POLICY.missing, invalid = DEFAULT_POLICY.invalid } = options;
  for (const [name, accessor] of Object.entries({ theme, positive, rating })) {
    const isRequired = name === 'theme';
    if (typeof accessor === 'string' || typeof accessor === 'function' || (!isRequired && accessor === undefined))
      continue;
    refuseOption(OWNER, name, 'to be a field or a function', accessor, 'E_OPT_TYPE');
  }
  if ((positive === undefined) === (rating === undefined)) {
    refuseOption(OWNER, 'options', 'to have either positive or rating', positive === undefined ? 'neither' : 'both');
  }
  const { low, high, first } = topBoxOf(OWNER, scale, topBox);
  const isRated = rating !== undefined;
  return {
    owner: OWNER,
    theme: theme as LooseAccessor, // the row type was checked where it was given
    mark: isRated
      ? ruleOf<Row>('rating', { from: rating, integer: true, min: low, max: high })
      : ruleOf<Row>('positive', { from: positive, type: 'boolean' }),
    first: isRated ? first : null,
    missing: checkChoice(OWNER, 'missing', missing, ['exclude', 'throw']),
    invalid: checkChoice(OWNER, 'invalid', invalid, ['throw', 'exclude']),
    confidence: checkConfidence(OWNER, confidence),
  };
}

function themesOf(
  { missing, invalid, confidence }: ThemePlan,
  { excluded, all, themes }: ThemeSentimentState,
): ThemeSentiment {
  for (const [reason, policy] of [
    ['missing', missing],
    ['invalid', invalid],
  ] as const) {
    if (policy !== 'throw' || excluded[reason] === 0) continue;
    const code = reason === 'missing' ? 'E_FIELD_MISSING' : 'E_FIELD_VALUE';
    const issue = {
      code,
      index: null,
      field: null,
      expected: 'reviews with a theme and a mark',
      received: reason,
    } as const;
    throw errorOf(InvalidDataError, OWNER, [issue], { issueCount: excluded[reason] });
  }
  const rows = themes.map(([theme, { n, positive }]) => ({
    theme,
    n,
    positive: rate(positive, n, { confidence }),
    mentioned: rate(n, all.n, { confidence }),
  }));
  return {
    n: all.n,
    positive: rate(all.positive, all.n, { confidence }),
    themes: rows.sort((a, b) => (a.positive.value ?? 0) - (b.positive.value ?? 0) || b.n - a.n),
    excluded,
  };
}

function added(a: MarkedRows, b: MarkedRows): MarkedRows {
  return { n: a.n + b.n, positive: a.positive + b.positive };
}

/** Exact sums of one item's ratings. */
export interface RatingSums {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}

/** What ratings are pulled towards, and how many ratings that is worth. */
export interface RatingPrior {
  /** `null` without any rating. */
  readonly mean: number | null;
  /** In ratings; `null` where nothing but the mean counts, because the items do not differ by more than chance. */
  readonly weight: number | null;
  /** Of ratings of one item, and of the true means of items; `null` where there are too few to tell. */
  readonly withinVariance: number | null;
  readonly betweenVariance: number | null;
}

/** A prior that was given, in whole or in part. */
export interface GivenPrior {
  /** Default: the mean of all ratings. */
  readonly mean?: number;
  /** In ratings; default: estimated. */
  readonly weight?: number;
}

/**
 * The prior of Bühlmann and Straub's credibility model, estimated from the items themselves (Bühlmann and Gisler 2005, A Course
 * in Credibility Theory, 4.8 and 4.9): weight σ²/τ², and the mean of the items' means, each weighted by its credibility.
 */
export function ratingPrior(items: readonly RatingSums[], given: GivenPrior | null): RatingPrior {
  const rated = items.filter(({ n }) => n > 0);
  const n = rated.reduce((total, item) => total + item.n, 0);
  const overall = n === 0 ? null : rated.reduce((total, { sum }) => total + sum, 0) / n;
  const [withinVariance, betweenVariance] = variances(rated, n, overall ?? 0);
  const differ = withinVariance !== null && betweenVariance !== null && betweenVariance > 0;
  const weight = given?.weight ?? (differ ? withinVariance / betweenVariance : null);
  if (given) return { mean: given.mean ?? overall, weight, withinVariance, betweenVariance };
  const credible = rated.map((item) => ({ z: credibility(item.n, weight), mean: item.sum / item.n }));
  const total = credible.reduce((sum, { z }) => sum + z, 0);
  const mean = total === 0 ? overall : credible.reduce((sum, { z, mean }) => sum + (z / total) * mean, 0);
  return { mean, weight, withinVariance, betweenVariance };
}

/** How much of an item's shrunk rating is its own: n / (n + weight). */
export function credibility(n: number, weight: number | null): number {
  return weight === null || n === 0 ? 0 : n / (n + weight);
}

/** The Bayesian average: (weight · prior mean + Σ ratings) / (weight + n). */
export function shrunkRating({ n, sum }: RatingSums, { mean, weight }: RatingPrior): number | null {
  if (weight === null || n === 0 || mean === null) return mean;
  return (weight * mean + sum) / (weight + n);
}

function variances(items: readonly RatingSums[], n: number, overall: number): [number | null, number | null] {
  if (n <= items.length) return [null, null]; // one rating an item at most: no telling people from items
  const scatter = items.reduce((total, item) => total + (item.n * item.squares - item.sum ** 2) / item.n, 0);
  const within = scatter / (n - items.length);
  if (items.length < 2) return [within, null];
  const spread = items.reduce((total, item) => total + item.n * (item.sum / item.n - overall) ** 2, 0);
  const size = n - items.reduce((total, item) => total + item.n ** 2, 0) / n;
  const between = (spread - (items.length - 1) * within) / size;
  // Less than nothing is chance; so is the rounding of equal means.
  return [within, between > 1e-14 * Math.max(1, overall ** 2) ? between : 0];
}

import type { Estimate, Rate } from '../core/estimate.js';
import type { Answers, Point } from './answers.js';
import type { RatingSums } from './credibility.js';
import { distributionOf, type ScalePoint } from './distribution.js';
import { meanOf, scaleFacts, shareOf } from './scale-facts.js';

/** What the ratings of one item, or of all, come to. */
export interface Ratings {
  readonly n: number;
  /** With Student's interval, within the scale. */
  readonly mean: Estimate;
  /** The share of positive ratings, with Wilson's interval; its lower end ranks items without any prior. */
  readonly positive: Rate;
  /** Every point of the scale. */
  readonly distribution: readonly ScalePoint[];
}

/** The scale of ratings, and how they are summed up. */
export interface RatingScale {
  readonly low: number;
  readonly high: number;
  /** The lowest positive rating. */
  readonly first: number;
  readonly confidence: number;
}

/** Sums up counted ratings. */
export function summaryOf({ low, high, first, confidence }: RatingScale, points: readonly Point[]): Ratings {
  const facts = scaleFacts(points);
  return {
    n: facts.n,
    mean: meanOf(facts, [low, high], confidence),
    positive: shareOf(facts, [first, high], 'wilson', confidence),
    distribution: distributionOf(points),
  };
}

/** The points of all groups together: each group has every point of the scale. */
export function addedPoints({ low, high }: RatingScale, groups: readonly Pick<Answers, 'points'>[]): readonly Point[] {
  return Array.from({ length: high - low + 1 }, (_, i) => {
    const count = groups.reduce((total, { points }) => total + (points[i]?.count ?? 0), 0);
    return { score: low + i, count, weight: count, square: count };
  });
}

/** Sums of whole numbers: exact. */
export function ratingSums(points: readonly Point[]): RatingSums {
  let [n, sum, squares] = [0, 0, 0];
  for (const { score, count } of points) {
    n += count;
    sum += count * score;
    squares += count * score * score;
  }
  return { n, sum, squares };
}

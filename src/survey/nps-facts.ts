import type { Scalar } from '../core/expression.js';
import type { Pairs } from '../core/pairs.js';
import { totalOf } from './distribution.js';
import { type Bands, score, sizeOf, variance } from './nps-interval.js';

/** The lowest score, the highest of the detractors, the highest of the passives, the highest score. */
export type NpsBreaks = readonly [number, number, number, number];

/** What the counted answers of a net promoter score come to. */
export interface NpsFacts {
  readonly counts: Bands;
  /** The bands by weight. */
  readonly weights: Bands;
  readonly effectiveN: number;
  /** Of the score as a fraction. */
  readonly standardError: number | null;
}

/** The facts of answers that all count alike. */
export function plainFacts(breaks: NpsBreaks, scores: Pairs<Scalar, number>): NpsFacts {
  const counts = bandsOf(breaks, scores);
  const n = totalOf(scores);
  return { counts, weights: counts, effectiveN: n, standardError: n === 0 ? null : Math.sqrt(variance(counts) / n) };
}

/** The facts of weighted answers, from the sums of weights and of squared weights by score. */
export function weightedFacts(
  breaks: NpsBreaks,
  scores: Pairs<Scalar, number>,
  weights: Pairs<Scalar, number>,
  squares: Pairs<Scalar, number>,
): NpsFacts {
  const [counts, byWeight, bySquare] = [bandsOf(breaks, scores), bandsOf(breaks, weights), bandsOf(breaks, squares)];
  const [n, total, squared] = [totalOf(scores), totalOf(weights), totalOf(squares)];
  if (total === 0 || squared === 0) return { counts, weights: byWeight, effectiveN: 0, standardError: null };
  const mean = score(byWeight);
  const deviations =
    bySquare.promoters * (1 - mean) ** 2 + bySquare.passives * mean ** 2 + bySquare.detractors * (1 + mean) ** 2;
  const standardError = n < 2 ? null : Math.sqrt((n / (n - 1)) * deviations) / total;
  return { counts, weights: byWeight, effectiveN: (total / squared) * total, standardError };
}

/** The bands by weight, as if there were only `effectiveN` equally weighted answers: what intervals rest on. */
export function effectiveBands({ weights, effectiveN }: NpsFacts): Bands {
  const total = sizeOf(weights);
  const scale = total === 0 ? 0 : effectiveN / total;
  return {
    promoters: weights.promoters * scale,
    passives: weights.passives * scale,
    detractors: weights.detractors * scale,
  };
}

function bandsOf([lowest, detractor, passive, highest]: NpsBreaks, pairs: Pairs<Scalar, number>): Bands {
  return {
    promoters: totalOf(pairs, passive + 1, highest),
    passives: totalOf(pairs, detractor + 1, passive),
    detractors: totalOf(pairs, lowest, detractor),
  };
}

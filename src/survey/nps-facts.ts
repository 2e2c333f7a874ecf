import type { Point } from './answers.js';
import { type Bands, score, sizeOf } from './nps-interval.js';

/** The lowest score, the highest of the detractors, the highest of the passives, the highest score. */
export type NpsBreaks = readonly [number, number, number, number];

/** What the counted answers of a net promoter score come to. */
export interface NpsFacts {
  readonly counts: Bands;
  /** The bands by weight. */
  readonly weights: Bands;
  /** How many equally weighted answers would tell as much: (Σw)² / Σw² (Kish 1965). */
  readonly effectiveN: number;
  /** Of the score as a fraction. */
  readonly standardError: number | null;
}

/** The facts of counted answers; `isWeighted` says whether their weights were given. */
export function npsFacts([, detractor, passive]: NpsBreaks, points: readonly Point[], isWeighted: boolean): NpsFacts {
  const bands = (of: 'count' | 'weight' | 'square'): Bands => {
    const sums: [number, number, number] = [0, 0, 0];
    for (const point of points) sums[point.score > passive ? 0 : point.score > detractor ? 1 : 2] += point[of];
    return sums;
  };
  const [counts, weights, squares] = [bands('count'), bands('weight'), bands('square')];
  const [n, total, squared] = [sizeOf(counts), sizeOf(weights), sizeOf(squares)];
  const mean = score(weights);
  // Σ(wᵢ(vᵢ − v̄))², without weights n times the variance.
  const deviations = squares[0] * (1 - mean) ** 2 + squares[1] * mean ** 2 + squares[2] * (1 + mean) ** 2;
  const correction = isWeighted ? n / (n - 1) : 1;
  const hasError = squared > 0 && Number.isFinite(correction);
  return {
    counts,
    weights,
    effectiveN: squared > 0 ? (total / squared) * total : 0,
    standardError: hasError ? Math.sqrt(correction * deviations) / total : null,
  };
}

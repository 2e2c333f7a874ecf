import type { Scalar } from '../core/expression.js';
import type { Pairs } from '../core/pairs.js';

/** How many answers one point of a scale received. */
export interface ScalePoint {
  readonly score: number;
  readonly count: number;
  /** Of all answers, by weight where there is one; `null` when there were none. */
  readonly share: number | null;
}

/** Every point of a scale, those without answers included. Without `weights`, shares are of the counts. */
export function distributionOf(
  low: number,
  high: number,
  counts: Pairs<Scalar, number>,
  weights: Pairs<Scalar, number> = counts,
): readonly ScalePoint[] {
  const [countOf, weightOf] = [new Map(counts), new Map(weights)];
  const total = totalOf(weights);
  return Array.from({ length: high - low + 1 }, (_, i) => {
    const score = low + i;
    const share = total === 0 ? null : (weightOf.get(score) ?? 0) / total;
    return { score, count: countOf.get(score) ?? 0, share };
  });
}

/** The sum of the values from `low` to `high`; of all, without bounds. */
export function totalOf(pairs: Pairs<Scalar, number>, low = -Infinity, high = Infinity): number {
  let total = 0;
  for (const [score, value] of pairs) if (typeof score === 'number' && score >= low && score <= high) total += value;
  return total;
}

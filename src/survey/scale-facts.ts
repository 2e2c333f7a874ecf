import type { Estimate, Rate } from '../core/estimate.js';
import { type ProportionMethod, proportionIntervalOf } from '../stats/proportion-interval.js';
import { studentT } from '../stats/student-t.js';
import type { Point } from './answers.js';

/** What counted answers on a scale come to, by weight where there is one. */
export interface ScaleFacts {
  readonly points: readonly Point[];
  readonly n: number;
  /** Of the weights; `n` without them. */
  readonly total: number;
  /** How many equally weighted answers would tell as much: (Σw)² / Σw² (Kish 1965). */
  readonly effectiveN: number;
}

/** Below this, a sample is as good as one answer, which has no spread. */
const ONE_ANSWER = 1.1;

/** The facts of counted answers. */
export function scaleFacts(points: readonly Point[]): ScaleFacts {
  const [n, total, squared] = [totalOf(points, 'count'), totalOf(points, 'weight'), totalOf(points, 'square')];
  return { points, n, total, effectiveN: squared > 0 ? (total / squared) * total : 0 };
}

/** The share of the answers from `from` to `to`; its interval rests on the effective n. */
export function shareOf(
  { points, n, total, effectiveN }: ScaleFacts,
  [from, to]: readonly [number, number],
  method: ProportionMethod,
  confidence: number,
): Rate {
  const inside = points.filter(({ score }) => score >= from && score <= to);
  const numerator = totalOf(inside, 'weight');
  const told = numerator === total ? effectiveN : Math.min(effectiveN, numerator * (effectiveN / total));
  return {
    value: total > 0 ? numerator / total : null,
    n,
    interval: effectiveN > 0 ? proportionIntervalOf(told, effectiveN, method, confidence) : null,
    numerator,
    denominator: total,
  };
}

/**
 * The mean of the answers with Student's interval on the effective n, kept within the scale:
 * x̄ ± t·√(Σw(x − x̄)² / (Σw·(n − 1))) with n − 1 degrees of freedom. Deviations from the mean are summed, so nothing cancels.
 */
export function meanOf(facts: ScaleFacts, [low, high]: readonly [number, number], confidence: number): Estimate {
  const { n, total, effectiveN } = facts;
  const points = facts.points.filter(({ weight }) => weight > 0);
  const [lowest, highest] = [points[0], points.at(-1)];
  if (lowest === undefined || highest === undefined) return { value: null, n, interval: null };
  const quotient = points.reduce((sum, { score, weight }) => sum + score * weight, 0) / total;
  // Rounding must not carry a mean past the answers.
  const mean = Math.min(highest.score, Math.max(lowest.score, quotient)) + 0;
  if (effectiveN < ONE_ANSWER) return { value: mean, n, interval: null };
  const deviations = points.reduce((sum, { score, weight }) => sum + weight * (score - mean) ** 2, 0);
  const standardError = Math.sqrt(deviations / total / (effectiveN - 1));
  const margin = -studentT.quantile((1 - confidence) / 2, effectiveN - 1) * standardError;
  const interval = {
    low: Math.max(low, mean - margin) + 0,
    high: Math.min(high, mean + margin) + 0,
    confidence,
    method: 't',
  };
  return { value: mean, n, interval };
}

function totalOf(points: readonly Point[], of: 'count' | 'weight' | 'square'): number {
  return points.reduce((sum, point) => sum + point[of], 0);
}

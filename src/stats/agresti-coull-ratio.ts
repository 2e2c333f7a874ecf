import type { Interval } from '../core/estimate.js';
import { standardNormalQuantile } from './normal-quantile.js';
import { studentT } from './student-t.js';

/** A ratio R = Σy / Σx of n rows, such as customers with what they paid (x) and what is left of it (y). */
export interface RatioSpread {
  readonly value: number;
  /** How many equally large rows would tell as much: Kish's (Σx)² / Σx². */
  readonly size: number;
  /** Σ(y − Rx)² and Σx(y − Rx), each over the square of (Σx² / Σx). */
  readonly residual: number;
  readonly cross: number;
  /** The highest ratio that one row can have, or is taken to: 1 for a share. */
  readonly most: number;
}

/**
 * The interval of a ratio whose rows were seen to differ less than they may. The added observations of Agresti & Coull (1998, The
 * American Statistician 52: 119–126) as rows: z²/2 that keep nothing and z²/2 with the highest ratio, each as large as the rows are
 * by their own weight, Σx² / Σx; then the linearised variance about the ratio of all. So one large customer adds large ones, and
 * the effective size is Kish's (effective sizes in Agresti & Coull's and Wilson's intervals: Franco, Little, Louis & Slud 2019,
 * Journal of Survey Statistics and Methodology 7: 334–364). Student's quantile has the degrees of that size, at least 3.
 * Rows of one size that keep all or nothing give Agresti & Coull's interval.
 */
export function agrestiCoullRatio({ value, size, residual, cross, most }: RatioSpread, confidence: number): Interval {
  const z = standardNormalQuantile((1 - confidence) / 2);
  const added = (z * z) / 2;
  const total = size + 2 * added;
  const center = (size * value + added * most) / total;
  const shift = value - center;
  const own = Math.max(0, residual + 2 * shift * cross + shift * shift * size);
  const squares = own + added * (center * center + (most - center) ** 2);
  const margin = (-studentT.quantile((1 - confidence) / 2, Math.max(size - 1, 3)) * Math.sqrt(squares)) / total;
  const [low, high] = [Math.max(0, center - margin), Math.max(center + margin, value)];
  return { low: Math.min(low, value), high, confidence, method: 'agresti-coull-ratio' };
}

import type { Point } from './answers.js';

/** How many answers one point of a scale received. */
export interface ScalePoint {
  readonly score: number;
  readonly count: number;
  /** Of all answers, by weight where there is one; `null` when there were none. */
  readonly share: number | null;
}

/** Every point of a scale, those without answers included. */
export function distributionOf(points: readonly Point[]): readonly ScalePoint[] {
  const total = points.reduce((sum, point) => sum + point.weight, 0);
  return points.map(({ score, count, weight }) => ({ score, count, share: total ? weight / total : null }));
}

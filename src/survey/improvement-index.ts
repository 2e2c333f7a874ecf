/** Where a driver stands: 重点改善, 重点維持, 改善, 維持. */
export type Quadrant = 'priority-improve' | 'priority-keep' | 'improve' | 'keep';

/** A driver's place on the plane of importance (x) and satisfaction (y), and how much improving it promises. */
export interface Placement {
  /** From the centre (50, 50). */
  readonly distance: number;
  /** In degrees, from the direction of high importance and low satisfaction; `null` in the centre. */
  readonly angle: number | null;
  /** 改善度指数: above 0 what to improve, the larger the sooner. */
  readonly improvementIndex: number;
  readonly quadrant: Quadrant;
}

/**
 * The improvement index of a customer-satisfaction portfolio (菅民郎, 改善度指数): distance × (90° − angle) / 90°, where the
 * angle is measured from the line that runs from the centre to the lower right at 45°.
 */
export function placementOf(importanceScore: number, satisfactionScore: number): Placement {
  const [x, y] = [importanceScore - 50, satisfactionScore - 50];
  const distance = Math.hypot(x, y);
  // Between (x, y) and (1, −1): stable where an arc cosine is not.
  const angle = distance === 0 ? null : (Math.atan2(Math.abs(x + y), x - y) * 180) / Math.PI;
  return {
    distance,
    angle,
    improvementIndex: angle === null ? 0 : distance * ((90 - angle) / 90) + 0,
    quadrant: x >= 0 ? (y < 0 ? 'priority-improve' : 'priority-keep') : y < 0 ? 'improve' : 'keep',
  };
}

/** Deviation scores (偏差値): 50 + 10·z, with the standard deviation over n. Where all values are alike, all are 50. */
export function deviationScores(values: readonly number[]): readonly number[] {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const spread = Math.hypot(...values.map((value) => value - mean)) / Math.sqrt(values.length);
  // Rounding alone must not put equal values ten points apart.
  const isFlat = spread <= 1e-12 * Math.max(...values.map(Math.abs));
  return values.map((value) => (isFlat ? 50 : 50 + (10 * (value - mean)) / spread));
}

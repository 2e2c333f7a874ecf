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
 * angle is measured from the line that runs from the centre to the lower right at 45°. `x` is how far importance is from the
 * centre, `y` how far satisfaction is.
 */
export function placementOf(x: number, y: number): Placement {
  const distance = Math.hypot(x, y);
  // Of the half turn between "improve first" and "leave", what is on this side of its middle: 90 degrees less the angle,
  // and exactly 0 where importance and satisfaction balance.
  const lead = (Math.atan2(x - y, Math.abs(x + y)) * 180) / Math.PI;
  return {
    distance,
    angle: distance === 0 ? null : 90 - lead,
    improvementIndex: distance * (lead / 90) + 0,
    quadrant: x >= 0 ? (y < 0 ? 'priority-improve' : 'priority-keep') : y < 0 ? 'improve' : 'keep',
  };
}

/**
 * How far each value is from the mean, in tenths of the standard deviation over n: a deviation score (偏差値) less 50. Where
 * all values are alike, all are 0.
 */
export function deviations(values: readonly number[]): readonly number[] {
  // Differences add up to nothing for a value in the middle of the others, which a rounded mean would miss.
  const gaps = values.map((value) => values.reduce((total, other) => total + (value - other), 0));
  const widest = Math.max(...gaps.map(Math.abs));
  const size = Math.max(...values.map(Math.abs));
  // Rounding alone must not put equal values ten points apart.
  const isGap = (gap: number) => Math.abs(gap) > ROUNDING * values.length * size;
  const shares = gaps.map((gap) => (isGap(gap) ? gap / widest : 0));
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return shares.map((share) => (squares === 0 ? 0 : 10 * share * Math.sqrt(values.length / squares)));
}

/** How far values may be apart by rounding, as a share of the largest. */
const ROUNDING = 1e-12;

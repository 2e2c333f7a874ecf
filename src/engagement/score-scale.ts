import { checkNumber, checkOptions, refuseOption } from '../core/options.js';

/** How points become a score: as they are, of the most points, by their rank, or of what is full. */
export type ScoreScale = 'none' | 'max' | 'percentile' | { readonly full: number };

/** The same made ready; a number is what is full. */
export type Scale = 'none' | 'max' | 'percentile' | number;

/** A scale checked and read. */
export function scaleOf(owner: string, normalise: ScoreScale): Scale {
  if (typeof normalise === 'object' && normalise !== null) {
    checkOptions(owner, normalise, ['full']);
    return checkNumber(owner, 'normalise.full', normalise.full, { min: 0, open: true });
  }
  if (['none', 'max', 'percentile'].includes(normalise)) return normalise;
  return refuseOption(owner, 'normalise', 'to be none, max, percentile or { full }', normalise);
}

/** The score of points among all points, ascending. */
export function scoreOf(points: number, sorted: Float64Array, scale: Scale): number {
  if (scale === 'none') return points;
  if (scale === 'percentile') {
    const [below, until] = [placeOf(sorted, points, false), placeOf(sorted, points, true)];
    return (50 * (below + until)) / sorted.length;
  }
  const full = scale === 'max' ? sorted[sorted.length - 1]! : scale;
  return points <= 0 ? 0 : Math.min(100, 100 * (points / full));
}

/** How many of the values are below one, or not above it. */
function placeOf(sorted: Float64Array, value: number, isWithEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value || (isWithEqual && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

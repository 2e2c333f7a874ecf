import { quantileSorted } from 'simple-statistics';
import { checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { finiteValues, type Numbers } from './values.js';

/** The nine sample quantiles of Hyndman & Fan 1996. */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** Which definition of a quantile. */
export interface QuantileOptions {
  /** Which of the nine definitions; 7 (the default of R, NumPy, SQL's `percentile_cont` and Excel's `PERCENTILE.INC`) unless given. */
  readonly type?: QuantileType;
}

/**
 * The value below which a share `p` of the values lies, after Hyndman & Fan 1996 (The American Statistician 50: 361–365) as R computes it:
 * types 1–3 step, 4–9 interpolate between order statistics.
 *
 * @param values - finite numbers, in any order
 * @param p - the share, from 0 (the least value) to 1 (the greatest)
 * @param options - the type
 * @returns the quantile; `null` for no values
 * @throws {InvalidDataError} when a value is not a finite number
 * @throws {InvalidOptionError} when `p` is outside 0–1 or the type is not 1–9
 * @example
 * ```ts
 * import { quantile } from 'kizuna/stats';
 *
 * quantile([4, 1, 3, 2], 0.5); // => 2.5
 * quantile([4, 1, 3, 2], 0.5, { type: 1 }); // => 2
 * quantile([], 0.5); // => null
 * ```
 */
export function quantile(values: Numbers, p: number, options: QuantileOptions = {}): number | null {
  checkOptions('quantile', options, ['type']);
  const { type = 7 } = options;
  checkNumber('quantile', 'p', p, { min: 0, max: 1 });
  if (!Number.isInteger(type) || type < 1 || type > 9) {
    return refuseOption('quantile', 'type', 'to be an integer from 1 to 9', type);
  }
  const sorted = finiteValues('quantile', values).sort();
  return sorted.length === 0 ? null : quantileOfSorted(sorted, p, type);
}

/** The quantile of values already sorted, at least one of them. */
export function quantileOfSorted(sorted: Float64Array, p: number, type: QuantileType = 7): number {
  const { rank, share } = type <= 3 ? step(sorted.length, p, type) : interpolation(sorted.length, p, type);
  const [low, high] = [orderStatistic(sorted, rank), orderStatistic(sorted, rank + 1)];
  if (type !== 7 || overflows(sorted)) return between(low, high, share);
  // It reads by index alone, so a typed array serves; rounding may carry it past the greater of two neighbours.
  return Math.min(quantileSorted(sorted as unknown as number[], p), high) + 0; // + 0: never -0
}

interface Place {
  /** The order statistic at or below, from 1. */
  readonly rank: number;
  /** How far towards the next, from 0 to 1. */
  readonly share: number;
}

function step(n: number, p: number, type: QuantileType): Place {
  const position = type === 3 ? n * p - 0.5 : n * p;
  const rank = Math.floor(position);
  const isAbove = position > rank;
  if (type === 1) return { rank, share: isAbove ? 1 : 0 };
  if (type === 2) return { rank, share: isAbove ? 1 : 0.5 };
  // The nearest rank, and the even one of two that are equally near.
  return { rank, share: isAbove || rank % 2 !== 0 ? 1 : 0 };
}

// Plotting positions (k − a) / (n + 1 − a − b), with a = b but for type 4.
const POSITIONS: Readonly<Record<number, readonly [number, number]>> = {
  4: [0, 1],
  5: [0.5, 0.5],
  6: [0, 0],
  7: [1, 1],
  8: [1 / 3, 1 / 3],
  9: [3 / 8, 3 / 8],
};

// A position this near to a rank is that rank but for rounding (as in R).
const FUZZ = 4 * Number.EPSILON;

function interpolation(n: number, p: number, type: QuantileType): Place {
  const [a, b] = POSITIONS[type] ?? [1, 1];
  const position = a + p * (n + 1 - a - b);
  const rank = Math.floor(position + FUZZ);
  const share = position - rank;
  return { rank, share: share < FUZZ ? 0 : share };
}

/** The k-th smallest, k from 1; beyond the ends the least and the greatest. */
function orderStatistic(sorted: ArrayLike<number>, k: number): number {
  return sorted[Math.min(Math.max(k, 1), sorted.length) - 1] as number; // 0 <= index < length, as length >= 1
}

/** Whether a difference of two values may leave the range of doubles. */
function overflows(sorted: Float64Array): boolean {
  return !Number.isFinite(orderStatistic(sorted, sorted.length) - orderStatistic(sorted, 1));
}

/** Never decreasing in `share`, and never past `high`. */
function between(low: number, high: number, share: number): number {
  if (share === 0 || low === high) return low + 0;
  if (share === 1) return high + 0;
  const span = high - low;
  const value = Number.isFinite(span) ? low + share * span : (1 - share) * low + share * high;
  return Math.min(value, high) + 0; // + 0: never -0
}

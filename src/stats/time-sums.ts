import { canonicalSum, growExpansion, roundedSum } from '../core/exact-sum.js';
import type { ExactSum } from './exact-sums.js';

/** Amounts added up by time. */
export interface TimeSums {
  /** The different times, ascending. */
  readonly time: Float64Array;
  /** What each comes to, above 0. */
  readonly amount: Float64Array;
  /** The same without rounding, where amounts are fractions; `null` where they are whole. */
  readonly exact: readonly ExactSum[] | null;
}

/** Whole sums up to here are exact, in any order. */
const MOST = 2 ** 53;

/**
 * Adds up amounts by time. Exact, so that the order does not show; amounts of 0 are left out.
 *
 * @param order - the places of the times to be added, by time
 */
export function timeSums(times: Float64Array, amounts: Float64Array, order: ArrayLike<number>): TimeSums {
  return areWhole(amounts) ? wholeSums(times, amounts, order) : exactSums(times, amounts, order);
}

/** Sums that were stored, as pairs by time. */
export function storedSums(pairs: readonly (readonly [number, number | ExactSum])[]): TimeSums {
  const amount = Float64Array.from(pairs, ([, sum]) => (typeof sum === 'number' ? sum : roundedSum(sum)));
  const isWhole = areWhole(amount) && pairs.every(([, sum]) => typeof sum === 'number' || sum.length === 1);
  return {
    time: Float64Array.from(pairs, ([time]) => time),
    amount,
    exact: isWhole ? null : pairs.map(([, sum]) => (typeof sum === 'number' ? [sum] : sum)),
  };
}

function areWhole(amounts: Float64Array): boolean {
  let total = 0;
  for (let i = 0; i < amounts.length; i += 1) {
    const amount = amounts[i] as number;
    if (amount !== Math.floor(amount)) return false;
    total += amount;
  }
  return total <= MOST;
}

function wholeSums(times: Float64Array, amounts: Float64Array, order: ArrayLike<number>): TimeSums {
  const [time, amount] = [new Float64Array(order.length), new Float64Array(order.length)];
  let size = 0;
  for (let k = 0; k < order.length; k += 1) {
    const [now, more] = [times[order[k] as number] as number, amounts[order[k] as number] as number];
    if (more === 0) continue;
    if (size === 0 || time[size - 1] !== now) {
      time[size] = now;
      size += 1;
    }
    amount[size - 1]! += more;
  }
  return { time: time.subarray(0, size), amount: amount.subarray(0, size), exact: null };
}

function exactSums(times: Float64Array, amounts: Float64Array, order: ArrayLike<number>): TimeSums {
  const time: number[] = [];
  const sums: number[][] = [];
  for (let k = 0; k < order.length; k += 1) {
    const [now, more] = [times[order[k] as number] as number, amounts[order[k] as number] as number];
    if (more === 0) continue;
    if (time.at(-1) !== now) {
      time.push(now);
      sums.push([]);
    }
    growExpansion(sums.at(-1) as number[], more); // just pushed, if there was none
  }
  return {
    time: Float64Array.from(time),
    amount: Float64Array.from(sums, (sum) => roundedSum(sum)),
    exact: sums.map((sum) => canonicalSum(sum)),
  };
}

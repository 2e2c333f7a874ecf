import { growExpansion, roundedSum } from '../core/exact-sum.js';
import { checkNumber, checkOptions } from '../core/options.js';
import { amountsInOrder } from './gini.js';
import type { Numbers } from './values.js';

/** A point of the Lorenz curve. */
export interface LorenzPoint {
  /** The share of the customers, those with the least first. */
  readonly population: number;
  /** The share of the whole amount that they have. */
  readonly amount: number;
}

/** How fine the curve is. */
export interface LorenzOptions {
  /** How many equal steps the curve has, each read off by linear interpolation; one for every value unless given. */
  readonly steps?: number;
}

/**
 * The Lorenz curve: what share of an amount the poorest share of the customers has (Lorenz 1905). From (0, 0) to (1, 1), never decreasing.
 *
 * @param values - amounts of each customer, 0 or more
 * @param options - how many steps
 * @returns the points, `steps` + 1 of them; `[]` when there are no values or their sum is 0
 * @throws {InvalidDataError} when a value is negative (`E_NUM_RANGE`) or not a finite number
 * @throws {InvalidOptionError} when `steps` is not an integer of at least 1
 * @example
 * ```ts
 * import { lorenz } from 'kizuna/stats';
 *
 * lorenz([6, 1, 3]).map(({ amount }) => amount); // => [0, 0.1, 0.4, 1]
 * lorenz([6, 1, 3, 0], { steps: 2 }); // => [{ population: 0, amount: 0 }, { population: 0.5, amount: 0.1 }, { population: 1, amount: 1 }]
 * ```
 */
export function lorenz(values: Numbers, options: LorenzOptions = {}): readonly LorenzPoint[] {
  checkOptions('lorenz', options, ['steps']);
  const sorted = amountsInOrder('lorenz', values);
  const n = sorted.length;
  const steps =
    options.steps === undefined
      ? n
      : checkNumber('lorenz', 'steps', options.steps, { min: 1, max: 1e6, integer: true });
  const cumulative = new Float64Array(n + 1);
  const partials: number[] = [];
  for (let i = 0; i < n; i += 1) {
    growExpansion(partials, sorted[i] as number); // i < length
    cumulative[i + 1] = roundedSum(partials, 'lorenz');
  }
  const total = cumulative[n] as number; // its last element
  if (total === 0) return [];
  return Array.from({ length: steps + 1 }, (_, i) => ({
    population: i / steps,
    amount: interpolated(cumulative, (i * n) / steps) / total,
  }));
}

function interpolated(cumulative: Float64Array, position: number): number {
  const below = Math.floor(position);
  const low = cumulative[below] as number; // position <= n
  const high = cumulative[below + 1] ?? low;
  return Math.min(low + (position - below) * (high - low), high);
}

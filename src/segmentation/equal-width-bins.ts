import { finiteValues, type Numbers } from '../stats/values.js';
import { type BinOptions, checkBins } from './quantile-bins.js';
import { type Bins, binsOf } from './value-bins.js';

/**
 * Bins of equal width from the least value to the greatest. A value at a cut is in the lower bin, as in `pandas.cut`.
 *
 * Equal values are all in bin 1, and so is a single one.
 *
 * @param values - finite numbers
 * @param options - `bins`
 * @returns the cuts, the bins with their counts and ends, and the bin of each value
 * @throws {InvalidDataError} when a value is not a finite number
 * @throws {InvalidOptionError} when `bins` is not a whole number from 1 to 10,000
 * @example
 * ```ts
 * import { equalWidthBins } from 'kizuna';
 *
 * const { cuts, labels, bins } = equalWidthBins([0, 2.5, 3, 10], { bins: 4 });
 * cuts; // => [2.5, 5, 7.5]
 * labels; // => [1, 1, 2, 4]
 * bins.map(({ n }) => n); // => [2, 1, 0, 1]
 * ```
 */
export function equalWidthBins(values: Numbers, options: BinOptions): Bins {
  const bins = checkBins('equalWidthBins', options);
  const list = finiteValues('equalWidthBins', values);
  let [low, high] = [Infinity, -Infinity];
  for (const value of list) [low, high] = [Math.min(low, value), Math.max(high, value)];
  // Weighted ends rather than a step: their difference may be beyond doubles, and the last cut past the greatest value.
  const cuts = Array.from({ length: bins - 1 }, (_, i) => cutAt(low, high, (i + 1) / bins));
  return binsOf(list, list.length === 0 ? [] : cuts, bins);
}

function cutAt(low: number, high: number, share: number): number {
  const width = high - low;
  return (Number.isFinite(width) ? low + width * share : low * (1 - share) + high * share) + 0; // + 0: never -0
}

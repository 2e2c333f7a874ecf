import { checkNumber, checkOptions } from '../core/options.js';
import { quantileOfSorted } from '../stats/quantile.js';
import { finiteValues, type Numbers } from '../stats/values.js';
import { type Bins, binsOf } from './value-bins.js';

/** How many bins. */
export interface BinOptions {
  /** 1 to 10,000. */
  readonly bins: number;
}

/**
 * Bins of about as many values each: the cuts are quantiles (type 7), and a value is in bin 1 + (how many cuts it is above).
 *
 * Equal values share a bin, whatever the order, so that bins may differ in size and, where two cuts fall on one value, be empty: they
 * keep their numbers. Where all cuts differ this is `pandas.qcut`. For equal sizes at the price of parting equal values, see
 * `deciles` with `ties: 'split'`.
 *
 * @param values - finite numbers
 * @param options - `bins`
 * @returns the cuts, the bins with their counts and ends, and the bin of each value
 * @throws {InvalidDataError} when a value is not a finite number
 * @throws {InvalidOptionError} when `bins` is not a whole number from 1 to 10,000
 * @example
 * ```ts
 * import { quantileBins } from 'kizuna';
 *
 * const { cuts, labels, bins } = quantileBins([1, 1, 1, 2, 3, 10], { bins: 3 });
 * cuts; // => [1, 2.333]
 * labels; // => [1, 1, 1, 2, 3, 3]
 * bins[1]; // => { bin: 2, n: 1, low: 2, high: 2 }
 * ```
 */
export function quantileBins(values: Numbers, options: BinOptions): Bins {
  const bins = checkBins('quantileBins', options);
  const list = finiteValues('quantileBins', values);
  const sorted = list.slice().sort();
  const cuts = Array.from({ length: bins - 1 }, (_, i) => quantileOfSorted(sorted, (i + 1) / bins));
  return binsOf(list, sorted.length === 0 ? [] : cuts, bins);
}

/** The number of bins, checked. */
export function checkBins(owner: string, options: BinOptions): number {
  checkOptions(owner, options, ['bins']);
  return checkNumber(owner, 'bins', options.bins, { min: 1, max: 10_000, integer: true });
}

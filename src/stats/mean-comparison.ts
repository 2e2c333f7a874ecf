import type { Interval } from '../core/estimate.js';

/** The second sample against the first, with its uncertainty. A field is `null` where the samples do not say. */
export interface MeanComparison {
  /** Second minus first: of the means, or the Hodges–Lehmann shift for `mann-whitney`. */
  readonly difference: number | null;
  /** Of the difference; `null` for `mann-whitney`. */
  readonly standardError: number | null;
  readonly interval: Interval | null;
  /** t, or for `mann-whitney` the number of pairs in which the second is larger, ties counting half. */
  readonly statistic: number | null;
  /** `null` for `mann-whitney`. */
  readonly degreesOfFreedom: number | null;
  /** Two-sided. */
  readonly pValue: number | null;
  readonly n: { readonly first: number; readonly second: number };
}

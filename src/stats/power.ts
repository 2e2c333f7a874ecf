import { checkNumber } from '../core/options.js';
import { checkDesign, type MeanDesign, type ProportionDesign, powerOf, secondGroup } from './comparison-design.js';

/** Two groups, and how many are in them. */
export type PowerOptions = (ProportionDesign | MeanDesign) & {
  /** How many in the first group, and in each where `ratio` is 1. */
  readonly n: number;
};

/** What a test can find. */
export interface Power {
  /** The chance that the test finds the change, from 0 to 1. */
  readonly power: number;
}

/**
 * How likely is a test to find a change of this size? As R's `power.t.test` (noncentral t, exact) and `power.prop.test` (normal, with the
 * pooled variance under no change; Fleiss, Levin & Paik 2003, eq. 4.14). As there, a two-sided test counts findings in the right direction only.
 *
 * Of a whole `n`, the second group is n·ratio, rounded up, as `sampleSize` has it.
 *
 * @param options - `kind: 'proportion'` with `baseline` and `target`, or `kind: 'mean'` with `difference` and `standardDeviation`; and `n` per group
 * @returns the power
 * @throws {InvalidOptionError} when an option is unknown, missing or out of range
 * @example
 * ```ts
 * import { power } from 'kizuna/stats';
 *
 * power({ kind: 'mean', difference: 1, standardDeviation: 1, n: 20 }); // => { power: 0.8690 }
 * power({ kind: 'proportion', baseline: 0.5, target: 0.75, n: 50 }); // => { power: 0.7402 }
 * ```
 */
export function power(options: PowerOptions): Power {
  const design = checkDesign('power', options, ['n']);
  const first = checkNumber('power', 'n', options.n, { min: 2 });
  return { power: powerOf(design, first, secondGroup(first, design.ratio)) };
}

import { checkChoice } from '../core/options.js';
import { listOf, refuseValue } from './values.js';

/** How p-values are adjusted; see `adjustPValues`. */
export type AdjustmentMethod = 'holm' | 'hochberg' | 'bonferroni' | 'bh' | 'by';

const METHODS: readonly AdjustmentMethod[] = ['holm', 'hochberg', 'bonferroni', 'bh', 'by'];

/**
 * p-values of several tests, adjusted for how many there are; as R's `p.adjust`. In the order given; a `null` stays and counts as no test.
 *
 * - `bonferroni`, `holm` (Holm 1979) and `hochberg` (Hochberg 1988; for independent tests) keep the chance of any false finding below the level
 * - `bh` (Benjamini & Hochberg 1995) and `by` (Benjamini & Yekutieli 2001; under any dependence) keep the share of false findings below it
 *
 * @param pValues - p-values from 0 to 1, or `null` for a test that gave none
 * @param method - the adjustment
 * @throws {InvalidDataError} when a p-value is not a number from 0 to 1
 * @throws {InvalidOptionError} when the method is unknown
 * @example
 * ```ts
 * import { adjustPValues } from 'kizuna/stats';
 *
 * adjustPValues([0.01, 0.04, 0.03], 'holm'); // => [0.03, 0.06, 0.06]
 * adjustPValues([0.01, 0.04, 0.03], 'bh'); // => [0.03, 0.04, 0.04]
 * ```
 */
export function adjustPValues(pValues: readonly number[], method: AdjustmentMethod): readonly number[];
export function adjustPValues(
  pValues: readonly (number | null)[],
  method: AdjustmentMethod,
): readonly (number | null)[];
export function adjustPValues(
  pValues: readonly (number | null)[],
  method: AdjustmentMethod,
): readonly (number | null)[] {
  checkChoice('adjustPValues', 'method', method, METHODS);
  const given: readonly (number | null)[] = Array.from(
    // Only lists are meant, whatever they hold: each element is checked next.
    listOf('adjustPValues', pValues as readonly number[]),
  );
  const tests: { readonly p: number; readonly index: number }[] = [];
  for (const [index, p] of given.entries()) {
    if (p === null) continue;
    if (typeof p !== 'number') refuseValue('adjustPValues', 'p-values from 0 to 1', p, 'E_FIELD_TYPE', index, null);
    if (!(p >= 0 && p <= 1)) refuseValue('adjustPValues', 'p-values from 0 to 1', p, 'E_NUM_RANGE', index, null);
    tests.push({ p, index });
  }
  tests.sort((a, b) => a.p - b.p);
  const adjusted = [...given];
  const isStepDown = method === 'holm';
  const dependence = method === 'by' ? harmonicNumber(tests.length) : 1;
  let bound = isStepDown ? 0 : 1;
  for (let step = 0; step < tests.length; step += 1) {
    const rank = isStepDown ? step + 1 : tests.length - step;
    const test = tests[rank - 1];
    if (test === undefined) continue;
    const scaled = Math.min(1, test.p * dependence * factor(method, rank, tests.length));
    if (method === 'bonferroni') bound = scaled;
    else bound = isStepDown ? Math.max(bound, scaled) : Math.min(bound, scaled);
    adjusted[test.index] = bound + 0; // + 0: never -0
  }
  return adjusted;
}

/** What the p-value of that rank, from the smallest, is multiplied by. */
function factor(method: AdjustmentMethod, rank: number, tests: number): number {
  if (method === 'bonferroni') return tests;
  if (method === 'holm' || method === 'hochberg') return tests - rank + 1;
  return tests / rank;
}

function harmonicNumber(count: number): number {
  let sum = 0;
  for (let i = count; i >= 1; i -= 1) sum += 1 / i;
  return sum;
}

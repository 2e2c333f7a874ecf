import { InvalidDataError } from '../core/errors.js';
import { refuseOption } from '../core/options.js';
import {
  type CompareProportionsOptions,
  compareProportions,
  type ProportionComparison,
} from '../stats/compare-proportions.js';
import type { Funnel, FunnelRate } from './funnel-result.js';

/** One step of two funnels: the second minus the first. */
export interface FunnelStepComparison<Label extends string = string> {
  readonly step: Label;
  /** Of the shares of those who came to the step before. */
  readonly fromPrevious: ProportionComparison;
  /** Of the shares of those who came to the first step. */
  readonly fromFirst: ProportionComparison;
}

/** Two funnels: the second minus the first. */
export interface FunnelComparison<Label extends string = string> {
  readonly steps: readonly FunnelStepComparison<Label>[];
  readonly conversion: ProportionComparison;
  readonly mature: ProportionComparison;
}

/**
 * Do two funnels differ, and at which step? Each share of the second minus that of the first, with an interval and a test.
 *
 * The funnels must be of different customers, such as two rows of `funnelBy`; rows under `'all'`, or of values held constant or attempts,
 * may share customers, and those of `funnelTrend` often do: then the test, which takes them for others, is wrong. Where a customer counts
 * more than once within a funnel, interval and test rest on `effectiveN`. Each step is a test of its own: with many of them some differ by
 * chance, so choose the step beforehand or correct the p-values by `adjustPValues`.
 *
 * @param a - the first funnel
 * @param b - the second funnel, of the same steps
 * @param options - method and confidence, as in `compareProportions`
 * @returns for each step, and from first to last, the difference with its interval and two-sided p-value; `null`s where a funnel is empty
 * @throws {InvalidDataError} when the funnels have other steps
 * @throws {InvalidOptionError} when the method is unknown or the confidence is not between 0 and 1
 * @example
 * ```ts
 * import { compareFunnels, eventLog, funnelBy } from 'kizuna';
 *
 * const rows = Array.from({ length: 80 }, (_, i) => [
 *   { customer: i, time: 1_743_500_000_000, name: 'visit', page: i % 2 === 0 ? 'old' : 'new' },
 *   { customer: i, time: 1_743_500_060_000, name: i % 4 === 0 || i % 8 === 1 ? 'leave' : 'order', page: null },
 * ]).flat();
 * const log = eventLog(rows, { customer: 'customer', time: 'time', name: 'name', properties: ['page'] });
 * const [changed, old] = funnelBy(log, { steps: ['visit', 'order'], breakdown: { property: 'page' } });
 * if (old && changed) {
 *   const { conversion } = compareFunnels(old, changed);
 *   conversion.difference; // => 0.25
 *   conversion.pValue; // => 0.0209
 * }
 * ```
 */
export function compareFunnels<Label extends string>(
  a: Funnel<Label>,
  b: Funnel<NoInfer<Label>>,
  options: CompareProportionsOptions = {},
): FunnelComparison<Label> {
  for (const [name, given] of Object.entries({ a, b }))
    if (!Array.isArray(Object(given).steps))
      refuseOption('compareFunnels', name, 'to be what funnel gives', given, 'E_OPT_TYPE');
  const isAlike = a.steps.length === b.steps.length && a.steps.every(({ step }, k) => step === b.steps[k]?.step);
  if (!isAlike) {
    const issue = { index: null, field: 'steps', expected: 'the steps of the first', received: 'other steps' };
    throw new InvalidDataError('compareFunnels requires two funnels of the same steps; they have others', [
      { code: 'E_FIELD_VALUE', ...issue },
    ]);
  }
  return {
    steps: a.steps.map((first, k) => {
      const second = b.steps[k] ?? first; // as many, as was checked
      return {
        step: first.step,
        fromPrevious: compared(first.fromPrevious, second.fromPrevious, options),
        fromFirst: compared(first.fromFirst, second.fromFirst, options),
      };
    }),
    conversion: compared(a.conversion, b.conversion, options),
    mature: compared(a.mature, b.mature, options),
  };
}

function compared(a: FunnelRate, b: FunnelRate, options: CompareProportionsOptions): ProportionComparison {
  const n = { first: a.denominator, second: b.denominator };
  return { ...compareProportions(sampleOf(a), sampleOf(b), options), n };
}

/** A sample of independent customers whose share would vary as much. */
function sampleOf({ value, denominator, numerator, effectiveN }: FunnelRate): { successes: number; n: number } {
  const isWhole = value === null || effectiveN === denominator;
  return isWhole ? { successes: numerator, n: denominator } : { successes: value * effectiveN, n: effectiveN };
}

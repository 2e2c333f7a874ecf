import type { Estimate } from '../core/estimate.js';
import { checkConfidence, checkOptions } from '../core/options.js';
import { checkMoments, type Moments, momentsOf } from './moments.js';
import { studentT } from './student-t.js';
import { finiteValues, type Numbers } from './values.js';

/** The confidence of the interval of a mean. */
export interface MeanIntervalOptions {
  /** 0.95 unless given. */
  readonly confidence?: number;
}

/**
 * The mean with Student's interval: x̄ ± t·s/√n with n − 1 degrees of freedom (Student 1908).
 *
 * @param data - values, or their moments where those are at hand
 * @param options - the confidence
 * @returns the mean; `value` is `null` for no values and `interval` for fewer than two. Equal values give an interval without width
 * @throws {InvalidDataError} when a value is not a finite number
 * @throws {InvalidOptionError} when the confidence is not between 0 and 1
 * @example
 * ```ts
 * import { meanInterval, moments } from 'kizuna/stats';
 *
 * const { value, interval } = meanInterval([5.1, 4.9, 5.6, 5.0]);
 * value; // => 5.15
 * interval; // => { low: 4.655, high: 5.645, confidence: 0.95, method: 't' }
 * meanInterval(moments([7])); // => { value: 7, n: 1, interval: null }
 * ```
 */
export function meanInterval(data: Numbers | Moments, options: MeanIntervalOptions = {}): Estimate {
  checkOptions('meanInterval', options, ['confidence']);
  const confidence = checkConfidence('meanInterval', options.confidence ?? 0.95);
  const { n, mean, standardDeviation } = momentsOfData('meanInterval', data);
  if (mean === null || standardDeviation === null) return { value: mean, n, interval: null };
  const margin = (-studentT.quantile((1 - confidence) / 2, n - 1) * standardDeviation) / Math.sqrt(n);
  return { value: mean, n, interval: { low: mean - margin, high: mean + margin, confidence, method: 't' } };
}

/** The moments of values, or those that were given. */
export function momentsOfData(owner: string, data: Numbers | Moments, field = 'data'): Moments {
  return isMoments(data) ? checkMoments(owner, data, field) : momentsOf(owner, finiteValues(owner, data, field), field);
}

function isMoments(data: Numbers | Moments): data is Moments {
  return typeof data === 'object' && data !== null && 'sumTerms' in data;
}

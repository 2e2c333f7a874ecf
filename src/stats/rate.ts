import type { Rate } from '../core/estimate.js';
import { checkChoice, checkConfidence, checkOptions } from '../core/options.js';
import { PROPORTION_METHODS, type ProportionMethod, proportionIntervalOf } from './proportion-interval.js';
import { checkAmount, MOST_COUNTED } from './values.js';

/** Method and confidence of the interval of a rate. */
export interface RateOptions {
  /** How the interval is made, as in `proportionInterval`; `'wilson'` unless given. */
  readonly method?: ProportionMethod;
  /** 0.95 unless given. */
  readonly confidence?: number;
}

/**
 * A share with its interval: `numerator` of `denominator`, both counts or weighted counts. `n` is the denominator.
 *
 * @param numerator - how many had the property, from 0 to `denominator`
 * @param denominator - how many there were
 * @param options - the method and the confidence of the interval
 * @returns the rate; `value` and `interval` are `null` when the denominator is 0
 * @throws {InvalidDataError} when the counts are not finite numbers with 0 ≤ numerator ≤ denominator ≤ 1e15
 * @throws {InvalidOptionError} when the method is unknown or the confidence is not between 0 and 1
 * @example
 * ```ts
 * import { rate } from 'kizuna/stats';
 *
 * const { value, interval } = rate(42, 100);
 * value; // => 0.42
 * interval?.low; // => 0.3280
 * rate(0, 0); // => { value: null, n: 0, interval: null, numerator: 0, denominator: 0 }
 * ```
 */
export function rate(numerator: number, denominator: number, options: RateOptions = {}): Rate {
  checkOptions('rate', options, ['method', 'confidence']);
  const method = checkChoice('rate', 'method', options.method ?? 'wilson', PROPORTION_METHODS);
  const confidence = checkConfidence('rate', options.confidence ?? 0.95);
  const whole = checkAmount('rate', 'denominator', denominator, {
    min: 0,
    max: MOST_COUNTED,
    expected: 'a number from 0 to 1e15',
  });
  const part = checkAmount('rate', 'numerator', numerator, {
    min: 0,
    max: whole,
    expected: 'a number from 0 to denominator',
  });
  const isEmpty = whole === 0;
  return {
    value: isEmpty ? null : part / whole,
    n: whole,
    interval: isEmpty ? null : proportionIntervalOf(part, whole, method, confidence),
    numerator: part,
    denominator: whole,
  };
}

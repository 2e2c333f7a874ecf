import type { Estimate, Interval } from '../core/estimate.js';
import { meanInterval } from './mean-interval.js';
import type { Moments } from './moments.js';
import { studentT } from './student-t.js';
import { wilsonInterval } from './wilson.js';

/** A number made of `n` customers or posts that differ. */
export interface Spread {
  readonly value: number;
  readonly n: number;
  readonly standardError: number;
  readonly confidence: number;
  /** The name of the method where there is spread. */
  readonly method: string;
}

/**
 * Student's interval of a number from 0 by its standard error; `null` for n < 2, and where all n are alike: no spread does not
 * mean certainty, and nothing tells how far others may be off.
 */
export function spreadInterval(spread: Spread): Interval | null {
  const { value, n, standardError, confidence, method } = spread;
  if (n < 2 || isNone(value, standardError)) return null;
  const margin = -studentT.quantile((1 - confidence) / 2, n - 1) * standardError;
  return { low: Math.max(0, value - margin), high: value + margin, confidence, method };
}

/** The same of a share. Where all n are alike it is Wilson's interval with n as the trials: what so many can say at the most. */
export function shareInterval(share: Spread): Interval | null {
  const { value, n, standardError, confidence } = share;
  if (n >= 2 && isNone(value, standardError)) return wilsonInterval(value * n, n, confidence);
  const interval = spreadInterval(share);
  return interval && { ...interval, high: Math.min(1, interval.high) };
}

/** The mean of numbers from 0, with Student's interval by the same rule. */
export function spreadMean(moments: Moments, confidence: number): Estimate {
  const { value, n, interval } = meanInterval(moments, { confidence });
  const isAlike = value === null || isNone(value, (moments.standardDeviation ?? 0) / Math.sqrt(n));
  return { value, n, interval: interval && !isAlike ? { ...interval, low: Math.max(0, interval.low) } : null };
}

/** Equal numbers may leave an error of rounding. */
function isNone(value: number, standardError: number): boolean {
  return standardError <= 1e-12 * value;
}

import type { Estimate } from '../core/estimate.js';
import { crossing } from './crossing.js';
import type { SurvivalColumns, SurvivalInterval } from './survival-curve.js';

/** A duration by which a share has ended, with both ends of its interval, of which one may not be known. */
export interface DurationQuantile extends Estimate {
  readonly low: number | null;
  readonly high: number | null;
}

/** The duration by which a share has ended, where the curve and its band come down to 1 − share (Brookmeyer & Crowley 1982, Biometrics 38: 29–41). */
export function durationQuantile(
  { time, survival, low, high }: SurvivalColumns,
  share: number,
  { n, confidence, interval }: { readonly n: number; readonly confidence: number; readonly interval: SurvivalInterval },
): DurationQuantile {
  if (share === 0) return { value: time.length === 0 ? null : 0, n, interval: null, low: null, high: null };
  const level = 1 - share;
  const value = crossing(time, survival, level);
  const [from, to] = [crossing(time, low, level), crossing(time, high, level)];
  const isKnown = value !== null && from !== null && to !== null;
  const method = `brookmeyer-crowley (${interval})`;
  return { value, n, interval: isKnown ? { low: from, high: to, confidence, method } : null, low: from, high: to };
}

import type { Estimate, Interval } from '../core/estimate.js';
import { endInterval } from '../stats/end-interval.js';
import { entryAt, logLogInterval, type ProductLimit } from '../stats/product-limit.js';
import { DAY } from '../time/day.js';

/** One step of the curve of conversion. */
export interface ConversionPoint {
  /** The end of the step, in days since the event before; included. */
  readonly days: number;
  /** Customers still waited for when the step began. */
  readonly atRisk: number;
  /** Those who did it in the step. */
  readonly converted: number;
  /** Those last seen in it without having done it: the data ended, or their window. */
  readonly censored: number;
  /** The estimated share that has done it by the end of the step. */
  readonly value: number;
  readonly interval: Interval;
}

/** The length of a step and of the window, in milliseconds. */
export interface CurveRules {
  readonly step: number;
  readonly within: number;
  readonly confidence: number;
}

/** The share at the window; `null` where nobody was seen so far and somebody was still waited for. */
export function conversionShare(
  limit: ProductLimit,
  within: number,
  n: number,
  confidence: number,
): Pick<Estimate, 'value' | 'interval'> {
  const last = n === 0 ? -1 : limit.time.length - 1;
  const survival = limit.survival[last];
  const isKnown = survival !== undefined && (within === Infinity || survival === 0 || limit.time[last] === within);
  return isKnown ? shareAt(limit, last, confidence) : { value: null, interval: null };
}

function shareAt(limit: ProductLimit, entry: number, confidence: number): { value: number; interval: Interval } {
  const survival = limit.survival[entry] as number;
  const kept =
    logLogInterval(survival, limit.logVariance[entry] as number, confidence) ??
    endInterval(survival, limit, entry, confidence);
  return { value: 1 - survival, interval: { ...kept, low: 1 - kept.high, high: 1 - kept.low } };
}

/** The curve in steps; those without anybody who did it or was last seen are left out. */
export function conversionCurve(
  limit: ProductLimit,
  { step, within, confidence }: CurveRules,
): readonly ConversionPoint[] {
  const { time, atRisk, ended, censored } = limit;
  const points: ConversionPoint[] = [];
  for (let first = 0; first < time.length; ) {
    // A wait of 0 is a step of its own; the last step may be cut short by the window.
    const end = Math.min(Math.ceil((time[first] as number) / step) * step, within);
    const last = entryAt(limit, end);
    let [conversions, losses] = [0, 0];
    for (let i = first; i <= last; i += 1) {
      conversions += ended[i] as number;
      losses += censored[i] as number;
    }
    const counts = { atRisk: atRisk[first] as number, converted: conversions, censored: losses };
    points.push({ days: end / DAY, ...counts, ...shareAt(limit, last, confidence) });
    first = last + 1;
  }
  return points;
}

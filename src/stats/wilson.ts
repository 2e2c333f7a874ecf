import type { Interval, Rate } from '../core/estimate.js';
import { standardNormalQuantile } from './normal-quantile.js';

/** Wilson's score interval for `successes` of `n` > 0, unchecked (Wilson 1927, JASA 22: 209–212). */
export function wilsonInterval(successes: number, n: number, confidence: number): Interval {
  return wilsonIntervals(confidence)(successes, n);
}

/** Rates of counts that need no checks, with Wilson's intervals of one confidence: without the weight of the other methods that `rate` has. */
export function wilsonRates(confidence: number): (numerator: number, denominator: number) => Rate {
  const intervalOf = wilsonIntervals(confidence);
  return (numerator, denominator) => ({
    value: denominator === 0 ? null : numerator / denominator,
    n: denominator,
    interval: denominator === 0 ? null : intervalOf(numerator, denominator),
    numerator,
    denominator,
  });
}

/**
 * Wilson's intervals of one confidence, for tables: z is worked out once.
 * The ends are the roots of (p̂ − p)² = z²·p(1 − p)/n; the lower comes from their product k²/(n(n + z²)), which does not cancel and is 0 at 0.
 */
export function wilsonIntervals(confidence: number): (successes: number, n: number) => Interval {
  const z = -standardNormalQuantile((1 - confidence) / 2);
  const square = z * z;
  return (successes, n) => {
    const spread = z * Math.sqrt(successes * ((n - successes) / n) + square / 4);
    const upper = (successes + square / 2 + spread) / (n + square);
    const low = upper === 0 || successes === 0 ? 0 : (successes / n) * (successes / (n + square) / upper);
    const high = successes === n ? 1 : upper;
    const share = successes / n;
    return { low: Math.min(low, share), high: Math.min(1, Math.max(high, share)), confidence, method: 'wilson' };
  };
}

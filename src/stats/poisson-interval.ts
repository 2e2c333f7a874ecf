import type { Interval } from '../core/estimate.js';
import { gamma } from './gamma.js';

/**
 * The exact interval of a rate: `events` counted over an `exposure` above 0 (Garwood 1936, Biometrika 28: 437–442; `poisson.test`
 * of R): χ² quantiles with 2·events and 2·events + 2 degrees of freedom ÷ (2·exposure). Unchecked. A rate may be above 1.
 */
export function poissonInterval(events: number, exposure: number, confidence: number): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: events === 0 ? 0 : gamma.quantile(tail, events) / exposure,
    high: gamma.survivalQuantile(tail, events + 1) / exposure,
    confidence,
    method: 'garwood',
  };
}

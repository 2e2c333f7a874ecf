import type { Rate } from '../core/estimate.js';
import { poissonInterval } from '../stats/poisson-interval.js';

/** Churned customers over the mean number of them: a rate per customer and period, that may be above 1. */
export function exposureRate(churned: number, mean: number, confidence: number): Rate {
  const isEmpty = mean === 0;
  return {
    value: isEmpty ? null : churned / mean,
    n: mean,
    interval: isEmpty ? null : poissonInterval(churned, mean, confidence),
    numerator: churned,
    denominator: mean,
  };
}

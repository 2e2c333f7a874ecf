import type { Rate } from '../core/estimate.js';
import { poissonInterval } from '../stats/poisson-interval.js';
import { weightedPoissonInterval } from '../stats/weighted-poisson-interval.js';
import { wilsonRates } from '../stats/wilson.js';
import type { DaySums } from './revenue-days.js';
import type { ChurnDenominator } from './revenue-presets.js';

/** The customers of a period: those at its ends, those of the start who are gone at the end, and all who churned. */
export interface ChurnFacts {
  readonly start: number;
  readonly end: number;
  readonly lost: number;
  readonly churned: number;
}

/** Customer churn by a formula, wherever it is told; `days` are the sums over the days, which two of them need. */
export function churnRate(
  denominator: ChurnDenominator,
  { start, end, lost, churned }: ChurnFacts,
  days: DaySums | null,
  confidence: number,
): Rate {
  if (denominator === 'start') return wilsonRates(confidence)(lost, start);
  if (denominator === 'average' || days === null) return exposureRate(churned, (start + end) / 2, confidence);
  const mean = days.customers / days.days;
  return denominator === 'dailySum' ? exposureRate(days.churned, mean, confidence) : addedRates(days, mean, confidence);
}

/** Churned customers over the mean number of them: a rate per customer and period, that may be above 1. */
function exposureRate(churned: number, mean: number, confidence: number): Rate {
  const isEmpty = mean === 0;
  return {
    value: isEmpty ? null : churned / mean,
    n: mean,
    interval: isEmpty ? null : poissonInterval(churned, mean, confidence),
    numerator: churned,
    denominator: mean,
  };
}

/** The rates of all days added up, over the customers by which those who churned would have the same rate. */
function addedRates({ churned, rate, variance, greatest }: DaySums, mean: number, confidence: number): Rate {
  const isEmpty = mean === 0;
  return {
    value: isEmpty ? null : rate,
    n: mean,
    interval: isEmpty ? null : weightedPoissonInterval({ value: rate, variance, greatest }, confidence),
    numerator: churned,
    denominator: rate === 0 ? mean : churned / rate,
  };
}

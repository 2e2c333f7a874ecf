import type { Interval } from '../core/estimate.js';
import { gamma } from './gamma.js';

/**
 * The interval of a weighted sum of Poisson counts, Σ w·d, by gamma quantiles (Fay and Feuer 1997, Statistics in Medicine 16: 791–801,
 * eq. 4–6): of the value, its variance Σ w²·d and the greatest weight. Where all weights are one, it is Garwood's. Unchecked.
 */
export function weightedPoissonInterval(
  { value, variance, greatest }: { readonly value: number; readonly variance: number; readonly greatest: number },
  confidence: number,
): Interval {
  const tail = (1 - confidence) / 2;
  const [above, spread] = [value + greatest, variance + greatest * greatest];
  return {
    low: value === 0 ? 0 : gamma.quantile(tail, (value * value) / variance, value / variance),
    high: gamma.survivalQuantile(tail, (above * above) / spread, above / spread),
    confidence,
    method: 'fay-feuer',
  };
}

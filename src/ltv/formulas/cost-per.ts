import type { Estimate } from '../../core/estimate.js';
import { refuseOverflow } from '../../core/exact-sum.js';
import { inverseGammaTail } from '../../stats/gamma-inverse.js';

/**
 * A cost for each of what it brought. The interval takes the count as a Poisson variable, by Garwood's limits (1936, Biometrika 28),
 * and the cost as known; none for a count of 0.
 */
export function costPer(owner: string, cost: number, count: number, confidence: number): Estimate {
  if (count === 0) return { value: null, n: count, interval: null };
  const tail = (1 - confidence) / 2;
  const fewest = inverseGammaTail(count, tail, 'lower');
  const most = inverseGammaTail(count + 1, tail, 'upper');
  const [value, low, high] = [cost / count, cost / most, cost / fewest];
  if (!Number.isFinite(value)) refuseOverflow(owner);
  return { value, n: count, interval: Number.isFinite(high) ? { low, high, confidence, method: 'poisson' } : null };
}

import { gammaProbability } from '../stats/gamma.js';

/** The p-value of a χ² statistic: `chiSquared.survival`, without its quantiles, for small bundles. */
export function chiSquaredTail(statistic: number, degreesOfFreedom: number): number {
  return gammaProbability(statistic, degreesOfFreedom / 2, 0.5, 'upper');
}

import type { Interval } from '../core/estimate.js';
import { beta } from './beta.js';
import { wilsonInterval } from './wilson.js';

/** How many were at risk, and how many of them ended, at each time; as in a `ProductLimit`. */
export interface RiskTable {
  readonly atRisk: ArrayLike<number>;
  readonly ended: ArrayLike<number>;
}

/**
 * The interval of a share that lasts where its product-limit estimate is 1 or 0, and Greenwood's variance says nothing.
 *
 * Where none was lost before, Wilson's of the counts. Else the beta product interval (Fay, Brittain & Proschan 2013,
 * Biostatistics 14: 723–736), with the product of betas taken as the beta of its first two moments: that of Clopper and Pearson
 * where the estimate is 1, on those who were seen so long.
 *
 * @param survival - 1, or 0
 * @param entry - the time, by its place in the table; those last seen at it were seen so long
 */
export function endInterval(survival: number, table: RiskTable, entry: number, confidence: number): Interval {
  const { atRisk, ended } = table;
  const all = atRisk[0] as number;
  const lasting = (atRisk[entry] as number) - (ended[entry] as number);
  if (survival === 1) {
    if (lasting === all) return wilsonInterval(all, all, confidence);
    return { low: ((1 - confidence) / 2) ** (1 / lasting), high: 1, confidence, method: 'beta-product' };
  }
  let total = 0;
  for (let i = 0; i <= entry; i += 1) total += ended[i] as number;
  if (total === all) return wilsonInterval(0, all, confidence);
  return { low: 0, high: highest(table, entry, confidence), confidence, method: 'beta-product' };
}

/** The upper quantile of Π Beta(n − d + 1, d). */
function highest({ atRisk, ended }: RiskTable, entry: number, confidence: number): number {
  let [mean, square] = [1, 1];
  for (let i = 0; i <= entry; i += 1) {
    const after = (atRisk[i] as number) - (ended[i] as number);
    const ratio = (after + 1) / ((atRisk[i] as number) + 1);
    mean *= ratio;
    square *= ratio * ((after + 2) / ((atRisk[i] as number) + 2));
  }
  const size = (mean - square) / (square - mean * mean);
  return beta.quantile((1 + confidence) / 2, mean * size, (1 - mean) * size);
}

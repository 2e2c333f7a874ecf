import type { Pairs } from '../core/pairs.js';
import { between } from './order-statistics.js';

/** The inner cuts of `bins` equal parts of values that are counted, ascending: as `quantileCuts` of all of them. */
export function countedQuantileCuts(counted: Pairs<number, number>, bins: number): readonly number[] {
  const n = counted.reduce((sum, [, count]) => sum + count, 0);
  if (n === 0) return [];
  const cuts: number[] = [];
  let [at, before] = [0, 0];
  for (let k = 1; k < bins; k += 1) {
    const place = Math.floor(((n - 1) * k) / bins);
    while (before + counted[at]![1] <= place) before += counted[at++]![1];
    const isLast = before + counted[at]![1] === place + 1;
    const low = counted[at]![0];
    const high = (isLast ? (counted[at + 1] ?? counted[at]!) : counted[at]!)[0];
    cuts.push(between(low, high, (((n - 1) * k) % bins) / bins) + 0); // + 0: never -0
  }
  return cuts;
}

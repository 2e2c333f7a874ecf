import type { Gaps } from './gaps.js';

/** How long each customer's gaps are beside everybody's, as a factor, drawn towards 1 the fewer there are. */
export interface OwnScales {
  /** By code; 1 of customers without a closed gap. */
  readonly scale: Float64Array;
  /** The weight of each customer's own gaps, from 0 to 1. */
  readonly weight: Float64Array;
}

/**
 * The scale of each customer's gaps by credibility: the mean logarithm of n own gaps counts n/(n + k), everybody's the rest, where k is
 * the variance within customers by that between them, both estimated from all (Bühlmann & Straub 1970, Mitt. VSVM 70: 111–133). Gaps
 * of no time have no logarithm and are passed over.
 */
export function ownScales({ starts, duration }: Gaps): OwnScales {
  const customers = starts.length - 1;
  const [n, mean] = [new Float64Array(customers), new Float64Array(customers)];
  let within = 0;
  for (let code = 0; code < customers; code += 1) {
    for (let place = starts[code]!; place < starts[code + 1]! - 1; place += 1) {
      if (duration[place] === 0) continue;
      const log = Math.log(duration[place]!);
      const deviation = log - mean[code]!;
      n[code]! += 1;
      mean[code]! += deviation / n[code]!;
      within += deviation * (log - mean[code]!);
    }
  }
  const k = gapsAlike(n, mean, within);
  const weight = n.map((gaps) => (gaps === 0 || k === Infinity ? 0 : gaps / (gaps + k)));
  let [total, weights] = [0, 0];
  for (let code = 0; code < customers; code += 1) {
    total += weight[code]! * mean[code]!;
    weights += weight[code]!;
  }
  const center = weights === 0 ? 0 : total / weights;
  return { scale: weight.map((own, code) => (own === 0 ? 1 : Math.exp(own * (mean[code]! - center)))), weight };
}

/** k: the number of gaps at which a customer's own count as much as everybody's. Infinity where customers do not differ. */
function gapsAlike(n: Float64Array, mean: Float64Array, squares: number): number {
  let [customers, gaps, gapSquares, sum] = [0, 0, 0, 0];
  for (let code = 0; code < n.length; code += 1) {
    customers += Number(n[code]! > 0);
    gaps += n[code]!;
    gapSquares += n[code]! ** 2;
    sum += n[code]! * mean[code]!;
  }
  if (customers < 2 || gaps === customers) return Infinity;
  const within = squares / (gaps - customers);
  let between = -(customers - 1) * within;
  for (let code = 0; code < n.length; code += 1) between += n[code]! * (mean[code]! - sum / gaps) ** 2;
  between /= gaps - gapSquares / gaps;
  return between > 0 ? within / between : Infinity;
}

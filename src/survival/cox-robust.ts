import type { CoxHazards, EndHazards } from './cox-hazards.js';
import type { CoxRows } from './cox-rows.js';

/**
 * The score residuals of each row, weighted: what it adds to the slopes of the likelihood (Barlow & Prentice 1988, Biometrika 75:
 * 65–74), with Efron's ties as R's `residuals.coxph` has them.
 */
export function scoreResiduals(
  rows: CoxRows,
  risk: Float64Array,
  { hazards, ends }: { readonly hazards: CoxHazards; readonly ends: EndHazards },
): Float64Array {
  const { length, size, time, ended, entry, weight, x, strataEnds } = rows;
  const residuals = new Float64Array(length * size);
  let first = 0;
  let row = 0;
  for (let s = 0; s < strataEnds.length; s += 1) {
    const last = (hazards.strataEnds[s] as number) - 1;
    let place = last;
    for (; row < (strataEnds[s] as number); row += 1) {
      const now = time[row] as number;
      while (place >= first && (hazards.time[place] as number) > now) place -= 1;
      const isEnd = ended[row] === 1;
      const start = entry === null ? first - 1 : lastUpTo(hazards.time, first, last, entry[row] as number);
      const until = isEnd ? place - 1 : place;
      const seen =
        sumTo(hazards.hazard, until, first) -
        sumTo(hazards.hazard, start, first) +
        (isEnd ? (ends.hazard[place] as number) : 0);
      for (let j = 0; j < size; j += 1) {
        const value = x[row * size + j] as number;
        const drift =
          wideSumTo(hazards.drift, until, first, size, j) -
          wideSumTo(hazards.drift, start, first, size, j) +
          (isEnd ? (ends.drift[place * size + j] as number) : 0);
        const own = isEnd ? (weight[row] as number) * (value - (ends.mean[place * size + j] as number)) : 0;
        residuals[row * size + j] = own - (risk[row] as number) * (value * seen - drift);
      }
    }
    first = last + 1;
  }
  return residuals;
}

/** V·(Σ over clusters of s·s′)·V, with s the sum of the residuals of a cluster (Lin & Wei 1989, JASA 84: 1074–1078). */
export function sandwich(
  residuals: Float64Array,
  size: number,
  cluster: Int32Array | null,
  clusters: number,
  inverse: Float64Array,
): Float64Array {
  const sums = cluster === null ? residuals : new Float64Array(clusters * size);
  if (cluster !== null) {
    for (let i = 0; i < residuals.length; i += 1) {
      sums[(cluster[Math.trunc(i / size)] as number) * size + (i % size)]! += residuals[i] as number;
    }
  }
  // Differences that a cluster makes to the coefficients.
  const moves = new Float64Array(size);
  const covariance = new Float64Array(size * size);
  for (let at = 0; at < sums.length; at += size) {
    for (let j = 0; j < size; j += 1) {
      let move = 0;
      for (let k = 0; k < size; k += 1) move += (sums[at + k] as number) * (inverse[k * size + j] as number);
      moves[j] = move;
    }
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k < size; k += 1) covariance[j * size + k]! += (moves[j] as number) * (moves[k] as number);
    }
  }
  return covariance;
}

/** The last place up to `last` whose time is not after `at`; `first` − 1 where there is none. */
function lastUpTo(time: Float64Array, first: number, last: number, at: number): number {
  let [low, high] = [first, last + 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function sumTo(sums: Float64Array, place: number, first: number): number {
  return place < first ? 0 : (sums[place] as number);
}

function wideSumTo(sums: Float64Array, place: number, first: number, size: number, j: number): number {
  return place < first ? 0 : (sums[place * size + j] as number);
}

import { type CoxTies, DRAINED } from './cox-risk-sums.js';
import type { CoxRows } from './cox-rows.js';

/** The baseline hazard at each time at which something ended, stratum by stratum, ascending; sums run from the first of the stratum. */
export interface CoxHazards {
  /** Where the times of each stratum end. */
  readonly strataEnds: Int32Array;
  readonly time: Float64Array;
  readonly atRisk: Float64Array;
  readonly events: Float64Array;
  /** Σ of the hazards of a row with all covariates at their means. */
  readonly hazard: Float64Array;
  /** Σ of what the number of ends adds to its variance. */
  readonly variance: Float64Array;
  /** Σ of each hazard times the mean covariates of those at risk, side by side. */
  readonly drift: Float64Array;
}

/** What those that end at a time see of the hazard of that time, and the mean that they are compared with. */
export interface EndHazards {
  /** Under Efron's ties an end counts partly as gone for the ends beside it. */
  readonly hazard: Float64Array;
  readonly drift: Float64Array;
  /** The mean covariates of those at risk, over the ends of that time. */
  readonly mean: Float64Array;
}

/** Hazards as of R's `survfit.coxph`: Breslow's estimate, and Efron's where ties are his. `risk` is w·exp(x′β) of each row. */
export function coxHazards(
  rows: CoxRows,
  risk: Float64Array,
  ties: CoxTies,
): { readonly hazards: CoxHazards; readonly ends: EndHazards } {
  const { size, time, ended, entry, weight, x, strataEnds, entryOrder, isAtRisk } = rows;
  const places = endTimes(rows);
  const count = places[places.length - 1] as number;
  const single = () => new Float64Array(count);
  const wide = () => new Float64Array(count * size);
  const hazards = {
    time: single(),
    atRisk: single(),
    events: single(),
    hazard: single(),
    variance: single(),
    drift: wide(),
  };
  const ends = { hazard: single(), drift: wide(), mean: wide() };
  const [sums, sumsOfEnds] = [new Float64Array(size), new Float64Array(size)];
  let [row, nextEntry] = [0, 0];
  for (let s = 0; s < strataEnds.length; s += 1) {
    const to = strataEnds[s] as number;
    let [total, peak, subjects, lasting] = [0, 0, 0, 0];
    sums.fill(0);
    let place = places[s + 1] as number;
    while (row < to) {
      const now = time[row] as number;
      let [deaths, deathWeight, totalOfEnds] = [0, 0, 0];
      for (; row < to && time[row] === now; row += 1) {
        if (isAtRisk !== null && isAtRisk[row] === 0) continue;
        const r = risk[row] as number;
        subjects += weight[row] as number;
        lasting += 1;
        if (ended[row] === 1) {
          if (deaths === 0) sumsOfEnds.fill(0);
          deaths += 1;
          deathWeight += weight[row] as number;
          totalOfEnds += r;
        } else total += r;
        const into = ended[row] === 1 ? sumsOfEnds : sums;
        for (let j = 0; j < size; j += 1) into[j]! += r * (x[row * size + j] as number);
      }
      if (deaths === 0) continue;
      if (entry !== null && entryOrder !== null) {
        const entered = nextEntry;
        peak = Math.max(peak, total);
        for (; nextEntry < entryOrder.length; nextEntry += 1) {
          const late = entryOrder[nextEntry] as number;
          if (late >= to || (entry[late] as number) < now) break;
          subjects -= weight[late] as number;
          lasting -= 1;
          total -= risk[late] as number;
          for (let j = 0; j < size; j += 1) sums[j]! -= (risk[late] as number) * (x[late * size + j] as number);
        }
        if (lasting === deaths) {
          total = 0;
          sums.fill(0);
          subjects = deathWeight;
        } else if (nextEntry > entered && total < DRAINED * peak) {
          peak = 0;
          total = sumAnew(rows, risk, sums, nextEntry, row);
        }
      }
      total += totalOfEnds;
      for (let j = 0; j < size; j += 1) sums[j]! += sumsOfEnds[j] as number;
      place -= 1;
      hazards.time[place] = now;
      hazards.atRisk[place] = subjects;
      hazards.events[place] = deathWeight;
      const steps = ties === 'efron' ? deaths : 1;
      const share = deathWeight / steps;
      const at = place * size;
      for (let step = 0; step < steps; step += 1) {
        const out = step / steps;
        const scale = 1 / (total - out * totalOfEnds);
        const hazard = share * scale;
        hazards.hazard[place]! += hazard;
        hazards.variance[place]! += hazard * scale;
        ends.hazard[place]! += hazard * (1 - out);
        for (let j = 0; j < size; j += 1) {
          const mean = ((sums[j] as number) - out * (sumsOfEnds[j] as number)) * scale;
          hazards.drift[at + j]! += hazard * mean;
          ends.drift[at + j]! += hazard * (1 - out) * mean;
          ends.mean[at + j]! += mean / steps;
        }
      }
    }
    if (entryOrder !== null)
      while (nextEntry < entryOrder.length && (entryOrder[nextEntry] as number) < to) nextEntry += 1;
    accumulate(hazards, places[s] as number, places[s + 1] as number, size);
  }
  return { hazards: { ...hazards, strataEnds: places.subarray(1) }, ends };
}

/** Sums over those that came before the time of the row before `row`, and last longer. */
function sumAnew(
  { size, time, ended, x, entryOrder, strataEnds }: CoxRows,
  risk: Float64Array,
  sums: Float64Array,
  nextEntry: number,
  row: number,
): number {
  const now = time[row - 1] as number;
  const to = strataEnds.find((end) => end >= row) as number; // the row is of a stratum
  let total = 0;
  sums.fill(0);
  for (let k = nextEntry; entryOrder !== null && k < entryOrder.length; k += 1) {
    const other = entryOrder[k] as number;
    if (other >= to) break;
    if (other >= row || (time[other] === now && ended[other] === 1)) continue;
    total += risk[other] as number;
    for (let j = 0; j < size; j += 1) sums[j]! += (risk[other] as number) * (x[other * size + j] as number);
  }
  return total;
}

/** Where the times with an end begin, of each stratum; and how many there are. */
function endTimes({ time, ended, strataEnds }: CoxRows): Int32Array {
  const places = new Int32Array(strataEnds.length + 1);
  let count = 0;
  for (let s = 0; s < strataEnds.length; s += 1) {
    let last = -1;
    for (let row = s === 0 ? 0 : (strataEnds[s - 1] as number); row < (strataEnds[s] as number); row += 1) {
      if (ended[row] === 0 || time[row] === last) continue;
      last = time[row] as number;
      count += 1;
    }
    places[s + 1] = count;
  }
  return places;
}

/** Increments become sums. */
function accumulate(
  { hazard, variance, drift }: Pick<CoxHazards, 'hazard' | 'variance' | 'drift'>,
  from: number,
  to: number,
  size: number,
): void {
  for (let place = from + 1; place < to; place += 1) {
    hazard[place]! += hazard[place - 1] as number;
    variance[place]! += variance[place - 1] as number;
    for (let j = 0; j < size; j += 1) drift[place * size + j]! += drift[(place - 1) * size + j] as number;
  }
}

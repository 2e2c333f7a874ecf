import type { CellCounts } from './log-rank-counts.js';

/** How much an end counts in the comparison, by how many were at risk of it or how many had lasted until then. */
export type LogRankTestName = 'log-rank' | 'wilcoxon' | 'tarone-ware' | 'peto' | 'fleming-harrington';

/** The same with its parameters. */
export interface LogRankWeights {
  readonly test: LogRankTestName;
  readonly rho: number;
  readonly gamma: number;
}

/** What the statistic is made of, over all strata. */
export interface LogRankSums {
  /** By group: weighted ends, and how many of them were to be expected. */
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  /** Of observed − expected, row-major. */
  readonly variance: Float64Array;
}

/** Sums over the times at which something ended, stratum by stratum. The variance is hypergeometric (Mantel 1966). */
export function logRankSums(cells: readonly CellCounts[], groups: number, weights: LogRankWeights): LogRankSums {
  const sums = {
    observed: new Float64Array(groups),
    expected: new Float64Array(groups),
    variance: new Float64Array(groups * groups),
  };
  const strata = new Map<number, CellCounts[]>();
  for (const cell of cells) {
    const list = strata.get(cell.stratum);
    if (list === undefined) strata.set(cell.stratum, [cell]);
    else list.push(cell);
  }
  for (const list of strata.values()) addStratum(list, groups, weights, sums);
  return sums;
}

function addStratum(cells: readonly CellCounts[], groups: number, weights: LogRankWeights, sums: LogRankSums): void {
  const { observed, expected, variance } = sums;
  const size = cells.length;
  const next = new Int32Array(size); // the next duration of each cell
  const nextEntry = new Int32Array(size);
  const atRisk = new Float64Array(size);
  const ends = new Float64Array(size);
  const shares = new Float64Array(size);
  cells.forEach(({ entries, ended, censored }, c) => {
    if (entries !== null) return;
    for (let i = 0; i < ended.length; i += 1) atRisk[c]! += (ended[i] as number) + (censored[i] as number);
  });
  let [survival, petoSurvival] = [1, 1];
  for (;;) {
    let now = Infinity;
    for (let c = 0; c < size; c += 1) {
      const time = (cells[c] as CellCounts).times[next[c] as number];
      if (time !== undefined && time < now) now = time;
    }
    if (now === Infinity) return;
    let [risk, deaths] = [0, 0];
    for (let c = 0; c < size; c += 1) {
      const cell = cells[c] as CellCounts;
      if (cell.entries !== null) enter(cell, cell.entries, c, now, nextEntry, atRisk);
      ends[c] = cell.times[next[c] as number] === now ? (cell.ended[next[c] as number] as number) : 0;
      risk += atRisk[c] as number;
      deaths += ends[c] as number;
    }
    if (deaths > 0) {
      const share = deaths / risk;
      petoSurvival *= 1 - deaths / (risk + 1);
      const weight = weightOf(weights, risk, survival, petoSurvival);
      const spread = risk > 1 ? weight * weight * deaths * ((risk - deaths) / (risk - 1)) : 0;
      for (let c = 0; c < size; c += 1) {
        const { group } = cells[c] as CellCounts;
        observed[group]! += weight * (ends[c] as number);
        expected[group]! += weight * share * (atRisk[c] as number);
        shares[c] = (atRisk[c] as number) / risk;
      }
      if (spread > 0) addSpread(cells, groups, spread, shares, variance);
      survival *= 1 - share;
    }
    for (let c = 0; c < size; c += 1) {
      const cell = cells[c] as CellCounts;
      const at = next[c] as number;
      if (cell.times[at] !== now) continue;
      atRisk[c]! -= (ends[c] as number) + (cell.censored[at] as number);
      next[c] = at + 1;
    }
  }
}

function addSpread(
  cells: readonly CellCounts[],
  groups: number,
  spread: number,
  shares: Float64Array,
  variance: Float64Array,
): void {
  for (let c = 0; c < cells.length; c += 1) {
    const part = spread * (shares[c] as number);
    if (part === 0) continue;
    const row = (cells[c] as CellCounts).group * groups;
    for (let d = 0; d < cells.length; d += 1) {
      variance[row + (cells[d] as CellCounts).group]! += part * ((c === d ? 1 : 0) - (shares[d] as number));
    }
  }
}

/** Those who began to be watched before now. */
function enter(
  { entered }: CellCounts,
  entries: Float64Array,
  c: number,
  now: number,
  nextEntry: Int32Array,
  atRisk: Float64Array,
): void {
  let at = nextEntry[c] as number;
  while (at < entries.length && (entries[at] as number) < now) {
    atRisk[c]! += entered?.[at] as number; // as long as the entries
    at += 1;
  }
  nextEntry[c] = at;
}

/** `survival` is that until just before; `petoSurvival` that of Peto and Peto, with the ends of now. */
function weightOf(
  { test, rho, gamma }: LogRankWeights,
  atRisk: number,
  survival: number,
  petoSurvival: number,
): number {
  if (test === 'log-rank') return 1;
  if (test === 'wilcoxon') return atRisk;
  if (test === 'tarone-ware') return Math.sqrt(atRisk);
  if (test === 'peto') return petoSurvival;
  return survival ** rho * (1 - survival) ** gamma;
}

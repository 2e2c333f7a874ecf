import type { RfmBins } from './bins.js';

/** The number of a cell of scores, from 0. */
export function cellOf(r: number, f: number, m: number, { frequency, monetary }: RfmBins): number {
  return ((r - 1) * frequency + f - 1) * monetary + m - 1;
}

/** The scores of a cell. */
export function scoresIn(cell: number, { frequency, monetary }: RfmBins): { r: number; f: number; m: number } {
  const rest = Math.floor(cell / monetary);
  return { r: Math.floor(rest / frequency) + 1, f: (rest % frequency) + 1, m: (cell % monetary) + 1 };
}

/** A code of scores: `555`, or `10-5-5` where some bin is above 9. */
export function codeOf(r: number, f: number, m: number | null, bins: RfmBins): string {
  const between = Math.max(bins.recency, bins.frequency, bins.monetary) > 9 ? '-' : '';
  return (m === null ? [r, f] : [r, f, m]).join(between);
}

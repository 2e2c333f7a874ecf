import type { CoxRows } from './cox-rows.js';

/** How several ends at one time are counted. */
export type CoxTies = 'efron' | 'breslow';

/** What goes through the rows again and again, with room of its own. */
export interface LikelihoodPass {
  readonly rows: CoxRows;
  readonly ties: CoxTies;
  /** Over those at risk, and over the ends of one time: Σrx and Σrxx′ (the lower half), with r = w·exp(x′β). */
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly firstOfEnds: Float64Array;
  readonly secondOfEnds: Float64Array;
  readonly mean: Float64Array;
  /** x′β of each row, where some come late and must be taken out again. */
  readonly etas: Float64Array | null;
  /** The most that Σr and the diagonal of Σrxx′ have been since they were last summed anew. */
  readonly peaks: Float64Array;
}

/** Where so little is left of a sum, what was taken out has cost it too many digits: it is summed anew. */
export const DRAINED = 1e-6;
/** Room for going through these rows. */
export function likelihoodPass(rows: CoxRows, ties: CoxTies): LikelihoodPass {
  const { size, entry, length } = rows;
  const [single, square] = [() => new Float64Array(size), () => new Float64Array(size * size)];
  const sums = { first: single(), second: square(), firstOfEnds: single(), secondOfEnds: square(), mean: single() };
  const etas = entry === null ? null : new Float64Array(length);
  return { rows, ties, ...sums, etas, peaks: new Float64Array(size + 1) };
}

/** Whether so little is left of a sum that what was taken out has cost it too many digits. */
export function isDrained({ second, peaks }: LikelihoodPass, total: number): boolean {
  const size = peaks.length - 1;
  if (total < DRAINED * (peaks[size] as number)) return true;
  for (let j = 0; j < size; j += 1) {
    if ((second[j * size + j] as number) < DRAINED * (peaks[j] as number)) return true;
  }
  return false;
}

/** The highest x′β of those that came before the time of the row before `row`, and last so long. */
export function mostEta(
  { rows: { entryOrder }, etas }: LikelihoodPass,
  nextEntry: number,
  row: number,
  to: number,
): number {
  let most = -Infinity;
  for (let k = nextEntry; entryOrder !== null && k < entryOrder.length; k += 1) {
    const other = entryOrder[k] as number;
    if (other >= to) break;
    if (other < row) most = Math.max(most, etas?.[other] as number);
  }
  return most;
}

/** Sums over those of them that do not end at that time. */
export function sumAnew(
  { rows: { size, time, ended, x, weight, entryOrder }, first, second, peaks, etas }: LikelihoodPass,
  nextEntry: number,
  row: number,
  to: number,
  shift: number,
): number {
  const now = time[row - 1] as number;
  let total = 0;
  for (const sums of [first, second, peaks]) sums.fill(0);
  for (let k = nextEntry; entryOrder !== null && k < entryOrder.length; k += 1) {
    const other = entryOrder[k] as number;
    if (other >= to) break;
    if (other >= row || (time[other] === now && ended[other] === 1)) continue;
    const risk = (weight[other] as number) * Math.exp((etas?.[other] as number) - shift);
    total += risk;
    addRow(x, other * size, size, risk, first, second);
  }
  return total;
}

/** Sums over those that do. */
export function sumEndsAnew(
  { rows: { size, time, ended, x, weight }, firstOfEnds, secondOfEnds, etas }: LikelihoodPass,
  row: number,
  start: number,
  shift: number,
): number {
  let total = 0;
  for (const sums of [firstOfEnds, secondOfEnds]) sums.fill(0);
  for (let other = row - 1; other >= start && time[other] === time[row - 1]; other -= 1) {
    if (ended[other] === 0) continue;
    const risk = (weight[other] as number) * Math.exp((etas?.[other] as number) - shift);
    total += risk;
    addRow(x, other * size, size, risk, firstOfEnds, secondOfEnds);
  }
  return total;
}

/** Every sum by a factor. */
export function rescale({ first, second, firstOfEnds, secondOfEnds, peaks }: LikelihoodPass, scale: number): void {
  for (const sums of [first, second, firstOfEnds, secondOfEnds, peaks]) {
    for (let j = 0; j < sums.length; j += 1) sums[j]! *= scale;
  }
}

/** A row of some risk in the sums. */
export function addRow(
  x: Float64Array,
  place: number,
  size: number,
  risk: number,
  sums: Float64Array,
  squares: Float64Array,
): void {
  for (let j = 0; j < size; j += 1) {
    const part = risk * (x[place + j] as number);
    sums[j]! += part;
    for (let k = 0; k <= j; k += 1) squares[j * size + k]! += part * (x[place + k] as number);
  }
}

import { errorOf, FitError } from '../core/errors.js';
import { refuseCovariates } from '../stats/fit/refuse-covariates.js';
import { ascendingOrder } from './ascending-order.js';
import { type CoxColumn, columnName } from './cox-covariates.js';
import type { Spells } from './spells.js';

/** Rows as the Cox model goes through them: stratum by stratum, the longest first; those of weight 0 are left out. */
export interface CoxRows {
  readonly length: number;
  readonly time: Float64Array;
  readonly ended: Uint8Array;
  readonly entry: Float64Array | null;
  readonly weight: Float64Array;
  /** The covariates of each row side by side, as distances from `means` in units of `spreads`. */
  readonly x: Float64Array;
  /** How many covariates. */
  readonly size: number;
  readonly means: Float64Array;
  readonly spreads: Float64Array;
  /** The largest difference of a covariate between two rows, in units of its spread. */
  readonly ranges: Float64Array;
  /** What the baseline takes as given: 0 for covariates of −1, 0 and 1 only, the mean of others. */
  readonly centers: Float64Array;
  /** Where each stratum ends. */
  readonly strataEnds: Int32Array;
  /** The row of the spells that each is. */
  readonly order: Uint32Array;
  /** Where there are entries: the rows that are ever at risk of an end, those that enter last first, stratum by stratum. */
  readonly entryOrder: Int32Array | null;
  /** 1 where a row is ever at risk of an end. */
  readonly isAtRisk: Uint8Array | null;
  /** The sums of the weights, of all and of those that ended. */
  readonly n: number;
  readonly events: number;
}

/** Sorts the rows once, and brings the covariates to a common scale. */
export function coxRows(
  owner: string,
  spells: Spells,
  columns: readonly CoxColumn[],
  strata: Int32Array | null,
): CoxRows {
  const { order, strataEnds } = sortedRows(spells, strata);
  const length = order.length;
  const time = new Float64Array(length);
  const ended = new Uint8Array(length);
  const weight = new Float64Array(length).fill(1);
  const entry = spells.entry === null ? null : new Float64Array(length);
  let [n, events, ends] = [0, 0, 0];
  for (let k = 0; k < length; k += 1) {
    const i = order[k] as number;
    time[k] = spells.duration[i] as number;
    ended[k] = spells.ended[i] as number;
    if (spells.weight !== null) weight[k] = spells.weight[i] as number;
    if (entry !== null) entry[k] = spells.entry?.[i] as number;
    n += weight[k] as number;
    if (ended[k] === 1) {
      events += weight[k] as number;
      ends += 1;
    }
  }
  if (ends < columns.length) {
    const expected = `to hold as many ends as there are coefficients, ${columns.length}`;
    const issue = { code: 'E_FIT_IDENTIFY', index: null, field: null, expected, received: `${ends}` } as const;
    throw errorOf(FitError, owner, [issue]);
  }
  const scaled = scaledColumns(owner, columns, order, weight, n);
  const orders = riskOrders(time, ended, entry, strataEnds);
  return { length, time, ended, entry, weight, ...scaled, strataEnds, order, ...orders, n, events };
}

/** Who is ever at risk, and in what order they come. */
export function riskOrders(
  time: Float64Array,
  ended: Uint8Array,
  entry: Float64Array | null,
  strataEnds: Int32Array,
): Pick<CoxRows, 'isAtRisk' | 'entryOrder'> {
  if (entry === null) return { isAtRisk: null, entryOrder: null };
  const isAtRisk = everAtRisk(time, ended, entry, strataEnds);
  return { isAtRisk, entryOrder: latestEntries(entry, isAtRisk, strataEnds) };
}

function sortedRows(
  { length, duration, weight }: Spells,
  strata: Int32Array | null,
): { readonly order: Uint32Array; readonly strataEnds: Int32Array } {
  const ascending = ascendingOrder(duration);
  let most = 0;
  if (strata !== null) for (let i = 0; i < length; i += 1) if ((strata[i] as number) > most) most = strata[i] as number;
  const places = new Int32Array(most + 2);
  let kept = 0;
  for (let i = 0; i < length; i += 1) {
    if (weight !== null && weight[i] === 0) continue;
    kept += 1;
    places[(strata === null ? 0 : (strata[i] as number)) + 1]! += 1;
  }
  for (let code = 1; code < places.length; code += 1) places[code]! += places[code - 1] as number;
  const order = new Uint32Array(kept);
  for (let k = length - 1; k >= 0; k -= 1) {
    const i = ascending[k] as number;
    if (weight !== null && weight[i] === 0) continue;
    order[places[strata === null ? 0 : (strata[i] as number)]!++] = i;
  }
  return { order, strataEnds: places.slice(0, -1) }; // by now each is where the next begins
}

function scaledColumns(
  owner: string,
  columns: readonly CoxColumn[],
  order: Uint32Array,
  weight: Float64Array,
  n: number,
): Pick<CoxRows, 'x' | 'size' | 'means' | 'spreads' | 'ranges' | 'centers'> {
  const size = columns.length;
  const x = new Float64Array(order.length * size);
  const [means, spreads] = [new Float64Array(size), new Float64Array(size)];
  const [ranges, centers] = [new Float64Array(size), new Float64Array(size)];
  const values = new Float64Array(order.length);
  columns.forEach((column, j) => {
    // From a value of its own, so that a large mean costs no digits.
    const first = column.valueAt(order[0] as number);
    let [sum, isSign, low, high] = [0, true, Infinity, -Infinity];
    for (let k = 0; k < values.length; k += 1) {
      const value = column.valueAt(order[k] as number);
      if (value !== 0 && value !== 1 && value !== -1) isSign = false;
      values[k] = value - first;
      sum += (weight[k] as number) * (value - first);
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low === high) refuseCovariates(owner, [columnName(column)], 'to differ between rows', 'the same in all');
    const middle = sum / n;
    let squares = 0;
    for (let k = 0; k < values.length; k += 1) squares += (weight[k] as number) * ((values[k] as number) - middle) ** 2;
    const spread = Math.sqrt(squares / n);
    if (!(spread > 0 && spread < Infinity && high - low < Infinity)) {
      const expected = 'neither so large nor so close to one another that doubles cannot hold their squares';
      const issue = { code: 'E_FIT_DOMAIN', index: null, field: column.name, expected, received: 'number' } as const;
      throw errorOf(FitError, owner, [issue]);
    }
    // The mean that is kept has been rounded: distances are from it, so that others' are too.
    means[j] = first + middle;
    const away = (means[j] as number) - first;
    for (let k = 0; k < values.length; k += 1) x[k * size + j] = ((values[k] as number) - away) / spread;
    spreads[j] = spread;
    ranges[j] = (high - low) / spread;
    centers[j] = isSign ? 0 : (means[j] as number); // as R's coxph does
  });
  return { x, size, means, spreads, ranges, centers };
}

/** Rows that came and went between two ends are in no set at risk: left out, they cost the sums no digits. */
function everAtRisk(time: Float64Array, ended: Uint8Array, entry: Float64Array, strataEnds: Int32Array): Uint8Array {
  const isAtRisk = new Uint8Array(time.length);
  for (let s = 0; s < strataEnds.length; s += 1) {
    const start = s === 0 ? 0 : (strataEnds[s - 1] as number);
    let lastEnd = -1;
    for (let to = strataEnds[s] as number; to > start; ) {
      const now = time[to - 1] as number;
      let from = to;
      while (from > start && time[from - 1] === now) {
        from -= 1;
        if (ended[from] === 1) lastEnd = now;
      }
      for (let k = from; k < to; k += 1) if (lastEnd > (entry[k] as number)) isAtRisk[k] = 1;
      to = from;
    }
  }
  return isAtRisk;
}

function latestEntries(entry: Float64Array, isAtRisk: Uint8Array, strataEnds: Int32Array): Int32Array {
  const lists: number[] = [];
  for (let s = 0; s < strataEnds.length; s += 1) {
    const start = s === 0 ? 0 : (strataEnds[s - 1] as number);
    const order = ascendingOrder(entry.subarray(start, strataEnds[s]));
    for (let k = order.length - 1; k >= 0; k -= 1) {
      const row = start + (order[k] as number);
      if (isAtRisk[row] === 1) lists.push(row);
    }
  }
  return Int32Array.from(lists);
}

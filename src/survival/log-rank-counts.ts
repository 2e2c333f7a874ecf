import { riskTimes } from '../stats/risk-times.js';
import { sortDurations } from '../stats/sort-durations.js';
import { ascendingOrder } from './ascending-order.js';
import type { Spells } from './spells.js';

/** What a log-rank test counts of one group in one stratum. */
export interface CellCounts {
  /** Indices into the groups and the strata. */
  readonly group: number;
  readonly stratum: number;
  /** The different durations, ascending; at each, how many ended, and how many were last seen going on. */
  readonly times: Float64Array;
  readonly ended: Float64Array;
  readonly censored: Float64Array;
  /** The different times at which they began to be watched, ascending, and how many did; `null` where all were from the start. */
  readonly entries: Float64Array | null;
  readonly entered: Float64Array | null;
}

/** Counts spells by cell and duration. Of row i, `group[i]` and `stratum[i]` are codes below `groups` and `strata`. */
export function countCells(
  { length, duration, ended, entry, weight }: Spells,
  group: Int32Array,
  stratum: Int32Array | null,
  groups: number,
): readonly CellCounts[] {
  const cell = stratum === null ? group : group.map((code, i) => code + groups * (stratum[i] as number));
  let cells = 0;
  for (let i = 0; i < length; i += 1) if ((cell[i] as number) >= cells) cells = (cell[i] as number) + 1;
  const most = wholeUpTo(duration);
  const isDense = most !== null && (most + 1) * cells <= ROOM + 4 * length;
  const counted = isDense
    ? countDense(cell, cells, most, duration, ended, weight)
    : countTimes(cell, cells, duration, ended, weight);
  const entering = entry === null ? null : countTimes(cell, cells, entry, null, weight);
  return counted
    .map(({ times, ended, censored }, code) => ({
      ...{ group: code % groups, stratum: Math.trunc(code / groups), times, ended, censored },
      entries: entering?.[code]?.times ?? null,
      entered: entering?.[code]?.censored ?? null,
    }))
    .filter(({ times }) => times.length > 0);
}

type Counted = Pick<CellCounts, 'times' | 'ended' | 'censored'>;

/** Whole durations up to about so many are counted in a table. */
const ROOM = 1 << 16;

/** The largest of whole numbers of at least 0; `null` where one is not whole, or very large. */
function wholeUpTo(values: Float64Array): number | null {
  let most = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    if ((value | 0) !== value) return null;
    if (value > most) most = value;
  }
  return most;
}

function countDense(
  cell: Int32Array,
  cells: number,
  most: number,
  duration: Float64Array,
  ended: Uint8Array,
  weight: Float64Array | null,
): readonly Counted[] {
  const width = 2 * (most + 1);
  const table = new Float64Array(cells * width); // at each duration, censored and ended side by side
  if (weight === null) {
    for (let i = 0; i < cell.length; i += 1)
      table[(cell[i] as number) * width + 2 * (duration[i] as number) + (ended[i] as number)]! += 1;
  } else {
    for (let i = 0; i < cell.length; i += 1)
      table[(cell[i] as number) * width + 2 * (duration[i] as number) + (ended[i] as number)]! += weight[i] as number;
  }
  return Array.from({ length: cells }, (_, code) => {
    const row = table.subarray(code * width, (code + 1) * width);
    const counted = emptyCounts(most + 1);
    let size = 0;
    for (let time = 0; time <= most; time += 1) {
      const [losses, ends] = [row[2 * time] as number, row[2 * time + 1] as number];
      if (losses + ends === 0) continue;
      counted.times[size] = time;
      counted.ended[size] = ends;
      counted.censored[size] = losses;
      size += 1;
    }
    return shortened(counted, size);
  });
}

/** Times of any kind; without `ended`, nothing did. */
function countTimes(
  cell: Int32Array,
  cells: number,
  time: Float64Array,
  ended: Uint8Array | null,
  weight: Float64Array | null,
): readonly Counted[] {
  if (weight !== null) return countSorted(cell, cells, time, ended, weight);
  // Of each cell, times that were censored and times that ended.
  const sizes = new Int32Array(2 * cells);
  for (let i = 0; i < cell.length; i += 1) sizes[2 * (cell[i] as number) + (ended?.[i] ?? 0)]! += 1;
  const lists = Array.from(sizes, (size) => new Float64Array(size));
  const filled = new Int32Array(2 * cells);
  for (let i = 0; i < cell.length; i += 1) {
    const list = 2 * (cell[i] as number) + (ended?.[i] ?? 0);
    (lists[list] as Float64Array)[filled[list]!++] = (time[i] as number) + 0; // −0 is 0
  }
  for (const list of lists) sortDurations(list);
  return Array.from({ length: cells }, (_, code) => {
    const counts = riskTimes(lists[2 * code + 1] as Float64Array, lists[2 * code] as Float64Array);
    return { times: counts.time, ended: counts.ended, censored: counts.censored };
  });
}

function countSorted(
  cell: Int32Array,
  cells: number,
  time: Float64Array,
  ended: Uint8Array | null,
  weight: Float64Array,
): readonly Counted[] {
  const sizes = new Int32Array(cells);
  for (let i = 0; i < cell.length; i += 1) sizes[cell[i] as number]! += 1;
  const all = Array.from(sizes, (size) => emptyCounts(size));
  const filled = new Int32Array(cells);
  const order = ascendingOrder(time);
  for (let k = 0; k < order.length; k += 1) {
    const i = order[k] as number;
    const count = weight[i] as number;
    if (count === 0) continue;
    const code = cell[i] as number;
    const { times, ended: ends, censored } = all[code] as Counted; // one for each code
    const now = time[i] as number;
    let place = (filled[code] as number) - 1;
    if (place < 0 || times[place] !== now) {
      place += 1;
      times[place] = now + 0; // −0 is 0
      filled[code] = place + 1;
    }
    if (ended !== null && ended[i] === 1) ends[place]! += count;
    else censored[place]! += count;
  }
  return all.map((counted, code) => shortened(counted, filled[code] as number));
}

function emptyCounts(size: number): Counted {
  return { times: new Float64Array(size), ended: new Float64Array(size), censored: new Float64Array(size) };
}

function shortened({ times, ended, censored }: Counted, size: number): Counted {
  return { times: times.subarray(0, size), ended: ended.subarray(0, size), censored: censored.subarray(0, size) };
}

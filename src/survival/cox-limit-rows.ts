import { eachEnd } from './cox-highest.js';
import { type CoxRows, riskOrders } from './cox-rows.js';
import { ALIKE, writeAlong } from './cox-runaway.js';

/**
 * The rows whose likelihood is the limit of that of `rows` as the coefficients run off in a direction: at each end only those of the
 * risk set stay who have the most of it. A row is several, each from `entry` to `time`, where it stays now and then. `null` where
 * all stay.
 */
export function limitRows(rows: CoxRows, direction: Float64Array): CoxRows | null {
  const { time, ended, entry, strataEnds } = rows;
  const along = new Float64Array(rows.length);
  writeAlong(rows, direction, along);
  const ends: StretchList[] = Array.from(strataEnds, () => ({ times: [], most: [] }));
  eachEnd(rows, along, (s, from, _, top) => {
    ends[s]?.times.push(time[from] as number);
    ends[s]?.most.push(along[top] as number);
  });
  const pieces: Pieces = { row: [], entry: [], time: [], ended: [] };
  const starts = [0];
  let isAll = true;
  for (let s = 0; s < strataEnds.length; s += 1) {
    const stretches = stretchesOf(ends[s] as StretchList);
    const { times, place } = stretches;
    for (let row = s === 0 ? 0 : (strataEnds[s - 1] as number); row < (strataEnds[s] as number); row += 1) {
      const low = entry === null ? 0 : countUpTo(times, entry[row] as number);
      const high = countUpTo(times, time[row] as number) - 1;
      if (low > high) continue;
      const most = (along[row] as number) + 2 * ALIKE;
      const lastStretch = place[high] as number;
      let seen = 0;
      for (
        let k = nextUpTo(stretches, place[low] as number, most);
        k <= lastStretch;
        k = nextUpTo(stretches, k + 1, most)
      ) {
        const from = Math.max(low, stretches.from[k] as number);
        const to = Math.min(high, (stretches.from[k + 1] ?? times.length) - 1);
        seen += to - from + 1;
        pieces.row.push(row);
        pieces.entry.push(from === 0 ? -1 : (times[from - 1] as number));
        pieces.time.push(times[to] as number);
        pieces.ended.push(to === high ? (ended[row] as number) : 0);
      }
      if (seen < high - low + 1) isAll = false;
    }
    starts.push(pieces.row.length);
  }
  return isAll ? null : rowsOfPieces(rows, pieces, starts);
}

interface Pieces {
  readonly row: number[];
  readonly entry: number[];
  readonly time: number[];
  readonly ended: number[];
}

/** Times with an end and what the most is at each, the longest first. */
interface StretchList {
  readonly times: number[];
  readonly most: number[];
}

/** Stretches of times with an end, ascending, at which the most is the same. */
interface Stretches {
  readonly times: Float64Array;
  /** The stretch of each time. */
  readonly place: Int32Array;
  /** The first time of each stretch. */
  readonly from: readonly number[];
  /** A tree of the least: the stretches are its leaves, from `width` on. */
  readonly tree: Float64Array;
  readonly width: number;
}

function stretchesOf({ times: falling, most: falls }: StretchList): Stretches {
  const times = Float64Array.from(falling).reverse();
  const most = Float64Array.from(falls).reverse();
  const place = new Int32Array(times.length);
  const from: number[] = [];
  most.forEach((value, i) => {
    if (i === 0 || Math.abs(value - (most[from.at(-1) as number] as number)) > ALIKE) from.push(i);
    place[i] = from.length - 1;
  });
  let width = 1;
  while (width < from.length) width *= 2;
  const tree = new Float64Array(2 * width).fill(Infinity);
  from.forEach((i, k) => {
    tree[width + k] = most[i] as number;
  });
  for (let k = width - 1; k > 0; k -= 1) tree[k] = Math.min(tree[2 * k] as number, tree[2 * k + 1] as number);
  return { times, place, from, tree, width };
}

/** The first stretch from `start` on whose most is up to `most`; infinity where there is none. */
function nextUpTo({ tree, width }: Stretches, start: number, most: number): number {
  if (start >= width) return Infinity;
  let at = start + width;
  while (!((tree[at] as number) <= most)) {
    while (at % 2 === 1) at = (at - 1) / 2;
    if (at === 0) return Infinity;
    at += 1;
  }
  while (at < width) at = (tree[2 * at] as number) <= most ? 2 * at : 2 * at + 1;
  return at - width;
}

/** How many of ascending numbers are up to `limit`. */
function countUpTo(times: Float64Array, limit: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rowsOfPieces(rows: CoxRows, pieces: Pieces, starts: readonly number[]): CoxRows {
  const { size } = rows;
  const length = pieces.row.length;
  const order = new Uint32Array(length);
  for (let s = 0; s + 1 < starts.length; s += 1) {
    const [from, to] = [starts[s] as number, starts[s + 1] as number];
    const falling = Uint32Array.from({ length: to - from }, (_, k) => from + k).sort(
      (a, b) => (pieces.time[b] as number) - (pieces.time[a] as number),
    );
    order.set(falling, from);
  }
  const picked = (list: readonly number[]) => Float64Array.from(order, (k) => list[k] as number);
  const own = Int32Array.from(order, (k) => pieces.row[k] as number);
  const [time, entry] = [picked(pieces.time), picked(pieces.entry)];
  const ended = Uint8Array.from(order, (k) => pieces.ended[k] as number);
  const x = new Float64Array(length * size);
  own.forEach((row, k) => {
    x.set(rows.x.subarray(row * size, (row + 1) * size), k * size);
  });
  const strataEnds = Int32Array.from(starts.slice(1));
  return {
    ...rows,
    ...{
      length,
      time,
      entry,
      ended,
      x,
      strataEnds,
      weight: Float64Array.from(own, (row) => rows.weight[row] as number),
    },
    order: Uint32Array.from(own, (row) => rows.order[row] as number),
    ...riskOrders(time, ended, entry, strataEnds),
  };
}

/** Rows that are alike, counted once. */
export interface Collapsed {
  /** The columns, without repetition, in ascending order of the rows: by the first column, then the second … */
  readonly rows: readonly Float64Array[];
  /** How many rows each stands for, or the sum of their weights. */
  readonly multiplicity: Float64Array;
}

/** Integers up to here are exact. */
const EXACT = 2 ** 53;

/**
 * Counts rows that are alike. Each value becomes its rank among those of its column, so that a row is one integer; these are sorted
 * as doubles, which is quicker than to compare rows. Rows of weight 0 are left out.
 */
export function collapsed(columns: readonly ArrayLike<number>[], weights: ArrayLike<number> | null): Collapsed {
  const length = columns[0]?.length ?? 0;
  const ranks = columns.map((column) => ranksOf(column));
  const places = ranks.reduce((product, { size }) => product * size, 1);
  if (!(places * (weights === null ? 1 : Math.max(1, length)) < EXACT)) return compared(columns, weights);
  const keys = new Float64Array(length);
  for (const { codes, size } of ranks) {
    for (let i = 0; i < length; i += 1) keys[i] = (keys[i] as number) * size + (codes[i] as number);
  }
  // With weights, the place of the row stands in the last digits.
  if (weights !== null) for (let i = 0; i < length; i += 1) keys[i] = (keys[i] as number) * length + i;
  keys.sort();
  const distinct = new Float64Array(length);
  const multiplicity = new Float64Array(length);
  let count = 0;
  let last = -1;
  for (let i = 0; i < length; i += 1) {
    const packed = keys[i] as number;
    const key = weights === null ? packed : Math.floor(packed / length);
    const each = weights === null ? 1 : (weights[packed - key * length] as number);
    if (each === 0) continue;
    if (key !== last) distinct[count++] = key;
    last = key;
    multiplicity[count - 1] = (multiplicity[count - 1] as number) + each;
  }
  const rows: Float64Array[] = [];
  for (const { size, values } of [...ranks].reverse()) {
    const column = new Float64Array(count);
    for (let i = 0; i < count; i += 1) {
      const key = distinct[i] as number;
      const rest = Math.floor(key / size);
      const code = key - rest * size;
      column[i] = values === null ? code : (values[code] as number);
      distinct[i] = rest;
    }
    rows.unshift(column);
  }
  return { rows, multiplicity: multiplicity.slice(0, count) };
}

interface Ranks {
  readonly codes: ArrayLike<number>;
  /** How many codes there are. */
  readonly size: number;
  /** The value of each code, ascending; `null` where values are their own codes. */
  readonly values: Float64Array | null;
}

/** The rank of every value among the different ones. Small whole numbers are their own ranks. */
function ranksOf(column: ArrayLike<number>): Ranks {
  const most = largestWhole(column);
  if (most < 1e6) return { codes: column, size: most + 1, values: null };
  const values = Float64Array.from(column).sort();
  let size = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (i === 0 || values[i] !== values[i - 1]) values[size++] = (values[i] as number) + 0; // -0 is 0
  }
  const codes = new Float64Array(column.length);
  for (let i = 0; i < codes.length; i += 1) codes[i] = rankIn(values, size, column[i] as number);
  return { codes, size, values };
}

/** The largest value, or infinity where one is not a whole number from 0. */
function largestWhole(column: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < column.length; i += 1) {
    const value = column[i] as number;
    if (!(value >= 0 && value % 1 === 0)) return Infinity;
    if (value > most) most = value;
  }
  return most;
}

function rankIn(values: Float64Array, size: number, value: number): number {
  let [low, high] = [0, size - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same by comparing rows, where ranks do not fit in one integer. */
function compared(columns: readonly ArrayLike<number>[], weights: ArrayLike<number> | null): Collapsed {
  const order = Array.from({ length: columns[0]?.length ?? 0 }, (_, i) => i).filter((i) => weights?.[i] !== 0);
  const compare = (i: number, j: number) => {
    for (const column of columns) {
      const difference = (column[i] as number) - (column[j] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  order.sort(compare);
  const first: number[] = [];
  const multiplicity: number[] = [];
  for (const i of order) {
    const last = first.at(-1);
    if (last === undefined || compare(last, i) !== 0) {
      first.push(i);
      multiplicity.push(0);
    }
    multiplicity[first.length - 1] = (multiplicity[first.length - 1] as number) + (weights?.[i] ?? 1);
  }
  return {
    rows: columns.map((column) => Float64Array.from(first, (i) => (column[i] as number) + 0)),
    multiplicity: Float64Array.from(multiplicity),
  };
}

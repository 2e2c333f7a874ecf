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
 * Counts rows that are alike. Each value becomes its rank among those of its column, so that a row is one integer, to be looked up and
 * sorted as a double. Rows of weight 0 are left out.
 */
export function collapsed(columns: readonly ArrayLike<number>[], weights: ArrayLike<number> | null): Collapsed {
  const length = columns[0]?.length ?? 0;
  const ranks = columns.map((column) => ranksOf(column));
  const places = ranks.reduce((product, { size }) => product * size, 1);
  if (!(places < EXACT)) return compared(columns, weights);
  const keys = new Float64Array(length);
  for (const { codes, size } of ranks) {
    for (let i = 0; i < length; i += 1) keys[i] = (keys[i] as number) * size + (codes[i] as number);
  }
  const { distinct, multiplicity } = counted(keys, weights);
  const count = distinct.length;
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
  return { rows, multiplicity };
}

/** The different keys, ascending, and how often each is there. Found in a table first, as only different ones then need sorting. */
function counted(
  keys: Float64Array,
  weights: ArrayLike<number> | null,
): { distinct: Float64Array; multiplicity: Float64Array } {
  const bits = Math.max(4, Math.ceil(Math.log2(2 * keys.length + 1)));
  const table = new Float64Array(2 ** bits).fill(-1);
  const counts = new Float64Array(2 ** bits);
  const found = new Float64Array(keys.length);
  let count = 0;
  for (let i = 0; i < keys.length; i += 1) {
    const each = weights === null ? 1 : (weights[i] as number);
    if (each === 0) continue;
    const key = keys[i] as number;
    const slot = slotOf(table, bits, key);
    if (table[slot] === -1) {
      table[slot] = key;
      found[count++] = key;
    }
    counts[slot] = (counts[slot] as number) + each;
  }
  const distinct = found.slice(0, count).sort();
  const multiplicity = new Float64Array(count);
  for (let i = 0; i < count; i += 1) multiplicity[i] = counts[slotOf(table, bits, distinct[i] as number)] as number;
  return { distinct, multiplicity };
}

/** Where a key stands in the table, or is to stand: from its hash on, the first place that is its own or free. */
function slotOf(table: Float64Array, bits: number, key: number): number {
  const mixed = Math.imul(key | 0, 0x9e3779b1) ^ Math.imul((key / 2 ** 32) | 0, 0x85ebca6b);
  let slot = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> (32 - bits);
  while (table[slot] !== key && table[slot] !== -1) slot = (slot + 1) & (table.length - 1);
  return slot;
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

/** How often each whole number from the least one on is there. */
export interface WholeCounts {
  readonly least: number;
  readonly counts: Uint32Array;
}

/** Counts values that are many, whole, and of a range that is no larger than they are many; else null. */
export function wholeCounts(values: Float64Array | Int32Array): WholeCounts | null {
  if (values.length <= FEW) return null;
  const range = values instanceof Int32Array ? rangeOfIntegers(values) : rangeOfWhole(values);
  if (range === null) return null;
  const [least, most] = range;
  const counts = new Uint32Array(most - least + 1);
  if (values instanceof Int32Array) countIntegers(values, least, counts);
  else countWhole(values, least, counts);
  return { least, counts };
}

/** The values at these places (from 0, ascending) of all that were counted. */
export function findCounted({ least, counts }: WholeCounts, places: ArrayLike<number>, found: Float64Array): void {
  let [at, before] = [0, 0];
  for (let k = 0; k < places.length; k += 1) {
    while (before + counts[at]! <= places[k]!) before += counts[at++]!;
    found[k] = least + at;
  }
}

const FEW = 1024;
const WIDEST = 1 << 14;

type Range = readonly [least: number, most: number];

// One loop for each kind of array: a loop that meets both is slower for either.
function rangeOfIntegers(values: Int32Array): Range | null {
  let low = values[0]!;
  let high = low;
  for (let i = 1; i < values.length; i += 1) {
    const value = values[i]!;
    if (value >= low && value <= high) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (high - low >= WIDEST) return null;
  }
  return high - low < values.length ? [low, high] : null;
}

function rangeOfWhole(values: Float64Array): Range | null {
  let low = values[0]!;
  let high = low;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (value !== Math.floor(value)) return null;
    if (value >= low && value <= high) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (high - low >= WIDEST) return null;
  }
  return high - low < values.length ? [low, high] : null;
}

function countIntegers(values: Int32Array, least: number, counts: Uint32Array): void {
  for (let i = 0; i < values.length; i += 1) counts[values[i]! - least]! += 1;
}

function countWhole(values: Float64Array, least: number, counts: Uint32Array): void {
  for (let i = 0; i < values.length; i += 1) counts[values[i]! - least]! += 1;
}

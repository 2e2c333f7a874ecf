/**
 * Sorts numbers of at least 0 in place, and returns them.
 *
 * Doubles of one sign order as their bits do, so many are sorted by those, 11 at a time from the lowest (radix sort), without the
 * digits that all have in common; whole milliseconds or days have few others. Linear, whatever their distribution.
 */
export function sortDurations(values: Float64Array): Float64Array {
  if (values.length < FEW) return values.sort();
  const counts = digitCounts(values);
  let [from, into]: [Float64Array, Float64Array] = [values, new Float64Array(values.length)];
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const places = counts.subarray(digit * SIZE, (digit + 1) * SIZE);
    if (places.includes(values.length)) continue; // all the same
    toPlaces(places);
    scatter(from, into, places, digit);
    [from, into] = [into, from];
  }
  if (from !== values) values.set(from);
  return values;
}

/** The places of numbers of at least 0 in ascending order; equal ones in the order in which they stand. Linear, by the same digits. */
export function durationOrder(values: Float64Array): Uint32Array {
  let from = new Uint32Array(values.length);
  for (let i = 0; i < from.length; i += 1) from[i] = i;
  if (values.length < FEW) return from.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
  const counts = digitCounts(values);
  let into = new Uint32Array(values.length);
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const places = counts.subarray(digit * SIZE, (digit + 1) * SIZE);
    if (places.includes(values.length)) continue; // all the same
    toPlaces(places);
    scatterPlaces(values, from, into, places, digit);
    [from, into] = [into, from];
  }
  return from;
}

/** Sorted lists as one. */
export function mergeSorted(lists: readonly Float64Array[]): Float64Array {
  if (lists.length <= 1) return lists[0] ?? new Float64Array(0);
  const middle = lists.length >> 1;
  const [a, b] = [mergeSorted(lists.slice(0, middle)), mergeSorted(lists.slice(middle))];
  const merged = new Float64Array(a.length + b.length);
  let [i, j, place] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    if ((a[i] as number) <= (b[j] as number)) merged[place++] = a[i++] as number;
    else merged[place++] = b[j++] as number;
  }
  merged.set(i < a.length ? a.subarray(i) : b.subarray(j), place);
  return merged;
}

/** Below so many, the engine's own sort is as fast. */
const FEW = 4096;
const BITS = 11;
const SIZE = 1 << BITS;
const MASK = SIZE - 1;
const DIGITS = 6;
const IS_LITTLE_ENDIAN = /* @__PURE__ */ (() => new Uint8Array(Uint16Array.of(1).buffer)[0] === 1)();

/** How often each value of each of the six digits occurs. */
function digitCounts(values: Float64Array): Int32Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const [lowAt, highAt] = IS_LITTLE_ENDIAN ? [0, 1] : [1, 0];
  const counts = new Int32Array(DIGITS * SIZE);
  for (let i = 0; i < words.length; i += 2) {
    const low = words[i + lowAt] as number;
    const high = words[i + highAt] as number;
    counts[low & MASK]! += 1;
    counts[SIZE + ((low >>> 11) & MASK)]! += 1;
    counts[2 * SIZE + (((low >>> 22) | (high << 10)) & MASK)]! += 1;
    counts[3 * SIZE + ((high >>> 1) & MASK)]! += 1;
    counts[4 * SIZE + ((high >>> 12) & MASK)]! += 1;
    counts[5 * SIZE + (high >>> 23)]! += 1;
  }
  return counts;
}

function toPlaces(counts: Int32Array): void {
  let place = 0;
  for (let value = 0; value < counts.length; value += 1) {
    const count = counts[value] as number;
    counts[value] = place;
    place += count;
  }
}

// Digit k is bits 11k to 11k + 10 of the 64; the third lies in both words.
function scatter(from: Float64Array, into: Float64Array, places: Int32Array, digit: number): void {
  const words = new Uint32Array(from.buffer, from.byteOffset, from.length * 2);
  const [lowAt, highAt] = IS_LITTLE_ENDIAN ? [0, 1] : [1, 0];
  const [lowShift, highShift] = SHIFTS[digit] as readonly [number, number];
  const [useLow, useHigh] = [digit <= 2 ? -1 : 0, digit >= 2 ? -1 : 0];
  const spread = digit === 2 ? 10 : 0;
  for (let i = 0; i < from.length; i += 1) {
    const low = ((words[2 * i + lowAt] as number) >>> lowShift) & useLow;
    const high = ((((words[2 * i + highAt] as number) >>> highShift) << spread) | 0) & useHigh;
    into[places[(low | high) & MASK]!++] = from[i] as number;
  }
}

function scatterPlaces(
  values: Float64Array,
  from: Uint32Array,
  into: Uint32Array,
  places: Int32Array,
  digit: number,
): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const [lowAt, highAt] = IS_LITTLE_ENDIAN ? [0, 1] : [1, 0];
  const [lowShift, highShift] = SHIFTS[digit] as readonly [number, number];
  const [useLow, useHigh] = [digit <= 2 ? -1 : 0, digit >= 2 ? -1 : 0];
  const spread = digit === 2 ? 10 : 0;
  for (let i = 0; i < from.length; i += 1) {
    const place = from[i] as number;
    const low = ((words[2 * place + lowAt] as number) >>> lowShift) & useLow;
    const high = ((((words[2 * place + highAt] as number) >>> highShift) << spread) | 0) & useHigh;
    into[places[(low | high) & MASK]!++] = place;
  }
}

const SHIFTS = [
  [0, 0],
  [11, 0],
  [22, 0],
  [0, 1],
  [0, 12],
  [0, 23],
] as const;

/**
 * The places of numbers in ascending order; equal ones keep their order. Finite numbers of either sign.
 *
 * Doubles order as their bits do once those of negative ones are turned over: sorted by 11 of them at a time from the lowest (radix
 * sort), without the digits that all have in common.
 */
export function ascendingOrder(values: Float64Array): Int32Array {
  const length = values.length;
  if (length < FEW) {
    const order = Int32Array.from(values, (_, i) => i);
    return order.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
  }
  const [low, high] = orderedWords(values);
  const counts = digitCounts(low, high);
  let from = new Int32Array(length);
  let into = new Int32Array(length);
  for (let i = 0; i < length; i += 1) from[i] = i;
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const places = counts.subarray(digit * SIZE, (digit + 1) * SIZE);
    if (places.includes(length)) continue; // all the same
    toPlaces(places);
    scatter(from, into, places, digit, low, high);
    [from, into] = [into, from];
  }
  return from;
}

/** Below so many, the engine's own sort is as fast. */
const FEW = 1024;
const BITS = 11;
const SIZE = 1 << BITS;
const MASK = SIZE - 1;
const DIGITS = 6;
const IS_LITTLE_ENDIAN = /* @__PURE__ */ (() => new Uint8Array(Uint16Array.of(1).buffer)[0] === 1)();

/** The halves of the bits of each number, such that they order as the numbers do. */
function orderedWords(values: Float64Array): readonly [Uint32Array, Uint32Array] {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const [lowAt, highAt] = IS_LITTLE_ENDIAN ? [0, 1] : [1, 0];
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const top = words[2 * i + highAt] as number;
    const isNegative = top >>> 31 === 1 && values[i] !== 0; // −0 is 0
    const flip = isNegative ? -1 : 0;
    low[i] = (words[2 * i + lowAt] as number) ^ flip;
    high[i] = values[i] === 0 ? 0x80000000 : top ^ (flip | 0x80000000);
  }
  return [low, high];
}

/** How often each value of each of the six digits occurs. Digit k is bits 11k to 11k + 10 of the 64; the third lies in both words. */
function digitCounts(low: Uint32Array, high: Uint32Array): Int32Array {
  const counts = new Int32Array(DIGITS * SIZE);
  for (let i = 0; i < low.length; i += 1) {
    const [l, h] = [low[i] as number, high[i] as number];
    counts[l & MASK]! += 1;
    counts[SIZE + ((l >>> 11) & MASK)]! += 1;
    counts[2 * SIZE + (((l >>> 22) | (h << 10)) & MASK)]! += 1;
    counts[3 * SIZE + ((h >>> 1) & MASK)]! += 1;
    counts[4 * SIZE + ((h >>> 12) & MASK)]! += 1;
    counts[5 * SIZE + (h >>> 23)]! += 1;
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

function scatter(
  from: Int32Array,
  into: Int32Array,
  places: Int32Array,
  digit: number,
  low: Uint32Array,
  high: Uint32Array,
): void {
  if (digit === 2) {
    for (let k = 0; k < from.length; k += 1) {
      const i = from[k] as number;
      into[places[(((low[i] as number) >>> 22) | ((high[i] as number) << 10)) & MASK]!++] = i;
    }
    return;
  }
  const words = digit < 2 ? low : high;
  const shift = SHIFTS[digit] as number;
  for (let k = 0; k < from.length; k += 1) {
    const i = from[k] as number;
    into[places[((words[i] as number) >>> shift) & MASK]!++] = i;
  }
}

const SHIFTS = [0, 11, 22, 1, 12, 23] as const;

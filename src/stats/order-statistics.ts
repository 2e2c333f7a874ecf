import { findCounted, type WholeCounts, wholeCounts } from './whole-counts.js';

/**
 * The values at these places (from 0, ascending) of the sorted values, without sorting them: values are counted by the upper bits of
 * their doubles, or one by one where they are whole and few, and only those that fall where a place lies are looked at again.
 * Linear in the number of values; never -0.
 */
export function orderStatistics(
  values: Float64Array | Int32Array,
  places: ArrayLike<number>,
  counts: WholeCounts | null = wholeCounts(values),
): Float64Array {
  const found = new Float64Array(places.length);
  if (places.length === 0) return found;
  if (counts !== null) findCounted(counts, places, found);
  else select(values instanceof Float64Array ? values : new Float64Array(values), 0, places, [0, places.length], found);
  for (let k = 0; k < found.length; k += 1) found[k]! += 0;
  return found;
}

/** The inner cuts of `bins` equal parts: quantiles of type 7 (Hyndman & Fan 1996), whose places are counted in whole numbers. */
export function quantileCuts(
  values: Float64Array | Int32Array,
  bins: number,
  counts: WholeCounts | null = wholeCounts(values),
): Float64Array {
  if (values.length === 0) return new Float64Array(0);
  const steps = values.length - 1;
  const places = new Float64Array(2 * (bins - 1));
  for (let k = 1; k < bins; k += 1) {
    const below = Math.floor((steps * k) / bins);
    places[2 * k - 2] = below;
    places[2 * k - 1] = Math.min(below + 1, steps);
  }
  const around = orderStatistics(values, places, counts);
  const cuts = new Float64Array(bins - 1);
  for (let k = 1; k < bins; k += 1) {
    cuts[k - 1] = between(around[2 * k - 2]!, around[2 * k - 1]!, ((steps * k) % bins) / bins);
  }
  return cuts;
}

/** A share of the way between two values; never past either, whatever is rounded. */
export function between(low: number, high: number, share: number): number {
  if (share === 0 || low === high) return low;
  const span = high - low;
  const value = Number.isFinite(span) ? low + share * span : (1 - share) * low + share * high;
  return Math.min(Math.max(value, low), high) + 0; // + 0: never -0
}

const FEW = 1024;
const BUCKETS = 1 << 14;

/** Finds places `from` to `to` of the list among values that begin at place `offset` of all. */
function select(
  values: Float64Array,
  offset: number,
  places: ArrayLike<number>,
  [from, to]: readonly [number, number],
  found: Float64Array,
): void {
  if (values.length <= FEW) {
    const sorted = values.slice().sort();
    for (let k = from; k < to; k += 1) found[k] = sorted[places[k]! - offset]!;
    return;
  }
  const bucketOf = bucketing(values);
  if (bucketOf === null) {
    for (let k = from; k < to; k += 1) found[k] = values[0]!;
    return;
  }
  const counts = bucketOf.count();
  const wanted: { bucket: number; before: number; from: number; to: number }[] = [];
  let [bucket, before] = [0, offset];
  for (let k = from; k < to; ) {
    while (before + counts[bucket]! <= places[k]!) before += counts[bucket++]!;
    let end = k + 1;
    while (end < to && places[end]! < before + counts[bucket]!) end += 1;
    wanted.push({ bucket, before, from: k, to: end });
    k = end;
  }
  const inside = bucketOf.values(
    wanted.map((each) => each.bucket),
    counts,
  );
  wanted.forEach((each, k) => {
    select(inside[k]!, each.before, places, [each.from, each.to], found);
  });
}

interface Bucketing {
  count(): Uint32Array;
  /** The values in each of some buckets, at most 255. */
  values(buckets: readonly number[], counts: Uint32Array): readonly Float64Array[];
}

/** Buckets in the order of the values; null where all are equal. */
function bucketing(values: Float64Array): Bucketing | null {
  const { words, least, most } = upperWords(values);
  if (least < most) return byWord(values, words, least, most);
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i += 1) {
    if (values[i]! < low) low = values[i]!;
    if (values[i]! > high) high = values[i]!;
  }
  return low < high ? byRange(values, low, high) : null;
}

/** The upper half of each double as a whole number in the order of the values, with the least and the most. */
function upperWords(values: Float64Array): { words: Int32Array; least: number; most: number } {
  const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2); // the lower half first, as engines run on such machines only
  let [least, most] = [0x7fffffff, -0x80000000];
  for (let i = 1; i < words.length; i += 2) {
    const word = words[i]! ^ ((words[i]! >> 31) & 0x7fffffff);
    if (word < least) least = word;
    if (word > most) most = word;
  }
  return { words, least, most };
}

function byWord(values: Float64Array, words: Int32Array, least: number, most: number): Bucketing {
  let shift = 0;
  while ((most - least) / 2 ** shift >= BUCKETS) shift += 1;
  return {
    count() {
      const counts = new Uint32Array(BUCKETS);
      for (let i = 1; i < words.length; i += 2) {
        const word = words[i]! ^ ((words[i]! >> 31) & 0x7fffffff);
        counts[(word - least) >>> shift]! += 1;
      }
      return counts;
    },
    values(buckets, counts) {
      const { slots, some, sizes } = roomFor(buckets, counts);
      for (let i = 1; i < words.length; i += 2) {
        const word = words[i]! ^ ((words[i]! >> 31) & 0x7fffffff);
        const slot = slots[(word - least) >>> shift]!;
        if (slot > 0) some[slot - 1]![sizes[slot]!++] = values[i >> 1]!;
      }
      return some;
    },
  };
}

/** Of values with the same upper half, whose range is small: buckets of equal width. */
function byRange(values: Float64Array, low: number, high: number): Bucketing {
  const range = high - low; // its inverse may be infinite
  const bucketOf = (value: number) => Math.floor(((value - low) / range) * (BUCKETS - 1));
  return {
    count() {
      const counts = new Uint32Array(BUCKETS);
      for (let i = 0; i < values.length; i += 1) counts[bucketOf(values[i]!)]! += 1;
      return counts;
    },
    values(buckets, counts) {
      const { slots, some, sizes } = roomFor(buckets, counts);
      for (let i = 0; i < values.length; i += 1) {
        const slot = slots[bucketOf(values[i]!)]!;
        if (slot > 0) some[slot - 1]![sizes[slot]!++] = values[i]!;
      }
      return some;
    },
  };
}

/** Room for the values of some buckets: which slot each bucket has (from 1; 0 for none), and how many values are in each so far. */
function roomFor(buckets: readonly number[], counts: Uint32Array) {
  const slots = new Uint8Array(BUCKETS);
  buckets.forEach((bucket, k) => {
    slots[bucket] = k + 1;
  });
  return { slots, some: buckets.map((bucket) => new Float64Array(counts[bucket]!)), sizes: new Uint32Array(256) };
}

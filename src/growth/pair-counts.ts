import { LimitError } from '../core/errors.js';
import type { Baskets } from '../log/baskets.js';

/** How many baskets hold which pairs of items: pair i is `first[i]` and `second[i]`, the lower code first, in the order of codes. */
export interface PairCounts {
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly both: readonly number[];
}

/** How many baskets each item is in, by its code. */
export function itemCounts({ items, values }: Pick<Baskets, 'items' | 'values'>): Int32Array {
  const counts = new Int32Array(values.length);
  for (let i = 0; i < items.length; i += 1) counts[items[i]!]! += 1;
  return counts;
}

/**
 * Counts the pairs of the items that are marked by 1. Item by item, those that come after it in its baskets are counted in a column with
 * a place for each item: no pair is looked up.
 */
export function pairCounts(owner: string, baskets: Baskets, isCounted: Uint8Array, most: number): PairCounts {
  const { starts, items } = onlyItems(baskets, isCounted);
  checkLargest(owner, starts, most);
  const { places, ends, next } = placesByItem(starts, items, isCounted.length);
  const [first, second, both]: [number[], number[], number[]] = [[], [], []];
  const counts = new Int32Array(isCounted.length);
  const found = new Int32Array(isCounted.length);
  for (let item = 0, at = 0; item < next.length; item += 1) {
    let width = 0;
    for (; at < next[item]!; at += 1) {
      const place = places[at]!;
      for (let i = place + 1; i < ends[place]!; i += 1) {
        const other = items[i]!;
        if (counts[other] === 0) found[width++] = other;
        counts[other]! += 1;
      }
    }
    if (first.length + width > most) refusePairs(owner, first.length + width, most);
    const others = found.subarray(0, width).sort();
    for (let i = 0; i < width; i += 1) {
      const other = others[i]!;
      first.push(item);
      second.push(other);
      both.push(counts[other]!);
      counts[other] = 0;
    }
  }
  return { first, second, both };
}

/** Refuses more pairs than are to be held. */
export function refusePairs(owner: string, pairs: number, most: number): never {
  const expected = `at least the number of pairs, or items to be fewer`;
  throw new LimitError(
    `${owner} requires maxPairs to be ${expected}; it is ${most}, and there are at least ${pairs} pairs`,
    [{ code: 'E_LIMIT', index: null, field: 'maxPairs', expected, received: String(most) }],
  );
}

/** A basket alone may have more. */
function checkLargest(owner: string, starts: Int32Array, most: number): void {
  let largest = 0;
  for (let i = 1; i < starts.length; i += 1) largest = Math.max(largest, starts[i]! - starts[i - 1]!);
  const pairs = (largest * (largest - 1)) / 2;
  if (pairs > most) refusePairs(owner, pairs, most);
}

/** The baskets without other items. */
function onlyItems({ starts, items, count }: Baskets, isCounted: Uint8Array): Pick<Baskets, 'starts' | 'items'> {
  const kept = new Int32Array(items.length);
  const bounds = new Int32Array(count + 1);
  let size = 0;
  for (let basket = 0; basket < count; basket += 1) {
    for (let i = starts[basket]!; i < starts[basket + 1]!; i += 1)
      if (isCounted[items[i]!] === 1) kept[size++] = items[i]!;
    bounds[basket + 1] = size;
  }
  return { starts: bounds, items: kept.subarray(0, size) };
}

/** The places of each item; `next` is where those of an item end, and `ends` where the basket of a place does. */
function placesByItem(starts: Int32Array, items: Int32Array, width: number) {
  const next = new Int32Array(width + 1);
  for (let i = 0; i < items.length; i += 1) next[items[i]! + 1]! += 1;
  for (let item = 0; item < width; item += 1) next[item + 1]! += next[item]!;
  const places = new Int32Array(items.length);
  const ends = new Int32Array(items.length);
  for (let basket = 0; basket + 1 < starts.length; basket += 1) {
    const end = starts[basket + 1]!;
    for (let i = starts[basket]!; i < end; i += 1) {
      places[next[items[i]!]!++] = i;
      ends[i] = end;
    }
  }
  return { places, ends, next: next.subarray(0, width) };
}

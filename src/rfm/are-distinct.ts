/** Whether no number is there twice. */
export function areDistinct(ids: Int32Array): boolean {
  let [low, high] = [Infinity, -Infinity];
  let isAscending = true;
  for (let i = 0; i < ids.length; i += 1) {
    const id = ids[i]!;
    if (id <= high) isAscending = false;
    else high = id;
    if (id < low) low = id;
  }
  if (isAscending) return true;
  return high - low < BITS_EACH * ids.length ? areMarkedOnce(ids, low, high) : areSortedApart(ids);
}

const BITS_EACH = 64;

/** A bit for each number in their range. */
function areMarkedOnce(ids: Int32Array, low: number, high: number): boolean {
  const seen = new Uint8Array((high - low + 8) / 8);
  for (let i = 0; i < ids.length; i += 1) {
    const at = ids[i]! - low;
    const place = Math.floor(at / 8); // above 2 ** 31 there are no bits to shift
    const bit = 1 << (at & 7);
    if ((seen[place]! & bit) !== 0) return false;
    seen[place]! |= bit;
  }
  return true;
}

function areSortedApart(ids: Int32Array): boolean {
  const sorted = ids.slice().sort();
  for (let i = 1; i < sorted.length; i += 1) if (sorted[i] === sorted[i - 1]) return false;
  return true;
}

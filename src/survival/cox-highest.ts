import type { CoxRows } from './cox-rows.js';

/** An end: the rows from `from` to `to` share its time, and `top` is who has most among those at risk. */
export type EndVisit = (stratum: number, from: number, to: number, top: number) => void;

/**
 * Goes through the times with an end, stratum by stratum, the longest first, and tells who of those at risk has the most.
 * A heap, whose top is taken off once it came too late: n log n; without entries, the most so far.
 */
export function eachEnd(
  { time, ended, entry, strataEnds, length }: CoxRows,
  values: Float64Array,
  visit: EndVisit,
): void {
  const heap = new Int32Array(entry === null ? 1 : length);
  let [row, count] = [0, 0];
  for (let s = 0; s < strataEnds.length; s += 1) {
    const to = strataEnds[s] as number;
    count = 0;
    while (row < to) {
      const from = row;
      const now = time[from] as number;
      let ends = 0;
      for (; row < to && time[row] === now; row += 1) {
        ends += ended[row] as number;
        if (entry !== null) {
          raise(heap, count, row, values);
          count += 1;
        } else if (count === 0 || (values[row] as number) > (values[heap[0] as number] as number)) {
          heap[0] = row;
          count = 1;
        }
      }
      if (ends === 0) continue;
      // An end's own row came before it, so somebody is left.
      while (entry !== null && (entry[heap[0] as number] as number) >= now) {
        count -= 1;
        sink(heap, count, heap[count] as number, values);
      }
      visit(s, from, row, heap[0] as number);
    }
  }
}

function raise(heap: Int32Array, place: number, row: number, values: Float64Array): void {
  const value = values[row] as number;
  let at = place;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if ((values[heap[above] as number] as number) >= value) break;
    heap[at] = heap[above] as number;
    at = above;
  }
  heap[at] = row;
}

function sink(heap: Int32Array, count: number, row: number, values: Float64Array): void {
  const value = values[row] as number;
  let at = 0;
  for (let below = 1; below < count; below = 2 * at + 1) {
    if (
      below + 1 < count &&
      (values[heap[below + 1] as number] as number) > (values[heap[below] as number] as number)
    ) {
      below += 1;
    }
    if ((values[heap[below] as number] as number) <= value) break;
    heap[at] = heap[below] as number;
    at = below;
  }
  heap[at] = row;
}

import type { PurchaseTimes } from '../log/purchases/purchase-times.js';
import { sortDurations } from '../stats/sort-durations.js';

/** The gaps of each customer: as many as orders, and the last of them open, up to the date they are seen from. */
export interface Gaps {
  /** Customer c has the places `starts[c]` to `starts[c + 1]`, the end not included. */
  readonly starts: Int32Array;
  /** Milliseconds, or what they were scaled to. */
  readonly duration: Float64Array;
}

/** The durations of the gaps, each list ascending. */
export interface GapLists {
  readonly closed: Float64Array;
  readonly open: Float64Array;
}

/** The gaps between the orders of each customer. None is after `asOf`. */
export function gapsOf({ starts, times }: PurchaseTimes, asOf: number): Gaps {
  const duration = new Float64Array(times.length);
  for (let code = 0; code + 1 < starts.length; code += 1) {
    const end = starts[code + 1]!;
    for (let place = starts[code]!; place < end; place += 1) {
      duration[place] = (place + 1 < end ? times[place + 1]! : asOf) - times[place]!;
    }
  }
  return { starts, duration };
}

/** The gaps with each customer's divided by a length of their own. */
export function scaledGaps({ starts, duration }: Gaps, scale: Float64Array): Gaps {
  const scaled = new Float64Array(duration.length);
  for (let code = 0; code + 1 < starts.length; code += 1) {
    for (let place = starts[code]!; place < starts[code + 1]!; place += 1) {
      scaled[place] = duration[place]! / scale[code]!;
    }
  }
  return { starts, duration: scaled };
}

/** The gaps of all customers together. */
export function gapLists({ starts, duration }: Gaps): GapLists {
  let customers = 0;
  for (let code = 0; code + 1 < starts.length; code += 1) customers += Number(starts[code + 1]! > starts[code]!);
  const closed = new Float64Array(duration.length - customers);
  const open = new Float64Array(customers);
  let [ended, others] = [0, 0];
  for (let code = 0; code + 1 < starts.length; code += 1) {
    const last = starts[code + 1]! - 1;
    for (let place = starts[code]!; place < last; place += 1) closed[ended++] = duration[place]!;
    if (last >= starts[code]!) open[others++] = duration[last]!;
  }
  return { closed: sortDurations(closed), open: sortDurations(open) };
}

/** The middle of each customer's closed gaps, of two the mean; NaN of those with fewer than `minimum`. */
export function medianGaps({ starts, duration }: Gaps, minimum: number): Float64Array {
  const medians = new Float64Array(starts.length - 1).fill(Number.NaN);
  let own = new Float64Array(16);
  for (let code = 0; code < medians.length; code += 1) {
    const start = starts[code]!;
    const count = starts[code + 1]! - start - 1;
    if (count < Math.max(minimum, 1)) continue;
    if (count > own.length) own = new Float64Array(2 * count);
    for (let k = 0; k < count; k += 1) own[k] = duration[start + k]!;
    sortFew(own, count);
    medians[code] = (own[(count - 1) >> 1]! + own[count >> 1]!) / 2;
  }
  return medians;
}

/** Most customers have a handful: they are sorted in their place, without a view for each. */
function sortFew(values: Float64Array, count: number): void {
  if (count > 32) {
    values.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i += 1) {
    const value = values[i]!;
    let place = i;
    for (; place > 0 && values[place - 1]! > value; place -= 1) values[place] = values[place - 1]!;
    values[place] = value;
  }
}

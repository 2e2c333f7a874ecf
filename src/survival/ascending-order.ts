import { durationOrder } from '../stats/sort-durations.js';

/** The places of numbers of either sign in ascending order; equal ones of at least 0 in the order in which they stand. Linear. */
export function ascendingOrder(values: Float64Array): Uint32Array {
  let [below, hasNegativeZero] = [0, false];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    if (value < 0) below += 1;
    else if (value === 0 && 1 / value < 0) hasNegativeZero = true;
  }
  if (below === 0 && !hasNegativeZero) return durationOrder(values);
  // By how far they lie from 0, on either side.
  const [negative, other] = [new Uint32Array(below), new Uint32Array(values.length - below)];
  const [distances, sizes] = [new Float64Array(below), new Float64Array(values.length - below)];
  let [n, o] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    if (value < 0) {
      negative[n] = i;
      distances[n++] = -value;
    } else {
      other[o] = i;
      sizes[o++] = value + 0; // never −0, which the digits take for large
    }
  }
  const order = new Uint32Array(values.length);
  const [outward, upward] = [durationOrder(distances), durationOrder(sizes)];
  for (let k = 0; k < n; k += 1) order[n - 1 - k] = negative[outward[k] as number] as number;
  for (let k = 0; k < o; k += 1) order[n + k] = other[upward[k] as number] as number;
  return order;
}

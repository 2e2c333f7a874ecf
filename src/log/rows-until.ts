/** The first row, not before `from`, whose time is not before an instant; the number of rows where there is none. */
export function firstRowFrom(time: Float64Array, instant: number, from = 0): number {
  let [low, high] = [from, time.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] as number) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many rows are not after an instant. */
export function rowsUntil(time: Float64Array, instant: number): number {
  return firstRowFrom(time, instant + 1); // instants are whole milliseconds
}

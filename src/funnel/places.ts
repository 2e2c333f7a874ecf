/** The first of the places from `begin` to `end` whose time is not before an instant; `end` where there is none. */
export function firstPlace(time: Float64Array, instant: number, begin: number, end: number): number {
  let [low, high] = [begin, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] as number) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

import type { Actors } from './actors.js';

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

/** The first instant, not before `from` or after `limit`, at which an actor has an event with one of these bits; else `Infinity`. */
export function firstStart(
  { starts, time }: Actors,
  actor: number,
  from: number,
  limit: number,
  masks: Uint32Array,
  bits: number,
): number {
  const end = starts[actor + 1] as number;
  for (let place = firstPlace(time, from, starts[actor] as number, end); place < end; place += 1) {
    if (((masks[place] as number) & bits) === 0) continue;
    const instant = time[place] as number;
    return instant > limit ? Infinity : instant;
  }
  return Infinity;
}

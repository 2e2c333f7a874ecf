import { NEARLY } from '../stats/product-limit.js';

/**
 * The time at which a curve that falls in steps first comes down to a level; where it stays on the level, the middle of that while up to the next
 * step or the last time (as `quantile` of R's survival). `null` where it does not come so far. NaN in the curve is passed over.
 */
export function crossing(time: Float64Array, values: Float64Array, level: number): number | null {
  const first = firstBelow(values, level + NEARLY, 0);
  if (first < 0) return null;
  const at = time[first] as number;
  if ((values[first] as number) < level - NEARLY) return at;
  const next = firstBelow(values, level - NEARLY, first + 1);
  return at / 2 + (time[next < 0 ? time.length - 1 : next] as number) / 2;
}

function firstBelow(values: Float64Array, level: number, from: number): number {
  for (let i = from; i < values.length; i += 1) if ((values[i] as number) <= level) return i;
  return -1;
}

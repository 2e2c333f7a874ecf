import { orderStatistics } from '../stats/order-statistics.js';

/**
 * The first `limit` of some places by their keys, ascending, equal keys by `compare`. Only what may be among them is sorted: the key of the
 * last is found first.
 */
export function firstByKey(
  places: Int32Array,
  keys: Float64Array,
  limit: number,
  compare: (a: number, b: number) => number,
): Int32Array {
  let some = places;
  if (limit === 0) return places.subarray(0, 0);
  if (limit < places.length) {
    const own = Float64Array.from(places, (place) => keys[place]!);
    const cut = orderStatistics(own, [limit - 1])[0]!;
    some = places.filter((place) => keys[place]! <= cut);
  }
  return some
    .slice()
    .sort((a, b) => keys[a]! - keys[b]! || compare(a, b))
    .subarray(0, Math.min(limit, some.length));
}

import type { Levels } from './levels.js';

/** Stretches of revenue: life i is of `unit[i]`, the `number[i]`-th of it, from `start[i]` until `stop[i]` (`Infinity` where it goes on). */
export interface Lives {
  readonly length: number;
  readonly unit: Int32Array;
  readonly number: Int32Array;
  readonly start: Float64Array;
  readonly stop: Float64Array;
  /** What was paid at first, in minor units. */
  readonly amount: Float64Array;
}

/** The lives of levels up to `asOf`, in the order of their starts; who is back within `gap` milliseconds goes on with the same. */
export function livesOf(levels: Levels, gap: number, asOf: number): Lives {
  const { length, time, unit, level, units } = levels;
  const current = new Int32Array(units).fill(-1);
  const lives = {
    unit: new Int32Array(length),
    number: new Int32Array(length),
    start: new Float64Array(length),
    stop: new Float64Array(length),
    amount: new Float64Array(length),
  };
  let count = 0;
  for (let i = 0; i < length && time[i]! <= asOf; i += 1) {
    const code = unit[i]!;
    const own = current[code]!;
    if (level[i]! <= 0) {
      if (own >= 0 && lives.stop[own] === Infinity) lives.stop[own] = time[i]!;
    } else if (own < 0 || time[i]! - lives.stop[own]! > gap) {
      current[code] = count;
      lives.unit[count] = code;
      lives.number[count] = own < 0 ? 1 : lives.number[own]! + 1;
      lives.start[count] = time[i]!;
      lives.stop[count] = Infinity;
      lives.amount[count] = level[i]!;
      count += 1;
    } else lives.stop[own] = Infinity;
  }
  return { length: count, ...lives };
}

/**
 * Pairs of a time and a number of purchases for which hypergeometric functions are needed, each once. Pairs of one time are a ladder:
 * from one number of purchases to the next leads a recurrence.
 */
export interface Ladders {
  /** The time of each ladder, and the pattern of covariates. */
  readonly time: Float64Array;
  readonly pattern: Int32Array;
  /** The fewest and the most purchases of each pattern at a time above 0. */
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
  /** The first place of each ladder, and at the end the number of places. */
  readonly from: Int32Array;
  /** The number of purchases of each place, ascending within a ladder. */
  readonly frequency: Float64Array;
  /** The place of each row. */
  readonly placeOf: Int32Array;
  /** ₂F₁(1, b; c; z) at each place, and the derivatives of its logarithm. */
  readonly value: Float64Array;
  readonly byB: Float64Array;
  readonly byC: Float64Array;
  readonly byZ: Float64Array;
  /** The logarithm of the place's part of the likelihood. */
  readonly part: Float64Array;
  /** How much of the customers' weight falls to that part. */
  readonly share: Float64Array;
}

/** Rows of a pattern, from one row to below another, in ascending order of frequency. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The ladders of rows, those of one pattern next to each other, in the order of their times. */
export function laddersOf(time: Float64Array, frequency: Float64Array, patterns: readonly Stretch[]): Ladders {
  const length = time.length;
  const ladderOf = new Int32Array(length);
  const isNew = new Uint8Array(length);
  const times: number[] = [];
  const patternOf: number[] = [];
  const last: number[] = [];
  const places: number[] = [];
  const lowest = new Float64Array(patterns.length);
  const highest = new Float64Array(patterns.length);
  let count = 0;
  patterns.forEach(({ from, to }, pattern) => {
    const known = new Map<number, number>();
    for (const at of Float64Array.from(new Set(time.subarray(from, to))).sort()) {
      known.set(at, times.length);
      times.push(at);
      patternOf.push(pattern);
      last.push(-1);
      places.push(0);
    }
    let fewest = Infinity;
    let most = 0;
    for (let i = from; i < to; i += 1) {
      const x = frequency[i] as number;
      const ladder = known.get(time[i] as number) as number; // each of these times is known
      if (x < fewest && (time[i] as number) > 0) fewest = x;
      if (x > most) most = x;
      ladderOf[i] = ladder;
      if (last[ladder] === x) continue;
      last[ladder] = x;
      places[ladder]! += 1;
      isNew[i] = 1;
      count += 1;
    }
    lowest[pattern] = fewest;
    highest[pattern] = most;
  });
  const first = new Int32Array(times.length + 1);
  places.forEach((size, ladder) => {
    first[ladder + 1] = (first[ladder] as number) + size;
  });
  const next = first.slice();
  const placeOf = new Int32Array(length);
  const frequencies = new Float64Array(count);
  for (let i = 0; i < length; i += 1) {
    const ladder = ladderOf[i] as number;
    if (isNew[i] === 1) frequencies[next[ladder]!++] = frequency[i] as number;
    placeOf[i] = (next[ladder] as number) - 1;
  }
  const room = (): Float64Array => new Float64Array(count);
  return {
    time: Float64Array.from(times),
    pattern: Int32Array.from(patternOf),
    lowest,
    highest,
    from: first,
    frequency: frequencies,
    placeOf,
    value: room(),
    byB: room(),
    byC: room(),
    byZ: room(),
    part: room(),
    share: room(),
  };
}

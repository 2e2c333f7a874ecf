/** One bin of values. */
export interface Bin {
  /** From 1, the lowest. */
  readonly bin: number;
  readonly n: number;
  /** The least and the greatest value in it; `null` where it is empty. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Values in bins. */
export interface Bins {
  readonly n: number;
  /** Between the bins, one less than there are, rising; none without values. A value at a cut is in the lower bin. */
  readonly cuts: readonly number[];
  readonly bins: readonly Bin[];
  /** The bin of each value, in the order they were given. */
  readonly labels: readonly number[];
}

/** Puts values into bins by the cuts between them. */
export function binsOf(values: Float64Array, cuts: readonly number[], count: number): Bins {
  const [n, low, high] = [new Int32Array(count), filled(count, Infinity), filled(count, -Infinity)];
  const labels: number[] = new Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]! + 0; // never -0
    const place = cutsBelow(cuts, value);
    labels[i] = place + 1;
    n[place]! += 1;
    low[place] = Math.min(low[place]!, value);
    high[place] = Math.max(high[place]!, value);
  }
  const bins = Array.from(n, (size, i) => {
    return { bin: i + 1, n: size, low: size === 0 ? null : low[i]!, high: size === 0 ? null : high[i]! };
  });
  return { n: values.length, cuts, bins, labels };
}

/** How many cuts a value is above. */
function cutsBelow(cuts: readonly number[], value: number): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function filled(count: number, value: number): Float64Array {
  return new Float64Array(count).fill(value);
}

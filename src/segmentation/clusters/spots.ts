/** Different values, ascending, and how many values lie before each. */
export interface Spots {
  readonly values: Float64Array;
  /** One longer: the last is the number of all. */
  readonly before: Float64Array;
}

/** The different ones of values in ascending order. */
export function spotsOf(sorted: Float64Array): Spots {
  const values = new Float64Array(sorted.length);
  const before = new Float64Array(sorted.length + 1);
  let count = 0;
  for (let i = 0; i < sorted.length; i += 1) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue;
    values[count] = sorted[i]!;
    before[count] = i;
    count += 1;
  }
  before[count] = sorted.length;
  return { values: values.subarray(0, count), before: before.subarray(0, count + 1) };
}

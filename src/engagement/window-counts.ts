/** The customers of a window, the sum of their active periods in it, and the sum of the squares. */
export type WindowSums = readonly [customers: number, active: number, squares: number];

/** What windows come to, and what each customer comes to, by its code. */
export interface WindowCounts {
  readonly sums: readonly (readonly [window: number, sums: WindowSums])[];
  /** Active periods in the range. */
  readonly inRange: Int32Array;
  /** Over the complete windows in which the customer was active: active periods, and periods. */
  readonly active: Int32Array;
  readonly periods: Int32Array;
}

/** Four numbers for each customer, together, so that a row looks at one place in memory; the first is the last active period, none yet. */
export function recordsOf(customers: number): Int32Array {
  const records = new Int32Array(customers * 4);
  for (let code = 0; code < customers; code += 1) records[code * 4] = -(2 ** 30); // below every period and window
  return records;
}

/** One of the four numbers of every customer. */
export function column(records: Int32Array, place: number): Int32Array {
  const values = new Int32Array(records.length / 4);
  for (let code = 0; code < values.length; code += 1) values[code] = records[code * 4 + place]!;
  return values;
}

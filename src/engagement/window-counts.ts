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

/** Below every period and the windows that begin before it. */
export const NEVER = -(2 ** 30);

import type { RetentionPlan } from './retention-plan.js';

/** What was counted of each cohort, in flat arrays: the cell of row r and column c is at `r * stride + c`. */
export interface RetentionCounts {
  /** The period of the first row. */
  readonly first: number;
  readonly rows: number;
  readonly width: number;
  /** The width and a spare column, for what is later. */
  readonly stride: number;
  /** Different customers in all cohorts. */
  n: number;
  readonly size: Int32Array;
  readonly returned: Int32Array;
  /** Customers whose rolling window is over; `null` where that is all of them, in calendar periods. */
  readonly eligible: Int32Array | null;
  /** What the interval of pooled recurring cohorts needs; `null` elsewhere. */
  readonly repeats: RepeatSums | null;
}

/** Sums over customers by column, where x is in how many complete cohorts a customer is, y in how many of them one came back. */
export interface RepeatSums {
  /** How many have an x above 0. */
  readonly customers: Float64Array;
  /** Σ x². */
  readonly squares: Float64Array;
  /** Σ x·y. */
  readonly products: Float64Array;
  /** Σ y². */
  readonly returnedSquares: Float64Array;
}

/** Counts of nothing yet. */
export function noCounts(
  { first, rows, width }: { readonly first: number; readonly rows: number; readonly width: number },
  { window, cohort, mean }: Pick<RetentionPlan, 'window' | 'cohort' | 'mean'>,
): RetentionCounts {
  const stride = width + 1;
  const columns = () => new Float64Array(width);
  return {
    first,
    rows,
    width,
    stride,
    n: 0,
    size: new Int32Array(rows),
    returned: new Int32Array(rows * stride),
    eligible: window === 'rolling' ? new Int32Array(rows * stride) : null,
    repeats:
      cohort === 'recurring' && mean === 'pooled'
        ? { customers: columns(), squares: columns(), products: columns(), returnedSquares: columns() }
        : null,
  };
}

/** Makes cells of what was counted once a customer: on or after adds up from the last column, on or before from column 1. */
export function sumColumns(mode: 'on' | 'onOrAfter' | 'onOrBefore', counts: RetentionCounts): void {
  const { returned, eligible, rows, width, stride } = counts;
  for (let row = 0; row < rows * stride; row += stride) {
    if (mode === 'onOrBefore') for (let c = 2; c < width; c += 1) returned[row + c]! += returned[row + c - 1]!;
    if (mode === 'onOrAfter') for (let c = width - 1; c >= 0; c -= 1) returned[row + c]! += returned[row + c + 1]!;
    if (eligible !== null) for (let c = width - 2; c >= 0; c -= 1) eligible[row + c]! += eligible[row + c + 1]!;
  }
}

import type { RetentionClock } from './retention-clock.js';
import { type CohortBounds, retentionGrid } from './retention-grid.js';
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
export type RepeatSums = RepeatLists<Float64Array>;

/** A list of each sum. */
export interface RepeatLists<List> {
  /** Σ x². */
  readonly squares: List;
  /** Σ x·y. */
  readonly products: List;
  /** Σ y². */
  readonly returnedSquares: List;
  /** How many have an x above 0. */
  readonly customers: List;
}

/** The list of each sum, by its name. */
export function repeatLists<List>(listOf: (sum: keyof RepeatSums) => List): RepeatLists<List> {
  return {
    squares: listOf('squares'),
    products: listOf('products'),
    returnedSquares: listOf('returnedSquares'),
    customers: listOf('customers'),
  };
}

/**
 * Counts of nothing yet: the rows that have customers, and as many columns as any of them has been seen in. Refused where the
 * table would be too large.
 */
export function noCounts(
  plan: RetentionPlan,
  clock: RetentionClock | null,
  bounds: CohortBounds | null,
): RetentionCounts {
  retentionGrid(plan, clock, bounds);
  const { first, last } = bounds ?? { first: 0, last: -1 };
  const rows = last - first + 1;
  const width = rows === 0 ? 0 : Math.max(1, Math.min(plan.columns ?? Infinity, clock?.observed(first) ?? 0));
  const stride = width + 1;
  return {
    first,
    rows,
    width,
    stride,
    n: 0,
    size: new Int32Array(rows),
    returned: new Int32Array(rows * stride),
    eligible: plan.window === 'rolling' ? new Int32Array(rows * stride) : null,
    repeats: plan.cohort === 'recurring' && plan.mean === 'pooled' ? repeatLists(() => new Float64Array(width)) : null,
  };
}

/** The first and the last cohort that has customers among counts. */
export function countedBounds({ first, rows, size }: RetentionCounts): CohortBounds | null {
  let [low, high] = [0, rows - 1];
  while (low <= high && size[low] === 0) low += 1;
  while (low <= high && size[high] === 0) high -= 1;
  return low > high ? null : { first: first + low, last: first + high };
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

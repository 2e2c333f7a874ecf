import type { RetentionCounts } from './retention-counts.js';
import type { CustomerEvents } from './retention-events.js';
import type { Hits } from './retention-hits.js';
import type { RetentionMode } from './retention-plan.js';

/** What becomes of the columns in which customers came back. */
export interface CohortColumns {
  readonly mode: RetentionMode;
  /** How many columns somebody who started at an instant has been through. */
  elapsed(start: number): number;
  /** By row, how many columns are complete. */
  readonly complete: Int32Array;
  /** By column, differences of one customer's y and x, see `RepeatSums`; all 0 between customers. */
  readonly returned: Int32Array;
  readonly cohorts: Int32Array;
}

/** Adds one customer of a cohort. Cells are made of what is added by `sumColumns`. */
export function addHits(
  columns: CohortColumns,
  period: number,
  start: number,
  hits: Hits,
  counts: RetentionCounts,
): void {
  const row = period - counts.first;
  const cells = row * counts.stride;
  const { returned, eligible, width } = counts;
  const elapsed = Math.min(width, columns.elapsed(start));
  counts.size[row]! += 1;
  if (eligible !== null && elapsed > 0) eligible[cells + elapsed - 1]! += 1;
  const complete = counts.repeats === null ? 0 : columns.complete[row]!;
  if (counts.repeats !== null) columns.cohorts[complete]! += 1;

  if (columns.mode === 'on') {
    for (let i = 0; i < hits.count; i += 1) {
      const column = hits.columns[i]!;
      if (column < elapsed) returned[cells + column]! += 1;
      addRange(columns.returned, column, column + 1, complete);
    }
    return;
  }
  let [low, high, isInFirst] = [Infinity, -1, false];
  for (let i = 0; i < hits.count; i += 1) {
    const column = hits.columns[i]!;
    if (column > high) high = column;
    if (column === 0) isInFirst = true;
    else if (column < low) low = column;
  }
  if (columns.mode === 'onOrAfter') {
    const last = Math.min(high, elapsed - 1);
    if (last >= 0) returned[cells + last]! += 1;
    addRange(columns.returned, 0, high + 1, complete);
    return;
  }
  if (isInFirst && elapsed > 0) returned[cells]! += 1;
  if (isInFirst) addRange(columns.returned, 0, 1, complete);
  if (low < elapsed) {
    returned[cells + low]! += 1;
    returned[cells + elapsed]! -= 1;
  }
  addRange(columns.returned, low, Infinity, complete);
}

/** Adds the squares and products of one customer, whose cohorts and returns were added. */
export function addRepeats(columns: CohortColumns, events: CustomerEvents, { repeats }: RetentionCounts): void {
  if (repeats === null) return;
  let [x, y] = [events.cohorts, 0];
  for (let column = 0; x > 0; column += 1) {
    x -= columns.cohorts[column]!;
    y += columns.returned[column]!;
    columns.cohorts[column] = 0;
    columns.returned[column] = 0;
    if (x === 0) return;
    repeats.customers[column]! += 1;
    repeats.squares[column]! += x * x;
    repeats.products[column]! += x * y;
    repeats.returnedSquares[column]! += y * y;
  }
}

/** Adds 1 to a range of columns, as differences, as far as they are complete. */
function addRange(differences: Int32Array, from: number, to: number, complete: number): void {
  if (from >= complete || to <= from) return;
  differences[from]! += 1;
  differences[Math.min(to, complete)]! -= 1;
}

import type { RetentionPlan } from './retention-plan.js';

/** Columns of the table: period 0, then single periods, or brackets and after them single periods. Ages count in periods. */
export interface Columns {
  firstAge(column: number): number;
  lastAge(column: number): number;
  /** The column that an age falls into. */
  columnAt(age: number): number;
  /** How many columns, from the first, are over after so many periods. */
  over(periods: number): number;
  /** The last age that counts for any of the first `width` columns. */
  reach(width: number): number;
}

/** The columns of a plan. */
export function columnsOf({ brackets, mode, horizon }: RetentionPlan): Columns {
  const ends = [0];
  for (const size of brackets ?? []) ends.push((ends[ends.length - 1] as number) + size);
  const [last, bracketed] = [ends.length - 1, ends[ends.length - 1] as number];
  const lastAge = (column: number) => (column <= last ? (ends[column] as number) : bracketed + column - last);
  const columnAt = (age: number) => {
    if (age > bracketed) return last + age - bracketed;
    let [low, high] = [0, last];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle] as number) < age) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    firstAge: (column) => (column === 0 ? 0 : lastAge(column - 1) + 1),
    lastAge,
    columnAt,
    // With a horizon, a column is over when all that may count for it is.
    over(periods) {
      if (horizon !== null) return periods > horizon ? columnAt(horizon) + 1 : 0;
      const column = periods <= 0 ? -1 : columnAt(periods - 1);
      return column >= 0 && lastAge(column) > periods - 1 ? column : column + 1;
    },
    reach: (width) => (mode === 'onOrAfter' ? (horizon ?? Infinity) : lastAge(width - 1)),
  };
}

import type { Issue } from 'kizuna';
import { type ColumnReader, parseResponses } from 'kizuna/schema';
import type { Cells } from './guesses.js';

export type Value = number | string | null;

/** A column that has a role, and how it is read. */
export interface ColumnPlan {
  /** Its name in an answer, which no two columns share. */
  readonly role: string;
  /** The option that named it; `null` for one that was guessed. */
  readonly option: string | null;
  readonly heading: string;
  readonly reader: ColumnReader<Value>;
  /** Whether a cell that cannot be right costs the record its place in the report; else it counts as empty. */
  readonly isNeeded: boolean;
}

/** A column as it was read. */
export interface ReadColumn extends ColumnPlan {
  /** A value for every row; `null` for empty cells and for those that cannot be right. */
  readonly values: readonly Value[];
  /** The rows whose cell cannot be right. */
  readonly wrong: readonly number[];
  readonly issues: readonly Issue[];
}

/** Reads one column by itself, so that a cell that cannot be right costs the others nothing. */
export function readColumn(plan: ColumnPlan, rows: readonly Cells[]): ReadColumn {
  const { rows: read, rejected, rejectedIndexes } = parseResponses(rows, { columns: { value: plan.reader } });
  const wrong = new Set(rejectedIndexes);
  let next = 0;
  const values = rows.map((_, row) => {
    if (wrong.has(row)) return null;
    const value = read[next]?.value ?? null;
    next += 1;
    return value;
  });
  return { ...plan, values, wrong: rejectedIndexes, issues: rejected };
}

import { ISSUE_LIMIT, type Issue } from '../core/errors.js';

/**
 * What was left out of a table, and why. Together with the rows that were kept it accounts for every row of the input.
 */
export interface Rejections {
  /** The first 100 issues, by row; a row may have several. Never a value, only where it is and what was expected. */
  readonly rejected: readonly Issue[];
  /** How many issues there were, those beyond the first 100 included. */
  readonly issueCount: number;
  /** How many rows were left out. */
  readonly rejectedCount: number;
  /** The positions in the input, from 0, of all rows that were left out. */
  readonly rejectedIndexes: readonly number[];
}

/** Collects rejections row by row, in the order of the input. */
export class RejectionLog {
  private readonly issues: Issue[] = [];
  private readonly indexes: number[] = [];
  private count = 0;

  /** A row may be named several times in a row, once per issue. */
  add(index: number, issue: Omit<Issue, 'index'>): void {
    this.count += 1;
    if (this.indexes.at(-1) !== index) this.indexes.push(index);
    if (this.issues.length < ISSUE_LIMIT) {
      const { code, field, expected, received } = issue;
      this.issues.push({ code, index, field, expected, received });
    }
  }

  result(): Rejections {
    return {
      rejected: this.issues,
      issueCount: this.count,
      rejectedCount: this.indexes.length,
      rejectedIndexes: this.indexes,
    };
  }
}

import { InvalidDataError, ISSUE_LIMIT, type Issue } from './errors.js';

/** Collects what is wrong with the rows of one measurement, and throws it all at once at the end. */
export class IssueLog {
  readonly issues: Issue[] = [];
  count = 0;

  constructor(readonly owner: string) {}

  add(issue: Issue): void {
    this.count += 1;
    if (this.issues.length < ISSUE_LIMIT) this.issues.push(issue);
  }

  throwIfAny(): void {
    const first = this.issues[0];
    if (first === undefined) return;
    const found = first.received === 'number' ? 'another number' : first.received;
    const more =
      this.count > 1 ? `, and ${this.count - 1} more ${this.count === 2 ? 'row is' : 'rows are'} refused` : '';
    const message = `${this.owner} requires ${first.field ?? 'values'} to be ${first.expected}; row ${first.index} has ${found}${more}`;
    throw new InvalidDataError(message, this.issues, { issueCount: this.count });
  }
}

import { errorOf, InvalidDataError, ISSUE_LIMIT, type Issue } from './errors.js';

/** Where a fold notes what is wrong with the rows, one by one as it finds it. */
export interface Issues {
  add(issue: Issue): void;
}

/** Collects what is wrong with the rows of one measurement, and throws it all at once at the end. */
export class IssueLog implements Issues {
  private readonly issues: Issue[] = [];
  private count = 0;

  constructor(readonly owner: string) {}

  add(issue: Issue): void {
    this.count += 1;
    if (this.issues.length < ISSUE_LIMIT) this.issues.push(issue);
  }

  throwIfAny(): void {
    if (this.count > 0) throw errorOf(InvalidDataError, this.owner, this.issues, { issueCount: this.count });
  }
}

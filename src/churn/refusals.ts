import { type Issue, typeName } from '../core/errors.js';
import { IssueLog } from '../core/issue-log.js';
import { leaveOut, type RowPolicy } from '../core/policy.js';
import type { EventFault } from '../log/reading/event-fault.js';
import type { LedgerExcluded } from './ledger.js';

/** Collects which rows cannot be in a ledger while its columns are read one after the other; the first fault of a row stands. */
export class Refusals {
  private readonly faults = new Map<number, { readonly issue: Issue; readonly value: unknown }>();

  constructor(private readonly owner: string) {}

  add(index: number, field: string, value: unknown, { code, expected }: Omit<EventFault, 'received'>): void {
    if (this.faults.has(index)) return;
    this.faults.set(index, { issue: { code, index, field, expected, received: typeName(value) }, value });
  }

  has(index: number): boolean {
    return this.faults.size > 0 && this.faults.has(index);
  }

  /** Throws or counts what was refused, in the order of the rows. */
  judge(policy: RowPolicy): LedgerExcluded {
    const issues = new IssueLog(this.owner);
    const excluded = { missing: 0, invalid: 0 };
    for (const [, { issue, value }] of [...this.faults].sort((a, b) => a[0] - b[0])) {
      leaveOut(policy, excluded, issues, issue, value);
    }
    issues.throwIfAny();
    return excluded;
  }

  /** The rows that were not refused, in the given order; null where these are all rows as they stand. */
  kept(length: number, order: Int32Array | null): Int32Array | null {
    if (this.faults.size === 0) return order;
    const rows = new Int32Array(length - this.faults.size);
    let kept = 0;
    for (let i = 0; i < length; i += 1) {
      const row = order === null ? i : (order[i] as number);
      if (!this.faults.has(row)) rows[kept++] = row;
    }
    return rows;
  }
}

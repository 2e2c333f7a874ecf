import { IssueLog } from '../core/issue-log.js';
import type { TotalsPlan } from '../log/purchases/customer-totals.js';
import type { ReadEvents } from '../log/reading/read-events.js';

/** Refuses negative amounts where no rule was given for them, by the rows that hold them: nobody has sorted these yet. */
export function refuseRefundRows(
  { owner, refunds, from, asOf }: TotalsPlan,
  { parts: { time, amount }, leftOut }: ReadEvents,
  field: string,
): void {
  if (refunds !== 'reject' || amount === null) return;
  const [start, end] = [from ?? -Infinity, asOf ?? Infinity];
  const issues = new IssueLog(owner);
  let before = 0;
  for (let i = 0; i < amount.length; i += 1) {
    if (!(amount[i]! < 0) || time[i]! < start || time[i]! > end) continue;
    while (leftOut[before]! <= i + before) before += 1; // undefined past the last
    issues.add({ code: 'E_NUM_RANGE', index: i + before, field, ...EXPECTED });
  }
  issues.throwIfAny();
}

const EXPECTED = {
  expected: 'at least 0, or the option refunds to say what less is',
  received: 'a negative number',
};

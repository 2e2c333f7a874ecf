import type { Chapter } from '../chapter.js';
import { count } from '../format.js';
import type { Subscriptions } from '../subscriptions.js';
import { issuesTable } from './issues-table.js';

const REASONS = {
  notBegun: 'left out: never begun',
  trial: 'left out: on trial, without its end',
  excluded: 'left out: by their status',
} as const;

/** What was read of the subscriptions, what was left out and why, and what was guessed. */
export function subscriptionsReadingChapter({ ledger, hasAmounts, columns, source }: Subscriptions): Chapter {
  const some = (label: string, number: number) => (number === 0 ? [] : [[label, number] as const]);
  const lines: readonly (readonly [string, number])[] = [
    ['records in the file', source.records],
    ['left out: not as many cells as headings', source.ragged],
    ['left out: a cell that cannot be right', source.rejected],
    ...source.leftOut.map((row) => [REASONS[row.reason], row.count] as const),
    ...some('left out: of another currency', source.otherCurrencies),
    ...some(hasAmounts ? 'left out: without an amount' : 'left out: without a start', source.withoutAmount),
    ...some('left out: cannot be right beside others of their customer', source.conflicting),
    ['lines in this report', ledger.length],
    [`customers, by ${columns.customer}`, ledger.customers.length],
  ];
  return {
    title: 'What was read of the subscriptions, and what was left out',
    blocks: [
      {
        kind: 'table',
        title: 'Records of subscriptions',
        columns: [
          { title: '', kind: 'text' },
          { title: 'count', kind: 'number' },
        ],
        rows: lines.map(([label, number]) => [label, count(number)]),
      },
      ...issuesTable(source),
      ...source.guesses.map((text) => ({ kind: 'note', text }) as const),
    ],
  };
}

import type { Block, Chapter } from '../chapter.js';
import { count } from '../format.js';
import { lifetimesOf } from '../lifetimes.js';
import type { Subscriptions } from '../subscriptions.js';
import { issuesTable } from './issues-table.js';

const REASONS = {
  notBegun: 'left out: never begun',
  trial: 'left out: on trial, without its end',
  excluded: 'left out: by their status',
} as const;

const TAKEN_AS = {
  running: 'running, until it has an end',
  ended: 'over',
  notBegun: 'never begun: left out',
  trial: 'on trial',
  excluded: 'left out',
  unknown: 'not known: as running',
} as const;
const MOST_WORDS = 12;

/** What was read of the subscriptions, what was left out and why, and what was guessed. */
export function subscriptionsReadingChapter(subscriptions: Subscriptions): Chapter {
  const { ledger, hasAmounts, columns, source } = subscriptions;
  const some = (label: string, number: number) => (number === 0 ? [] : [[label, number] as const]);
  const payers = new Set(lifetimesOf(subscriptions).map(({ customer }) => customer)).size;
  const lines: readonly (readonly [string, number])[] = [
    ['records in the file', source.records],
    ['left out: not as many cells as headings', source.ragged],
    ['left out: a cell that cannot be right', source.rejected],
    ...source.leftOut.map((row) => [REASONS[row.reason], row.count] as const),
    ...some('left out: of another currency', source.otherCurrencies),
    ...some('left out: exact copies of others', source.copies),
    ...some(hasAmounts ? 'left out: without an amount' : 'left out: without a start', source.withoutAmount),
    ...some('left out: cannot be right beside others of their customer', source.conflicting),
    ['lines in this report', ledger.length],
    [`customers, by ${columns.customer}`, ledger.customers.length],
    ...some('of them never paid: on trial, for nothing, or yet to begin', ledger.customers.length - payers),
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
      ...statusTable(source),
      ...issuesTable(source),
      ...source.guesses.map((text) => ({ kind: 'note', text }) as const),
    ],
  };
}

/** The words of the status and what they were taken for; a column with many is of something else. */
function statusTable({ statuses }: Subscriptions['source']): readonly Block[] {
  if (statuses.length === 0) return [];
  const rows = statuses.slice(0, MOST_WORDS).map((row) => [row.status, count(row.count), TAKEN_AS[row.takenAs]]);
  const columns = [
    { title: 'status', kind: 'text' },
    { title: 'records', kind: 'number' },
    { title: 'taken as', kind: 'text' },
  ] as const;
  return [{ kind: 'table', title: 'What statuses were taken for', columns, rows }];
}

import type { Chapter } from '../chapter.js';
import { count } from '../format.js';
import type { Sales } from '../sales.js';
import { issuesTable } from './issues-table.js';

const REASONS = {
  line: 'further records of an order',
  cancelled: 'left out: cancelled',
  unpaid: 'left out: not paid',
  refunded: 'left out: refunded or returned',
  excluded: 'left out: by their status',
} as const;

/** What was read of the orders, what was left out and why, and what was guessed. */
export function ordersReadingChapter({ log, orders, columns, source }: Sales): Chapter {
  const { refunds } = source;
  const lines: readonly (readonly [string, number])[] = [
    ['records in the file', source.records],
    ['left out: not as many cells as headings', source.ragged],
    ['left out: a cell that cannot be right', source.rejected],
    ...source.leftOut.map((row) => [REASONS[row.reason], row.count] as const),
    ['orders in this report', orders.length],
    ...(refunds === 0 ? [] : [['refunds, as amounts below 0', refunds] as const]),
    [`customers, by ${columns.customer}`, log.customers.length],
  ];
  return {
    title: 'What was read of the orders, and what was left out',
    blocks: [
      {
        kind: 'table',
        title: 'Records of orders',
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

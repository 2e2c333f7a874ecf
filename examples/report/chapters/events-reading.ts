import type { Behaviour } from '../behaviour.js';
import type { Chapter } from '../chapter.js';
import { count } from '../format.js';
import { issuesTable } from './issues-table.js';

/** What was read of the events, what was left out and why, and what was guessed. */
export function eventsReadingChapter({ log, columns, source }: Behaviour): Chapter {
  const lines: readonly (readonly [string, number])[] = [
    ['records in the file', source.records],
    ['left out: not as many cells as headings', source.ragged],
    ['left out: a cell that cannot be right', source.rejected],
    ['events in this report', log.length],
    [`customers, by ${columns.customer}`, log.customers.length],
    [`names of events, by ${columns.name}`, log.names.length],
  ];
  return {
    title: 'What was read of the events, and what was left out',
    blocks: [
      {
        kind: 'table',
        title: 'Records of events',
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

import { nps } from 'kizuna';
import type { Chapter } from '../chapter.js';
import { count } from '../format.js';
import type { Survey } from '../survey.js';
import { issuesTable } from './issues-table.js';
import { npsOptions } from './nps-options.js';

/** What was read, what was left out and why, and what was guessed. */
export function readingChapter(survey: Survey): Chapter {
  const { source, answers, roles } = survey;
  const { missing } = nps(answers, npsOptions(survey)).excluded;
  const lines: readonly (readonly [string, number])[] = [
    ['records in the file', source.records],
    ['left out: not as many cells as headings', source.ragged],
    ['left out: a cell that cannot be right', source.rejected],
    ['answers in this report', answers.length],
    ...source.emptied.map(
      ({ heading, cells }) => [`cells of ${heading} that cannot be right, read as empty`, cells] as const,
    ),
    [`of these without ${roles.weight === null ? roles.score : `${roles.score} or ${roles.weight}`}`, missing],
  ];
  return {
    title: 'What was read of the answers, and what was left out',
    blocks: [
      {
        kind: 'table',
        title: 'Records',
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

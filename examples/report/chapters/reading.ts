import { nps } from 'kizuna';
import type { Block, Chapter } from '../chapter.js';
import { count } from '../format.js';
import type { Survey } from '../survey.js';
import { npsOptions } from './nps-options.js';

const ISSUES_SHOWN = 8;

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
    title: 'What was read, and what was left out',
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
      ...issuesTable(survey),
      ...source.guesses.map((text) => ({ kind: 'note', text }) as const),
    ],
  };
}

/** Where the cells are that cannot be right; never what stands in them. */
function issuesTable({ source: { issues, issueCount } }: Survey): readonly Block[] {
  if (issues.length === 0) return [];
  const shown = issues.slice(0, ISSUES_SHOWN);
  const table: Block = {
    kind: 'table',
    title: 'Cells that cannot be right',
    columns: [
      { title: 'column', kind: 'text' },
      { title: 'record', kind: 'number' },
      { title: 'must be', kind: 'text' },
    ],
    rows: shown.map(({ index, field, expected }) => [field ?? '', index === null ? '' : count(index + 1), expected]),
  };
  const more = issueCount - shown.length;
  return more === 0 ? [table] : [table, { kind: 'note', text: `… and ${count(more)} more.` }];
}

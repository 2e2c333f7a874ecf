import type { Issue } from 'kizuna';
import type { Block } from '../chapter.js';
import { count } from '../format.js';

const ISSUES_SHOWN = 8;
/** What the reader of amounts adds for programmers; a line has no room for it. */
const MORE = /: "," between groups.*$/;

/** Where the cells are that cannot be right; never what stands in them. */
export function issuesTable({
  issues,
  issueCount,
}: {
  readonly issues: readonly Issue[];
  readonly issueCount: number;
}): readonly Block[] {
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
    rows: shown.map(({ index, field, expected }) => [
      field ?? '',
      index === null ? '' : count(index + 1),
      expected.replace(MORE, ''),
    ]),
  };
  const more = issueCount - shown.length;
  return more === 0 ? [table] : [table, { kind: 'note', text: `… and ${count(more)} more.` }];
}

import { by, measure, npsMetric, suppressSmall } from 'kizuna';
import type { Block, Chapter } from '../chapter.js';
import { axisOf, count, decimal, percent, rangeOf } from '../format.js';
import type { Answer, Survey } from '../survey.js';
import { hiddenNote } from './hidden-note.js';
import { npsOptions } from './nps-options.js';
import { npsCells } from './trend.js';

/** The net promoter score of every segment, small groups hidden. */
export function segmentsChapter(survey: Survey): Chapter | null {
  const { segments } = survey.roles;
  if (segments.length === 0) return null;
  return { title: 'NPS by segment', blocks: segments.flatMap((segment) => segmentBlocks(survey, segment)) };
}

function segmentBlocks(survey: Survey, segment: string): readonly Block[] {
  const metric = npsMetric<Answer>(npsOptions(survey));
  const groups = measure(
    survey.answers,
    by((answer: Answer) => answer.segments[segment] ?? null, metric),
  );
  const rows = suppressSmall(groups, { minimum: survey.minimum, by: 'key' });
  const ranges = rows.map(({ value, n, interval }) => rangeOf({ value, n: n ?? 0, interval }));
  const axis = axisOf(ranges, 10, [-100, 100], (value) => decimal(value, 0));
  return [
    {
      kind: 'table',
      title: `NPS by ${segment}`,
      columns: [
        { title: segment, kind: 'text' },
        { title: 'NPS', kind: 'number' },
        { title: '95 % interval', kind: 'number' },
        { title: 'promoters', kind: 'number' },
        { title: 'n', kind: 'number' },
        { title: '', kind: 'range', axis },
      ],
      rows: rows.map((row, i) => [
        row.key ?? '(empty)',
        ...npsCells(ranges[i] ?? null),
        row.shares && percent(row.shares.promoters),
        row.n === null ? null : count(row.n),
        ranges[i] ?? null,
      ]),
    },
    ...hiddenNote(rows, survey.minimum, 'groups'),
  ];
}

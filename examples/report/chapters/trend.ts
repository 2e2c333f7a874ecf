import { by, calendar, measure, npsMetric, period, periodsBetween, suppressSmall } from 'kizuna';
import type { Chapter, Range } from '../chapter.js';
import { axisOf, count, decimal, rangeOf } from '../format.js';
import type { Answer, Survey } from '../survey.js';
import { hiddenNote } from './hidden-note.js';
import { npsOptions } from './nps-options.js';

/** The net promoter score period by period, on the dates of the zone. */
export function trendChapter(survey: Survey): Chapter | null {
  const { roles, unit, zone, minimum } = survey;
  if (roles.time === null) return null;
  const days = { unit, timeZone: zone };
  const metric = by(period<Answer>('time', days), npsMetric<Answer>(npsOptions(survey)));
  const rows = suppressSmall(measure(survey.answers, metric), { minimum, by: 'period' });
  const labels = rows.map((row) => row.period).filter((label) => label !== null);
  const [first, last] = [labels[0], labels.at(-1)];
  if (first === undefined || last === undefined) return null;

  const known = new Map(rows.map((row) => [row.period, row]));
  const lines = periodsBetween(calendar(days), first, last).map((label) => {
    const row = known.get(label);
    const range = row === undefined ? null : rangeOf({ value: row.value, n: row.n ?? 0, interval: row.interval });
    return { label, range, n: row === undefined ? 0 : row.n };
  });
  const axis = axisOf(
    lines.map(({ range }) => range),
    10,
    [-100, 100],
    (value) => decimal(value, 0),
  );
  const undated = known.get(null);
  return {
    title: `NPS by ${unit}`,
    blocks: [
      { kind: 'trend', title: `NPS by ${unit} with its 95 % interval`, points: lines, axis },
      {
        kind: 'table',
        title: `NPS by ${unit}, dates of ${zone}`,
        columns: [
          { title: unit, kind: 'text' },
          { title: 'NPS', kind: 'number' },
          { title: '95 % interval', kind: 'number' },
          { title: 'n', kind: 'number' },
          { title: '', kind: 'range', axis },
        ],
        rows: lines.map(({ label, range, n }) => [label, ...npsCells(range), n === null ? null : count(n), range]),
      },
      { kind: 'note', text: `Periods are those of the clocks in ${zone}.${undatedNote(undated)}` },
      ...hiddenNote(rows, minimum, 'periods'),
    ],
  };
}

/** The score and its interval as cells. */
export function npsCells(range: Range | null): readonly [string | null, string | null] {
  return range === null ? [null, null] : [decimal(range.value), `${decimal(range.low)} to ${decimal(range.high)}`];
}

function undatedNote(undated: { readonly n: number | null } | undefined): string {
  if (undated === undefined) return '';
  if (undated.n === 1) return ' 1 answer without a time is not in this table.';
  return ` ${undated.n === null ? 'A few' : count(undated.n)} answers without a time are not in this table.`;
}

import { csat } from 'kizuna';
import type { Chapter } from '../chapter.js';
import { axisOf, count, decimal, percent, rangeOf } from '../format.js';
import type { Answer, Scale, Survey } from '../survey.js';
import { weighted } from './weighted.js';

/** Every question by itself: its mean, and the share in the two highest answers. */
export function questionsChapter(survey: Survey): Chapter | null {
  const { roles, driversScale } = survey;
  if (roles.drivers.length === 0) return null;
  const results = [
    measured(survey, roles.score, survey.scale, ({ score }) => score),
    ...roles.drivers.map((name) => measured(survey, name, driversScale, ({ drivers }) => drivers[name] ?? null)),
  ];
  const ranges = results.map(({ result }) => rangeOf(result));
  const axis = axisOf(ranges, 0.1, [0, 1], (value) => `${decimal(100 * value, 0)} %`);
  return {
    title: 'Every question',
    blocks: [
      {
        kind: 'table',
        title: 'Mean, and share of the two highest answers with its 95 % interval',
        columns: [
          { title: 'question', kind: 'text' },
          { title: 'scale', kind: 'number' },
          { title: 'mean', kind: 'number' },
          { title: 'top two', kind: 'number' },
          { title: 'n', kind: 'number' },
          { title: '', kind: 'range', axis },
        ],
        rows: results.map(({ name, scale: [low, high], result }, i) => [
          name,
          `${low}–${high}`,
          result.mean.value === null ? null : decimal(result.mean.value, 2),
          result.value === null ? null : percent(result.value),
          count(result.n),
          ranges[i] ?? null,
        ]),
      },
    ],
  };
}

function measured(survey: Survey, name: string, scale: Scale, score: (answer: Answer) => number | null) {
  return { name, scale, result: csat(survey.answers, { score, scale, ...weighted(survey) }) };
}

import { ces } from 'kizuna';
import type { Chapter } from '../chapter.js';
import { decimal, estimateText, percent } from '../format.js';
import type { Survey } from '../survey.js';
import { pointsOf } from './points.js';
import { weighted } from './weighted.js';

/** Customer effort: the mean, and the shares that found it easy and difficult. */
export function effortChapter(survey: Survey): Chapter | null {
  const { roles, cesScale: scale } = survey;
  if (roles.ces === null) return null;
  const result = ces(survey.answers, { score: 'ces', scale, ...weighted(survey) });
  const [low, high] = scale;
  const boxes = Math.floor((high - low + 1) / 2);
  return {
    title: `Customer effort: ${roles.ces}`,
    blocks: [
      { kind: 'headline', text: `CES ${estimateText(result, (value) => decimal(value, 2))}` },
      { kind: 'text', text: `Easy: ${estimateText(result.easy, percent)}.` },
      { kind: 'text', text: `Difficult: ${estimateText(result.difficult, percent)}.` },
      {
        kind: 'columns',
        title: 'Every answer',
        parts: pointsOf(result.distribution, (score) =>
          score > high - boxes ? 'good' : score < low + boxes ? 'bad' : 'neutral',
        ),
      },
      {
        kind: 'note',
        text: `CES is the mean on ${low}–${high}, where ${high} is the easy end; easy is ${high - boxes + 1} and above, difficult ${low + boxes - 1} and below.`,
      },
    ],
  };
}

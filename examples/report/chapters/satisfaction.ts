import { csat } from 'kizuna';
import type { Chapter } from '../chapter.js';
import { decimal, estimateText, percent } from '../format.js';
import type { Survey } from '../survey.js';
import { pointsOf } from './points.js';
import { weighted } from './weighted.js';

/** Customer satisfaction: the share in the two highest answers. */
export function satisfactionChapter(survey: Survey): Chapter | null {
  const { roles, csatScale: scale } = survey;
  if (roles.csat === null) return null;
  const result = csat(survey.answers, { score: 'csat', scale, ...weighted(survey) });
  const [low, high] = scale;
  return {
    title: `Customer satisfaction: ${roles.csat}`,
    blocks: [
      { kind: 'headline', text: `CSAT ${estimateText(result, percent)}` },
      { kind: 'text', text: `Mean on ${low}–${high}: ${estimateText(result.mean, (value) => decimal(value, 2))}.` },
      {
        kind: 'columns',
        title: 'Every answer',
        parts: pointsOf(result.distribution, (score) => (score > high - 2 ? 'good' : 'neutral')),
      },
      {
        kind: 'note',
        text: `CSAT is the share of the two highest answers, ${high - 1} and ${high} of ${low}–${high}.`,
      },
    ],
  };
}

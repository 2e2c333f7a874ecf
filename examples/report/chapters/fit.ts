import { pmf } from 'kizuna';
import type { Chapter } from '../chapter.js';
import { count, estimateText, percent } from '../format.js';
import type { Survey } from '../survey.js';

const VERDICTS = {
  yes: 'The whole interval is at 40 % or above: the benchmark is met.',
  no: 'The whole interval is below 40 %: the benchmark is not met.',
  unclear: 'The interval holds 40 %: whether the benchmark is met is not settled by this many answers.',
};

/** Product–market fit: the share that would be very disappointed without the product. */
export function fitChapter({ answers, roles }: Survey): Chapter | null {
  if (roles.pmf === null) return null;
  const result = pmf(answers, { answer: 'pmf' });
  return {
    title: `Product–market fit: ${roles.pmf}`,
    blocks: [
      { kind: 'headline', text: `Very disappointed ${estimateText(result, percent)}` },
      { kind: 'text', text: VERDICTS[result.meetsBenchmark] },
      {
        kind: 'table',
        title: 'How they would feel without the product',
        columns: [
          { title: 'answer', kind: 'text' },
          { title: 'share', kind: 'number' },
          { title: 'n', kind: 'number' },
        ],
        rows: result.distribution.map(({ answer, count: n, share }) => [answer, percent(share), count(n)]),
      },
      ...(roles.weight === null ? [] : [{ kind: 'note', text: 'Not weighted.' } as const]),
    ],
  };
}

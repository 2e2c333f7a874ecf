import { nps } from 'kizuna';
import type { Chapter, Part } from '../chapter.js';
import { counted, decimal, estimateText } from '../format.js';
import type { Breaks, Survey } from '../survey.js';
import { npsOptions } from './nps-options.js';
import { pointsOf } from './points.js';

/** The net promoter score, its parts, and every answer from the lowest to the highest. */
export function scoreChapter(survey: Survey): Chapter {
  const options = npsOptions(survey);
  const result = nps(survey.answers, options);
  const { shares, promoters, passives, detractors, distribution } = result;
  const bands: readonly Part[] = [
    { label: 'detractors', count: detractors, share: shares?.detractors ?? 0, tone: 'bad' },
    { label: 'passives', count: passives, share: shares?.passives ?? 0, tone: 'neutral' },
    { label: 'promoters', count: promoters, share: shares?.promoters ?? 0, tone: 'good' },
  ];
  const points = pointsOf(distribution, (score) => toneOf(score, options.breaks));
  return {
    title: `Net promoter score: ${survey.roles.score}`,
    blocks: [
      { kind: 'headline', text: `NPS ${estimateText(result, decimal)}` },
      ...(result.n === 0 ? [] : [{ kind: 'bands', title: 'Answers by band', parts: bands } as const]),
      { kind: 'note', text: definition(options.breaks) },
      ...(survey.roles.weight === null
        ? []
        : [{ kind: 'note', text: weighting(survey.roles.weight, result) } as const]),
      ...(result.n === 0 ? [] : [{ kind: 'columns', title: 'Every answer', parts: points } as const]),
    ],
  };
}

function toneOf(score: number, [, detractor, passive]: Breaks): Part['tone'] {
  return score <= detractor ? 'bad' : score <= passive ? 'neutral' : 'good';
}

function definition([low, detractor, passive, high]: Breaks): string {
  const bands = `detractors ${span(low, detractor)}, passives ${span(detractor + 1, passive)}, promoters ${span(passive + 1, high)}`;
  const usual = low === 0 && high === 10;
  const caveat = usual
    ? ''
    : ` The usual scale is 0–10: on ${span(low, high)} the breaks are [${[low, detractor, passive, high].join(', ')}], and the score is not to be compared with one from 0–10.`;
  return `NPS is the share of promoters less the share of detractors, from −100 to 100: ${bands}.${caveat}`;
}

function weighting(
  column: string,
  { effectiveN, designEffect }: { effectiveN: number; designEffect: number | null },
): string {
  const cost = designEffect === null ? '' : ` (design effect ${decimal(designEffect, 2)})`;
  return `Weighted by ${column}: as informative as ${counted(Math.round(effectiveN), 'answer')} of equal weight${cost}. Counts are of answers, shares are by weight.`;
}

function span(low: number, high: number): string {
  return low === high ? String(low) : `${low}–${high}`;
}

import { type Answer, type Breaks, breaksOf, type Survey } from '../survey.js';
import { weighted } from './weighted.js';

/** The options that every net promoter score of the report is made with. */
export function npsOptions(survey: Survey): {
  readonly score: 'score';
  readonly breaks: Breaks;
  readonly weight?: (answer: Answer) => number | null;
} {
  return { score: 'score', breaks: breaksOf(survey.scale), ...weighted(survey) };
}

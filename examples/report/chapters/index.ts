import type { Chapter } from '../chapter.js';
import type { Survey } from '../survey.js';
import { driversChapter } from './drivers.js';
import { effortChapter } from './effort.js';
import { fitChapter } from './fit.js';
import { questionsChapter } from './questions.js';
import { readingChapter } from './reading.js';
import { satisfactionChapter } from './satisfaction.js';
import { scoreChapter } from './score.js';
import { segmentsChapter } from './segments.js';
import { trendChapter } from './trend.js';

/** The chapters in their order; one whose columns the survey does not have makes none. A new chapter is a file and a line. */
const CHAPTERS: readonly ((survey: Survey) => Chapter | null)[] = [
  scoreChapter,
  trendChapter,
  segmentsChapter,
  satisfactionChapter,
  effortChapter,
  fitChapter,
  questionsChapter,
  driversChapter,
  readingChapter,
];

export function chaptersOf(survey: Survey): readonly Chapter[] {
  return CHAPTERS.map((chapter) => chapter(survey)).filter((chapter) => chapter !== null);
}

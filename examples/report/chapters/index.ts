import type { Behaviour } from '../behaviour.js';
import type { Chapter } from '../chapter.js';
import type { Survey } from '../survey.js';
import { activeChapter } from './active.js';
import { driversChapter } from './drivers.js';
import { effortChapter } from './effort.js';
import { eventsReadingChapter } from './events-reading.js';
import { fitChapter } from './fit.js';
import { funnelChapter } from './funnel.js';
import { lifecycleChapter } from './lifecycle.js';
import { lostEventsChapter } from './lost-events.js';
import { questionsChapter } from './questions.js';
import { readingChapter } from './reading.js';
import { repeatChapter } from './repeat.js';
import { retentionChapter } from './retention.js';
import { satisfactionChapter } from './satisfaction.js';
import { scoreChapter } from './score.js';
import { segmentsChapter } from './segments.js';
import { trendChapter } from './trend.js';

/** The chapters of answers in their order; one whose columns they do not have makes none. A new chapter is a file and a line. */
const OF_ANSWERS: readonly ((survey: Survey) => Chapter | null)[] = [
  scoreChapter,
  trendChapter,
  segmentsChapter,
  satisfactionChapter,
  effortChapter,
  fitChapter,
  questionsChapter,
  driversChapter,
];

/** The chapters of events. */
const OF_EVENTS: readonly ((behaviour: Behaviour) => Chapter | null)[] = [
  lostEventsChapter,
  retentionChapter,
  funnelChapter,
  activeChapter,
  lifecycleChapter,
  repeatChapter,
];

/** What the answers say, what the events say, and at the end what was read of them. */
export function chaptersOf(survey: Survey | null, behaviour: Behaviour | null): readonly Chapter[] {
  const chapters = [
    ...(survey === null ? [] : OF_ANSWERS.map((chapter) => chapter(survey))),
    ...(behaviour === null ? [] : OF_EVENTS.map((chapter) => chapter(behaviour))),
    survey === null ? null : readingChapter(survey),
    behaviour === null ? null : eventsReadingChapter(behaviour),
  ];
  return chapters.filter((chapter) => chapter !== null);
}

import type { Behaviour } from '../behaviour.js';
import type { Chapter } from '../chapter.js';
import type { Sources } from '../cover.js';
import type { Sales } from '../sales.js';
import { type SalesModels, salesModels } from '../sales-models.js';
import type { Subscriptions } from '../subscriptions.js';
import type { Survey } from '../survey.js';
import { activeChapter } from './active.js';
import { bridgeChapter } from './bridge.js';
import { churnReasonsChapter } from './churn-reasons.js';
import { customerChurnChapter } from './customer-churn.js';
import { decilesChapter } from './deciles.js';
import { driversChapter } from './drivers.js';
import { effortChapter } from './effort.js';
import { eventsReadingChapter } from './events-reading.js';
import { fitChapter } from './fit.js';
import { funnelChapter } from './funnel.js';
import { lapseChapter } from './lapse.js';
import { leavingChapter } from './leaving.js';
import { lifecycleChapter } from './lifecycle.js';
import { lostEventsChapter } from './lost-events.js';
import { ordersReadingChapter } from './orders-reading.js';
import { questionsChapter } from './questions.js';
import { readingChapter } from './reading.js';
import { orderRepeatChapter, repeatChapter } from './repeat.js';
import { retentionChapter } from './retention.js';
import { revenueCohortsChapter } from './revenue-cohorts.js';
import { revenueRetentionChapter } from './revenue-retention.js';
import { rfmChapter } from './rfm.js';
import { satisfactionChapter } from './satisfaction.js';
import { scoreChapter } from './score.js';
import { segmentsChapter } from './segments.js';
import { subscriptionsReadingChapter } from './subscriptions-reading.js';
import { survivalChapter } from './survival.js';
import { trendChapter } from './trend.js';
import { valueChapter } from './value.js';

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

/** The chapters of orders; two are made from the same models. */
const OF_ORDERS: readonly ((sales: Sales, models: SalesModels | null) => Chapter | null)[] = [
  rfmChapter,
  leavingChapter,
  lapseChapter,
  valueChapter,
  decilesChapter,
  orderRepeatChapter,
];

/** The chapters of subscriptions. */
const OF_SUBSCRIPTIONS: readonly ((subscriptions: Subscriptions) => Chapter | null)[] = [
  bridgeChapter,
  revenueRetentionChapter,
  revenueCohortsChapter,
  customerChurnChapter,
  survivalChapter,
  churnReasonsChapter,
];

/** What the answers, the events, the orders and the subscriptions say, and at the end what was read of them. */
export function chaptersOf({ survey, behaviour, sales, subscriptions }: Sources): readonly Chapter[] {
  const models = sales === null ? null : salesModels(sales);
  const chapters = [
    ...(survey === null ? [] : OF_ANSWERS.map((chapter) => chapter(survey))),
    ...(behaviour === null ? [] : OF_EVENTS.map((chapter) => chapter(behaviour))),
    ...(sales === null ? [] : OF_ORDERS.map((chapter) => chapter(sales, models))),
    ...(subscriptions === null ? [] : OF_SUBSCRIPTIONS.map((chapter) => chapter(subscriptions))),
    survey === null ? null : readingChapter(survey),
    behaviour === null ? null : eventsReadingChapter(behaviour),
    sales === null ? null : ordersReadingChapter(sales),
    subscriptions === null ? null : subscriptionsReadingChapter(subscriptions),
  ];
  return chapters.filter((chapter) => chapter !== null);
}

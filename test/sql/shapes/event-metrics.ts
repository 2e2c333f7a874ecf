import { activeCustomersMetric, type EventMetric, frequencyCurveMetric, lifecycleMetric } from 'kizuna';
import type { Properties } from './event-rows.js';

export type Any = EventMetric<string, Properties, unknown, unknown>;

const HAVANA = { timeZone: 'America/Havana' } as const;
const APIA = { timeZone: 'Pacific/Apia' } as const;
const PRO = { name: 'order', where: { plan: 'pro', amount: { gte: 5 } } } as const;
const FIRST = {
  name: 'order',
  where: { trial: [true, false], seats: { lte: 2 } },
  occurrence: 'firstMatching',
} as const;

/** Metrics of activity, each of which engines must count as memory does. */
export const ACTIVITY: Readonly<Record<string, Any>> = {
  'active customers by day': activeCustomersMetric({ unit: 'day' }),
  'active customers, trailing': activeCustomersMetric({ unit: 'day', trailing: [2, 7, 28], ...HAVANA }),
  'active customers by hour': activeCustomersMetric({
    unit: 'hour',
    trailing: 24,
    timeZone: 'Australia/Lord_Howe',
    asOf: '2024-12-31',
  }),
  'active customers by week': activeCustomersMetric({ unit: 'week', trailing: 4, weekStartsOn: 0, ...APIA }),
  'active customers by quarter': activeCustomersMetric({ unit: 'quarter', fiscalYearStartsOn: 4, event: 'order' }),
  'active customers in a range': activeCustomersMetric({
    unit: 'day',
    trailing: 3,
    from: '2024-02-20',
    to: '2024-03-20',
    asOf: '2024-03-25',
  }),
  'active customers, often': activeCustomersMetric({ unit: 'month', minimumOccurrences: 2, trailing: 2 }),
  'active customers, some': activeCustomersMetric<string, Properties>({
    unit: 'day',
    trailing: 5,
    event: PRO,
    minimumOccurrences: 2,
    ...HAVANA,
  }),
  'active customers, first': activeCustomersMetric<string, Properties>({ unit: 'day', event: FIRST }),
  'active customers, first ever': activeCustomersMetric({
    unit: 'day',
    event: { name: 'order', occurrence: 'firstEver' },
  }),
  'active customers of no name': activeCustomersMetric({ unit: 'day', event: 'a\0' }),
  'lifecycle by day': lifecycleMetric({ unit: 'day', ...HAVANA }),
  'lifecycle by month': lifecycleMetric({
    unit: 'month',
    from: '2024-02-01',
    asOf: '2024-03-10',
    timeZone: 'Asia/Tokyo',
  }),
  'lifecycle by year': lifecycleMetric({ unit: 'year', fiscalYearStartsOn: 10, event: 'visit', minimumOccurrences: 2 }),
  'frequency curve': frequencyCurveMetric({ unit: 'day', asOf: '2024-03-10', periods: 28, ...HAVANA }),
  'frequency curve of all': frequencyCurveMetric({
    unit: 'week',
    asOf: '2024-03-20',
    periods: 5,
    base: 'all',
    event: 'order',
  }),
};

/** All metrics of events. */
export const EVENTS: Readonly<Record<string, Any>> = { ...ACTIVITY };

import {
  activeCustomersMetric,
  type EventMetric,
  frequencyCurveMetric,
  lifecycleMetric,
  purchaseIntervalsMetric,
  repeaterRateMetric,
  repeatersPerNewCustomerMetric,
  repeatRateMetric,
  repurchaseMetric,
  retentionMetric,
} from 'kizuna';
import { BASKETS } from './basket-metrics.js';
import { CUSTOMERS } from './customer-metrics.js';
import type { Properties } from './event-rows.js';
import { FUNNELS } from './funnel-metrics.js';
import { LAPSES } from './lapse-metrics.js';
import { POOLED, SETS } from './pooled-metrics.js';
import { STICKINESS } from './stickiness-metrics.js';
import { CONTINUING, SALES, SESSIONS } from './visit-metrics.js';

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

const ASOF = { asOf: '2024-04-10' } as const;
const SIMPLE = { cohort: 'recurring', mean: 'simple' } as const;

/** Retention by cohort, mode, window, brackets and steps. */
export const RETENTION: Readonly<Record<string, Any>> = {
  'retention by week': retentionMetric({ unit: 'week', ...ASOF }),
  'retention in Havana': retentionMetric({ unit: 'day', asOf: '2024-11-05', ...HAVANA }),
  'retention in a range': retentionMetric({ unit: 'day', from: '2024-02-12', to: '2024-02-25', periods: 9, ...ASOF }),
  'retention of orders': retentionMetric({
    unit: 'day',
    start: 'visit',
    return: 'order',
    ...HAVANA,
    asOf: '2024-11-05',
  }),
  'retention of pro orders': retentionMetric<string, Properties>({
    unit: 'month',
    start: PRO,
    return: FIRST,
    ...APIA,
    ...ASOF,
  }),
  'retention on or after': retentionMetric({ unit: 'day', mode: 'onOrAfter', return: 'order', ...ASOF }),
  'retention up to a horizon': retentionMetric({
    unit: 'week',
    mode: 'onOrAfter',
    horizon: 3,
    timeZone: 'Asia/Tokyo',
    ...ASOF,
  }),
  'retention on or before': retentionMetric({ unit: 'day', mode: 'onOrBefore', periods: 20, return: 'visit', ...ASOF }),
  'retention in brackets': retentionMetric({ unit: 'day', brackets: [1, 2, 5], ...ASOF }),
  'retention on or after, in brackets': retentionMetric({
    unit: 'day',
    mode: 'onOrAfter',
    brackets: [3, 4],
    start: 'order',
    ...ASOF,
  }),
  'retention on or before, in brackets': retentionMetric({
    unit: 'week',
    mode: 'onOrBefore',
    brackets: [1, 3],
    ...ASOF,
    weekStartsOn: 6,
  }),
  'retention of those who come often': retentionMetric({ unit: 'week', minimumOccurrences: 2, ...ASOF }),
  'retention of those who come often, in brackets': retentionMetric({
    unit: 'day',
    brackets: [7, 7],
    minimumOccurrences: 2,
    mode: 'onOrAfter',
    ...ASOF,
  }),
  'rolling retention': retentionMetric({ unit: 'day', window: 'rolling', ...ASOF }),
  'rolling retention of orders': retentionMetric({
    unit: 'week',
    window: 'rolling',
    start: 'visit',
    return: 'order',
    periods: 4,
    ...ASOF,
  }),
  'rolling retention on or after': retentionMetric({
    unit: 'day',
    window: 'rolling',
    mode: 'onOrAfter',
    horizon: 30,
    ...ASOF,
  }),
  'rolling retention on or before': retentionMetric({
    unit: 'day',
    window: 'rolling',
    mode: 'onOrBefore',
    brackets: [2, 5, 10],
    minimumOccurrences: 2,
    ...ASOF,
  }),
  'recurring retention': retentionMetric({ unit: 'week', ...SIMPLE, ...ASOF }),
  'recurring retention of orders': retentionMetric({
    unit: 'day',
    ...SIMPLE,
    start: 'order',
    return: 'visit',
    brackets: [1, 3],
    ...HAVANA,
    asOf: '2024-11-05',
  }),
  'recurring retention, rolling': retentionMetric({
    unit: 'day',
    ...SIMPLE,
    window: 'rolling',
    mode: 'onOrAfter',
    ...ASOF,
    from: '2024-02-11',
  }),
  'recurring retention, often': retentionMetric({
    unit: 'month',
    ...SIMPLE,
    minimumOccurrences: 2,
    mode: 'onOrBefore',
    ...ASOF,
    ...APIA,
  }),
};

const RANGE = { from: '2024-02-14', to: '2024-03-01' } as const;

/** Metrics of purchases. */
export const PURCHASES: Readonly<Record<string, Any>> = {
  'repeat rate': repeatRateMetric({}),
  'repeat rate of days': repeatRateMetric({ ...RANGE, purchase: 'order', per: 'day', ...HAVANA }),
  'repeater rate': repeaterRateMetric<string, Properties>({
    ...RANGE,
    purchase: PRO,
    per: 'instant',
    asOf: '2024-02-25',
  }),
  'repeaters per new customer': repeatersPerNewCustomerMetric({
    from: '2024-02-20',
    repeaters: 'boughtBefore',
    asOf: '2024-02-12',
  }),
  repurchase: repurchaseMetric({ within: { days: 7 }, ...ASOF }),
  'repurchase of orders': repurchaseMetric({ within: null, purchase: 'order', per: 'day', ...APIA, ...ASOF, ...RANGE }),
  'third purchase': repurchaseMetric({ within: { days: 400 }, purchases: 3, per: 'instant', ...ASOF }),
  'purchase intervals': purchaseIntervalsMetric({ ...ASOF }),
  'purchase intervals of orders': purchaseIntervalsMetric({
    purchase: 'order',
    per: 'day',
    upTo: 2,
    ...RANGE,
    asOf: '2024-03-05',
    ...HAVANA,
  }),
};

/** All metrics of events. */
export const EVENTS: Readonly<Record<string, Any>> = {
  ...ACTIVITY,
  ...RETENTION,
  ...PURCHASES,
  ...CUSTOMERS,
  ...SESSIONS,
  ...BASKETS,
  ...CONTINUING,
  ...SALES,
  ...STICKINESS,
  ...POOLED,
  ...SETS,
  ...LAPSES,
  ...FUNNELS,
};

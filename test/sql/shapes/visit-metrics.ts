import {
  periodRetentionMetric,
  repurchaseLadderMetric,
  salesBreakdownMetric,
  sessionSummaryMetric,
  subscriptionContinuationMetric,
  winBackMetric,
} from 'kizuna';
import type { Any } from './event-metrics.js';
import type { Properties } from './event-rows.js';

const HAVANA = { timeZone: 'America/Havana' } as const;
const APIA = { timeZone: 'Pacific/Apia' } as const;
const ASOF = { asOf: '2024-04-10' } as const;
const PRO = { name: 'order', where: { plan: 'pro', amount: { gte: 5 } } } as const;

/** Metrics of sessions. */
export const SESSIONS: Readonly<Record<string, Any>> = {
  sessions: sessionSummaryMetric(),
  'sessions of days': sessionSummaryMetric({
    timeout: { hours: 12 },
    splitAtMidnight: true,
    ...HAVANA,
    dwell: 'name',
    from: '2024-02-12',
    to: '2024-11-04',
    asOf: '2024-12-01',
  }),
  'sessions of days in Apia': sessionSummaryMetric<string, Properties>({
    timeout: { days: 2 },
    splitAtMidnight: true,
    ...APIA,
    dwell: 'seats',
  }),
  'sessions of orders': sessionSummaryMetric<string, Properties>({
    timeout: { days: 1 },
    event: PRO,
    dwell: 'trial',
    to: '2024-03-01',
  }),
  'sessions of first orders': sessionSummaryMetric<string, Properties>({
    timeout: { days: 400 },
    event: { name: 'visit', occurrence: 'firstMatching' },
    dwell: 'plan',
  }),
  'long sessions': sessionSummaryMetric<string, Properties>({
    timeout: { days: 20 },
    dwell: 'plan',
    asOf: '2024-02-20',
  }),
};

/** Metrics of who goes on. */
export const CONTINUING: Readonly<Record<string, Any>> = {
  'ladder of repurchase': repurchaseLadderMetric({ within: { days: 7 }, ...ASOF, upTo: 4 }),
  'ladder of repurchase of orders': repurchaseLadderMetric({
    within: null,
    purchase: 'order',
    per: 'day',
    ...APIA,
    asOf: '2024-03-05',
    from: '2024-02-14',
    to: '2024-03-01',
    upTo: 2,
  }),
  'period retention': periodRetentionMetric({ unit: 'month', ...ASOF }),
  'period retention, lapsing': periodRetentionMetric({
    unit: 'day',
    lapsedAfter: { days: 3 },
    ...HAVANA,
    asOf: '2024-11-20',
  }),
  'period retention, lapsing late': periodRetentionMetric<string, Properties>({
    unit: 'week',
    lapsedAfter: { days: 11, hours: 5 },
    weekStartsOn: 3,
    purchase: PRO,
    ...APIA,
    ...ASOF,
  }),
  'period retention of days': periodRetentionMetric({
    unit: 'day',
    purchase: 'order',
    per: 'day',
    timeZone: 'Australia/Lord_Howe',
    from: '2024-02-12',
    asOf: '2024-02-28T05:00:00Z',
  }),
  'period retention of years': periodRetentionMetric({
    unit: 'year',
    fiscalYearStartsOn: 4,
    lapsedAfter: { days: 800 },
    per: 'instant',
    ...ASOF,
  }),
  continuation: subscriptionContinuationMetric({ every: { days: 7 }, upTo: 4, ...ASOF }),
  'continuation of orders': subscriptionContinuationMetric({
    every: { hours: 37 },
    grace: { days: 2 },
    purchase: 'order',
    per: 'day',
    unit: 'week',
    ...HAVANA,
    from: '2024-02-11',
    to: '2024-11-03',
    asOf: '2024-11-05',
  }),
  'win-back': winBackMetric({ lapsedAfter: { days: 5 }, within: { days: 10 }, ...ASOF }),
  'win-back of orders': winBackMetric<string, Properties>({
    lapsedAfter: { hours: 30 },
    purchase: 'order',
    per: { property: 'seats' },
    refunds: 'exclude',
    from: '2024-02-12',
    to: '2024-03-20',
    ...HAVANA,
    ...ASOF,
  }),
  'win-back by own rhythm': winBackMetric<string, Properties>({
    lapsedAfter: { factor: 1.5, minimumGaps: 1, otherwise: { days: 9 } },
    within: { days: 30 },
    refunds: 'exclude',
    per: 'day',
    ...APIA,
    asOf: '2024-11-05',
  }),
  'win-back by the rhythm of many': winBackMetric<string, Properties>({
    lapsedAfter: { factor: 0.37, otherwise: { days: 2 } },
    per: { property: 'plan' },
    from: '2024-02-11',
    ...ASOF,
  }),
};

/** Metrics of sales. */
export const SALES: Readonly<Record<string, Any>> = {
  sales: salesBreakdownMetric({ unit: 'month', ...ASOF }),
  'sales of orders': salesBreakdownMetric<string, Properties>({
    unit: 'day',
    purchase: 'order',
    per: { property: 'seats' },
    refunds: 'net',
    ...HAVANA,
    asOf: '2024-11-05',
  }),
  'sales of days': salesBreakdownMetric({ unit: 'hour', per: 'day', refunds: 'exclude', ...APIA, ...ASOF }),
  'sales of instants': salesBreakdownMetric<string, Properties>({
    unit: 'week',
    purchase: { where: { trial: true } },
    per: 'instant',
    refunds: 'net',
    asOf: '2024-02-25',
  }),
};

import { retentionMetric } from 'kizuna';
import type { Any } from './event-metrics.js';
import type { Properties } from './event-rows.js';

const ASOF = { asOf: '2024-04-10', cohort: 'recurring', mean: 'pooled' } as const;
const HAVANA = { timeZone: 'America/Havana' } as const;

/** Recurring cohorts, whose interval needs each customer's cohorts together. */
export const POOLED: Readonly<Record<string, Any>> = {
  'pooled recurring retention': retentionMetric({ unit: 'week', ...ASOF }),
  'pooled recurring retention of orders': retentionMetric({
    unit: 'day',
    ...ASOF,
    ...HAVANA,
    start: 'visit',
    return: 'order',
    periods: 9,
    from: '2024-02-11',
  }),
  'pooled recurring retention in brackets': retentionMetric({ unit: 'day', ...ASOF, brackets: [1, 3, 9] }),
  'pooled recurring retention on or after': retentionMetric({ unit: 'day', mode: 'onOrAfter', ...ASOF, ...HAVANA }),
  'pooled recurring retention up to a horizon': retentionMetric({
    unit: 'week',
    mode: 'onOrAfter',
    horizon: 3,
    ...ASOF,
  }),
  'pooled recurring retention on or before': retentionMetric({
    unit: 'day',
    mode: 'onOrBefore',
    minimumOccurrences: 2,
    brackets: [2, 4],
    ...ASOF,
  }),
  'pooled recurring retention, rolling': retentionMetric({
    unit: 'day',
    window: 'rolling',
    periods: 12,
    ...ASOF,
    ...HAVANA,
  }),
  'pooled recurring retention, rolling months': retentionMetric({
    unit: 'month',
    window: 'rolling',
    mode: 'onOrBefore',
    periods: 2,
    to: '2024-03-02',
    ...ASOF,
  }),
};

/** Retention whose starts are returns, by units of which an engine's integers hold many periods. */
export const SETS: Readonly<Record<string, Any>> = {
  'retention of orders by week': retentionMetric({ unit: 'week', start: 'order', return: 'order', asOf: '2024-04-10' }),
  'retention by month in a range': retentionMetric({
    unit: 'month',
    from: '2024-01-01',
    to: '2024-03-05',
    timeZone: 'Asia/Tokyo',
    asOf: '2025-12-31',
  }),
  'retention of who first came as pro': retentionMetric<string, Properties>({
    unit: 'week',
    start: { where: { plan: ['pro', ''] }, occurrence: 'firstEver' },
    return: { name: 'order', where: { seats: { gte: 1 } }, occurrence: 'firstEver' },
    asOf: '2024-04-10',
  }),
  'retention by quarter': retentionMetric({ unit: 'quarter', periods: 3, ...HAVANA, asOf: '2024-11-04' }),
};

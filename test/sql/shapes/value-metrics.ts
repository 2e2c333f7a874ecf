import { accountRollupMetric, cohortValueMetric, engagementScoreMetric } from 'kizuna';
import type { Any } from './event-metrics.js';
import type { Properties } from './event-rows.js';

const HAVANA = { timeZone: 'America/Havana' } as const;
const APIA = { timeZone: 'Pacific/Apia' } as const;
const ASOF = { asOf: '2024-04-10' } as const;

/** Metrics of what customers bring. */
export const VALUES: Readonly<Record<string, Any>> = {
  'value of cohorts': cohortValueMetric({ unit: 'month', ...ASOF }),
  'value of cohorts, less refunds': cohortValueMetric<string, Properties>({
    unit: 'day',
    purchase: 'order',
    start: 'visit',
    refunds: 'net',
    ages: 20,
    ...HAVANA,
    asOf: '2024-11-05',
  }),
  'value of cohorts in windows': cohortValueMetric<string, Properties>({
    unit: 'week',
    window: 'rolling',
    refunds: 'net',
    ...ASOF,
  }),
  'value of cohorts in some windows': cohortValueMetric<string, Properties>({
    unit: 'day',
    window: 'rolling',
    ages: 9,
    refunds: 'exclude',
    from: '2024-02-12',
    to: '2024-03-01',
    ...APIA,
    asOf: '2024-03-10',
  }),
  'value of cohorts of years': cohortValueMetric<string, Properties>({
    unit: 'year',
    start: { where: { plan: 'pro' }, occurrence: 'firstMatching' },
    refunds: 'exclude',
    fiscalYearStartsOn: 4,
    ...APIA,
    ...ASOF,
  }),
};

/** Metrics whose states hold a row for each customer, with fractions. */
export const SCORES: Readonly<Record<string, Any>> = {
  'engagement score': engagementScoreMetric({
    signals: { visit: 1, order: { weight: 10, maximum: 12 } },
    halfLife: { days: 7 },
    ...ASOF,
  }),
  'engagement score that fades': engagementScoreMetric({
    signals: { 'a\0': 3, Order: 2, order: 1 },
    halfLife: { hours: 5 },
    asOf: '2024-03-01',
    ...HAVANA,
  }),
  accounts: accountRollupMetric<string, Properties>({ account: 'plan', ...ASOF }),
  'accounts with scores': accountRollupMetric<string, Properties>({
    account: 'seats',
    within: { days: 60 },
    event: { name: 'order', where: { trial: true } },
    score: { signals: { order: 2, visit: 1 }, halfLife: { days: 30 } },
    ...ASOF,
  }),
  'accounts of trials': accountRollupMetric<string, Properties>({
    account: 'trial',
    event: 'visit',
    asOf: '2024-02-20',
  }),
};

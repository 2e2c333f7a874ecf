import { churnByInactivityMetric } from 'kizuna';
import type { Any } from './event-metrics.js';
import type { Properties } from './event-rows.js';

const HAVANA = { timeZone: 'America/Havana' } as const;
const ASOF = { asOf: '2024-04-10', refunds: 'exclude' } as const;
const PRO = { name: 'order', where: { plan: 'pro', amount: { gte: 5 } } } as const;

/** Churn by inactivity: thresholds for all and of one's own, and what one order is. */
export const LAPSES: Readonly<Record<string, Any>> = {
  'churn by inactivity': churnByInactivityMetric({
    unit: 'month',
    lapsedAfter: { days: 3 },
    ...ASOF,
    refunds: 'reject',
  }),
  'churn by inactivity, by day': churnByInactivityMetric({
    unit: 'day',
    lapsedAfter: { days: 1 },
    purchase: 'order',
    ...ASOF,
    ...HAVANA,
    asOf: '2024-11-04',
  }),
  'churn by inactivity, weeks of days': churnByInactivityMetric({
    unit: 'week',
    lapsedAfter: { hours: 60 },
    per: 'day',
    weekStartsOn: 0,
    ...ASOF,
    timeZone: 'America/St_Johns',
  }),
  'churn by inactivity, own rhythm': churnByInactivityMetric({
    unit: 'day',
    lapsedAfter: { factor: 1.37, minimumGaps: 1, otherwise: { days: 5 } },
    ...ASOF,
  }),
  'churn by inactivity, own rhythm of orders': churnByInactivityMetric<string, Properties>({
    unit: 'quarter',
    lapsedAfter: { factor: 2.5, minimumGaps: 2, otherwise: { days: 30 } },
    purchase: PRO,
    per: 'instant',
    ...ASOF,
    fiscalYearStartsOn: 2,
  }),
  'churn by inactivity, per plan': churnByInactivityMetric<string, Properties>({
    unit: 'month',
    lapsedAfter: { factor: 1, minimumGaps: 1, otherwise: { days: 7 } },
    per: { property: 'seats' },
    ...ASOF,
    timeZone: 'Pacific/Apia',
  }),
};

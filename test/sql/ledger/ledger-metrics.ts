import {
  customerChurnMetric,
  type Metric,
  type RevenueLedger,
  recurringRevenueMetric,
  revenueCohortsMetric,
  revenueRetentionMetric,
  revenueRetentionTrendMetric,
} from 'kizuna';

export type Any = Metric<RevenueLedger, unknown, unknown>;

const ASOF = { asOf: '2024-05-01' } as const;
const HAVANA = { timeZone: 'America/Havana' } as const;

/** Metrics of ledgers, each of which engines must count as memory does. */
export const LEDGERS: Readonly<Record<string, Any>> = {
  'recurring revenue': recurringRevenueMetric({ unit: 'month', ...ASOF }),
  'recurring revenue by day': recurringRevenueMetric({
    unit: 'day',
    asOf: new Date('2024-03-10T05:00:00Z'),
    ...HAVANA,
  }),
  'recurring revenue, trailing': recurringRevenueMetric({ unit: 'week', trailing: 4, ...ASOF, weekStartsOn: 0 }),
  'recurring revenue, back late': recurringRevenueMetric({
    ...{ unit: 'month', reactivationWithin: { days: 30 }, ...ASOF, churnDate: 'cancellation' },
  }),
  'recurring revenue, back late, trailing': recurringRevenueMetric({
    ...{ unit: 'day', trailing: 30, reactivationWithin: { days: 20 }, ...ASOF, refunds: 'exclude' },
  }),
  'recurring revenue of ChartMogul': recurringRevenueMetric({ unit: 'month', preset: 'chartmogul', ...ASOF }),
  'recurring revenue, each': recurringRevenueMetric({
    ...{ unit: 'week', movements: 'each', reactivationWithin: { days: 10 }, trailing: 3, ...ASOF },
  }),
  'recurring revenue of Baremetrics': recurringRevenueMetric({
    ...{ unit: 'quarter', preset: 'baremetrics', fiscalYearStartsOn: 2, ...ASOF, churnDenominator: 'dailySum' },
  }),
  'recurring revenue, come and gone': recurringRevenueMetric({
    ...{ unit: 'month', movements: 'newAndChurned', reactivationWithin: { days: 25 }, trailing: 2 },
    ...{ asOf: '2024-03-31', churnDate: 'cancellation' },
  }),
  'recurring revenue of ProfitWell': recurringRevenueMetric({ unit: 'year', preset: 'profitwell', ...ASOF }),
  'customer churn': customerChurnMetric({ unit: 'month', ...ASOF }),
  'customer churn by days': customerChurnMetric({ unit: 'week', denominator: 'dailyRates', ...ASOF, ...HAVANA }),
  'customer churn, each': customerChurnMetric({
    ...{ unit: 'month', denominator: 'dailySum', movements: 'each', asOf: '2024-03-20', refunds: 'exclude' },
  }),
  'customer churn, trailing': customerChurnMetric({
    ...{ unit: 'day', trailing: 7, movements: 'newAndChurned', timeZone: 'America/St_Johns', ...ASOF },
  }),
  'revenue retention': revenueRetentionMetric({ at: '2024-02-15', until: '2024-04-30' }),
  'revenue retention, cancelled': revenueRetentionMetric({
    ...{ at: '2024-03-01', until: '2024-03-31', asOf: '2024-04-15', churnDate: 'cancellation', refunds: 'exclude' },
  }),
  'revenue retention trend': revenueRetentionTrendMetric({ unit: 'month', after: 2, ...ASOF }),
  'revenue retention trend by day': revenueRetentionTrendMetric({
    ...{ unit: 'day', after: 40, asOf: '2024-05-20', ...HAVANA, churnDate: 'cancellation' },
  }),
  'revenue cohorts': revenueCohortsMetric({ unit: 'month', ...ASOF }),
  'revenue cohorts by week': revenueCohortsMetric({
    ...{ unit: 'week', periods: 5, from: '2024-01-15', to: '2024-04-01', asOf: '2024-04-20', refunds: 'exclude' },
  }),
};

/** The same of single subscriptions. */
export const SUBSCRIPTIONS: Readonly<Record<string, Any>> = {
  'recurring revenue of subscriptions': recurringRevenueMetric({ unit: 'month', count: 'subscriptions', ...ASOF }),
  'recurring revenue of subscriptions, each': recurringRevenueMetric({
    ...{ unit: 'week', count: 'subscriptions', movements: 'each', churnDate: 'cancellation', ...ASOF },
  }),
};

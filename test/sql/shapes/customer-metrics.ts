import {
  abcMetric,
  customerClassesMetric,
  customerPortfolioMetric,
  decileSummaryMetric,
  decilesMetric,
  type EventMetric,
  historyCountsMetric,
  rfmCutsMetric,
  rfmMetric,
  rfmSummaryMetric,
} from 'kizuna';
import type { Properties } from './event-rows.js';

type Any = EventMetric<string, Properties, unknown, unknown>;

const HAVANA = { timeZone: 'America/Havana' } as const;
const ASOF = { asOf: '2024-03-10' } as const;
const NET = { refunds: 'net' } as const;
const PRO = { name: 'order', where: { plan: 'pro', amount: { lte: 100 } } } as const;
const FIRST = { name: 'order', occurrence: 'firstMatching' } as const;

/** Metrics of what each customer has bought: by order rules, ranges, refunds and steps. */
export const CUSTOMERS: Readonly<Record<string, Any>> = {
  rfm: rfmMetric({ ...ASOF, ...NET }),
  'rfm of days': rfmMetric({ asOf: '2024-11-05', per: 'day', purchase: 'order', ...HAVANA }),
  'rfm of first orders': rfmMetric({ ...ASOF, purchase: FIRST, refunds: 'exclude' }),
  deciles: decilesMetric(),
  'deciles of instants': decilesMetric({ per: 'instant', from: '2024-02-15', ...NET }),
  'deciles of days': decilesMetric({
    per: 'day',
    from: '2024-02-20T12:00:00Z',
    asOf: '2024-11-03T12:00:00Z',
    ...HAVANA,
  }),
  'deciles of orders': decilesMetric<string, Properties>({
    per: { property: 'seats' },
    from: '2024-02-20',
    ...ASOF,
    ...NET,
  }),
  'decile summary': decileSummaryMetric<string, Properties>({ per: { property: 'trial' }, bins: 4, ...NET }),
  'decile summary of days': decileSummaryMetric({ from: '2024-02-20', ties: 'together', per: 'day', ...HAVANA }),
  'rfm cuts': rfmCutsMetric({ ...ASOF, ...NET }),
  'rfm cuts of first orders': rfmCutsMetric({ ...ASOF, purchase: FIRST, refunds: 'exclude' }),
  'rfm cuts of means': rfmCutsMetric({
    ...{ asOf: '2024-11-03T12:00:00Z', monetary: 'mean', monetaryStep: 2.5, refunds: 'exclude' },
    ...{ per: 'day', bins: 3, ...HAVANA },
  }),
  'rfm summary': rfmSummaryMetric({
    ...{ ...ASOF, ...NET, bins: 3, segments: [{ segment: 'a', r: 3 }, { segment: 'b' }] },
    cuts: { recency: [5, 20], frequency: [1, 2], monetary: [10.5, 1e9] },
  }),
  'rfm summary by breaks': rfmSummaryMetric<string, Properties>({
    ...{ purchase: PRO, asOf: '2024-11-03T12:00:00Z', monetary: 'mean', refunds: 'exclude', ...HAVANA },
    breaks: { recency: [30, 200], frequency: [1, 2], monetary: [0, 10] },
  }),
  'rfm summary by breaks, of means': rfmSummaryMetric({
    ...{ ...ASOF, monetary: 'mean' },
    breaks: { recency: [5, 20], frequency: [2, 3], monetary: [0, 1.5, 10] },
  }),
  'rfm cuts of all': rfmCutsMetric({ from: '2024-02-20', asOf: '2024-03-10T12:00:00Z', refunds: 'exclude', ...HAVANA }),
  'rfm cuts of means of some': rfmCutsMetric<string, Properties>({
    ...{ ...ASOF, purchase: PRO, monetary: 'mean', monetaryStep: 2.5 },
  }),
  abc: abcMetric<string, Properties>({ per: { property: 'plan' }, purchase: PRO }),
  'abc of trials': abcMetric<string, Properties>({
    per: { property: 'trial' },
    from: '2024-02-20',
    refunds: 'exclude',
  }),
  'customer portfolio': customerPortfolioMetric({ preset: 'ltv-lab', ...ASOF, purchase: 'order', ...NET }),
  'history counts': historyCountsMetric({ unit: 'day', ...ASOF, refunds: 'exclude' }),
  'history counts of orders, by week': historyCountsMetric({
    unit: 'week',
    asOf: '2024-12-31',
    purchase: 'order',
    weekStartsOn: 0,
    refunds: 'exclude',
    monetaryStep: 5,
    ...HAVANA,
  }),
  'history counts of days of months': historyCountsMetric<string, Properties>({
    unit: 'month',
    mergeWithin: 'day',
    asOf: '2024-11-03T12:00:00Z',
    purchase: { name: 'order', where: { amount: { gte: -5, lte: 10 } } },
    ...HAVANA,
  }),
  'customer classes': customerClassesMetric({ ...ASOF, windowDays: 10, ...NET }),
  'customer classes of orders': customerClassesMetric<string, Properties>({
    asOf: '2024-03-05T12:00:00Z',
    windowDays: 7,
    per: { property: 'seats' },
    ...HAVANA,
  }),
  'customer classes of days': customerClassesMetric({ ...ASOF, per: 'day', purchase: 'order', windowDays: 14 }),
};

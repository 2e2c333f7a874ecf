import fc from 'fast-check';
import * as kizuna from 'kizuna';
import {
  type AnyLog,
  add,
  by,
  cesMetric,
  compare,
  countDistinct,
  countIf,
  csatMetric,
  type Data,
  type EventLog,
  eventLog,
  histogram,
  input,
  KizunaError,
  type Metric,
  max,
  min,
  multiply,
  npsMetric,
  onEvents,
  onSubscriptions,
  period,
  pmfMetric,
  type RevenueLedger,
  type RowMetric,
  snapshotLedger,
  subscriptionLedger,
  sum,
  tally,
  together,
  weightedHistogram,
  where,
} from 'kizuna';

/** A row that every metric finds its fields in. */
export interface Row {
  readonly customer: string | null;
  readonly at: string;
  readonly plan: 'free' | 'pro' | '__proto__';
  readonly group: string | null;
  readonly score: number | null;
  readonly stars: number | null;
  readonly effort: number | null;
  readonly weight: number;
  readonly amount: number;
  readonly answer: string | null;
}

/** A metric to try the laws on. */
export interface Subject {
  readonly name: string;
  readonly metric: RowMetric<Row, unknown, unknown>;
  /** The function that does the same at once; `isClose` where it may differ in the last digits. */
  readonly once: { readonly call: (rows: readonly Row[]) => unknown; readonly isClose: boolean } | null;
}

/** The names of the root's metrics: `…Metric`. */
export const METRIC_NAMES = Object.keys(kizuna).filter((name) => name.endsWith('Metric'));

interface Case {
  readonly label: string;
  readonly options: object;
  /** What the one-shot function of the same name gives; `'same'` unless said. */
  readonly once?: 'same' | 'close' | 'other';
  /** Whether the metric is of an event log, which is then made of the rows. */
  readonly ofEvents?: true;
  /** Whether the metric is of a revenue ledger, which is then made of the rows. */
  readonly ofSubscriptions?: true;
  /** Whether it is one of a ledger that is made of the rows as of monthly snapshots. */
  readonly ofSnapshots?: true;
}

/** Where the rows have what an event has. */
const ROLES = { customer: 'customer', time: 'at', name: 'plan', amount: 'amount', properties: ['group'] } as const;
/** Where they have what a subscription has. */
const LINES = { customer: 'customer', start: 'at', end: endOf, amount: 'weight', plan: 'plan' } as const;
/** Where they have what a snapshot has; the last month is one that few have a row in. */
const SHEET = { customer: 'customer', period: 'at', amount: 'weight', plan: 'plan', asOf: '2025-05-31' } as const;
const APRIL = { from: '2025-04-01', timeZone: 'Asia/Tokyo' } as const;

/** None, one or two themes. */
function themesOf({ answer, plan }: Row): readonly string[] | null {
  if (answer === null) return null;
  return answer === '' ? [] : [answer, plan];
}

function audienceOf({ score }: Row): number | null {
  return score === null ? null : score + 1;
}

function resolvedAt({ at, stars }: Row): string | null {
  return stars === null || stars > 3 ? null : at;
}

function isGood({ stars }: Row): boolean | null {
  return stars === null ? null : stars > 3;
}

/** Subscriptions of some days, or open ones. */
function endOf({ at, score, stars }: Row): number | null {
  return stars === null ? null : Date.parse(at) + (score ?? 0) * 4 * 86_400_000;
}

const MESSAGES = { sent: () => 100, bounced: 'stars', opened: 'score', clicked: 'effort' } as const;
const REPEAT = { customer: 'customer', time: 'at' } as const;

const PYRAMID = {
  aware: ({ group }: Row) => (group === null ? null : group !== ''),
  bought: ({ plan }: Row) => plan !== 'free',
  frequency: 'stars',
} as const;

const FUNNEL = ['free', 'pro', { optional: true, label: 'anything' }, '__proto__'] as const;

/** Options for every exported metric that read the rows above, with what is special about them. */
export const CASES: Readonly<Record<string, readonly Case[]>> = {
  npsMetric: [
    { label: 'plain', options: { score: 'score' } },
    { label: 'by a function', options: { score: (row: Row) => row.score } },
    { label: 'weighted', options: { score: 'score', weight: 'weight' }, once: 'close' },
    { label: 'with breaks', options: { score: 'stars', breaks: 'enps5', method: 'adjusted-wald' } },
    { label: 'of odd answers', options: { score: 'amount', invalid: 'exclude', method: 'wald' } },
    { label: 'of latest answers', options: { score: 'score', repeat: 'latest', ...REPEAT } },
    { label: 'of first answers', options: { score: 'stars', breaks: 'enps5', repeat: 'first', ...REPEAT } },
  ],
  csatMetric: [
    { label: 'plain', options: { score: 'stars' } },
    { label: 'weighted', options: { score: 'stars', weight: 'weight' }, once: 'close' },
    { label: 'on a wide scale', options: { score: 'score', scale: [0, 10], topBox: 3, interval: 'jeffreys' } },
    { label: 'of odd answers', options: { score: 'amount', invalid: 'exclude' } },
    { label: 'of latest answers', options: { score: 'stars', repeat: 'latest', ...REPEAT } },
  ],
  cesMetric: [
    { label: 'plain', options: { score: 'effort' } },
    { label: 'weighted', options: { score: 'effort', weight: 'weight', direction: 'low-is-easy' }, once: 'close' },
    { label: 'of first answers', options: { score: 'effort', repeat: 'first', ...REPEAT } },
  ],
  pmfMetric: [
    { label: 'plain', options: { answer: 'answer' } },
    { label: 'without N/A', options: { answer: 'answer', exclude: ['n/a'], veryDisappointed: 'yes' } },
  ],
  rakeMetric: [
    {
      label: 'on one margin',
      options: {
        margins: {
          plan: [
            ['free', 1],
            ['pro', 1],
            ['__proto__', 2],
          ],
        },
        invalid: 'exclude',
      },
      once: 'other',
    },
  ],
  reviewRatingsMetric: [
    { label: 'by an estimated prior', options: { item: 'plan', rating: 'stars' } },
    { label: 'by a given prior', options: { item: 'customer', rating: 'effort', scale: [1, 7], prior: { weight: 3 } } },
  ],
  themeSentimentMetric: [
    { label: 'by rating', options: { theme: 'answer', rating: 'stars' } },
    { label: 'by a mark', options: { theme: themesOf, positive: (row: Row) => row.amount > 0 } },
  ],
  keyDriversMetric: [
    { label: 'by correlation', options: { overall: 'score', drivers: ['stars', 'effort'] } },
    { label: 'by shapley', options: { overall: 'score', drivers: ['stars', 'amount'], method: 'shapley' } },
  ],
  activeCustomersMetric: [
    { label: 'by month, with a trailing window', options: { unit: 'month', trailing: 2 }, ofEvents: true },
    {
      label: 'by day, of one event',
      options: { unit: 'day', trailing: [3, 200], event: 'pro', timeZone: 'Asia/Tokyo', from: '2025-03-30' },
      ofEvents: true,
    },
  ],
  lifecycleMetric: [
    { label: 'by month', options: { unit: 'month' }, ofEvents: true },
    {
      label: 'by day, of two events a day',
      options: { unit: 'day', minimumOccurrences: 2, asOf: '2025-04-04' },
      ofEvents: true,
    },
  ],
  stickinessMetric: [
    { label: 'of months', options: { unit: 'day', from: '2025-01-01', asOf: '2025-04-30' }, ofEvents: true },
    {
      label: 'trailing',
      options: { unit: 'day', trailing: 28, from: '2024-12-31', asOf: '2025-04-02' },
      ofEvents: true,
    },
  ],
  frequencyCurveMetric: [
    { label: 'L28', options: { unit: 'day', asOf: '2025-04-02' }, ofEvents: true },
    { label: 'of all', options: { unit: 'day', periods: 3, base: 'all', asOf: '2025-04-01' }, ofEvents: true },
  ],
  sessionSummaryMetric: [
    { label: 'plain', options: {}, ofEvents: true },
    {
      label: 'with dwell times, split at midnight',
      options: { timeout: { days: 9 }, splitAtMidnight: true, dwell: 'group' },
      ofEvents: true,
    },
  ],
  engagementScoreMetric: [
    {
      label: 'of the most points',
      options: { signals: { pro: 3, free: { weight: 1, maximum: 1 } }, halfLife: { days: 1 }, asOf: '2025-04-02' },
      ofEvents: true,
    },
    {
      label: 'by percentile',
      options: { signals: { pro: -1 }, halfLife: { hours: 1 }, asOf: '2025-03-31', normalise: 'percentile' },
      ofEvents: true,
    },
  ],
  accountRollupMetric: [
    { label: 'without a score', options: { account: 'group', asOf: '2025-04-02', seats: [['x', 1]] }, ofEvents: true },
    {
      label: 'with one',
      options: {
        account: 'group',
        asOf: '2025-05-02',
        score: { signals: { pro: 3 }, halfLife: { days: 1 } },
        aggregation: 'mean',
      },
      ofEvents: true,
    },
  ],
  messageRatesMetric: [
    {
      label: 'of all counts',
      options: { ...MESSAGES, softBounced: 'stars', unsubscribed: 'stars', complained: 'stars' },
    },
    {
      label: 'of hard bounces, without odd counts',
      options: { ...MESSAGES, softBounced: 'stars', sent: 'amount', undelivered: 'hardBounces', invalid: 'exclude' },
    },
  ],
  socialRatesMetric: [
    { label: 'by one field', options: { by: 'score', engagements: 'effort', invalid: 'exclude' } },
    { label: 'by a function, of several', options: { by: audienceOf, engagements: ['stars', 'weight'] } },
  ],
  supportTimesMetric: [
    {
      label: 'with everything',
      options: { opened: () => 0, firstResponse: 'at', resolved: resolvedAt, reopened: 'score', contacts: 'stars' },
    },
    { label: 'as of a date', options: { opened: 'at', resolved: resolvedAt, asOf: '2025-04-01', invalid: 'exclude' } },
  ],
  acquisitionCostMetric: [
    { label: 'plain', options: { cost: 'weight', customers: 'score' } },
    {
      label: 'by a function, without odd counts',
      options: { cost: (row: Row) => row.weight, customers: 'amount', invalid: 'exclude' },
    },
  ],
  acquisitionMetric: [
    {
      label: 'with samples',
      options: { cost: 'weight', samples: 'score', orders: 'stars', revenue: 'effort', sampleCost: 0.3 },
    },
    {
      label: 'without odd amounts',
      options: {
        cost: 'amount',
        samples: () => 3,
        orders: 'stars',
        revenue: 'weight',
        invalid: 'exclude',
        confidence: 0.9,
      },
    },
  ],
  salesBreakdownMetric: [
    { label: 'net', options: { unit: 'month', refunds: 'net', asOf: '2025-05-01' }, ofEvents: true },
    {
      label: 'of days of a period',
      options: {
        ...{ unit: 'day', refunds: 'exclude', purchase: 'pro', per: 'day', asOf: '2025-04-02' },
        ...{ from: '2025-03-31', to: '2025-04-02', timeZone: 'Asia/Tokyo' },
      },
      ofEvents: true,
    },
  ],
  cohortValueMetric: [
    { label: 'by month', options: { unit: 'month', refunds: 'net', asOf: '2025-05-01' }, ofEvents: true },
    {
      label: 'rolling, from another event',
      options: { unit: 'day', window: 'rolling', start: 'free', refunds: 'net', ages: 40, asOf: '2025-04-20' },
      ofEvents: true,
    },
    {
      label: 'without refunds',
      options: { unit: 'week', purchase: { where: { group: ['x', ''] } }, refunds: 'exclude', asOf: '2025-04-02' },
      ofEvents: true,
    },
  ],
  historyCountsMetric: [
    { label: 'by day', options: { unit: 'day', refunds: 'exclude', asOf: '2025-04-20' }, ofEvents: true },
    {
      label: 'net, by days of weeks, in steps',
      options: {
        ...{ unit: 'week', mergeWithin: 'day', refunds: 'net', monetaryStep: 2.5, purchase: 'pro' },
        ...{ asOf: '2025-04-02', timeZone: 'Asia/Tokyo' },
      },
      ofEvents: true,
    },
  ],
  leadThresholdMetric: [
    { label: 'by a percentile', options: { score: 'score', converted: isGood, bands: [3, 6] } },
    { label: 'by Youden', options: { score: 'amount', converted: isGood, method: 'youden' } },
  ],
  churnByInactivityMetric: [
    {
      label: 'by day, of one threshold',
      options: { unit: 'day', lapsedAfter: { days: 2 }, refunds: 'exclude', asOf: '2025-04-05' },
      ofEvents: true,
    },
    {
      label: 'by month, of own thresholds',
      options: {
        ...{ unit: 'month', lapsedAfter: { factor: 1.5, minimumGaps: 1, otherwise: { days: 20 } }, refunds: 'exclude' },
        ...{ per: { property: 'group' }, from: '2025-01-01', timeZone: 'Asia/Tokyo', asOf: '2025-06-10' },
      },
      ofEvents: true,
    },
    {
      label: 'that refuses refunds',
      options: { unit: 'year', lapsedAfter: { days: 1 }, asOf: '2025-06-01' },
      ofEvents: true,
    },
  ],
  winBackMetric: [
    {
      label: 'in a window',
      options: { lapsedAfter: { days: 30 }, within: { days: 61 }, refunds: 'exclude', asOf: '2025-05-31' },
      ofEvents: true,
    },
    {
      label: 'ever, of own thresholds',
      options: {
        ...{ lapsedAfter: { factor: 0.5, minimumGaps: 1, otherwise: { hours: 1 } }, per: 'day', refunds: 'exclude' },
        ...{ from: '2025-01-01', to: '2025-04-03', asOf: '2025-04-04', step: { hours: 5 } },
      },
      ofEvents: true,
    },
  ],
  repeatRateMetric: [
    { label: 'of all time', options: {}, ofEvents: true },
    { label: 'of a period, per day', options: { ...APRIL, per: 'day', repeaters: 'boughtBefore' }, ofEvents: true },
  ],
  repeaterRateMetric: [
    { label: 'of a period', options: { ...APRIL, purchase: { where: { group: ['x', 'y'] } } }, ofEvents: true },
  ],
  repeatersPerNewCustomerMetric: [
    { label: 'of a period', options: { ...APRIL, purchase: 'pro', per: 'instant' }, ofEvents: true },
  ],
  repurchaseMetric: [
    { label: 'F2', options: { within: { days: 1 }, asOf: '2025-04-02' }, ofEvents: true },
    {
      label: 'F3 without a window',
      options: { purchases: 3, within: null, to: '2025-04-01', asOf: '2026-01-01' },
      ofEvents: true,
    },
  ],
  purchaseIntervalsMetric: [
    { label: 'of all', options: { asOf: '2025-05-01', upTo: 2 }, ofEvents: true },
    { label: 'of a period', options: { ...APRIL, asOf: '2025-04-02T00:00Z', per: 'instant' }, ofEvents: true },
  ],
  periodRetentionMetric: [
    { label: 'of months', options: { unit: 'month', timeZone: 'Asia/Tokyo', asOf: '2025-06-10' }, ofEvents: true },
    {
      label: 'of days with a lapse',
      options: { ...APRIL, unit: 'day', lapsedAfter: { days: 2 }, asOf: '2025-04-05', purchase: 'pro' },
      ofEvents: true,
    },
  ],
  subscriptionContinuationMetric: [
    { label: 'of days', options: { every: { hours: 1 }, unit: 'day', asOf: '2025-05-01' }, ofEvents: true },
  ],
  repurchaseLadderMetric: [
    { label: 'to F4', options: { within: { days: 90 }, upTo: 4, asOf: '2025-05-01' }, ofEvents: true },
  ],
  rfmMetric: [
    { label: 'of quantiles', options: { refunds: 'net', asOf: '2025-05-01', segments: 'rf10' }, ofEvents: true },
    {
      label: 'nested, of days',
      options: {
        ...{ refunds: 'exclude', per: 'day', timeZone: 'Asia/Tokyo', from: '2025-03-01', asOf: '2025-04-01' },
        ...{ method: 'ntile', nested: true, bins: { recency: 2, frequency: 3, monetary: 10 }, monetary: 'mean' },
      },
      ofEvents: true,
    },
    {
      label: 'of thresholds',
      options: {
        ...{ purchase: { where: { amount: { gte: 0 } } }, per: { property: 'group' }, asOf: '2026-01-01' },
        ...{ breaks: { recency: [300], frequency: [2, 3], monetary: [1] }, segments: [{ segment: '__proto__', r: 2 }] },
      },
      ofEvents: true,
    },
  ],
  funnelMetric: [
    { label: 'in a window', options: { steps: FUNNEL, within: { days: 1 }, asOf: '2025-04-02' }, ofEvents: true },
    {
      label: 'strict, attempts, with an exclusion',
      options: {
        ...{ steps: ['free', { name: 'pro', where: { group: ['x', 'y'] } }], order: 'strict', counting: 'attempts' },
        ...{ exclusions: [{ name: '__proto__', fromStep: 0, toStep: 1 }], asOf: '2025-06-01' },
      },
      ofEvents: true,
    },
  ],
  funnelByMetric: [
    {
      label: 'by entry',
      options: { steps: FUNNEL, breakdown: { property: 'group' }, asOf: '2025-04-02' },
      ofEvents: true,
    },
    {
      label: 'of each value',
      options: { steps: FUNNEL, breakdown: { property: 'group', attribution: 'all' }, asOf: '2025-06-01' },
      ofEvents: true,
    },
  ],
  funnelTrendMetric: [
    {
      label: 'by month',
      options: { steps: FUNNEL, unit: 'month', timeZone: 'Asia/Tokyo', within: { days: 1 }, asOf: '2025-05-01' },
      ofEvents: true,
    },
    {
      label: 'by day, unordered',
      options: { steps: ['pro', { label: 'any' }], unit: 'day', order: 'unordered', asOf: '2025-04-02' },
      ofEvents: true,
    },
  ],
  decilesMetric: [
    { label: 'in ten', options: { refunds: 'net' }, ofEvents: true },
    {
      label: 'of equals together, of a period',
      options: {
        ...{ bins: 3, ties: 'together', remainder: 'spread', refunds: 'exclude', per: 'day' },
        ...{ from: '2025-04-01', asOf: '2025-04-02' },
      },
      ofEvents: true,
    },
  ],
  decileSummaryMetric: [
    { label: 'in ten', options: { refunds: 'net' }, ofEvents: true, once: 'other' },
    {
      label: 'of equals together, of a period',
      options: {
        ...{ bins: 3, ties: 'together', remainder: 'spread', refunds: 'exclude', per: 'day' },
        ...{ from: '2025-04-01', asOf: '2025-04-02' },
      },
      ofEvents: true,
      once: 'other',
    },
  ],
  rfmCutsMetric: [
    { label: 'plain', options: { asOf: '2025-05-01', refunds: 'net' }, ofEvents: true, once: 'other' },
    {
      label: 'of means in steps',
      options: {
        ...{ asOf: '2025-04-02', refunds: 'exclude', bins: 3, method: 'r-rfm', monetary: 'mean', monetaryStep: 2.5 },
        ...{ timeZone: 'Asia/Tokyo' },
      },
      ofEvents: true,
      once: 'other',
    },
  ],
  rfmSummaryMetric: [
    {
      label: 'by cuts',
      options: {
        ...{ asOf: '2025-05-01', refunds: 'net', bins: 3, segments: [{ segment: 'a', r: 3 }] },
        cuts: { recency: [28, 31], frequency: [1, 2], monetary: [0, 5] },
      },
      ofEvents: true,
      once: 'other',
    },
    {
      label: 'by breaks',
      options: {
        ...{ asOf: '2025-04-02', refunds: 'exclude', monetary: 'mean', timeZone: 'Asia/Tokyo' },
        breaks: { recency: [1, 30], frequency: [2], monetary: [1] },
      },
      ofEvents: true,
      once: 'other',
    },
  ],
  abcMetric: [
    { label: 'plain', options: { refunds: 'net' }, ofEvents: true },
    {
      label: 'including, split, in four',
      options: {
        ...{ thresholds: [0.3, 0.5, 0.9], classes: ['a', 'b', 'c', 'd'], rule: 'including', ties: 'split' },
        ...{ refunds: 'exclude', purchase: 'pro' },
      },
      ofEvents: true,
    },
  ],
  customerPortfolioMetric: [
    { label: 'of a preset', options: { preset: 'ltv-lab', refunds: 'net', asOf: '2025-04-02' }, ofEvents: true },
    {
      label: 'of days, as of a date',
      options: {
        ...{ lapsedDays: 2, steadyDays: 1, loyalDays: 2, highAmount: 5, refunds: 'exclude', per: 'instant' },
        ...{ asOf: '2025-04-02', timeZone: 'Asia/Tokyo' },
      },
      ofEvents: true,
    },
  ],
  customerClassesMetric: [
    { label: 'of a year', options: { asOf: '2025-12-31', refunds: 'net' }, ofEvents: true },
    {
      label: 'of a day',
      options: { asOf: '2025-04-01', windowDays: 1, timeZone: 'Asia/Tokyo', refunds: 'exclude', per: 'day' },
      ofEvents: true,
    },
  ],
  customerPyramidMetric: [
    { label: 'of five', options: { ...PYRAMID, loyalFrom: 4, generalFrom: 2, invalid: 'exclude' } },
    { label: 'of nine', options: { ...PYRAMID, loyalFrom: 3, intends: isGood, invalid: 'exclude' } },
  ],
  associationRulesMetric: [
    { label: 'of instants', options: { item: 'name', minSupport: 0, refunds: 'exclude' }, ofEvents: true },
    {
      label: 'of customers, most confident first',
      options: {
        ...{ item: 'group', per: 'customer', minSupport: 0.2, minConfidence: 0.3, order: 'confidence', limit: 3 },
        ...{ refunds: 'exclude', from: '2025-03-30', asOf: '2025-04-02', items: ['x', 'y'] },
      },
      ofEvents: true,
    },
    {
      label: 'of days, that refuses refunds',
      options: { item: 'name', per: 'day', minSupport: 0.1, timeZone: 'Asia/Tokyo', from: '2025-03-31', minLift: 0.5 },
      ofEvents: true,
    },
    {
      label: 'of orders',
      options: { item: 'name', per: { property: 'group' }, minSupport: 0, order: 'leverage', refunds: 'exclude' },
      ofEvents: true,
    },
  ],
  recurringRevenueMetric: [
    { label: 'by month', options: { unit: 'month', asOf: '2025-05-10' }, ofSubscriptions: true },
    { label: 'of snapshots', options: { unit: 'month', asOf: '2025-07-31' }, ofSnapshots: true },
    {
      label: 'by week, as ProfitWell',
      options: { unit: 'week', asOf: '2025-04-20', timeZone: 'Asia/Tokyo', preset: 'profitwell', from: '2025-03-25' },
      ofSubscriptions: true,
    },
    {
      label: 'of every movement, by days',
      options: {
        ...{ unit: 'quarter', asOf: '2025-06-30', movements: 'each', churnDenominator: 'dailySum' },
        ...{ reactivationWithin: { days: 1 }, reactivationInQuickRatio: 'exclude' },
      },
      ofSubscriptions: true,
    },
    {
      label: 'with visitors',
      options: {
        unit: 'day',
        trailing: 7,
        asOf: '2025-04-20',
        movements: 'newAndChurned',
        churnDenominator: 'dailyRates',
      },
      ofSubscriptions: true,
    },
  ],
  customerChurnMetric: [
    { label: 'by month', options: { unit: 'month', asOf: '2025-05-10' }, ofSubscriptions: true },
    { label: 'of snapshots', options: { unit: 'quarter', asOf: '2025-05-31' }, ofSnapshots: true },
    {
      label: 'by daily sums',
      options: {
        ...{ unit: 'week', denominator: 'dailySum', movements: 'each', timeZone: 'Asia/Tokyo' },
        ...{ from: '2025-03-20', asOf: '2025-05-10' },
      },
      ofSubscriptions: true,
    },
    {
      label: 'as Baremetrics, by daily rates',
      options: { unit: 'day', trailing: 7, asOf: '2025-04-20', preset: 'baremetrics', denominator: 'dailyRates' },
      ofSubscriptions: true,
    },
  ],
  revenueCohortsMetric: [
    { label: 'by month', options: { unit: 'month', asOf: '2025-05-10' }, ofSubscriptions: true },
    { label: 'of snapshots', options: { unit: 'month', asOf: '2025-05-31' }, ofSnapshots: true },
    {
      label: 'by week, some',
      options: { unit: 'week', periods: 2, from: '2025-03-20', timeZone: 'Asia/Tokyo', asOf: '2025-05-10' },
      ofSubscriptions: true,
    },
  ],
  revenueRetentionMetric: [
    { label: 'of a pool', options: { at: '2025-04-01', until: '2025-04-20' }, ofSubscriptions: true, once: 'other' },
    {
      label: 'of a pool, with what is known later',
      options: {
        at: '2025-04-01',
        until: '2025-04-20',
        asOf: '2025-05-01',
        preset: 'profitwell',
        timeZone: 'Asia/Tokyo',
      },
      ofSubscriptions: true,
    },
  ],
  revenueRetentionTrendMetric: [
    { label: 'by month', options: { unit: 'month', after: 1, asOf: '2025-05-10' }, ofSubscriptions: true },
    {
      label: 'by week',
      options: { unit: 'week', after: 3, from: '2025-03-20', to: '2025-05-01', asOf: '2025-05-10' },
      ofSubscriptions: true,
    },
  ],
  churnReasonsMetric: [
    { label: 'of rows', options: { reason: 'plan' } },
    {
      label: 'of customers, with what they cost',
      options: { reason: 'answer', customer: 'customer', amount: 'weight', voluntary: isGood },
    },
    {
      label: 'without odd amounts',
      options: { reason: 'group', amount: 'amount', involuntary: ['x'], invalid: 'exclude', missing: 'throw' },
    },
  ],
  logRankMetric: [
    { label: 'by a field', options: { duration: 'weight', ended: (row: Row) => row.plan !== 'free', group: 'group' } },
    {
      label: 'weighted, within strata, from when they came',
      options: {
        ...{ duration: (row: Row) => row.weight + 3, ended: (row: Row) => row.plan !== 'free', group: 'stars' },
        ...{ entry: (row: Row) => Math.floor(row.weight / 4), strata: 'plan', weight: 'score' },
        ...{ test: 'fleming-harrington', rho: 0.5, gamma: 1, pairwise: 'holm' },
      },
    },
  ],
  cumulativeIncidenceMetric: [
    { label: 'plain', options: { duration: 'effort', reason: 'group' } },
    {
      label: 'weighted, of those who came later',
      options: { duration: 'score', reason: 'plan', entry: 'stars', weight: 'weight', invalid: 'exclude' },
    },
  ],
  kaplanMeierMetric: [
    { label: 'plain', options: { duration: 'effort', ended: isGood } },
    {
      label: 'weighted, of those who came later',
      options: { duration: 'score', ended: isGood, entry: 'stars', weight: 'weight', invalid: 'exclude' },
    },
  ],
  nelsonAalenMetric: [
    { label: 'one by one', options: { duration: 'effort', ended: isGood, ties: 'one-by-one' } },
    {
      label: 'weighted, of those who came later',
      options: { duration: 'score', ended: isGood, entry: 'stars', weight: 'weight', invalid: 'exclude' },
    },
  ],
  lifeTableMetric: [
    { label: 'plain', options: { duration: 'effort', ended: isGood } },
    { label: 'wide, weighted', options: { duration: 'score', ended: isGood, weight: 'weight', width: 2.5 } },
  ],
  retentionMetric: [
    { label: 'by day', options: { unit: 'day', asOf: '2025-04-03' }, ofEvents: true },
    {
      label: 'by month, recurring, on or after',
      options: { unit: 'month', timeZone: 'Asia/Tokyo', cohort: 'recurring', mode: 'onOrAfter', asOf: '2025-06-01' },
      ofEvents: true,
    },
    {
      label: 'rolling, with steps and brackets',
      options: {
        ...{ unit: 'hour', window: 'rolling', brackets: [12, 24], mean: 'simple', mode: 'onOrBefore' },
        ...{ start: 'free', return: { where: { group: ['x', ''] } }, asOf: '2025-04-02' },
      },
      ofEvents: true,
    },
  ],
};

// Names that are exported are called with options that suit them: a table cannot say so to the compiler.
const EXPORTS = kizuna as unknown as Readonly<Record<string, unknown>>;
type Make<Metric> = (options: object) => Metric;
type Once<Data> = (data: Data, options: object) => unknown;

function exported(): readonly Subject[] {
  return METRIC_NAMES.flatMap((name) =>
    (CASES[name] ?? []).map(({ label, options, once = 'same', ...form }) => ({
      name: `${name}, ${label}`,
      metric: metricOf(EXPORTS[name], options, form),
      once:
        once === 'other'
          ? null
          : {
              call: atOnce(EXPORTS[name.slice(0, -'Metric'.length)], options, form),
              isClose: once === 'close',
            },
    })),
  );
}

type Form = Pick<Case, 'ofEvents' | 'ofSubscriptions' | 'ofSnapshots'>;

function metricOf(make: unknown, options: object, form: Form): RowMetric<Row, unknown, unknown> {
  if (form.ofEvents) return onEvents<Row>(ROLES, (make as Make<Metric<EventLog, unknown, unknown>>)(options));
  if (!form.ofSubscriptions && !form.ofSnapshots) return (make as Make<RowMetric<Row, unknown, unknown>>)(options);
  const metric = (make as Make<Metric<RevenueLedger, unknown, unknown>>)(options);
  if (form.ofSubscriptions) return onSubscriptions<Row>(LINES, metric);
  return { ...metric, split: 'by customer', state: (rows) => metric.state(sheetOf(rows)) };
}

function sheetOf(rows: Data<Row>): RevenueLedger {
  return snapshotLedger<Row>(rows as Iterable<Row>, SHEET); // or columns, which are read as well
}

function atOnce(compute: unknown, options: object, form: Form): (rows: readonly Row[]) => unknown {
  if (form.ofSubscriptions) return (rows) => (compute as Once<RevenueLedger>)(subscriptionLedger(rows, LINES), options);
  if (form.ofSnapshots) return (rows) => (compute as Once<RevenueLedger>)(sheetOf(rows), options);
  if (form.ofEvents) return (rows) => (compute as Once<AnyLog>)(eventLog(rows, ROLES), options);
  return (rows) => (compute as Once<readonly Row[]>)(rows, options);
}

const nps = npsMetric<Row>({ score: 'score', weight: 'weight' });
const latest = npsMetric<Row>({ score: 'score', repeat: 'latest', customer: 'customer', time: 'at' });
const monthly = period<Row>('at', { unit: 'month', timeZone: 'Asia/Tokyo' });

const COMBINED: Readonly<Record<string, RowMetric<Row, unknown, unknown>>> = {
  'by a field': by('plan', nps),
  'by a function': by((row: Row) => (row.amount > 0 ? 1 : null), csatMetric<Row>({ score: 'stars' })),
  'by month': by(monthly, cesMetric<Row>({ score: 'effort' })),
  'by a field and month': by('plan', by(monthly, pmfMetric<Row>({ answer: 'answer' }))),
  'by month and a field, of latest answers': by(monthly, by('plan', latest)),
  together: together({ nps, csat: csatMetric<Row>({ score: 'stars' }), fit: pmfMetric<Row>({ answer: 'answer' }) }),
  'together with latest answers, by a field': by('plan', together({ nps, latest })),
  'where a field is': where({ plan: 'pro' }, nps),
  'where a function holds': where((row: Row) => row.amount > 0, by('plan', csatMetric<Row>({ score: 'stars' }))),
  'where a field is, together': where({ plan: ['free', '__proto__'] }, together({ nps, latest })),
  'a tally of every measure': tally({
    name: 'everything',
    inputs: { amount: (row: Row) => row.amount, plan: { from: (row: Row) => row.plan, type: 'text' } },
    measures: {
      rows: countIf(),
      positive: countIf(compare(input('amount'), '>', 0)),
      total: sum(input('amount')),
      squares: sum(multiply(input('amount'), add(input('amount'), 1))),
      least: min(input('amount')),
      most: max(input('amount')),
      plans: countDistinct(input('plan')),
      byPlan: histogram(input('plan')),
      amounts: weightedHistogram(input('plan'), input('amount')),
    },
    finish: (measured) => measured,
  }),
};

/** Every exported metric, and metrics made of others. */
export const SUBJECTS: readonly Subject[] = [
  ...exported(),
  ...Object.entries(COMBINED).map(([name, metric]) => ({ name, metric, once: null })),
];

const amount = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.double({ min: -1e12, max: 1e12, noNaN: true }),
  fc.constantFrom(0.1, 1e-9, -0, 1e15 + 0.5),
);

/** Rows with few customers, plans and instants, so that they meet. */
export const rows: fc.Arbitrary<readonly Row[]> = fc.array(
  fc.record({
    customer: fc.constantFrom('a', 'b', 'c', '__proto__', null),
    at: fc.constantFrom(
      '2025-03-31T14:59:59Z',
      '2025-03-31T15:00:00Z',
      '2025-04-02T00:00:00+09:00',
      '2024-12-31T23:00:00Z',
    ),
    plan: fc.constantFrom('free', 'pro', '__proto__'),
    group: fc.constantFrom('x', 'y', '', null),
    score: fc.option(fc.integer({ min: 0, max: 10 })),
    stars: fc.option(fc.integer({ min: 1, max: 5 })),
    effort: fc.option(fc.integer({ min: 1, max: 7 })),
    weight: fc.oneof(fc.constant(1), fc.constant(0), fc.double({ min: 0.01, max: 20, noNaN: true })),
    amount,
    answer: fc.constantFrom('Very disappointed', 'very disappointed ', 'n/a', 'Yes', '__proto__', '', null),
  }),
  { maxLength: 24 },
);

/** What a call gives: its value, or the code of the error that it throws. */
export function outcome(call: () => unknown): unknown {
  try {
    return { value: call() };
  } catch (error) {
    if (error instanceof KizunaError) return { code: error.code };
    throw error;
  }
}

/** The same with nothing in it that can be written to. */
export function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

/** What in a value is not plain JSON that reads back as itself: NaN, −0, undefined, a Date … with its path. */
export function notPlain(value: unknown, path = 'result'): readonly string[] {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return [];
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? [] : [`${path} is ${value}`];
  const isPlain =
    Array.isArray(value) || (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype);
  if (!isPlain) return [`${path} is ${typeof value}`];
  return Object.entries(value as object).flatMap(([key, part]) => notPlain(part, `${path}.${key}`));
}

/** A value with its numbers at ten digits, for results that may differ in the last ones. */
export function coarse(value: unknown): unknown {
  if (typeof value === 'number') return Math.abs(value) < 1e-9 ? 0 : Number(value.toPrecision(9));
  if (Array.isArray(value)) return value.map(coarse);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, coarse(part)]));
}

/** Rows as columns. */
export function columnsOf(list: readonly Row[]): { readonly [Field in keyof Row]: readonly Row[Field][] } {
  const column = <Field extends keyof Row>(field: Field): readonly Row[Field][] => list.map((row) => row[field]);
  return {
    customer: column('customer'),
    at: column('at'),
    plan: column('plan'),
    group: column('group'),
    score: column('score'),
    stars: column('stars'),
    effort: column('effort'),
    weight: column('weight'),
    amount: column('amount'),
    answer: column('answer'),
  };
}

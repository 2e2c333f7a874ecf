import * as kizuna from 'kizuna';
import { changeTable, type DialectName, eventTable, table } from 'kizuna/sql';
import { DAY, DAYS, NAMES, START, STEPS } from '../events/data.js';
import type { Question } from './questions.js';

/** A metric as it is usually asked for, and the table it is asked of. */
export interface Typical {
  readonly metric: Question['metric'];
  source(dialect: DialectName): unknown;
}

const ASOF = { asOf: START + DAYS * DAY - 1 } as const;
const PURCHASE = { purchase: 'purchase' } as const;
const MONTH = { unit: 'month', ...ASOF } as const;
const SCALE = { score: 'score', scale: [0, 10] } as const;
const SPELL = { duration: 'dur', ended: 'ended' } as const;
const FUNNEL = { steps: STEPS.map((code) => NAMES[code] ?? ''), within: { days: 7 }, ...ASOF } as const;
const SIGNALS = { signals: { purchase: 10, add_to_cart: 2, page_view: 1 } } as const;

const OF_ANSWERS = {
  npsMetric: kizuna.npsMetric({ score: 'score' }),
  csatMetric: kizuna.csatMetric(SCALE),
  cesMetric: kizuna.cesMetric(SCALE),
  pmfMetric: kizuna.pmfMetric({ answer: 'sg' }),
  reviewRatingsMetric: kizuna.reviewRatingsMetric({ item: 'sg', rating: 'score', scale: [0, 10] }),
  keyDriversMetric: kizuna.keyDriversMetric({ overall: 'score', drivers: ['cents'] }),
  rakeMetric: kizuna.rakeMetric({ margins: { sg: { s0: 0.2, s1: 0.2, s2: 0.2, s3: 0.2, s4: 0.2 } } }),
  themeSentimentMetric: kizuna.themeSentimentMetric({ theme: 'sg', rating: 'score', scale: [0, 10] }),
  messageRatesMetric: kizuna.messageRatesMetric({ sent: 'cents', bounced: 'score', opened: 'score', clicked: 'score' }),
  leadThresholdMetric: kizuna.leadThresholdMetric({ score: 'score', converted: 'paid' }),
  churnReasonsMetric: kizuna.churnReasonsMetric({ reason: 'sg', amount: 'cents' }),
  acquisitionMetric: kizuna.acquisitionMetric({ cost: 'cents', samples: 'score', orders: 'score', revenue: 'cents' }),
  acquisitionCostMetric: kizuna.acquisitionCostMetric({ cost: 'cents', customers: 'score' }),
  socialRatesMetric: kizuna.socialRatesMetric({ by: 'cents', engagements: 'score' }),
  supportTimesMetric: kizuna.supportTimesMetric({ opened: 'ts', resolved: 'tm' }),
  customerPyramidMetric: kizuna.customerPyramidMetric({
    ...{ aware: 'paid', bought: 'paid', frequency: 'score', loyalFrom: 5, missing: 'exclude', invalid: 'exclude' },
  }),
};

const OF_SPELLS = {
  kaplanMeierMetric: kizuna.kaplanMeierMetric(SPELL),
  nelsonAalenMetric: kizuna.nelsonAalenMetric(SPELL),
  lifeTableMetric: kizuna.lifeTableMetric({ ...SPELL, width: 30 }),
  logRankMetric: kizuna.logRankMetric({ ...SPELL, group: 'half' }),
  cumulativeIncidenceMetric: kizuna.cumulativeIncidenceMetric({ duration: 'dur', reason: 'ended' }),
};

const OF_EVENTS = {
  activeCustomersMetric: kizuna.activeCustomersMetric({ unit: 'day', trailing: [7, 28] }),
  lifecycleMetric: kizuna.lifecycleMetric(MONTH),
  stickinessMetric: kizuna.stickinessMetric({ unit: 'day', from: START, ...ASOF }),
  frequencyCurveMetric: kizuna.frequencyCurveMetric({ unit: 'day', periods: 28, ...ASOF }),
  sessionSummaryMetric: kizuna.sessionSummaryMetric(),
  associationRulesMetric: kizuna.associationRulesMetric({ item: 'name', per: 'day', minSupport: 0, ...ASOF }),
  engagementScoreMetric: kizuna.engagementScoreMetric({ ...SIGNALS, halfLife: { days: 30 }, ...ASOF }),
  accountRollupMetric: kizuna.accountRollupMetric({ account: 'nm', ...ASOF }),
  retentionMetric: kizuna.retentionMetric({ unit: 'week', ...ASOF }),
  repeatRateMetric: kizuna.repeatRateMetric(PURCHASE),
  repeaterRateMetric: kizuna.repeaterRateMetric(PURCHASE),
  repeatersPerNewCustomerMetric: kizuna.repeatersPerNewCustomerMetric(PURCHASE),
  repurchaseMetric: kizuna.repurchaseMetric({ within: { days: 90 }, ...PURCHASE, ...ASOF }),
  repurchaseLadderMetric: kizuna.repurchaseLadderMetric({ within: { days: 90 }, ...PURCHASE, ...ASOF }),
  purchaseIntervalsMetric: kizuna.purchaseIntervalsMetric({ ...PURCHASE, ...ASOF }),
  periodRetentionMetric: kizuna.periodRetentionMetric({ ...PURCHASE, ...MONTH }),
  subscriptionContinuationMetric: kizuna.subscriptionContinuationMetric({ every: { days: 30 }, ...PURCHASE, ...ASOF }),
  churnByInactivityMetric: kizuna.churnByInactivityMetric({ lapsedAfter: { days: 90 }, ...PURCHASE, ...MONTH }),
  winBackMetric: kizuna.winBackMetric({ lapsedAfter: { days: 90 }, ...PURCHASE, ...ASOF }),
  customerClassesMetric: kizuna.customerClassesMetric({ windowDays: 90, ...PURCHASE, ...ASOF }),
  funnelMetric: kizuna.funnelMetric(FUNNEL),
  funnelByMetric: kizuna.funnelByMetric({ ...FUNNEL, breakdown: { property: 'nm' } }),
  funnelTrendMetric: kizuna.funnelTrendMetric({ ...FUNNEL, unit: 'month' }),
  historyCountsMetric: kizuna.historyCountsMetric({ unit: 'day', ...PURCHASE, ...ASOF }),
  cohortValueMetric: kizuna.cohortValueMetric({ ...PURCHASE, ...MONTH }),
  salesBreakdownMetric: kizuna.salesBreakdownMetric({ ...PURCHASE, ...MONTH }),
  rfmMetric: kizuna.rfmMetric({ ...PURCHASE, ...ASOF }),
  rfmCutsMetric: kizuna.rfmCutsMetric({ ...PURCHASE, ...ASOF }),
  rfmSummaryMetric: kizuna.rfmSummaryMetric({
    ...{ breaks: { recency: [30, 90, 180], frequency: [2, 5], monetary: [5_000, 20_000] } },
    ...{ ...PURCHASE, ...ASOF },
  }),
  decilesMetric: kizuna.decilesMetric({ ...PURCHASE, ...ASOF }),
  decileSummaryMetric: kizuna.decileSummaryMetric({ ...PURCHASE, ...ASOF }),
  abcMetric: kizuna.abcMetric({ ...PURCHASE, ...ASOF }),
  customerPortfolioMetric: kizuna.customerPortfolioMetric({ preset: 'ltv-lab', ...PURCHASE, ...ASOF }),
};

const OF_LEDGERS = {
  recurringRevenueMetric: kizuna.recurringRevenueMetric(MONTH),
  customerChurnMetric: kizuna.customerChurnMetric(MONTH),
  revenueRetentionMetric: kizuna.revenueRetentionMetric({ at: START + 90 * DAY, until: START + 180 * DAY }),
  revenueRetentionTrendMetric: kizuna.revenueRetentionTrendMetric({ ...MONTH, after: 1 }),
  revenueCohortsMetric: kizuna.revenueCohortsMetric(MONTH),
};

const answers = (dialect: DialectName) =>
  table('sv', {
    dialect,
    columns: {
      ...{ sg: 'text', score: 'integer', cents: 'integer', spend: 'number' },
      ...{ ts: 'utcTimestamp', tm: 'epochMilliseconds', paid: 'boolean' },
    },
  });

const spells = (dialect: DialectName) =>
  table('km', { dialect, columns: { dur: 'integer', ended: 'integer', half: 'boolean' } });

const events = (dialect: DialectName) =>
  eventTable('ev', {
    dialect,
    columns: { uid: 'integer', tm: 'epochMilliseconds', nm: 'text', amount: 'integer' },
    ...{ customer: 'uid', time: 'tm', name: 'nm', amount: 'amount', properties: ['nm'] },
  });

const changes = (dialect: DialectName) =>
  changeTable('sb', {
    dialect,
    columns: { uid: 'integer', tm: 'epochMilliseconds', mrr: 'integer' },
    ...{ customer: 'uid', time: 'tm', amount: 'mrr' },
  });

/** Every exported metric as it is usually asked for, by its name. */
export const TYPICAL: Readonly<Record<string, Typical>> = {
  ...asked(OF_ANSWERS, answers),
  ...asked(OF_SPELLS, spells),
  ...asked(OF_EVENTS, events),
  ...asked(OF_LEDGERS, changes),
};

function asked(metrics: Readonly<Record<string, unknown>>, source: Typical['source']): Record<string, Typical> {
  const entries = Object.entries(metrics);
  return Object.fromEntries(entries.map(([name, metric]) => [name, { metric: metric as Typical['metric'], source }])); // of the source's rows
}

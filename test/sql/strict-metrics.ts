import type { RowMetric } from 'kizuna';
import * as kizuna from 'kizuna';
import type { Row } from './rows.js';

type Any = RowMetric<Row, unknown, unknown>;
type Make = (options: object) => Any;

const SPELLS = { duration: 'amount', ended: 'paid' } as const;

/** Every metric of rows, by the name of its function, with the options that it needs. */
const OPTIONS: Readonly<Record<string, object>> = {
  npsMetric: { score: 'score', weight: 'amount' },
  csatMetric: { score: 'score', scale: [0, 10], customer: 'customer', time: 'at', repeat: 'latest' },
  cesMetric: { score: 'score', scale: [0, 10] },
  pmfMetric: { answer: 'customer' },
  keyDriversMetric: { overall: 'score', drivers: ['amount'] },
  leadThresholdMetric: { score: 'score', converted: 'paid' },
  messageRatesMetric: { sent: 'large', bounced: 'score', opened: 'amount', clicked: 'score' },
  socialRatesMetric: { by: 'large', engagements: ['score', 'amount'] },
  supportTimesMetric: { opened: 'at', firstResponse: 'seen', reopened: 'paid', contacts: 'score' },
  customerPyramidMetric: { aware: 'paid', bought: 'paid', frequency: 'score', loyalFrom: 5, generalFrom: 2 },
  themeSentimentMetric: { theme: 'plan', rating: 'score', scale: [0, 10] },
  reviewRatingsMetric: { item: 'plan', rating: 'score', scale: [0, 10] },
  rakeMetric: { margins: { plan: { free: 0.5, pro: 0.5 }, paid: { true: 0.5, false: 0.5 } } },
  acquisitionMetric: { cost: 'amount', samples: 'score', orders: 'score', revenue: 'large' },
  acquisitionCostMetric: { cost: 'amount', customers: 'score' },
  churnReasonsMetric: { reason: 'plan', amount: 'score', customer: 'customer', voluntary: 'paid' },
  kaplanMeierMetric: { ...SPELLS, weight: 'large' },
  nelsonAalenMetric: SPELLS,
  lifeTableMetric: { ...SPELLS, width: 10 },
  cumulativeIncidenceMetric: { duration: 'amount', reason: 'plan' },
  logRankMetric: { ...SPELLS, group: 'plan', strata: 'customer' },
};

/** What is refused: by default rows with which something is wrong, and all that have not everything where that is asked for. */
const POLICIES = {
  '': {},
  ', all of it': { missing: 'throw' },
  ', but wrong': { missing: 'throw', invalid: 'exclude' },
};

/** The metrics as those who left nothing out have them, and grouped. */
export const STRICT: Readonly<Record<string, Any>> = Object.fromEntries(
  Object.entries(OPTIONS).flatMap(([name, options]) =>
    Object.entries(POLICIES).flatMap(([label, policy]) => {
      const make = (kizuna as unknown as Readonly<Record<string, Make>>)[name] as Make; // a function of this name
      const metric = make({ ...options, ...policy });
      const grouped = kizuna.by('large', metric) as Any;
      return [[`${name}${label}`, metric], ...(label === '' ? [[`${name} by large`, grouped] as const] : [])];
    }),
  ),
);

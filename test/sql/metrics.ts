import {
  acquisitionCostMetric,
  acquisitionMetric,
  add,
  and,
  between,
  by,
  cesMetric,
  churnReasonsMetric,
  compare,
  countDistinct,
  countIf,
  csatMetric,
  customerPyramidMetric,
  histogram,
  input,
  keyDriversMetric,
  leadThresholdMetric,
  max,
  messageRatesMetric,
  min,
  multiply,
  not,
  npsMetric,
  oneOf,
  or,
  period,
  pmfMetric,
  type RowMetric,
  rakeMetric,
  reviewRatingsMetric,
  socialRatesMetric,
  subtract,
  sum,
  supportTimesMetric,
  tally,
  themeSentimentMetric,
  together,
  weightedHistogram,
  where,
} from 'kizuna';
import type { Row } from './rows.js';
import { SPELLS } from './spell-metrics.js';

type Any = RowMetric<Row, unknown, unknown>;

const EXCLUDE = { missing: 'exclude', invalid: 'exclude' } as const;

/** A user's own tally, with every measure and every test. */
const own = tally({
  name: 'own',
  inputs: {
    amount: 'amount',
    score: { from: 'score', integer: true, min: 0, max: 10 },
    plan: { from: 'plan', type: 'text' },
    paid: { from: 'paid', type: 'boolean' },
  },
  measures: {
    all: countIf(),
    none: countIf(or<never>()),
    low: countIf(compare(input('score'), '<', 4)),
    some: countIf(and(not(compare(input('paid'), '=', true)), between(input('amount'), -20, 20))),
    either: countIf(or(compare(input('plan'), '=', 'pro'), oneOf(input('plan'), ['a', 'free', 3]))),
    later: countIf(compare(input('plan'), '>=', 'b')),
    dear: countIf(compare(multiply(input('amount'), input('score')), '>', 50)),
    never: countIf(compare(input('plan'), '=', 5)),
    truth: countIf(compare(input('paid'), '>', false)),
    total: sum(input('amount')),
    scores: sum(input('score')),
    least: min(input('amount')),
    most: max(subtract(input('amount'), input('score'))),
    plans: countDistinct(input('plan')),
    sums: histogram(add(input('score'), 1)),
    marks: histogram(input('score')),
    paid: histogram(compare(input('paid'), '=', true)),
    byPlan: weightedHistogram(input('plan'), input('amount')),
    byScore: weightedHistogram(input('score'), multiply(input('score'), input('score'))),
  },
  finish: (measured, excluded) => ({ ...measured, excluded }),
  ...EXCLUDE,
});

const customers = tally({
  name: 'customers',
  inputs: { customer: { from: 'customer', type: 'text' } },
  measures: { customers: countDistinct(input('customer')), names: histogram(input('customer')) },
  finish: (measured) => measured,
});

const large = tally({
  name: 'large',
  inputs: { large: 'large' },
  measures: { total: sum(input('large')), values: histogram(input('large')), most: max(input('large')) },
  finish: (measured) => measured,
});

const nothing = tally({ name: 'rows', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n });
const none = tally({
  name: 'only',
  inputs: { paid: { from: 'paid', type: 'boolean' } },
  measures: {},
  finish: (_, excluded) => excluded,
});

const monthly = period<Row>('at', { unit: 'month', timeZone: 'America/Havana' });
const nps = npsMetric<Row>({ score: 'score', invalid: 'exclude' });
const latest = npsMetric<Row>({ score: 'score', customer: 'customer', time: 'at', repeat: 'latest', ...EXCLUDE });
const first = csatMetric<Row>({
  score: 'score',
  scale: [0, 10],
  customer: 'customer',
  time: 'seen',
  repeat: 'first',
  ...EXCLUDE,
});
const weighted = npsMetric<Row>({ score: 'score', weight: 'score', ...EXCLUDE });

const leads = leadThresholdMetric<Row>({ score: 'score', converted: 'paid', ...EXCLUDE });
const messages = messageRatesMetric<Row>({
  sent: 'large',
  bounced: 'score',
  opened: 'amount',
  clicked: 'score',
  ...EXCLUDE,
});
const hardBounces = messageRatesMetric<Row>({
  sent: 'large',
  bounced: 'score',
  softBounced: 'score',
  clicked: 'amount',
  undelivered: 'hardBounces',
  ...EXCLUDE,
});

const tickets = { opened: 'at', firstResponse: 'seen', reopened: 'paid', contacts: 'score', ...EXCLUDE } as const;
const ratings = reviewRatingsMetric<Row, 'plan'>({ item: 'plan', rating: 'score', scale: [0, 10], ...EXCLUDE });

/** Metrics whose states are made of several tallies, or of the different rows. */
const MORE: Readonly<Record<string, Any>> = {
  social: socialRatesMetric<Row>({ by: 'large', engagements: ['score', 'amount'], ...EXCLUDE }),
  'social of one count': by('plan', socialRatesMetric<Row>({ by: 'amount', engagements: 'score', ...EXCLUDE })),
  tickets: supportTimesMetric<Row>({ opened: 'seen', resolved: 'at', ...EXCLUDE }),
  'tickets as of a date': supportTimesMetric<Row>({ ...tickets, resolved: 'at', asOf: '2024-04-01' }),
  'tickets opened often': by('paid', supportTimesMetric<Row>({ ...tickets, reopened: 'score', contacts: 'amount' })),
  pyramid: customerPyramidMetric<Row>({
    ...{ aware: 'paid', bought: 'paid', frequency: 'score', loyalFrom: 5, generalFrom: 2, ...EXCLUDE },
  }),
  'pyramid with intentions': by(
    'plan',
    customerPyramidMetric<Row>({
      ...{ aware: 'paid', bought: 'paid', frequency: 'amount', intends: 'paid', loyalFrom: 9, ...EXCLUDE },
    }),
  ),
  themes: themeSentimentMetric<Row>({ theme: 'customer', positive: 'paid', ...EXCLUDE }),
  'themes by rating': where(
    { amount: { gte: 0 } },
    themeSentimentMetric<Row>({ theme: 'plan', rating: 'score', scale: [0, 10], ...EXCLUDE }),
  ),
  ratings,
  'ratings by customer': by('customer', ratings as Any),
  rake: rakeMetric<Row>({
    margins: { plan: { free: 0.5, pro: 0.5 }, paid: { true: 0.5, false: 0.5 } } as never,
    ...EXCLUDE,
  }),
  'acquisition cost': acquisitionCostMetric<Row>({ cost: 'amount', customers: 'score', ...EXCLUDE }),
  acquisition: by(
    'plan',
    acquisitionMetric<Row>({ cost: 'amount', samples: 'score', orders: 'score', revenue: 'large', ...EXCLUDE }),
  ),
  // Squares of more digits would be added up within the last digits only.
  drivers: where(
    { large: { gte: -1, lte: 12 }, score: { lte: 10 } },
    keyDriversMetric<Row, 'large'>({ overall: 'score', drivers: ['large'], ...EXCLUDE }),
  ),
  'churn reasons': churnReasonsMetric<Row, 'plan'>({
    ...{ reason: 'plan', amount: 'score', voluntary: 'paid', customer: 'customer', ...EXCLUDE },
  }) as Any,
};

/** Metrics by name, each of which engines must count as memory does. */
export const METRICS: Readonly<Record<string, Any>> = {
  own,
  customers,
  large,
  nothing,
  none,
  leads,
  messages,
  hardBounces,
  'messages by plan': by('plan', messages),
  ...SPELLS,
  nps,
  weighted,
  latest,
  first,
  ces: cesMetric<Row>({ score: 'score', scale: [0, 10], ...EXCLUDE }),
  pmf: pmfMetric<Row>({ answer: 'customer' }),
  throws: npsMetric<Row>({ score: 'score' }),
  'throws for what is missing': npsMetric<Row>({ score: 'score', missing: 'throw', invalid: 'exclude' }),
  'by text': by('customer', nps),
  'by number': by('amount', own),
  'by integer': by('large', nothing),
  'by boolean': by('paid', together({ nps, nothing })),
  'by month': by(monthly, own),
  'by month and plan': by(monthly, by('plan', together({ nps, own: where({ paid: true }, own) }))),
  'filter, then group': where({ plan: ['pro', 'a'] }, by('plan', nps)),
  'group, then filter': by('plan', where({ score: { gte: 5, lte: 9 } }, together({ customers, nps }))),
  'filter between groups': by(
    'plan',
    where({ amount: { ne: 19.99 } }, by('paid', where({ customer: { contains: 'a' } }, nps))),
  ),
  'filters on everything': where(
    { amount: { gte: 0 }, large: { lte: 2 ** 53 }, paid: [true, false], plan: { in: ['pro', 'free'] } },
    own,
  ),
  'filters that nothing meets': where({ plan: { eq: 'pro', gte: 'x' } }, own),
  'filter with half a sign': where({ plan: { ne: '\ud800' } }, nothing),
  'filter with nothing to contain': where({ plan: { contains: '' } }, nothing),
  'latest of each group': by('plan', latest),
  'latest of what passes': by('paid', where({ score: { gte: 3 } }, latest)),
  ...MORE,
  'several at once': together({ all: nps, pro: where({ plan: 'pro' }, nps), own, byPlan: by('plan', large) }),
};

/** Periods of every unit in zones whose clocks change in odd ways. */
export const PERIODS: Readonly<Record<string, Any>> = Object.fromEntries(
  (['hour', 'day', 'week', 'month', 'quarter', 'year'] as const).flatMap((unit) =>
    ['UTC', 'Asia/Tokyo', 'America/Havana', 'Pacific/Apia', 'Australia/Lord_Howe', 'Europe/London'].map((timeZone) => [
      `${unit} in ${timeZone}`,
      together({
        at: by(period<Row>('at', { unit, timeZone, weekStartsOn: 0, fiscalYearStartsOn: 4 }), nothing),
        seen: by(period<Row>('seen', { unit, timeZone }), nothing),
      }) as Any,
    ]),
  ),
);

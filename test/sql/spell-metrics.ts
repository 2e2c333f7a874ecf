import {
  by,
  compare,
  countDistinct,
  countIf,
  cumulativeIncidenceMetric,
  histogram,
  input,
  kaplanMeierMetric,
  lifeTableMetric,
  logRankMetric,
  min,
  nelsonAalenMetric,
  type RowMetric,
  sum,
  tally,
  weightedHistogram,
  where,
} from 'kizuna';
import type { Row } from './rows.js';

const EXCLUDE = { missing: 'exclude', invalid: 'exclude' } as const;
const spells = { duration: 'score', ended: 'paid', ...EXCLUDE } as const;
const claimed = { duration: 'amount', ended: 'score', entry: 'large', ...EXCLUDE } as const;
const reason = { duration: 'score', ...EXCLUDE } as const;

/** Every measure of one value, beside what can be few others. */
const alike = tally({
  name: 'alike',
  inputs: { large: 'large', score: { from: 'score', integer: true, min: 0, max: 10 } },
  measures: {
    all: countIf(),
    some: countIf(compare(input('score'), '>', 5)),
    sum: sum(input('score')),
    larger: sum(input('large')),
    least: min(input('large')),
    values: histogram(input('large')),
    weights: weightedHistogram(input('large'), input('score')),
    different: countDistinct(input('large')),
  },
  finish: (measured) => measured,
  ...EXCLUDE,
});

/** Metrics of spells, and of rows that are counted as they are. */
export const SPELLS: Readonly<Record<string, RowMetric<Row, unknown, unknown>>> = {
  alike,
  'alike by claims': where({ amount: { lte: 1e6 } }, by('paid', alike)),
  'spells of numbers': kaplanMeierMetric<Row>({ duration: 'large', ended: 'score', ...EXCLUDE }),
  'spells that throw': kaplanMeierMetric<Row>({ duration: 'score', ended: 'score' }),
  'hazards of spells': nelsonAalenMetric<Row>(spells),
  'life table': lifeTableMetric<Row>({ ...spells, duration: 'amount', width: 10 }),
  reasons: cumulativeIncidenceMetric<Row>({ ...reason, reason: 'plan' }),
  'reasons that are numbers': cumulativeIncidenceMetric<Row>({ ...reason, reason: 'amount', entry: 'large' }),
  'reasons that are integers': cumulativeIncidenceMetric<Row>({ ...reason, reason: 'large', weight: 'score' }),
  'reasons that are claims': cumulativeIncidenceMetric<Row>({
    ...{ duration: 'large', entry: 'score', reason: 'paid', weight: 'score', ...EXCLUDE },
  }),
  'reasons by plan': by('plan', cumulativeIncidenceMetric<Row>({ ...reason, reason: 'customer' })),
  'log-rank': logRankMetric<Row>({ ...spells, group: 'plan' }),
  'log-rank with strata': logRankMetric<Row>({ ...spells, group: 'customer', strata: 'amount', weight: 'score' }),
  'log-rank with entries': logRankMetric<Row>({ ...claimed, group: 'paid', strata: 'large' }),
  'log-rank of whole weights throws for parts': logRankMetric<Row>({ ...spells, group: 'amount', weight: 'amount' }),
  spells: kaplanMeierMetric<Row>(spells),
  'spells with claims and entries': kaplanMeierMetric<Row>(claimed),
  'weighted spells': kaplanMeierMetric<Row>({ ...spells, weight: 'large' }),
  'weighted spells with entries': kaplanMeierMetric<Row>({ ...claimed, ended: 'paid', weight: 'score' }),
  'spells by plan': by('plan', kaplanMeierMetric<Row>(spells)),
};

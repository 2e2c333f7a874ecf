import { input, multiply } from '../core/expression.js';
import { type Input, type InputRule, isValid, type Rule } from '../core/input.js';
import { IssueLog } from '../core/issue-log.js';
import { histogram, weightedHistogram } from '../core/measures.js';
import type { RowMetric } from '../core/metric.js';
import type { Excluded } from '../core/policy.js';
import { tableOf } from '../core/table.js';
import { type Measured, type TallyState, tally } from '../core/tally.js';
import type { AnswerMeasures, AnswerRules } from './answers.js';
import { superseded } from './one-per-customer.js';

/** The state of a survey metric. */
export type AnswersState = TallyState<AnswerMeasures>;

/** A metric of answers by score: a tally, of one answer a customer if so ruled. */
export function answerMetric<Row, Result>(
  rules: AnswerRules,
  finish: (measured: Measured<AnswerMeasures>, excluded: Excluded) => Result,
): RowMetric<Row, AnswersState, Result> {
  const { owner, score, weight, once, missing, invalid } = rules;
  const inputs: Readonly<Record<string, Input<Row>>> = {
    score: inputOf(score),
    ...(weight && { weight: inputOf(weight) }),
  };
  const counted = tally({ name: owner, inputs, measures: weight ? WEIGHTED : PLAIN, missing, invalid, finish });
  if (once === null) return counted;
  // One answer a customer is chosen among all rows of a group, so the rows must be had at once: no fold.
  const { fold: _, plan, ...rest } = counted;
  const travels = typeof once.customer === 'string' && typeof once.time === 'string' && plan !== undefined;
  return {
    ...rest,
    split: 'by customer',
    ...(travels ? { plan: { ...plan, once } } : {}),
    state(data) {
      const issues = new IssueLog(owner);
      const table = tableOf(owner, data, false);
      const losers = superseded(once, table, table.column(score.from), (value) => isValid(score, value), issues);
      issues.throwIfAny();
      const rows = Array.from({ length: table.length }, (_, i) => table.row(i) as Row); // the data were rows of this type
      const state = counted.state(rows.filter((_, i) => !losers.has(i)));
      return { ...state, excluded: { ...state.excluded, repeated: losers.size } };
    },
  };
}

const PLAIN: AnswerMeasures = { scores: histogram(input('score')) };
const WEIGHTED: AnswerMeasures = {
  ...PLAIN,
  weights: weightedHistogram(input('score'), input('weight')),
  squares: weightedHistogram(input('score'), multiply(input('weight'), input('weight'))),
};

function inputOf<Row>({ field, ...rule }: Rule): Input<Row> {
  // The row type of the accessor was checked where it was given.
  return { ...rule, ...(field === null ? {} : { label: field }) } as InputRule<Row>;
}

import type { FoldingMetric } from '../core/fold.js';
import { faultOf, type Input, type InputRule, issueOf, type Rule } from '../core/input.js';
import { IssueLog } from '../core/issue-log.js';
import type { Histogram, WeightedHistogram } from '../core/measures.js';
import type { RowMetric } from '../core/metric.js';
import { foldOf, RowsFold } from '../core/rows-fold.js';
import { Source } from '../core/source.js';
import { tableOf } from '../core/table.js';
import { type Measured, type TallyState, tallyOf } from '../core/tally.js';
import type { AnswerRules } from './answer-rules.js';
import type { Answers, Point } from './answers.js';
import { chosenAnswers } from './chosen-answers.js';

/** What survey metrics count: answers by score; with weights, also the weights and their squares by score. */
export type AnswerMeasures = {
  readonly scores: Histogram<'score'>;
  readonly weights?: WeightedHistogram<'score' | 'weight'>;
  readonly squares?: WeightedHistogram<'score' | 'weight'>;
};

/** The state of a survey metric. */
export type AnswersState = TallyState<AnswerMeasures>;

/** A metric of answers by score: a tally, of one answer a customer if so ruled. */
export function answerMetric<Row, Result>(
  rules: AnswerRules,
  finish: (answers: Answers) => Result,
): RowMetric<Row, AnswersState, Result> {
  const { owner, score, weight, once, missing, invalid } = rules;
  const inputs: Readonly<Record<string, Input<Row>>> = {
    score: inputOf(score),
    ...(weight && { weight: inputOf(weight) }),
  };
  const counted = tallyOf({
    name: owner,
    inputs,
    measures: weight ? WEIGHTED : PLAIN,
    missing,
    invalid,
    finish: (measured, excluded) => finish({ points: pointsOf(owner, score, measured), excluded }),
  });
  if (once === null) return counted;
  const { plan, ...rest } = counted;
  const chosen: FoldingMetric<Row, AnswersState, Result> = {
    ...rest,
    split: 'by customer',
    ...(plan && { plan: { ...plan, once } }),
    // One answer a customer is chosen among all rows of a group, so the rows must be had at once.
    fold: (issues) => new RowsFold(chosen, issues, [score.from, weight?.from, once.customer, once.time]),
    state(data) {
      const issues = new IssueLog(owner);
      const table = tableOf(owner, data, false);
      const { skipped, excluded } = chosenAnswers(rules, table, issues);
      const fold = foldOf(counted, issues);
      const rows = Array.from({ length: table.length }, (_, i) => table.row(i));
      for (const batch of new Source(owner).batches(rows)) {
        const groups = Int32Array.from({ length: batch.count }, (_, i) => (skipped.has(batch.indexOf(i)) ? -1 : 0));
        fold.take(batch, groups);
      }
      const state = fold.state(0);
      issues.throwIfAny();
      const { missing: more, invalid: worse, repeated } = excluded;
      const all = { missing: state.excluded.missing + more, invalid: state.excluded.invalid + worse, repeated };
      return { ...state, excluded: all };
    },
  };
  return chosen;
}

const SCORE = { kind: 'input', name: 'score' } as const;
const WEIGHT = { kind: 'input', name: 'weight' } as const;
const SQUARE = { kind: 'arithmetic', operator: '*', terms: [WEIGHT, WEIGHT] } as const;
const PLAIN: AnswerMeasures = { scores: { kind: 'histogram', of: SCORE } };
const WEIGHTED: AnswerMeasures = {
  ...PLAIN,
  weights: { kind: 'weightedHistogram', of: SCORE, weight: WEIGHT },
  squares: { kind: 'weightedHistogram', of: SCORE, weight: SQUARE },
};

/** The counts by score as points. A state may come from elsewhere: what is not on the scale is refused, not lost. */
function pointsOf(owner: string, rule: Rule, { scores, weights, squares }: Measured<AnswerMeasures>): readonly Point[] {
  const issues = new IssueLog(owner);
  for (const [score] of scores) if (faultOf(rule, score)) issues.add({ ...issueOf(rule, score, 0), index: null });
  issues.throwIfAny();
  const counts = new Map(scores);
  const [sums, squareSums] = [new Map(weights ?? scores), new Map(squares ?? scores)];
  return Array.from({ length: rule.max - rule.min + 1 }, (_, i) => {
    const score = rule.min + i;
    const count = counts.get(score) ?? 0;
    return { score, count, weight: sums.get(score) ?? 0, square: squareSums.get(score) ?? 0 };
  });
}

function inputOf<Row>({ field, expected: _, ...rule }: Rule): Input<Row> {
  // The row type of the accessor was checked where it was given.
  return { ...rule, ...(field === null ? {} : { label: field }) } as InputRule<Row>;
}

import { countBytes } from '../core/count-bytes.js';
import type { Data } from '../core/data.js';
import { faultOf, issueOf } from '../core/input.js';
import { IssueLog } from '../core/issue-log.js';
import { type Excluded, leaveOut } from '../core/policy.js';
import { tableOf } from '../core/table.js';
import type { AnswerRules } from './answer-rules.js';
import { chosenAnswers } from './chosen-answers.js';

/** The answers that chose one point of a scale. Without weights, each weighs 1. */
export interface Point {
  readonly score: number;
  readonly count: number;
  readonly weight: number;
  /** The sum of the squared weights. */
  readonly square: number;
}

/** The counted answers of one group: every point of the scale, and what was left out. */
export interface Answers {
  readonly points: readonly Point[];
  readonly excluded: Excluded;
}

/**
 * Counts the answers of one group straight from the data: the quick and small form of the tally that survey metrics are.
 * Weights are added from the smallest up, so that the order of the rows does not show and little is lost to rounding.
 */
export function countAnswers(rules: AnswerRules, data: Data<unknown>): Answers {
  const { owner, score, weight } = rules;
  const issues = new IssueLog(owner);
  const table = tableOf(owner, data, true);
  const answers = table.column(score.from);
  const weights = weight && table.column(weight.from);
  const { skipped, excluded } = chosenAnswers(rules, table, issues);
  const counts: number[] = new Array(score.max - score.min + 1).fill(0);
  const lists: number[][] = counts.map(() => []);
  const bytes = answers instanceof Uint8Array && !weights && !rules.once ? countBytes(answers, answers.length) : null;
  // The quick way for bytes, if none is outside the scale.
  if (bytes?.every((count, value) => !(count && faultOf(score, value)))) {
    for (const point of counts.keys()) counts[point] = bytes[score.min + point] ?? 0;
  } else {
    const isPlain = !weights && !rules.once;
    for (let i = 0; i < answers.length; i += 1) {
      const answer = answers[i];
      // A plain valid answer is counted on the spot; anything else is looked at closely.
      const point = isPlain && typeof answer === 'number' ? answer - score.min : -1;
      if (point >= 0 && point < counts.length && point % 1 === 0) counts[point]! += 1;
      else if (!skipped.has(i)) judge(i, answer, weights?.[i]);
    }
  }
  issues.throwIfAny();
  const points = counts.map((count, i) => ({
    score: score.min + i,
    count,
    weight: weights ? total(lists[i], 1) : count,
    square: weights ? total(lists[i], 2) : count,
  }));
  return { points, excluded };

  function judge(i: number, answer: unknown, each: unknown): void {
    const isFaulty = faultOf(score, answer) !== undefined;
    if (isFaulty || (weight && faultOf(weight, each))) {
      const [rule, value] = isFaulty || !weight ? [score, answer] : [weight, each];
      leaveOut(rules, excluded, issues, issueOf(rule, value, i), value);
    } else {
      const point = (answer as number) - score.min; // without fault: numbers both, or no weights
      counts[point] = (counts[point] as number) + 1;
      if (weights) lists[point]?.push(each as number);
    }
  }
}

function total(weights: readonly number[] = [], power: number): number {
  return [...weights].sort((a, b) => a - b).reduce((sum, weight) => sum + weight ** power, 0);
}

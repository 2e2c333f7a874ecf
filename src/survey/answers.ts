import { countBytes } from '../core/count-bytes.js';
import type { Data } from '../core/data.js';
import { growExpansion, roundedSum } from '../core/exact-sum.js';
import { issueOf, isValid, type Rule } from '../core/input.js';
import { IssueLog } from '../core/issue-log.js';
import type { Histogram, WeightedHistogram } from '../core/measures.js';
import { DEFAULT_POLICY, type Excluded, type RowPolicy } from '../core/policy.js';
import { tableOf } from '../core/table.js';
import type { Measured } from '../core/tally.js';
import { type OnePerCustomer, superseded } from './one-per-customer.js';

/** What survey metrics count: answers by score; with weights, also the weights and their squares by score. */
export type AnswerMeasures = {
  readonly scores: Histogram<'score'>;
  readonly weights?: WeightedHistogram<'score' | 'weight'>;
  readonly squares?: WeightedHistogram<'score' | 'weight'>;
};

/** Which answers of a survey to count. */
export interface AnswerRules extends RowPolicy {
  readonly owner: string;
  readonly score: Rule;
  readonly weight: Rule | null;
  readonly once: OnePerCustomer | null;
}

/**
 * Counts the answers of one group straight from the data: the quick and small form of the tally that survey metrics are.
 * Finishing this count and finishing the tally's state give the same result.
 */
export function countAnswers<Result>(
  rules: AnswerRules,
  data: Data<unknown>,
  finish: (measured: Measured<AnswerMeasures>, excluded: Excluded) => Result,
): Result {
  const { owner, score, weight, once } = rules;
  const issues = new IssueLog(owner);
  const table = tableOf(owner, data, true);
  const answers = table.column(score.from);
  const weights = weight && table.column(weight.from);
  const losers = once && superseded(once, table, answers, (value) => isValid(score, value), issues);
  const excluded = { missing: 0, invalid: 0, repeated: losers ? losers.size : 0 };
  const points: Point[] = [];
  if (weights || losers || !(answers instanceof Uint8Array) || !addBytes(answers)) {
    for (let i = 0; i < answers.length; i += 1) if (!losers?.has(i)) judge(answers[i], weights?.[i], i);
  }
  issues.throwIfAny();
  const seen = points.filter(() => true); // a sparse list: without the points that nobody chose
  const scores = seen.map((point) => [point.score, point.count] as const);
  if (!weight) return finish({ scores }, excluded);
  const sums = seen.map((point) => [point.score, roundedSum(point.weights)] as const);
  return finish(
    { scores, weights: sums, squares: seen.map((point) => [point.score, roundedSum(point.squares)]) },
    excluded,
  );

  function judge(answer: unknown, each: unknown, i: number): void {
    if (!isValid(score, answer)) leaveOut(score, answer, i);
    else if (weight && !isValid(weight, each)) leaveOut(weight, each, i);
    else add(answer as number, 1, each as number); // valid: numbers both, or no weights
  }

  function add(answer: number, count: number, each?: number): void {
    const i = answer - score.min;
    points[i] ??= { score: answer, count: 0, weights: [], squares: [] };
    points[i].count += count;
    if (each === undefined) return;
    growExpansion(points[i].weights, each);
    growExpansion(points[i].squares, each * each);
  }

  /** The quick way for bytes, if none is outside the scale. */
  function addBytes(bytes: Uint8Array): boolean {
    const counts = countBytes(bytes, bytes.length);
    const areValid = counts.every((count, value) => count === 0 || isValid(score, value));
    if (areValid) for (const [value, count] of counts.entries()) if (count > 0) add(value, count);
    return areValid;
  }

  function leaveOut(rule: Rule, value: unknown, i: number): void {
    const reason = (value ?? null) === null ? 'missing' : 'invalid';
    if ((rules[reason] ?? DEFAULT_POLICY[reason]) === 'throw') issues.add(issueOf(rule, value, i));
    excluded[reason] += 1;
  }
}

interface Point {
  readonly score: number;
  count: number;
  /** Exact sums, as expansions. */
  readonly weights: number[];
  readonly squares: number[];
}

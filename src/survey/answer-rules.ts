import type { Accessor } from '../core/data.js';
import { type Rule, ruleOf } from '../core/input.js';
import { checkPolicy, type RowPolicy } from '../core/policy.js';
import { type OnePerCustomer, onePerCustomer, type RepeatOptions } from './one-per-customer.js';

/** What the metrics of answers on a scale have in common: where the answers stand, and how they are judged. */
export interface AnswerOptions<Row> extends RowPolicy, RepeatOptions<Row> {
  /** The answers; without it, the rows themselves are the answers. */
  readonly score?: Accessor<Row, number>;
  /** How many people an answer stands for; at least 0. */
  readonly weight?: Accessor<Row, number>;
  /** Of the intervals; default 0.95. */
  readonly confidence?: number;
}

/** Which answers of a survey to count. */
export interface AnswerRules extends RowPolicy {
  readonly owner: string;
  readonly score: Rule;
  readonly weight: Rule | null;
  readonly once: OnePerCustomer | null;
}

/** The names of the common options. */
export const ANSWER_OPTIONS = [
  'score',
  'weight',
  'confidence',
  'missing',
  'invalid',
  'repeat',
  'customer',
  'time',
] as const;

/** Reads the common options, whose names have been checked, for answers on this scale. */
export function answerRules<Row>(
  owner: string,
  options: AnswerOptions<Row>,
  [low, high]: readonly [number, number],
): AnswerRules {
  checkPolicy(owner, options);
  const { score, weight, missing, invalid } = options;
  return {
    owner,
    score: ruleOf<Row>('score', { from: score, integer: true, min: low, max: high }),
    weight: weight === undefined ? null : ruleOf<Row>('weight', { from: weight, min: 0, max: HEAVIEST }),
    once: onePerCustomer(owner, options),
    missing,
    invalid,
  };
}

/** The squares of larger weights could leave the range of doubles. */
const HEAVIEST = 1e100;

import type { Accessor } from '../core/data.js';
import { ruleOf } from '../core/input.js';
import { checkChoice, checkConfidence, checkNumber, checkOptions } from '../core/options.js';
import { checkPolicy, type RowPolicy } from '../core/policy.js';
import { PROPORTION_METHODS, type ProportionMethod } from '../stats/proportion-interval.js';
import type { AnswerRules } from './answers.js';
import { onePerCustomer, type RepeatOptions } from './one-per-customer.js';
import { scaleOf } from './top-box.js';

/** What the surveys on a scale of whole numbers have in common: where the answers stand, and how they are judged. */
export interface ScaleOptions<Row> extends RowPolicy, RepeatOptions<Row> {
  /** The answers; without it, the rows themselves are the answers. */
  readonly score?: Accessor<Row, number>;
  /** How many people an answer stands for; at least 0. */
  readonly weight?: Accessor<Row, number>;
  /** The lowest and the highest answer, whole numbers. */
  readonly scale?: readonly [number, number];
  /** How many points at the end of the scale count as a box. */
  readonly topBox?: number;
  /** How the intervals of shares are made; default `'wilson'`. */
  readonly interval?: ProportionMethod;
  /** Default 0.95. */
  readonly confidence?: number;
}

/** The options made ready. */
export interface ScalePlan {
  readonly rules: AnswerRules;
  readonly low: number;
  readonly high: number;
  readonly topBox: number;
  readonly method: ProportionMethod;
  readonly confidence: number;
}

/** What one survey makes of a scale: the scale it usually has, and the boxes that it has by default and at most. */
export interface ScaleDefaults {
  readonly scale: readonly [number, number];
  topBox(points: number): number;
  mostBoxes(points: number): number;
}

/** The names of the shared options, for those who check the names. */
export const SCALE_OPTIONS = [
  'score',
  'weight',
  'scale',
  'topBox',
  'interval',
  'confidence',
  'missing',
  'invalid',
  'repeat',
  'customer',
  'time',
] as const;

/** The squares of larger weights could leave the range of doubles. */
const HEAVIEST = 1e100;

/** Reads the shared options of a survey on a scale; `names` are all the options that it knows. */
export function scalePlan<Row>(
  owner: string,
  options: ScaleOptions<Row>,
  defaults: ScaleDefaults,
  names: readonly string[] = SCALE_OPTIONS,
): ScalePlan {
  checkOptions(owner, options, names);
  checkPolicy(owner, options);
  const { score, weight, interval = 'wilson', confidence = 0.95, missing, invalid } = options;
  const [low, high] = scaleOf(owner, options.scale ?? defaults.scale);
  const points = high - low + 1;
  const most = defaults.mostBoxes(points);
  const topBox = checkNumber(owner, 'topBox', options.topBox ?? defaults.topBox(points), {
    min: 1,
    max: most,
    integer: true,
  });
  const rules: AnswerRules = {
    owner,
    score: ruleOf<Row>('score', { from: score, integer: true, min: low, max: high }),
    weight: weight === undefined ? null : ruleOf<Row>('weight', { from: weight, min: 0, max: HEAVIEST }),
    once: onePerCustomer(owner, options),
    missing,
    invalid,
  };
  const method = checkChoice(owner, 'interval', interval, PROPORTION_METHODS);
  return { rules, low, high, topBox, method, confidence: checkConfidence(owner, confidence) };
}

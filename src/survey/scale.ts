import { checkChoice, checkConfidence, checkNumber, checkOptions } from '../core/options.js';
import { PROPORTION_METHODS, type ProportionMethod } from '../stats/proportion-interval.js';
import { ANSWER_OPTIONS, type AnswerOptions, type AnswerRules, answerRules } from './answer-rules.js';
import { scaleOf } from './top-box.js';

/** What the surveys on a scale of whole numbers have in common: the scale, its boxes, and how intervals of shares are made. */
export interface ScaleOptions<Row> extends AnswerOptions<Row> {
  /** The lowest and the highest answer, whole numbers. */
  readonly scale?: readonly [number, number];
  /** How many points at the end of the scale count as a box. */
  readonly topBox?: number;
  /** How the intervals of shares are made; default `'wilson'`. */
  readonly interval?: ProportionMethod;
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

/** Reads the options of a survey on a scale; `others` are the further names that it knows. */
export function scalePlan<Row>(
  owner: string,
  options: ScaleOptions<Row>,
  defaults: ScaleDefaults,
  others: readonly string[] = [],
): ScalePlan {
  checkOptions(owner, options, [...ANSWER_OPTIONS, 'scale', 'topBox', 'interval', ...others]);
  const { interval = 'wilson', confidence = 0.95 } = options;
  const [low, high] = scaleOf(owner, options.scale ?? defaults.scale);
  const rules = answerRules(owner, options, [low, high]);
  const points = high - low + 1;
  const boxes = { min: 1, max: defaults.mostBoxes(points), integer: true };
  const topBox = checkNumber(owner, 'topBox', options.topBox ?? defaults.topBox(points), boxes);
  const method = checkChoice(owner, 'interval', interval, PROPORTION_METHODS);
  return { rules, low, high, topBox, method, confidence: checkConfidence(owner, confidence) };
}

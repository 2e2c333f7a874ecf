import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { noncentralTSurvival } from './noncentral-t.js';
import { normal } from './normal.js';
import { standardNormalQuantile } from './normal-quantile.js';
import { studentT } from './student-t.js';

/** Which change the test looks for, in the second group against the first. */
export type Alternative = 'two-sided' | 'greater' | 'less';

/** What the designs of two groups have in common. */
export interface ComparisonDesign {
  /** One minus the level of the test; 0.95 unless given. */
  readonly confidence?: number;
  /** `'two-sided'` unless given. */
  readonly alternative?: Alternative;
  /** Size of the second group over the first, whose product with a whole first group is rounded up; 1 unless given. */
  readonly ratio?: number;
}

/** Two shares: the first as it is, and the second as it is hoped to be. */
export interface ProportionDesign extends ComparisonDesign {
  readonly kind: 'proportion';
  readonly baseline: number;
  readonly target: number;
}

/** Two means that differ by `difference` (second minus first), with the same standard deviation. */
export interface MeanDesign extends ComparisonDesign {
  readonly kind: 'mean';
  readonly difference: number;
  readonly standardDeviation: number;
}

/** A design with its defaults filled in; `effect` is signed, and for two-sided tests counted as its size. */
export interface CheckedDesign {
  readonly ratio: number;
  readonly level: number;
  readonly alternative: Alternative;
  /** In units of the outcome: second minus first. */
  readonly effect: number;
  readonly model:
    | { readonly kind: 'proportion'; readonly baseline: number; readonly target: number }
    | {
        readonly kind: 'mean';
        readonly standardDeviation: number;
      };
}

/** Refuses options that do not describe two groups, and fills in the defaults. */
export function checkDesign(
  owner: string,
  options: ProportionDesign | MeanDesign,
  others: readonly string[],
): CheckedDesign {
  const common = ['kind', 'confidence', 'alternative', 'ratio', ...others];
  checkOptions(owner, options, [...common, 'baseline', 'target', 'difference', 'standardDeviation']);
  const kind = checkChoice(owner, 'kind', options.kind, ['proportion', 'mean']);
  const own = kind === 'mean' ? ['difference', 'standardDeviation'] : ['baseline', 'target'];
  checkOptions(owner, options, [...common, ...own]);
  const design = {
    ratio: checkNumber(owner, 'ratio', options.ratio ?? 1, { min: 1e-6, max: 1e6 }),
    level: 1 - checkConfidence(owner, options.confidence ?? 0.95),
    alternative: checkChoice<Alternative>(owner, 'alternative', options.alternative ?? 'two-sided', [
      'two-sided',
      'greater',
      'less',
    ]),
  };
  if (options.kind === 'mean') {
    const effect = checkNumber(owner, 'difference', options.difference, {});
    const standardDeviation = checkNumber(owner, 'standardDeviation', options.standardDeviation, { min: 0 });
    if (standardDeviation === 0) return refuseOption(owner, 'standardDeviation', 'to be a number above 0', 0);
    return { ...design, effect, model: { kind: 'mean', standardDeviation } };
  }
  const baseline = checkNumber(owner, 'baseline', options.baseline, { min: 0, max: 1, open: true });
  const target = checkNumber(owner, 'target', options.target, { min: 0, max: 1, open: true });
  return { ...design, effect: target - baseline, model: { kind: 'proportion', baseline, target } };
}

/** How many in the second group: whole where the first is, with products such as 100 · 0.07 taken for the whole number they miss. */
export function secondGroup(first: number, ratio: number): number {
  const exact = first * ratio;
  if (!Number.isInteger(first)) return exact;
  const nearest = Math.round(exact);
  return Math.max(1, Math.abs(exact - nearest) < 1e-12 * exact ? nearest : Math.ceil(exact));
}

/** The power of a test of two groups of these sizes. */
export function powerOf({ model, level, alternative, effect }: CheckedDesign, first: number, second: number): number {
  const tail = alternative === 'two-sided' ? level / 2 : level;
  const signed = alternative === 'two-sided' ? Math.abs(effect) : alternative === 'less' ? -effect : effect;
  if (model.kind === 'mean') {
    const degreesOfFreedom = first + second - 2;
    const shift = signed / (model.standardDeviation * Math.sqrt(1 / first + 1 / second));
    return noncentralTSurvival(-studentT.quantile(tail, degreesOfFreedom), degreesOfFreedom, shift);
  }
  const { baseline, target } = model;
  const pooled = (first * baseline + second * target) / (first + second);
  const withoutChange = Math.sqrt(pooled * (1 - pooled) * (1 / first + 1 / second));
  const withChange = Math.sqrt((baseline * (1 - baseline)) / first + (target * (1 - target)) / second);
  return normal.cdf((signed + standardNormalQuantile(tail) * withoutChange) / withChange);
}

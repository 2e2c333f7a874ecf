import { LimitError } from '../core/errors.js';
import { checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import {
  type CheckedDesign,
  checkDesign,
  type MeanDesign,
  type ProportionDesign,
  powerOf,
  secondGroup,
} from './comparison-design.js';
import { standardNormalQuantile } from './normal-quantile.js';

/** One share, known to within a margin. */
export interface MarginDesign {
  /** The share that is expected; 0.5 needs the most. */
  readonly proportion: number;
  /** Half the width of the interval, such as 0.03. */
  readonly marginOfError: number;
  /** 0.95 unless given. */
  readonly confidence?: number;
}

/** A comparison of two groups with the power it shall have, or one share with its margin. */
export type SampleSizeOptions =
  | ((ProportionDesign | MeanDesign) & {
      /** The chance that the test shall have to find the change; 0.8 unless given. */
      readonly power?: number;
    })
  | MarginDesign;

/** How many are needed, in whole numbers. */
export interface SampleSize {
  /** In all groups together. */
  readonly n: number;
  /** In the first group, and in each where `ratio` is 1. */
  readonly perGroup: number;
  /** In each group. */
  readonly groups: readonly number[];
}

/** More than anybody can ask; beyond it the search has no whole numbers left. */
const MOST = 1e12;

/**
 * How many are needed? For a comparison of two groups, the fewest for which `power` reaches what is asked (so `power` of the answer is never
 * below it); for one share, z²·p(1 − p)/margin², rounded up.
 *
 * @param options - `kind: 'proportion'`, `kind: 'mean'`, or `proportion` with `marginOfError`
 * @returns whole numbers
 * @throws {InvalidOptionError} when an option is unknown, missing or out of range, or when there is no change in the direction tested
 * @throws {LimitError} when more than 1e12 per group would be needed
 * @example
 * ```ts
 * import { sampleSize } from 'kizuna/stats';
 *
 * sampleSize({ kind: 'proportion', baseline: 0.1, target: 0.12 }).perGroup; // => 3841
 * sampleSize({ kind: 'mean', difference: 0.5, standardDeviation: 1, power: 0.9 }); // => { n: 172, perGroup: 86, groups: [86, 86] }
 * sampleSize({ proportion: 0.5, marginOfError: 0.03 }).n; // => 1068
 * ```
 */
export function sampleSize(options: SampleSizeOptions): SampleSize {
  if (isMargin(options)) return forMargin(options);
  const given: { readonly kind?: unknown } | null = options;
  if (typeof given === 'object' && given !== null && given.kind === undefined) {
    const expected = 'to be proportion or mean, or else { proportion, marginOfError }';
    return refuseOption('sampleSize', 'kind', expected, undefined, 'E_OPT_TYPE');
  }
  const design = checkDesign('sampleSize', options, ['power']);
  const wanted = checkNumber('sampleSize', 'power', options.power ?? 0.8, { min: 0, max: 1, open: true });
  const sign =
    design.alternative === 'two-sided'
      ? Math.abs(design.effect)
      : design.alternative === 'less'
        ? -design.effect
        : design.effect;
  if (!(sign > 0)) return refuseEffect(design);
  const first = fewest(design, wanted);
  const second = secondGroup(first, design.ratio);
  return { n: first + second, perGroup: first, groups: [first, second] };
}

function isMargin(options: SampleSizeOptions): options is MarginDesign {
  return typeof options === 'object' && options !== null && ('marginOfError' in options || 'proportion' in options);
}

function forMargin(options: MarginDesign): SampleSize {
  checkOptions('sampleSize', options, ['proportion', 'marginOfError', 'confidence']);
  const share = checkNumber('sampleSize', 'proportion', options.proportion, { min: 0, max: 1 });
  const margin = checkNumber('sampleSize', 'marginOfError', options.marginOfError, { min: 0, max: 1, open: true });
  const confidence = checkConfidence('sampleSize', options.confidence ?? 0.95);
  const z = standardNormalQuantile((1 - confidence) / 2);
  const spread = share * (1 - share);
  // Where nothing varies one is enough, however small the margin: its square may leave the range of doubles.
  const needed = spread === 0 ? 1 : Math.max(1, Math.ceil((z / margin) ** 2 * spread));
  if (needed > MOST) refuseSize();
  return { n: needed, perGroup: needed, groups: [needed] };
}

/** The smallest first group that has the power, found by doubling and halving: power grows with size. */
function fewest(design: CheckedDesign, wanted: number): number {
  const reaches = (first: number): boolean => powerOf(design, first, secondGroup(first, design.ratio)) >= wanted;
  let enough = 2;
  while (!reaches(enough)) {
    enough *= 2;
    if (enough > MOST) refuseSize();
  }
  let few = Math.max(1, enough / 2);
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (reaches(middle)) enough = middle;
    else few = middle;
  }
  return enough;
}

function refuseEffect({ model, alternative, effect }: CheckedDesign): never {
  const [field, value, base] =
    model.kind === 'mean' ? ['difference', effect, '0'] : ['target', model.target, `the baseline ${model.baseline}`];
  const side = alternative === 'two-sided' ? 'other than' : alternative === 'less' ? 'below' : 'above';
  const why = alternative === 'two-sided' ? '' : `, as the alternative ${alternative} is`;
  return refuseOption('sampleSize', field, `to be ${side} ${base}${why}`, value);
}

function refuseSize(): never {
  throw new LimitError('sampleSize requires a change that 1e12 per group can find; it is smaller', [
    { code: 'E_LIMIT', index: null, field: null, expected: 'at most 1e12 per group', received: 'number' },
  ]);
}

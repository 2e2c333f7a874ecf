import { LimitError } from '../core/errors.js';
import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import type { Alternative } from '../stats/comparison-design.js';
import { standardNormalQuantile } from '../stats/normal-quantile.js';

/** One score, known to within a margin. */
export interface NpsMarginDesign {
  /** Half the width of the interval, in points. */
  readonly marginOfError: number;
  /** Default 0.95. */
  readonly confidence?: number;
  /** Of one answer coded 1, 0, −1, above 0 and at most 1; default 0.67, the usual one of surveys. */
  readonly variance?: number;
}

/** A test that shall find a difference. */
export interface NpsDifferenceDesign {
  /** In points: how far the score is from what it is compared with. */
  readonly difference: number;
  /** What the score is compared with: a fixed number (the default), or another score with as many answers. */
  readonly against?: 'benchmark' | 'score';
  /** The chance that the test shall have to find the difference; default 0.8. */
  readonly power?: number;
  /** One minus the level of the test; default 0.95. */
  readonly confidence?: number;
  /** Default `'two-sided'`; `'greater'` asks only whether the benchmark is passed, `'less'` (with a negative difference) whether it is missed. */
  readonly alternative?: Alternative;
  /** Of one answer coded 1, 0, −1, above 0 and at most 1; default 0.67, the usual one of surveys. */
  readonly variance?: number;
}

/** How many answers are needed, in whole numbers. */
export interface NpsSampleSize {
  /** In all groups together. */
  readonly n: number;
  /** For each score. */
  readonly perGroup: number;
}

/** More than anybody can ask. */
const MOST = 1e12;

/**
 * How many answers a net promoter score needs, for its interval or for a test, by the adjusted Wald method (Lewis and Sauro, MeasuringU 2021):
 * ⌈z²s²/d² − 3⌉. For a margin, z is that of the confidence; for a difference, that of the level plus that of the power; between two scores, s² is
 * counted twice.
 *
 * @param options - `marginOfError` or `difference` in points, with `confidence`, `variance`, and for a difference `power`, `against`, `alternative`
 * @returns whole numbers of answers, not of people asked
 * @throws {InvalidOptionError} when an option is unknown, missing or out of range
 * @throws {LimitError} when more than 1e12 answers would be needed
 * @example
 * ```ts
 * import { npsSampleSize } from 'kizuna';
 *
 * npsSampleSize({ marginOfError: 10 }); // => { n: 255, perGroup: 255 }
 * npsSampleSize({ difference: 10, alternative: 'greater' }).n; // => 412
 * npsSampleSize({ difference: 10, against: 'score' }); // => { n: 2098, perGroup: 1049 }
 * npsSampleSize({ difference: 0 }); // throws InvalidOptionError
 * ```
 */
export function npsSampleSize(options: NpsMarginDesign | NpsDifferenceDesign): NpsSampleSize {
  const names = ['confidence', 'variance'];
  if (typeof options === 'object' && options !== null && 'marginOfError' in options) {
    checkOptions('npsSampleSize', options, ['marginOfError', ...names]);
    const margin = checkNumber('npsSampleSize', 'marginOfError', options.marginOfError, {
      min: 0,
      max: 100,
      open: true,
    });
    const z = criticalZ((1 - checkedConfidence(options.confidence)) / 2);
    return sizeFor(z, checkedVariance(options.variance), margin, 1);
  }
  checkOptions('npsSampleSize', options, ['difference', 'against', 'power', 'alternative', ...names]);
  const level = 1 - checkedConfidence(options.confidence);
  const { against = 'benchmark', alternative = 'two-sided' } = options;
  checkChoice('npsSampleSize', 'against', against, ['benchmark', 'score']);
  checkChoice('npsSampleSize', 'alternative', alternative, ['two-sided', 'greater', 'less']);
  const power = checkNumber('npsSampleSize', 'power', options.power ?? 0.8, { min: 0, max: 1, open: true });
  const z = criticalZ(alternative === 'two-sided' ? level / 2 : level) + criticalZ(1 - power);
  if (z <= 0) refuseOption('npsSampleSize', 'power', 'to be above the level of the test', power);
  const difference = checkNumber('npsSampleSize', 'difference', options.difference, {
    min: -200,
    max: 200,
    open: true,
  });
  const points = alternative === 'two-sided' ? Math.abs(difference) : alternative === 'less' ? -difference : difference;
  if (points <= 0) refuseOption('npsSampleSize', 'difference', 'to be a change in the direction tested', difference);
  return sizeFor(z, checkedVariance(options.variance), points, against === 'score' ? 2 : 1);
}

function sizeFor(z: number, variance: number, points: number, groups: number): NpsSampleSize {
  const perGroup = Math.max(1, Math.ceil(((groups * variance * z) / points) * (z / points) * 10_000 - 3));
  if (perGroup > MOST) refuseSize();
  return { n: groups * perGroup, perGroup };
}

function criticalZ(tail: number): number {
  return -standardNormalQuantile(tail);
}

function checkedConfidence(confidence: unknown = 0.95): number {
  return checkConfidence('npsSampleSize', confidence);
}

function checkedVariance(variance: unknown = 0.67): number {
  const checked = checkNumber('npsSampleSize', 'variance', variance, { min: 0, max: 1 });
  return checked > 0 ? checked : refuseOption('npsSampleSize', 'variance', 'to be a number above 0', variance);
}

function refuseSize(): never {
  const expected = 'at most 1e12 answers';
  throw new LimitError('npsSampleSize requires a change that 1e12 answers can find; it is smaller', [
    { code: 'E_LIMIT', index: null, field: null, expected, received: 'number' },
  ]);
}

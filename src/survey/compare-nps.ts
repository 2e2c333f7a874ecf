import { InvalidDataError, typeName } from '../core/errors.js';
import type { Interval } from '../core/estimate.js';
import { checkChoice, checkConfidence, checkOptions } from '../core/options.js';
import { standardNormalQuantile } from '../stats/normal-quantile.js';
import { normalTail } from '../stats/normal-tail.js';
import { checkAmount, MOST_COUNTED } from '../stats/values.js';
import { adjusted, type Bands, score, sizeOf, variance } from './nps-interval.js';

/** One side of a comparison: a result of `nps`, or the counts of its bands. */
export interface NpsSide {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
  /** With weights, the bands as shares by weight, and … */
  readonly shares?: { readonly promoters: number; readonly passives: number; readonly detractors: number } | null;
  /** … how many equally weighted answers would tell as much. */
  readonly effectiveN?: number;
}

/** How two net promoter scores are compared. */
export interface CompareNpsOptions {
  /** Default `'adjusted-wald'`. */
  readonly method?: 'adjusted-wald' | 'wald';
  /** Default 0.95. */
  readonly confidence?: number;
}

/** The second score against the first, in points. A field is `null` where the answers do not say. */
export interface NpsComparison {
  /** Second minus first, of the scores as they are. */
  readonly difference: number | null;
  readonly standardError: number | null;
  readonly interval: Interval | null;
  /** Second minus first over the standard error; with `'adjusted-wald'`, of the adjusted scores. */
  readonly z: number | null;
  /** Two-sided. */
  readonly pValue: number | null;
}

/**
 * Whether two net promoter scores of different people differ: second minus first, with interval and test.
 *
 * The default is the adjusted Wald method of Sauro and Lewis (MeasuringU 2021): ¾, 1½ and ¾ answers are added to the promoters, passives and
 * detractors of each side, the interval is d̃ ± z·√(s̃₁²/(n₁ + 3) + s̃₂²/(n₂ + 3)) around the adjusted difference d̃, and z is d̃ over that error.
 * `'wald'` adds nothing, and has no test where both sides are unanimous. With weights, both rest on Kish's effective n.
 *
 * @param a - the first score, a result of `nps` or its counts
 * @param b - the second
 * @param options - `confidence` and `method`
 * @returns the comparison in points; all `null` when one side has no answers
 * @throws {InvalidDataError} when a count is not a number from 0 to 1e15
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { compareNps, nps } from 'kizuna';
 *
 * const [before, after] = [nps([3, 6, 7, 9, 10, 8]), nps([9, 9, 10, 8, 7, 10])];
 * const { difference, interval, pValue } = compareNps(before, after);
 * difference; // => 66.67
 * interval; // => { low: -21.69, high: 110.58, confidence: 0.95, method: 'adjusted-wald' }
 * pValue; // => 0.188
 * const [spring, summer] = [
 *   { promoters: 410, passives: 320, detractors: 270 },
 *   { promoters: 470, passives: 310, detractors: 220 },
 * ];
 * compareNps(spring, summer).z; // => 3.0613
 * ```
 */
export function compareNps(a: NpsSide, b: NpsSide, options: CompareNpsOptions = {}): NpsComparison {
  checkOptions('compareNps', options, ['method', 'confidence']);
  const method = checkChoice('compareNps', 'method', options.method ?? 'adjusted-wald', ['adjusted-wald', 'wald']);
  const confidence = checkConfidence('compareNps', options.confidence ?? 0.95);
  const sides = [bandsOf('a', a), bandsOf('b', b)] as const;
  const [first, second] = sides;
  if (sizeOf(first) === 0 || sizeOf(second) === 0) {
    return { difference: null, standardError: null, interval: null, z: null, pValue: null };
  }
  const [used, other] = method === 'wald' ? sides : [adjusted(first), adjusted(second)];
  const centre = 100 * (score(other) - score(used));
  const standardError = 100 * Math.sqrt(variance(used) / sizeOf(used) + variance(other) / sizeOf(other));
  const margin = -standardNormalQuantile((1 - confidence) / 2) * standardError;
  const z = standardError === 0 ? null : centre / standardError + 0; // + 0: never -0
  return {
    difference: 100 * (score(second) - score(first)) + 0,
    standardError,
    interval: { low: inPoints(centre - margin), high: inPoints(centre + margin), confidence, method },
    z,
    pValue: z === null ? null : Math.min(1, 2 * normalTail(Math.abs(z))),
  };
}

/** The bands of a side: its counts, or where answers are weighted its shares of the effective n. */
function bandsOf(name: string, side: NpsSide): Bands {
  if (typeof side !== 'object' || side === null) {
    const expected = 'a result of nps or counts of its bands';
    throw new InvalidDataError(`compareNps requires ${name} to be ${expected}; it is ${typeName(side)}`, [
      { code: 'E_FIELD_TYPE', index: null, field: name, expected, received: typeName(side) },
    ]);
  }
  const counts = checkedBands(name, side);
  const { shares = null, effectiveN = sizeOf(counts) } = side;
  checkAmount('compareNps', `${name}.effectiveN`, effectiveN, {
    min: 0,
    max: 3 * MOST_COUNTED,
    expected: 'a number of at least 0',
  });
  if (effectiveN === 0) return [0, 0, 0];
  // Equal weights, the only ones that cost nothing, leave the counts as they are.
  if (shares === null || effectiveN === sizeOf(counts)) return counts;
  const [promoters, passives, detractors] = checkedBands(`${name}.shares`, shares);
  return [promoters * effectiveN, passives * effectiveN, detractors * effectiveN];
}

function checkedBands(name: string, { promoters, passives, detractors }: NonNullable<NpsSide['shares']>): Bands {
  const count = (band: string, value: number): number =>
    checkAmount('compareNps', `${name}.${band}`, value, {
      min: 0,
      max: MOST_COUNTED,
      expected: 'a number from 0 to 1e15',
    });
  return [count('promoters', promoters), count('passives', passives), count('detractors', detractors)];
}

/** Two scores differ by 200 points at most. */
function inPoints(difference: number): number {
  return Math.min(200, Math.max(-200, difference)) + 0;
}

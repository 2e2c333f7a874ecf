import { LimitError } from '../../core/errors.js';
import { checkNumber } from '../../core/options.js';
import { finiteValues, type Numbers } from '../../stats/values.js';
import { bestStarts } from './best-starts.js';
import { tooFarApart } from './points.js';
import { type Spots, spotsOf } from './spots.js';

/** Classes of values with the least spread inside. */
export interface NaturalBreaks {
  /** The least and the greatest value of each class, the lowest class first. */
  readonly limits: { readonly lower: readonly number[]; readonly upper: readonly number[] };
  /** Values in each class. */
  readonly sizes: readonly number[];
  /** The class of each value, from 0. */
  readonly labels: readonly number[];
  /** The sum over all values of the squared distance to the mean of their class. */
  readonly withinSS: number;
  /** Goodness of variance fit: the share of the sum of squares that the classes explain; `null` where all values are equal. */
  readonly gvf: number | null;
  /** Values. */
  readonly n: number;
}

/**
 * Natural breaks: k classes of values such that the squared distances to the means of the classes are as small together as can be.
 *
 * The optimum, not an approach to it: k-means in one dimension by dynamic programming (Fisher 1958, JASA 53: 789–798; Jenks 1977), with the divide and
 * conquer of Ckmeans.1d.dp (Wang & Song 2011, R Journal 3(2): 29–33), k n log n steps. Equal values stay together. Of classes that are
 * equally good those that begin lower are taken. Where there are fewer different values than k, each is a class of its own.
 *
 * @param values - finite numbers, in any order
 * @param k - how many classes
 * @returns the limits of the classes with their sizes; no class for no values
 * @throws {InvalidDataError} when a value is not a finite number, or values are too far apart for their squared distances to be doubles (`E_OVERFLOW`)
 * @throws {InvalidOptionError} when `k` is not a whole number of at least 1
 * @throws {LimitError} when `k` times the different values is above 2e8
 * @example
 * ```ts
 * import { naturalBreaks } from 'kizuna';
 *
 * const { limits, sizes, withinSS, gvf } = naturalBreaks([1, 2, 2, 3, 10, 11, 30], 3);
 * limits; // => { lower: [1, 10, 30], upper: [3, 11, 30] }
 * sizes; // => [4, 2, 1]
 * withinSS; // => 2.5
 * gvf; // => 0.996
 * naturalBreaks([5, 5, 5], 2).limits; // => { lower: [5], upper: [5] }
 * naturalBreaks([1], 0); // throws InvalidOptionError
 * ```
 */
export function naturalBreaks(values: Numbers, k: number): NaturalBreaks {
  checkNumber(OWNER, 'k', k, { min: 1, integer: true });
  const given = finiteValues(OWNER, values);
  const sorted = given.slice().sort();
  const spots = spotsOf(sorted);
  const { length } = spots.values;
  const total = sumOfSquares(spots, 0, length);
  if (!Number.isFinite(total)) throw tooFarApart(OWNER);
  if (k < length && k * length > CELLS) throw tooManyCells(k * length);
  const starts = k < length ? bestStarts(spots, k) : Int32Array.from(spots.values.keys());
  const ends = Array.from(starts, (_, c) => starts[c + 1] ?? length);
  const lower = Array.from(starts, (start) => spots.values[start]! + 0); // never -0
  const withinSS = starts.reduce((sum, start, c) => sum + sumOfSquares(spots, start, ends[c]!), 0);
  return {
    limits: { lower, upper: ends.map((end) => spots.values[end - 1]! + 0) },
    sizes: Array.from(starts, (start, c) => spots.before[ends[c]!]! - spots.before[start]!),
    labels: Array.from(given, (value) => classOf(lower, value)),
    withinSS,
    gvf: total === 0 ? null : 1 - withinSS / total,
    n: given.length,
  };
}

const OWNER = 'naturalBreaks';
/** Four bytes each. */
const CELLS = 2e8;

function tooManyCells(cells: number): LimitError {
  const expected = `small enough that k times the different values is at most ${CELLS}`;
  return new LimitError(`${OWNER} requires k to be ${expected}; it is ${cells}`, [
    { code: 'E_LIMIT', index: null, field: 'k', expected, received: String(cells) },
  ]);
}

/** About their mean, for which a sum of squares is not a difference of two large ones. */
function sumOfSquares({ values, before }: Spots, start: number, end: number): number {
  const [first, n] = [values[start] ?? 0, before[end]! - before[start]!];
  const count = (i: number) => before[i + 1]! - before[i]!;
  let [sum, squares] = [0, 0];
  for (let i = start; i < end; i += 1) sum += count(i) * (values[i]! - first);
  const mean = sum / n;
  for (let i = start; i < end; i += 1) squares += count(i) * (values[i]! - first - mean) ** 2;
  return squares;
}

/** The last class that begins no higher than the value. */
function classOf(lower: readonly number[], value: number): number {
  let [low, high] = [0, lower.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (lower[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

import { typeName } from '../core/errors.js';
import { IssueLog } from '../core/issue-log.js';
import { checkChoice, checkOptions } from '../core/options.js';
import { formError } from '../core/table.js';
import { momentsOf } from '../stats/moments.js';
import { instantOf } from '../time/instant.js';
import type { Instant } from '../time/period-key.js';

/** Rogers' categories of those who take up something new, earliest first. */
export type AdopterCategory = 'innovators' | 'earlyAdopters' | 'earlyMajority' | 'lateMajority' | 'laggards';

/** How the categories are cut. */
export interface AdopterOptions {
  /**
   * Default `'sd'`: at the mean time and at one and two standard deviations from it, as Rogers drew them. `'share'`: at 2.5, 16, 50
   * and 84 % of the adopters, the shares that these cuts have under a normal curve.
   */
  readonly method?: 'sd' | 'share' | undefined;
}

/** The adopters of one category. */
export interface AdopterGroup {
  readonly category: AdopterCategory;
  readonly adopters: number;
  /** Of all adopters; `null` where there are none. */
  readonly share: number | null;
  /** The first and the last time of adoption in the category, dates as epoch milliseconds; `null` where it is empty. */
  readonly first: number | null;
  readonly last: number | null;
}

/** Who took something up when, in Rogers' categories. */
export interface AdopterCategories {
  /** Adopters. */
  readonly n: number;
  /** Those without a time: they have not adopted, yet. */
  readonly notAdopted: number;
  readonly categories: readonly AdopterGroup[];
  /** The category of each time, in the order they were given; `null` without a time. */
  readonly labels: readonly (AdopterCategory | null)[];
  readonly mean: number | null;
  /** Over n − 1; `null` below two adopters. */
  readonly standardDeviation: number | null;
  /** Mean − 2 sd, mean − sd, mean, mean + sd; `null` with `'share'` and below two adopters. */
  readonly cuts: readonly [number, number, number, number] | null;
}

/**
 * Rogers' adopter categories (イノベーター理論): innovators, early adopters, early and late majority, laggards, by the time of adoption.
 *
 * By standard deviations (Rogers 1962, Diffusion of Innovations) or by shares of people; the two agree on normal times only. A time
 * at a cut belongs to the category nearer to the mean, and one at the mean itself to the early majority, so that equal times are all
 * early majority. With `'share'` equal times stay together: their place is the middle of the ranks that they take up.
 *
 * @param times - when each adopted: dates, epoch milliseconds, ISO 8601 text with an offset, or any finite numbers such as days since
 * the launch; `null` for who has not
 * @param options - `method`
 * @returns the categories with their adopters, and the category of each time
 * @throws {InvalidDataError} when a time is neither a finite number nor an instant
 * @throws {InvalidOptionError} for an unknown option or method
 * @example
 * ```ts
 * import { adopterCategories } from 'kizuna';
 *
 * const days = [1, 20, 28, 30, 31, 33, 35, 36, 38, 48];
 * const { categories, labels, mean, cuts } = adopterCategories(days);
 * [mean, cuts]; // => [30, [5.02, 17.51, 30, 42.49]]
 * categories.map(({ category, adopters }) => [category, adopters]);
 * // => [['innovators', 1], ['earlyAdopters', 0], ['earlyMajority', 3], ['lateMajority', 5], ['laggards', 1]]
 * labels[0]; // => 'innovators'
 * adopterCategories(days, { method: 'share' }).categories.map(({ adopters }) => adopters); // => [0, 2, 3, 3, 2]
 * ```
 */
export function adopterCategories(
  times: ArrayLike<Instant | null | undefined> | Iterable<Instant | null | undefined>,
  options: AdopterOptions = {},
): AdopterCategories {
  checkOptions(OWNER, options, ['method']);
  const method = checkChoice(OWNER, 'method', options.method ?? 'sd', ['sd', 'share']);
  const read = readTimes(times);
  const adopted = Float64Array.from(read.filter((time) => time !== null));
  const { mean, standardDeviation } = momentsOf(OWNER, adopted, null);
  const sd = mean === null || standardDeviation === null ? null : cutsOf(mean, standardDeviation);
  const placeOf = method === 'sd' ? placesByTime(sd ?? cutsOf(mean ?? 0, 0)) : placesByRank(adopted);
  const groups = CATEGORIES.map((category) => ({ category, adopters: 0, first: Infinity, last: -Infinity }));
  const labels = read.map((time) => {
    if (time === null) return null;
    const group = groups[placeOf(time)]!; // a place is one of 0 to 4
    group.adopters += 1;
    group.first = Math.min(group.first, time);
    group.last = Math.max(group.last, time);
    return group.category;
  });
  const n = adopted.length;
  return {
    n,
    notAdopted: read.length - n,
    categories: groups.map(({ category, adopters, first, last }) => ({
      category,
      adopters,
      share: n === 0 ? null : adopters / n,
      first: adopters === 0 ? null : first,
      last: adopters === 0 ? null : last,
    })),
    labels,
    mean,
    standardDeviation,
    cuts: method === 'sd' ? sd : null,
  };
}

const OWNER = 'adopterCategories';
const CATEGORIES = ['innovators', 'earlyAdopters', 'earlyMajority', 'lateMajority', 'laggards'] as const;

type Cuts = readonly [number, number, number, number];

function cutsOf(mean: number, sd: number): Cuts {
  return [mean - 2 * sd + 0, mean - sd + 0, mean, mean + sd + 0]; // + 0: never -0
}

function placesByTime([first, second, mean, last]: Cuts): (time: number) => number {
  return (time) => (time > mean ? (time > last ? 4 : 3) : time < first ? 0 : time < second ? 1 : 2);
}

/** By the middle rank of a time among all. In whole numbers, so that a share is at a cut exactly or not at all. */
function placesByRank(times: Float64Array): (time: number) => number {
  const sorted = times.slice().sort();
  const n = sorted.length;
  const places = new Map<number, number>();
  for (let start = 0; start < n; ) {
    const time = sorted[start]!;
    let end = start + 1;
    while (end < n && sorted[end] === time) end += 1;
    const rank = (start + end) * 500; // 1000 n times the share of people up to the middle of these
    places.set(time, rank > 500 * n ? (rank > 840 * n ? 4 : 3) : rank < 25 * n ? 0 : rank < 160 * n ? 1 : 2);
    start = end;
  }
  return (time) => places.get(time)!; // every time was among them
}

function readTimes(times: unknown): (number | null)[] {
  if (!isList(times)) throw formError(OWNER, null, 'times', 'a list', times);
  const values = Array.from(times);
  const issues = new IssueLog(OWNER);
  const read = values.map((value, index) => {
    if (value === null || value === undefined) return null;
    const time = typeof value === 'number' ? finiteTime(value) : instantOf(value);
    if (typeof time === 'number') return time;
    issues.add({ code: time.code, index, field: null, expected: time.expected, received: typeName(value) });
    return null;
  });
  issues.throwIfAny();
  return read;
}

function isList(times: unknown): times is ArrayLike<unknown> | Iterable<unknown> {
  if (typeof times !== 'object' || times === null) return false;
  return Symbol.iterator in times || ('length' in times && Number.isInteger(times.length));
}

function finiteTime(value: number): number | typeof NOT_FINITE {
  return Number.isFinite(value) ? value + 0 : NOT_FINITE; // + 0: never -0
}

const NOT_FINITE = { code: 'E_NUM_NONFINITE', expected: 'finite numbers or instants' } as const;

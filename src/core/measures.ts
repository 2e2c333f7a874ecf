import type { Expression, Test } from './expression.js';
import { refuseOption } from './options.js';

/** The six things a tally can count, as plain data. */
export type Measure<Name extends string = string> =
  | CountIf<Name>
  | Sum<Name>
  | Extreme<Name>
  | CountDistinct<Name>
  | Histogram<Name>
  | WeightedHistogram<Name>;

/** How many rows pass a test. */
export interface CountIf<Name extends string = string> {
  readonly kind: 'countIf';
  readonly test: Test<Name> | true;
}

/** The sum of an expression, correctly rounded. */
export interface Sum<Name extends string = string> {
  readonly kind: 'sum';
  readonly of: Expression<Name>;
}

/** The smallest or largest value of an expression. */
export interface Extreme<Name extends string = string> {
  readonly kind: 'min' | 'max';
  readonly of: Expression<Name>;
}

/** How many different values an expression has. Its state is the list of them. */
export interface CountDistinct<Name extends string = string> {
  readonly kind: 'countDistinct';
  readonly of: Expression<Name>;
}

/** How many rows have each value of an expression. */
export interface Histogram<Name extends string = string> {
  readonly kind: 'histogram';
  readonly of: Expression<Name>;
}

/** The sum of a weight for each value of an expression. */
export interface WeightedHistogram<Name extends string = string> {
  readonly kind: 'weightedHistogram';
  readonly of: Expression<Name>;
  readonly weight: Expression<Name>;
}

/**
 * Counts the rows that pass a test; without one, all rows.
 *
 * @example
 * ```ts
 * import { compare, countIf, input, measure, tally } from 'kizuna';
 *
 * const answered = tally({
 *   name: 'answered',
 *   inputs: { minutes: { from: 'minutes', min: 0 } },
 *   measures: { all: countIf(), late: countIf(compare(input('minutes'), '>', 60)) },
 *   finish: ({ all, late }) => ({ all, late }),
 * });
 * measure([{ minutes: 5 }, { minutes: 90 }, { minutes: 30 }, { minutes: 61 }], answered); // => { all: 4, late: 2 }
 * ```
 */
export function countIf<Name extends string = never>(test: Test<Name> | true = true): CountIf<Name> {
  return { kind: 'countIf', test };
}

/**
 * Adds up an expression: exact until the end, then rounded once, so that the order of the rows and of merges does not show.
 *
 * @throws {InvalidDataError} `E_OVERFLOW`, when the total is beyond the range of doubles
 * @example
 * ```ts
 * import { input, measure, sum, tally } from 'kizuna';
 *
 * const total = tally({
 *   name: 'total',
 *   inputs: { amount: 'amount' },
 *   measures: { total: sum(input('amount')) },
 *   finish: (measured) => measured.total,
 * });
 * measure([{ amount: 1e16 }, { amount: 1 }, { amount: -1e16 }], total); // => 1
 * ```
 */
export function sum<Name extends string>(of: Expression<Name>): Sum<Name> {
  // There are two functions of this name; numbers come to the wrong one.
  if (Array.isArray(of))
    refuseOption('sum', 'of', "to be an expression; numbers are added by sum of 'kizuna/stats'", of);
  return { kind: 'sum', of };
}

/**
 * The smallest value; `null` when there were no rows.
 *
 * @example
 * ```ts
 * import { input, measure, min, tally } from 'kizuna';
 *
 * const least = tally({
 *   name: 'least',
 *   inputs: { amount: 'amount' },
 *   measures: { least: min(input('amount')) },
 *   finish: (measured) => measured.least,
 * });
 * measure([{ amount: 300 }, { amount: 120 }, { amount: 980 }], least); // => 120
 * measure([], least); // => null
 * ```
 */
export function min<Name extends string>(of: Expression<Name>): Extreme<Name> {
  return { kind: 'min', of };
}

/**
 * The largest value; `null` when there were no rows.
 *
 * @example
 * ```ts
 * import { input, max, measure, tally } from 'kizuna';
 *
 * const most = tally({
 *   name: 'most',
 *   inputs: { amount: 'amount' },
 *   measures: { most: max(input('amount')) },
 *   finish: (measured) => measured.most,
 * });
 * measure([{ amount: 300 }, { amount: 120 }, { amount: 980 }], most); // => 980
 * ```
 */
export function max<Name extends string>(of: Expression<Name>): Extreme<Name> {
  return { kind: 'max', of };
}

/**
 * Counts the different values. The state holds them all: mind what they are and how many.
 *
 * @example
 * ```ts
 * import { countDistinct, input, measure, tally } from 'kizuna';
 *
 * const customers = tally({
 *   name: 'customers',
 *   inputs: { customer: { from: 'customer', type: 'text' } },
 *   measures: { customers: countDistinct(input('customer')) },
 *   finish: (measured) => measured.customers,
 * });
 * measure([{ customer: 'a' }, { customer: 'b' }, { customer: 'a' }], customers); // => 2
 * ```
 */
export function countDistinct<Name extends string>(of: Expression<Name>): CountDistinct<Name> {
  return { kind: 'countDistinct', of };
}

/**
 * Counts the rows of each value: pairs of value and count, in order.
 *
 * @example
 * ```ts
 * import { histogram, input, measure, tally } from 'kizuna';
 *
 * const stars = tally({
 *   name: 'stars',
 *   inputs: { stars: { from: 'stars', integer: true, min: 1, max: 5 } },
 *   measures: { stars: histogram(input('stars')) },
 *   finish: (measured) => measured.stars,
 * });
 * measure([{ stars: 5 }, { stars: 4 }, { stars: 5 }, { stars: 1 }], stars); // => [[1, 1], [4, 1], [5, 2]]
 * ```
 */
export function histogram<Name extends string>(of: Expression<Name>): Histogram<Name> {
  return { kind: 'histogram', of };
}

/**
 * Adds up a weight for each value: pairs of value and sum, in order.
 *
 * @throws {InvalidDataError} `E_OVERFLOW`, when a sum is beyond the range of doubles
 * @example
 * ```ts
 * import { input, measure, tally, weightedHistogram } from 'kizuna';
 *
 * const sales = tally({
 *   name: 'sales by shop',
 *   inputs: { shop: { from: 'shop', type: 'text' }, amount: 'amount' },
 *   measures: { sales: weightedHistogram(input('shop'), input('amount')) },
 *   finish: (measured) => measured.sales,
 * });
 * measure([{ shop: 'b', amount: 3 }, { shop: 'a', amount: 5 }, { shop: 'b', amount: 4 }], sales);
 * // => [['a', 5], ['b', 7]]
 * ```
 */
export function weightedHistogram<Name extends string>(
  of: Expression<Name>,
  weight: Expression<Name>,
): WeightedHistogram<Name> {
  return { kind: 'weightedHistogram', of, weight };
}

import { canonicalSum, growExpansion, roundedSum } from './exact-sum.js';
import type { Expression, Scalar, Test } from './expression.js';
import { mergePairs, type Pairs } from './pairs.js';

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

/** What a measure keeps: plain JSON that merges. Sums are kept exactly, as expansions. */
export type MeasureState<M> = M extends CountIf
  ? number
  : M extends Sum
    ? readonly number[]
    : M extends Extreme
      ? number | null
      : M extends CountDistinct
        ? readonly Scalar[]
        : M extends Histogram
          ? Pairs<Scalar, number>
          : Pairs<Scalar, readonly number[]>;

/** What a measure says once everything is counted. */
export type MeasureValue<M> = M extends Extreme
  ? number | null
  : M extends CountIf | Sum | CountDistinct
    ? number
    : Pairs<Scalar, number>;

/** Counts the rows that pass a test; without one, all rows. */
export function countIf<Name extends string = never>(test: Test<Name> | true = true): CountIf<Name> {
  return { kind: 'countIf', test };
}

/** Adds up an expression: exact until the end, then rounded once. */
export function sum<Name extends string>(of: Expression<Name>): Sum<Name> {
  return { kind: 'sum', of };
}

/** The smallest value; `null` when there were no rows. */
export function min<Name extends string>(of: Expression<Name>): Extreme<Name> {
  return { kind: 'min', of };
}

/** The largest value; `null` when there were no rows. */
export function max<Name extends string>(of: Expression<Name>): Extreme<Name> {
  return { kind: 'max', of };
}

/** Counts the different values. The state holds them all: mind what they are and how many. */
export function countDistinct<Name extends string>(of: Expression<Name>): CountDistinct<Name> {
  return { kind: 'countDistinct', of };
}

/** Counts the rows of each value: pairs of value and count, in order. */
export function histogram<Name extends string>(of: Expression<Name>): Histogram<Name> {
  return { kind: 'histogram', of };
}

/** Adds up a weight for each value: pairs of value and sum, in order. */
export function weightedHistogram<Name extends string>(
  of: Expression<Name>,
  weight: Expression<Name>,
): WeightedHistogram<Name> {
  return { kind: 'weightedHistogram', of, weight };
}

/** Two states of one measure as one. */
export function mergeMeasure<M extends Measure>(measure: M, a: MeasureState<M>, b: MeasureState<M>): MeasureState<M>;
export function mergeMeasure(measure: Measure, a: unknown, b: unknown): unknown {
  switch (measure.kind) {
    case 'countIf':
      return (a as number) + (b as number); // each case: the state type that MeasureState names for the kind
    case 'sum':
      return mergeSums(a as readonly number[], b as readonly number[]);
    case 'min':
    case 'max':
      return mergeExtremes(measure.kind, a as number | null, b as number | null);
    case 'countDistinct': {
      const [left, right] = [a as readonly Scalar[], b as readonly Scalar[]].map((list) =>
        list.map((key) => [key, 0] as const),
      );
      return mergePairs(left ?? [], right ?? [], () => 0).map(([key]) => key);
    }
    case 'histogram':
      return mergePairs(a as Pairs<Scalar, number>, b as Pairs<Scalar, number>, (x, y) => x + y);
    case 'weightedHistogram':
      return mergePairs(a as Pairs<Scalar, readonly number[]>, b as Pairs<Scalar, readonly number[]>, mergeSums);
  }
}

/** What a measure's state says. */
export function measureValue<M extends Measure>(measure: M, state: MeasureState<M>, owner: string): MeasureValue<M>;
export function measureValue(measure: Measure, state: unknown, owner: string): unknown {
  switch (measure.kind) {
    case 'sum':
      return roundedSum(state as readonly number[], owner);
    case 'countDistinct':
      return (state as readonly Scalar[]).length;
    case 'weightedHistogram':
      return (state as Pairs<Scalar, readonly number[]>).map(([key, terms]) => [key, roundedSum(terms, owner)]);
    default:
      return state;
  }
}

function mergeSums(a: readonly number[], b: readonly number[]): readonly number[] {
  const partials: number[] = [];
  for (const term of a) growExpansion(partials, term);
  for (const term of b) growExpansion(partials, term);
  return canonicalSum(partials);
}

function mergeExtremes(kind: 'min' | 'max', a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return kind === 'min' ? Math.min(a, b) : Math.max(a, b);
}

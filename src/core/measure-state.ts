import { canonicalSum, growExpansion, roundedSum } from './exact-sum.js';
import type { Scalar } from './expression.js';
import type { CountDistinct, CountIf, Extreme, Histogram, Measure, Sum } from './measures.js';
import { mergePairs, type Pairs } from './pairs.js';

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

import type { StepFacts } from '../step-facts.js';
import type { PeriodsPlan } from './periods-plan.js';

/**
 * Who started in which period, and came back how much later. `cohort`, the period of the start; `windows`, where there is a
 * `windowLength`, how many windows of it were over since it; `place`, the bracket of ages by `ends` with enough returns, beyond them the single age.
 *
 * With `pick` `'each'`: a row for each start and bracket, and for each start where none is, with `place` `null`; `started` is 1 in one row
 * of each start, else 0. With `'last'` and `'first'`: a row for each start with the last place, or the first after 0 and `zero`, 1 or 0,
 * whether there is 0. `newcomer` is 1 in one row of each customer with `started` 1.
 */
export interface ReturnsShape {
  readonly kind: 'returns';
  readonly start: StepFacts;
  readonly returning: StepFacts;
  readonly isFirst: boolean;
  readonly periods: PeriodsPlan;
  readonly windowLength: number | null;
  /** The last ages of places, from place 0 on, whose age is 0. */
  readonly ends: readonly number[];
  readonly pick: 'each' | 'last' | 'first';
  readonly minimum: number;
  /** Returns of later ages do not count. */
  readonly horizon: number | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly asOf: number;
}

/**
 * How many columns of a cohort are complete: with `ended`, the last period that is over, one for each period from the cohort to it, at most
 * `most`; with `steps`, as many as the last step says whose cohort is not before it.
 */
export type CompleteColumns =
  | { readonly ended: number; readonly most: number | null }
  | { readonly steps: readonly (readonly [last: number, columns: number])[] };

/**
 * A row for each column that differs from the one before, `place`, with by how much more there is in it. Of each customer x is in how many
 * cohorts they are of which the column is complete, y in how many of these they came back: `customers` with an x above 0, and sums of
 * `squares` x², `products` x·y and `returned` y².
 */
export interface RepeatsShape {
  readonly kind: 'repeats';
  readonly returns: ReturnsShape;
  /** `null`: of what has no bound. */
  readonly complete: CompleteColumns | null;
}

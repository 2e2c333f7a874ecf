import type { Batch } from './batch.js';
import type { Data } from './data.js';
import type { Issues } from './issue-log.js';

/**
 * What a measurement is: how input becomes a state, how two states become one, and what a state means.
 *
 * The state is the contract: small, plain JSON, so that it can be stored, sent, computed by a database, and merged.
 * `state` of nothing is the identity of `merge`; `merge` is associative and commutative and writes to neither side.
 */
export interface Metric<In, State, Result> {
  readonly name: string;
  /** Which splits of the input `merge` may put back together. */
  readonly split: 'anywhere' | 'by customer';
  /**
   * What the metric is made of, as `sql/` reads it; absent on metrics that cannot be written in SQL. It is plain data unless a
   * part of it, such as a key, is a function: then that part says what cannot be written.
   */
  readonly plan?: Plan;
  state(input: In): State;
  merge(a: State, b: State): State;
  finish(state: State): Result;
}

/** A metric over rows or columns: the kind that `by`, `together` and `where` combine. */
export interface RowMetric<Row, State, Result> extends Metric<Data<Row>, State, Result> {
  /** Folds rows of many groups in one pass. A metric without it is handed each group's rows. */
  fold?(issues: Issues): Fold<State>;
}

/** A metric as plain data: `kind` says which shape, the other fields what it needs. */
export interface Plan {
  readonly kind: string;
  readonly [part: string]: unknown;
}

/** The plan of a metric whose state is made of another plan's. */
export interface AsPlan extends Plan {
  readonly kind: 'as';
  readonly of: Plan;
  /** The metric's state from that of `of`. */
  state(counted: never): unknown;
}

/** The running states of many groups of rows, numbered from 0. */
export interface Fold<State> {
  /** Takes a batch of rows. Row i belongs to group `groups[i]`, to none if that is negative; without `groups`, all belong to group 0. */
  take(batch: Batch, groups: Int32Array | null): void;
  /** What the rows of a group came to; of a group without rows, the identity of `merge`. */
  state(group: number): State;
}

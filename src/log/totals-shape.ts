import type { LinesShape } from './lines-shape.js';

/**
 * A row for each customer with an order: `days`, local days from the last one to the day of `asOf` (0 without one); `orders`; `amount`; and
 * `monetary`, the amount or the mean of an order, in whole `step`s where there is one. `f` and `m` are the scores of orders and of
 * `monetary`: 1 and as many as there are cuts below, or reached.
 */
export interface TotalsShape {
  readonly kind: 'totals';
  readonly lines: LinesShape;
  readonly asOf: number | null;
  readonly monetary: 'sum' | 'mean';
  readonly step: number | null;
  readonly f: ScoreCuts;
  readonly m: ScoreCuts;
}

/** Ascending; whether a value on a cut has reached it. */
export interface ScoreCuts {
  readonly cuts: readonly number[];
  readonly isReached: boolean;
}

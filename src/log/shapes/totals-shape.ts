import type { LinesShape } from './lines-shape.js';
import type { LogShape } from './log-shape.js';

/**
 * A row for each customer with purchases in the range: `days`, local days from the last order to the day of `asOf` (0 without one); `orders`;
 * `amount`; and `monetary`, the amount or the mean of an order, in whole `step`s where there is one. `f` and `m` are the scores of orders and
 * of `monetary`: 1 and as many as there are cuts below, or reached. Of a customer without an order there, `orders`, `days`, `amount` and
 * `monetary` are 0.
 *
 * `lines`, how many purchases count, but for refunds; `later`, how many are lines of an order that began in an earlier range; `unpaid_later`,
 * how many of those have no amount.
 *
 * With what is unlike, there are rows of customers by `kind`: 0 and how many of their purchases have no amount; and of each way of being unlike
 * the negative of its place in the list, less one. `orders` are then how many rows of the table are so, `days` are 0, and what else there is says
 * nothing. There are none of the other counts, and no `monetary`. Each purchase is an order, of which any event may be one, and refunds do not
 * count.
 */
export interface TotalsShape {
  readonly kind: 'totals';
  readonly lines: LinesShape;
  readonly asOf: number | null;
  readonly monetary: 'sum' | 'mean';
  readonly step: number | null;
  readonly f: ScoreCuts;
  readonly m: ScoreCuts;
  readonly hasUnlike: boolean;
}

/**
 * A row for each row of the totals and each of these columns of it: `place`, which of them, `value`, what it is, and `orders`, `lines`, `later`
 * and `unpaid_later`.
 *
 * With what is unlike, there are `kind`, `place` and `value` alone. Of what is unlike, the value at the first place is how many rows of the table
 * are so, and 0 at others.
 */
export interface TotalValuesShape {
  readonly kind: 'totalValues';
  readonly totals: TotalsShape;
  readonly of: readonly TotalColumn[];
}

/** A column that says what a customer has bought. */
export type TotalColumn = 'days' | 'orders' | 'amount' | 'monetary';

/** What is unlike: rows that are no events, purchases in another range, refunds. */
export const UNLIKE = ['missing', 'invalid', 'outside', 'refunds'] as const;

/**
 * A row for each row of the table that is no event, and each purchase that is not like others: its `kind`, below 0 as above, and 1 where it has
 * no amount. Where the log's facts are asked for, there is one more of kind 0, unless there are no events: `until`, the last instant, which others
 * do not have.
 */
export interface ExceptionsShape {
  readonly kind: 'exceptions';
  readonly log: LogShape;
  readonly lines: LinesShape;
}

/** Ascending; whether a value on a cut has reached it. */
export interface ScoreCuts {
  readonly cuts: readonly number[];
  readonly isReached: boolean;
}

import type { EventLog, Issue, PeriodUnit } from 'kizuna';
import type { LeftOutReason } from 'kizuna/schema';

/** What the chapters on customers are made from: a log of orders. */
export interface Sales {
  /** Refunds are negative amounts; without a column of amounts they are `null`. */
  readonly log: EventLog;
  /** The log without the refunds. */
  readonly orders: EventLog;
  /** The headings of the columns that were read. */
  readonly columns: OrderHeadings;
  readonly zone: string;
  readonly unit: PeriodUnit;
  readonly minimum: number;
  readonly source: OrderSource;
}

/** The headings of the parts of an order. */
export interface OrderHeadings {
  /** Those of guests are their e-mail addresses, in another column. */
  readonly customer: string;
  readonly time: string;
  readonly amount: string | null;
  readonly order: string | null;
}

/** Where the orders come from, and what became of them. */
export interface OrderSource {
  readonly file: string;
  readonly remarks: readonly string[];
  readonly encoding: string | null;
  readonly records: number;
  /** Records with another number of cells than the headings. */
  readonly ragged: number;
  /** Records with a cell that is not what its column must hold. */
  readonly rejected: number;
  readonly issues: readonly Issue[];
  readonly issueCount: number;
  /** Records with an amount below 0. */
  readonly refunds: number;
  /** Records that are no orders of their own, by reason. */
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly count: number }[];
  /** What the options left open and was guessed, as sentences. */
  readonly guesses: readonly string[];
}

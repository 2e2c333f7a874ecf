import type { Rate } from '../core/estimate.js';
import type { CustomerId, Dictionary } from '../log/layout.js';
import type { RfmBins } from './bins.js';
import type { NestedCuts } from './rfm-scores.js';

/** A customer's recency, frequency and monetary value, with the scores of each. */
export interface RfmCustomer<Segment extends string | null = string | null> {
  readonly customer: CustomerId;
  /** Days from the last order to `asOf`. */
  readonly recencyDays: number;
  /** Orders. */
  readonly frequency: number;
  /** What the orders come to, or their mean. */
  readonly monetary: number;
  /** Scores from 1 (worst) to the number of bins (best). */
  readonly r: number;
  readonly f: number;
  readonly m: number;
  /** The scores together, such as `'555'`; `'10-5-5'` where a bin is above 9. */
  readonly code: string;
  /** `null` where no rule of the map holds the code, and without a map. */
  readonly segment: Segment;
}

/** Customers of one segment. */
export interface RfmSegment<Segment extends string | null = string | null> {
  readonly segment: Segment;
  readonly customers: number;
  /** Of all customers. */
  readonly share: Rate;
  readonly amount: number;
  /** Of the amount of all customers; `null` unless that is above 0, and where the share itself is beyond doubles. */
  readonly amountShare: number | null;
  readonly orders: number;
  /** Amount by order; `null` without orders. */
  readonly averageBasket: number | null;
  /** Days since the last order; `null` without customers. */
  readonly meanRecencyDays: number | null;
  readonly medianRecencyDays: number | null;
}

/** Customers with one pair of scores of recency and frequency. */
export interface RfmCell<Segment extends string | null = string | null> {
  readonly r: number;
  readonly f: number;
  /** The segment of all of them, where the map asks for recency and frequency alone; else `null`. */
  readonly segment: Segment | null;
  readonly customers: number;
  readonly share: Rate;
  readonly amount: number;
  readonly amountShare: number | null;
}

/** What is not in the scores, or is special in them. */
export interface RfmExcluded {
  /** Rows without a customer, a time or another value that is needed. */
  readonly missing: number;
  /** Rows with a value that cannot be right, where `invalid: 'exclude'` was asked for. */
  readonly invalid: number;
  /** Of a log, rows that were there twice and left out; of rows of customers, second rows of a customer, with `invalid: 'exclude'`. */
  readonly repeated: number;
  /** Purchases (of customers' rows, customers) before `from` or after `asOf`. */
  readonly outside: number;
  /** Purchases with a negative amount. */
  readonly refunds: number;
  /** Purchases without an amount: they count as orders, of nothing. */
  readonly withoutAmount: number;
}

/** All but the customers themselves. */
export interface RfmSummary<Segment extends string | null = string | null> {
  /** How many customers were scored. */
  readonly n: number;
  readonly bins: RfmBins;
  /** The cuts between bins of all customers, ascending; with `nested`, those of frequency and monetary are in `nestedCuts`. */
  readonly cuts: { readonly [Kind in keyof RfmBins]: readonly number[] };
  readonly nestedCuts: readonly NestedCuts[];
  /** How many customers have each score, from score 1 on. */
  readonly counts: { readonly [Kind in keyof RfmBins]: readonly number[] };
  /** Scores that nobody has: where many are equal, or customers are few. */
  readonly emptyBins: { readonly [Kind in keyof RfmBins]: readonly number[] };
  /** In the order of the map; last, where there are any, customers in none. Empty without a map. */
  readonly segments: readonly RfmSegment<Segment>[];
  /** Every pair of scores, by recency, then frequency, each from 1 on. */
  readonly grid: readonly RfmCell<Segment>[];
  /** In epoch milliseconds; `null` where nothing says. */
  readonly asOf: number | null;
  readonly excluded: RfmExcluded;
}

/** Customers by recency, frequency and monetary value. */
export interface Rfm<Segment extends string | null = string | null> extends RfmSummary<Segment> {
  readonly customers: readonly RfmCustomer<Segment>[];
}

/** The same with a column for each field of the customers, all of one length. */
export interface RfmColumns<Segment extends string | null = string | null> extends RfmSummary<Segment> {
  readonly customer: ArrayLike<CustomerId>;
  readonly recencyDays: Float64Array | Int32Array;
  readonly frequency: Float64Array | Int32Array;
  readonly monetary: Float64Array;
  readonly r: Uint8Array;
  readonly f: Uint8Array;
  readonly m: Uint8Array;
  readonly code: Dictionary<string>;
  readonly segment: Dictionary<Segment>;
}

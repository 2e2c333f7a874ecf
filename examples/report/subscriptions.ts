import type { Issue, PeriodUnit, RevenueLedger, RevenuePreset } from 'kizuna';
import type { SubscriptionLeftOut, SubscriptionLine, SubscriptionStatus } from 'kizuna/schema';

/** What the chapters on recurring revenue and churn are made from: a ledger of subscriptions. */
export interface Subscriptions {
  /** Without a column of amounts every line is of 1, so that customers can be followed all the same. */
  readonly ledger: RevenueLedger;
  readonly hasAmounts: boolean;
  /** The lines as they were read, in the order of the file. */
  readonly lines: readonly SubscriptionLine[];
  /** The headings of the columns that were read. */
  readonly columns: SubscriptionHeadings;
  /** Whether any column tells when lines end; without one nobody can be seen to leave. */
  readonly hasEnds: boolean;
  /** What must be known before the numbers are believed, as sentences. */
  readonly warnings: readonly string[];
  /** The one currency of the amounts, where it is known. */
  readonly currency: string | null;
  /** Decimals with which money is shown. */
  readonly places: number;
  /** The month that years and quarters start in, where it was told. */
  readonly fiscal: number | null;
  readonly preset: RevenuePreset | null;
  readonly zone: string;
  readonly unit: PeriodUnit;
  readonly minimum: number;
  readonly source: SubscriptionSource;
}

/** The headings of the parts of a subscription's line. */
export interface SubscriptionHeadings {
  readonly customer: string;
  readonly start: string;
  readonly end: string | null;
  readonly amount: string | null;
  readonly plan: string | null;
  readonly reason: string | null;
}

/** Where the subscriptions come from, and what became of them. */
export interface SubscriptionSource {
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
  /** Records that are no subscriptions, by reason. */
  readonly leftOut: readonly { readonly reason: SubscriptionLeftOut; readonly count: number }[];
  readonly statuses: readonly SubscriptionStatus[];
  /** Lines of another currency than the one that was asked for. */
  readonly otherCurrencies: number;
  /** Records that are exact copies of others. */
  readonly copies: number;
  /** Lines without an amount. */
  readonly withoutAmount: number;
  /** Lines that cannot be right beside others of their customer. */
  readonly conflicting: number;
  /** What the options left open and was guessed, as sentences. */
  readonly guesses: readonly string[];
}

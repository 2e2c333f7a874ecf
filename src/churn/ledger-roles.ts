import type { Accessor, AnyRow, Column, FieldOf } from '../core/data.js';
import type { Scalar } from '../core/expression.js';
import type { RowPolicy } from '../core/policy.js';
import type { CustomerId } from '../log/layout.js';
import type { CodedColumn } from '../log/roles.js';
import type { PeriodUnit } from '../time/period.js';
import type { Instant } from '../time/period-key.js';

/** What an amount is for. */
export type BillingInterval = 'month' | 'year' | 'quarter' | 'week' | 'day' | { readonly months: number };

/** What ledgers are made of: rows, or columns such as lists, typed arrays, dictionaries `{ codes, values }` and Arrow vectors. */
export type LedgerData<Row> =
  | Iterable<Row>
  | { readonly [Field in keyof Row]: Column<Row[Field]> | CodedColumn<NonNullable<Row[Field]>> };

/** What all ledgers are told beside the places of their columns. */
export interface LedgerPolicy extends RowPolicy {
  /** The zone that local dates (`'2025-04-01'`) are of; default `'UTC'`. */
  readonly timeZone?: string | undefined;
  /** The digits of the currency's minor unit, 0 to 6; default 2. */
  readonly decimals?: number | undefined;
  /** The last instant of which the data tell, such as when they were exported; of a local date the last. */
  readonly asOf?: Instant | undefined;
}

/** Makes an amount of one currency one of the ledger's, at the rate of an instant (epoch milliseconds). */
export type CurrencyConverter = (amount: number, currency: string, instant: number) => number;

/** Fields that revenue is to be broken down by. */
export type AttributeField<Row> = NoInfer<FieldOf<Row, Scalar>>;

/** A list of pauses of one line. */
export type PauseList = readonly { readonly start: Instant; readonly end?: Instant | null | undefined }[];

/** Where the parts of a subscription's line stand in a row: names of fields, or functions of the row. */
export interface SubscriptionRoles<Row = AnyRow> extends LedgerPolicy {
  readonly customer: Accessor<Row, CustomerId>;
  /** The first instant with revenue: a local date, `Date`, epoch milliseconds, or ISO 8601 text with an offset. */
  readonly start: Accessor<Row, Instant>;
  /** The first instant without it; a date is the first day without revenue. `null` (or `Infinity`) where the line is open; an empty text is refused. */
  readonly end?: Accessor<Row, Instant> | undefined;
  /** Money for one interval. A line below zero is a discount. */
  readonly amount: Accessor<Row, number>;
  /** What the amount is for: one for all, or a field or function that says so; default `'month'`. */
  readonly interval?: BillingInterval | Accessor<Row, BillingInterval | string> | undefined;
  /** How many times the amount is paid, such as seats; default 1. */
  readonly quantity?: Accessor<Row, number> | undefined;
  /** The subscription's id among those of its customer: lines of one customer with the same one follow each other. */
  readonly subscription?: Accessor<Row, CustomerId> | undefined;
  readonly plan?: Accessor<Row, Scalar> | undefined;
  /** Fields to break down by, such as a segment or a country. */
  readonly attributes?: readonly AttributeField<Row>[] | undefined;
  readonly currency?: Accessor<Row, string> | undefined;
  /** At the rate of the line's start. */
  readonly convert?: CurrencyConverter | undefined;
  /** The end of a trial: no revenue before. */
  readonly trialEnd?: Accessor<Row, Instant> | undefined;
  /** When the customer cancelled, which may be before the line ends. */
  readonly cancelled?: Accessor<Row, Instant> | undefined;
  /** When the line was on hold. */
  readonly paused?: Accessor<Row, PauseList> | undefined;
  /** Whether the line was paid back. */
  readonly refunded?: Accessor<Row, boolean> | undefined;
}

/** Where the parts of a change of revenue stand in a row. */
export interface ChangeRoles<Row = AnyRow> extends LedgerPolicy {
  readonly customer: Accessor<Row, CustomerId>;
  /** From when on the amount holds: a local date, `Date`, epoch milliseconds, or ISO 8601 text with an offset. */
  readonly time: Accessor<Row, Instant>;
  /** Revenue per month from then on; 0 where it ended. */
  readonly amount: Accessor<Row, number>;
  /** Of which of the customer's subscriptions it is the revenue, where customers have several: an id counts within its customer. */
  readonly subscription?: Accessor<Row, CustomerId> | undefined;
  readonly plan?: Accessor<Row, Scalar> | undefined;
  readonly attributes?: readonly AttributeField<Row>[] | undefined;
  /** Several are refused, unless `convert` is given. */
  readonly currency?: Accessor<Row, string> | undefined;
  /** At the rate of the change's time, which the amount keeps. */
  readonly convert?: CurrencyConverter | undefined;
}

/** Where the parts of a snapshot stand in a row. */
export interface SnapshotRoles<Row = AnyRow> extends LedgerPolicy {
  readonly customer: Accessor<Row, CustomerId>;
  /** The label of a period (`'2025-04'`), or a local date or instant within it. */
  readonly period: Accessor<Row, Instant>;
  /** The customer's revenue in that period; several rows add up. Who has no row in a period that is known paid nothing: see `asOf` in `snapshotLedger`. */
  readonly amount: Accessor<Row, number>;
  /** Default `'month'`. */
  readonly unit?: PeriodUnit | undefined;
  readonly weekStartsOn?: number | undefined;
  readonly fiscalYearStartsOn?: number | undefined;
  readonly plan?: Accessor<Row, Scalar> | undefined;
  readonly attributes?: readonly AttributeField<Row>[] | undefined;
  /** Several are refused, unless `convert` is given. */
  readonly currency?: Accessor<Row, string> | undefined;
  /** At the rate of the first instant of the period. */
  readonly convert?: CurrencyConverter | undefined;
}

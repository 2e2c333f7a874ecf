import type { Accessor, FieldOf } from '../core/data.js';
import type { Scalar } from '../core/expression.js';
import type { RowPolicy } from '../core/policy.js';
import type { AnyProperties, CustomerId } from '../log/layout.js';
import type { TotalsOptions } from '../log/purchases/customer-totals.js';
import type { Instant } from '../time/period-key.js';
import type { RfmRules, SegmentChoice } from './rfm-rules.js';

/** What is asked of an event log: which events are orders, and how customers are scored. */
export interface RfmOptions<
  Name extends string = string,
  Properties extends object = AnyProperties,
  Choice extends SegmentChoice | undefined = SegmentChoice | undefined,
> extends RfmRules<Choice>,
    TotalsOptions<Name, Properties> {}

/** What is asked of rows of orders, or of the lines of orders. */
export interface RfmOfOrders<Row, Choice extends SegmentChoice | undefined = SegmentChoice | undefined>
  extends RfmRules<Choice>,
    RowPolicy,
    Omit<TotalsOptions, 'purchase' | 'per'> {
  readonly customer: Accessor<Row, CustomerId>;
  /** A `Date`, integer epoch milliseconds, or ISO 8601 text with an offset. */
  readonly time: Accessor<Row, Instant>;
  readonly amount: Accessor<Row, number>;
  /** The field with an order's number, where rows are lines of orders. */
  readonly order?: NoInfer<FieldOf<Row, Scalar>> | undefined;
  /** Without `order`: `'event'` (default) where each row is an order, `'instant'` or `'day'` for all rows of one. */
  readonly per?: 'event' | 'instant' | 'day' | undefined;
}

/** What is asked of rows of customers, one for each, that say how many days ago the last order was, or when. */
export type RfmOfCustomers<Row, Choice extends SegmentChoice | undefined = SegmentChoice | undefined> =
  | RfmOfCustomersByDays<Row, Choice>
  | RfmOfCustomersByTime<Row, Choice>;

/** What is asked of rows of customers that say how many days ago the last order was. */
export interface RfmOfCustomersByDays<Row, Choice extends SegmentChoice | undefined = SegmentChoice | undefined>
  extends RfmOfEachCustomer<Row, Choice> {
  /** Days since the last order, from 0 to 1e9. */
  readonly recencyDays: Accessor<Row, number>;
  readonly lastTime?: undefined;
  readonly asOf?: undefined;
}

/** What is asked of rows of customers that say when the last order was. */
export interface RfmOfCustomersByTime<Row, Choice extends SegmentChoice | undefined = SegmentChoice | undefined>
  extends RfmOfEachCustomer<Row, Choice> {
  /** The instant of the last order. */
  readonly lastTime: Accessor<Row, Instant>;
  readonly recencyDays?: undefined;
  /**
   * Customers whose last order is later are left out and counted; inclusive, a local date being the whole of it. Default: the latest
   * of the last orders.
   */
  readonly asOf?: Instant | undefined;
}

/** What both ask for. */
export interface RfmOfEachCustomer<Row, Choice extends SegmentChoice | undefined> extends RfmRules<Choice>, RowPolicy {
  readonly customer: Accessor<Row, CustomerId>;
  /** How many orders: whole numbers from 0 to 1e9. */
  readonly frequency: Accessor<Row, number>;
  /** What all of them come to, also where `monetary` is `'mean'`. */
  readonly amount: Accessor<Row, number>;
  /** The zone whose days are counted; default `'UTC'`. */
  readonly timeZone?: string | undefined;
}

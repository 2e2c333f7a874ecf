import type { ColumnChoice } from './event-options.js';
import type { EpochUnit } from './time-column.js';
import type { DateOrder } from './written-time.js';

/** The systems whose exports of orders are known by their columns. */
export type OrderPreset = 'shopify' | 'stripe' | 'ec-cube' | 'base';

/** The columns of the parts of an order: a name, several of which the first that the rows have is taken, or a reader. */
export interface OrderColumnMap {
  /** The identifier of the order; rows that share it are lines of one order. */
  readonly order?: ColumnChoice<string | null>;
  readonly customer?: ColumnChoice<string | null>;
  /** Who bought where the customer's cell is empty, as of guests, or where there is no such column. */
  readonly email?: ColumnChoice<string | null>;
  readonly time?: ColumnChoice<number>;
  readonly amount?: ColumnChoice<number | null>;
  /** What of the amount was given back; it is taken off. */
  readonly refunded?: ColumnChoice<number | null>;
  /** What became of the order, in words: cancelled, unpaid and refunded ones are left out. */
  readonly status?: string | readonly string[];
  /** When the order was cancelled; one with anything in this cell is left out. */
  readonly cancelledAt?: string | readonly string[];
}

/** What the amounts of several rows of one order are: each the total of the order, or each that of its line. */
export type OrderLines = 'total' | 'line';

/** How orders are read. Nothing is needed where the columns have names that are known. */
export interface ParseOrdersOptions {
  /** Which system the rows come from, or the columns of your own; those that are not named are guessed. */
  readonly columns?: OrderPreset | OrderColumnMap;
  /**
   * Where an order has several rows: their amounts are each its total, which counts once (`'total'`), or each that of a
   * line, which are added up (`'line'`). Default: as the system writes them; else `'line'` where the amounts of any one
   * order differ, and `'total'` where they are all equal.
   */
  readonly lines?: OrderLines;
  /** The statuses that are no orders, instead of the words that are known for cancelled, unpaid and refunded ones. */
  readonly exclude?: readonly string[];
  /** The IANA zone of times that are written without an offset, such as `'Asia/Tokyo'`. Without it they reject the row. */
  readonly timeZone?: string;
  /** The order of the parts of a date: 2025/4/1 (`'ymd'`, default), 4/1/2025 (`'mdy'`) or 1/4/2025 (`'dmy'`). */
  readonly dateOrder?: DateOrder;
  /** What a time that is a number counts. Default milliseconds. */
  readonly epoch?: EpochUnit;
}

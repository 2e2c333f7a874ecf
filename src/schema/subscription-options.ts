import type { ColumnChoice, EventProperties } from './event-options.js';
import type { EpochUnit } from './time-column.js';
import type { DateOrder } from './written-time.js';

/** The systems whose exports of subscriptions are known by their columns. */
export type SubscriptionPreset = 'stripe' | 'stripe-api' | 'woocommerce' | 'chargebee' | 'baremetrics';

/** The columns of the parts of a subscription's line: a name, several of which the first that the rows have is taken, or a reader. */
export interface SubscriptionColumnMap {
  /** The subscription's id; lines of one follow each other. */
  readonly subscription?: ColumnChoice<string | null>;
  readonly customer?: ColumnChoice<string | null>;
  /** Whose it is where the customer's cell is empty, or where there is no such column. */
  readonly email?: ColumnChoice<string | null>;
  readonly start?: ColumnChoice<number>;
  /** The first instant without it: a date is the first day that is not paid for. Empty while it runs. */
  readonly end?: ColumnChoice<number | null>;
  /** When the customer cancelled. Where there is no `end`, or the status says that it is over, the line ends then. */
  readonly cancelled?: ColumnChoice<number | null>;
  readonly trialEnd?: ColumnChoice<number | null>;
  /** Money for one interval; for one piece of it where there is a `quantity`. */
  readonly amount?: ColumnChoice<number | null>;
  /** How often the amount is paid in each interval, such as seats. */
  readonly quantity?: ColumnChoice<number | null>;
  /** How long an interval is, in words: month, yearly, 3 months, 毎月, 隔月, 年額, … */
  readonly interval?: string | readonly string[];
  /** How many of these one payment is for. */
  readonly intervalCount?: ColumnChoice<number | null>;
  readonly plan?: ColumnChoice<string | null>;
  readonly currency?: ColumnChoice<string | null>;
  /** What became of it, in words: see `exclude`. */
  readonly status?: string | readonly string[];
  /** Why the customer left. */
  readonly reason?: ColumnChoice<string | null>;
}

/** How subscriptions are read. Nothing is needed where the columns have names that are known. */
export interface ParseSubscriptionsOptions<Attributes extends EventProperties = EventProperties> {
  /** Which system the rows come from, or the columns of your own; those that are not named are guessed. */
  readonly columns?: SubscriptionPreset | SubscriptionColumnMap;
  /** The columns by which revenue is to be broken down, such as a segment or a country, read as they stand. Default none. */
  readonly attributes?: Attributes;
  /**
   * What amounts count: `'major'` units such as dollars and yen, or `'minor'` ones such as cents, as programming interfaces give
   * them. Default: as the system writes them, else `'major'`.
   */
  readonly amounts?: 'major' | 'minor';
  /** The statuses that are left out, instead of the words that are known for subscriptions that never began. */
  readonly exclude?: readonly string[];
  /** The IANA zone of times that are written without an offset, such as `'Asia/Tokyo'`. Without it they reject the row. */
  readonly timeZone?: string;
  /** The order of the parts of a date: 2025/4/1 (`'ymd'`, default), 4/1/2025 (`'mdy'`) or 1/4/2025 (`'dmy'`). */
  readonly dateOrder?: DateOrder;
  /** What a time that is a number counts. Default: what the system that the columns show counts, else milliseconds. */
  readonly epoch?: EpochUnit;
}

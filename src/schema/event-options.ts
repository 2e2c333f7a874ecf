import type { Scalar } from '../core/expression.js';
import type { ColumnReader } from './column-reader.js';
import type { EventPreset } from './event-presets.js';
import type { EpochUnit } from './time-column.js';
import type { DateOrder } from './written-time.js';

/** The columns of the parts of an event: a name, several of which the first that the rows have is taken, or a reader. */
export interface EventColumnMap {
  readonly customer?: ColumnChoice<string>;
  readonly time?: ColumnChoice<number>;
  readonly name?: ColumnChoice<string>;
  readonly amount?: ColumnChoice<number | null>;
}

/** A column: its name, several of which the first that the rows have is taken, or how it is read. */
export type ColumnChoice<Value> = string | readonly string[] | ColumnReader<Value>;

/** Properties under their own names, or under others that the typed row shall give them. */
export type EventProperties = readonly string[] | { readonly [property: string]: ColumnChoice<Scalar | null> };

/** How events are read. Nothing is needed where the columns have names that are known. */
export interface ParseEventsOptions<
  Columns extends EventPreset | EventColumnMap = EventPreset | EventColumnMap,
  Properties extends EventProperties = EventProperties,
> {
  /** Which system the rows come from, or the columns of your own; those that are not named are guessed. */
  readonly columns?: Columns;
  /** The columns by which events are to be filtered and broken down, read as they stand. Default none. */
  readonly properties?: Properties;
  /** The IANA zone of times that are written without an offset, such as `'Asia/Tokyo'`. Without it they reject the row. */
  readonly timeZone?: string;
  /** The order of the parts of a date: 2025/4/1 (`'ymd'`, default), 4/1/2025 (`'mdy'`) or 1/4/2025 (`'dmy'`). */
  readonly dateOrder?: DateOrder;
  /** What a time that is a number counts. Default: what the system that the columns show counts, else milliseconds. */
  readonly epoch?: EpochUnit;
}

import type { StandardSchemaV1 } from './standard-schema.js';

/**
 * How one column of a table is read: what it may be called there, and the schema of a cell.
 * Made by `score`, `number`, `text`, `choice`, `time`, `id`, or by `column` for a schema of your own.
 */
export interface ColumnReader<Value> {
  /**
   * The names that the column may have; the first one that the rows have is read. Where they have none, the one field
   * that looks the same is: after NFKC, and with 〜 and ～, − and － taken for each other.
   */
  readonly names: readonly string[];
  /** What a cell must hold, in words, such as `'an integer from 0 to 10'`; `null` for a schema of your own. */
  readonly expected: string | null;
  readonly schema: StandardSchemaV1<unknown, Value>;
}

/** What every kind of column can be told. */
export interface ColumnOptions<Required extends boolean = boolean> {
  /** Reject the row when the cell is empty, instead of reading `null`. Default false. */
  readonly required?: Required;
  /**
   * What else stands for "no answer" in this column, such as `['無回答', '99']`. Compared like every cell, after NFKC and
   * trimming.
   */
  readonly noAnswer?: readonly string[];
}

/** The value of a cell, or `null` for an empty one unless the column is required. */
export type Answer<Value, Required extends boolean> = Required extends true ? Value : Value | null;

/** The row that readers make, with the names that the columns were given. */
export type TypedRow<Readers extends ColumnReaders> = {
  readonly [Name in keyof Readers]: Readers[Name] extends ColumnReader<infer Value> ? Value : never;
} & {}; // the intersection with {} makes editors show the fields instead of this type's name

/** Readers by the name that the typed row gives to each column. */
export type ColumnReaders = Readonly<Record<string, ColumnReader<unknown>>>;

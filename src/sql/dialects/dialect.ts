import type { ColumnKind, TimeKind } from './kinds.js';

/** The engines that kizuna writes for. */
export type DialectName = 'duckdb' | 'postgres' | 'clickhouse';

/** What a value is in a query: 64-bit integers and doubles are kept apart. */
export type SqlType = 'integer' | 'number' | 'text' | 'boolean';

/**
 * What engines spell differently, one file each. Every function takes and gives SQL text; arguments are columns,
 * parameters or what these functions made, never a caller's text.
 */
export interface Dialect {
  readonly name: DialectName;
  /** A quoted name. */
  identifier(name: string): string;
  /** The placeholder of parameter `place`, counted from 0, as a value of the type. */
  parameter(place: number, type: SqlType): string;
  /** A value as a parameter that arrives as it is. */
  bind(value: number | string | boolean, type: SqlType): number | string | boolean;
  /**
   * A column as what its kind says, `NULL` where it is absent. A column of another type is an error of the engine: a cast alone
   * would round, parse or shift what is in it.
   */
  read(kind: ColumnKind, column: string): string;
  /** The same of that one type, whatever the column's is: of several tables under each other an engine would make one type. */
  typed(kind: ColumnKind, column: string): string;
  /** An expression as a value of the type. Text compares by its bytes. */
  as(type: SqlType, sql: string): string;
  /** `NULL` as a text, for cells that a row does not have. */
  readonly noText: string;
  /** The cell that tells a value: text which `read-cells.ts` reads back without loss. */
  cell(type: SqlType, sql: string): string;
  /** How a double's cell is written: as decimal digits, or as its bits in hexadecimal. */
  readonly doubles: 'digits' | 'bits';
  /** Whether a double is NaN. */
  isNan(sql: string): string;
  contains(text: string, needle: string): string;
  /** A text that sorts by its bytes as the given one does by UTF-16 code units: signs from U+E000 to U+FFFF stand behind those above. */
  inCodeUnits(text: string): string;
  /** A sum of doubles with as little rounding as the engine offers. */
  sum(sql: string): string;
  /** The least or the greatest of numbers, `NULL` of none. */
  extreme(which: 'min' | 'max', sql: string): string;
  /** The exact sum of 64-bit integers, however large it becomes. */
  integerSum(sql: string): string;
  /** Whether an instant, as `read`, is one that the engine's calendar holds. */
  isInRange(column: string, kind: TimeKind): string;
  /** What `isInRange` asks, for a message. */
  readonly range: string;
  /** Epoch milliseconds of an instant, rounded down. */
  milliseconds(column: string, kind: TimeKind): string;
  /** Whole hours, days or months that the clocks of a zone, `null` for UTC, show since 1970-01-01T00. */
  localUnits(unit: 'hour' | 'day' | 'month', column: string, kind: TimeKind, zone: string | null): string;
  /** What stands at the end of a query. */
  readonly end: string;
}

import type { ColumnKind, TimeKind } from './kinds.js';

/** The engines that kizuna writes for. */
export type DialectName = 'duckdb' | 'postgres' | 'clickhouse';

/** What a value is in a query: 64-bit integers and doubles are kept apart. */
export type SqlType = 'integer' | 'number' | 'text' | 'boolean';

/** Integers of 64 bits as sets of numbers. */
export interface Bits {
  /** The set of one number, an integer of 64 bits. */
  only(place: string): string;
  /** The least number of a set. */
  least(word: string): string;
  /** Whether rows are grouped by a column and an expression at least as soon as they are sorted by both. */
  readonly groupsByBoth: boolean;
}

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
  /** Whether drivers give integers within 2^53 and finite doubles as they are, and the engine writes them in less time than texts. */
  readonly givesNumbers: boolean;
  /** How a double's cell is written: as decimal digits, or as its bits in hexadecimal. */
  readonly doubles: 'digits' | 'bits';
  /** Whether a double is NaN. */
  isNan(sql: string): string;
  /** Whether a double is neither NaN nor infinite. */
  isFinite(sql: string): string;
  contains(text: string, needle: string): string;
  /** A text that sorts by its bytes as the given one does by UTF-16 code units: signs from U+E000 to U+FFFF stand behind those above. */
  inCodeUnits(text: string): string;
  /** A sum of doubles with as little rounding as the engine offers. */
  sum(sql: string): string;
  /** The least or the greatest of numbers, `NULL` of none. */
  extreme(which: 'min' | 'max', sql: string): string;
  /** The exact sum of 64-bit integers, however large it becomes. */
  integerSum(sql: string): string;
  /** The cell of the exact sum of integers, `isSafe` where they are at most 2⁵³, of those rows of which a condition holds; `read-cells.ts` reads it. */
  sumCell(integer: string, where: string | null, isSafe: boolean): string;
  /** The same, of fewer than 2³¹ integers. */
  sumOfFew(integer: string): string;
  /** Of how many rows a condition holds, in few groups. */
  countIf(condition: string): string;
  /** The same in many groups, of a condition which is never `NULL`. */
  countWhere(condition: string): string;
  /** The greatest instant of them; `NULL` where there is none, or 0 where the engine says that sooner. */
  maxWhere(ms: string, condition: string): string;
  /** Of the rows of a group of which a condition holds, or of all, the value of the one with the least or the greatest time. */
  valueAt(which: 'first' | 'last', value: string, time: string, condition?: string | null): string;
  /** A column of the row before or after in a window; `NULL` where there is none. */
  neighbour(which: 'lag' | 'lead', column: string, over: string): string;
  /** A number of 0 or more by another, rounded down. */
  divided(sql: string, by: number): string;
  /** A 64-bit integer as one in which products of two such have room. */
  wide(integer: string): string;
  /** A whole double as an integer; what a condition has hidden may be none. */
  wholeOf(sql: string): string;
  /** An integer, of any width and perhaps without a sign, as one of 64 bits where the engine has others. */
  signed(integer: string): string;
  /** What is made of integers alone, and never absent, as one of 64 bits. */
  whole(integer: string): string;
  /** An integer of 32 bits at most in brackets, no wider where it is grouped by in less time so. */
  narrow(integer: string): string;
  /** A number as a double, absent only where the number may be. */
  double(sql: string): string;
  /** A value that is never absent, said to be so where the engine counts it quicker then. */
  present(sql: string): string;
  /** A double that rows are grouped by or that is looked for: -0 is 0. */
  unsigned(sql: string): string;
  /** A column where it is not grouped by, of its own width and absent only where it may be; `null` where that is `read`. */
  ownRead(kind: ColumnKind, column: string): string | null;
  /** A column of integers that are only compared, as it is, of any width; `null` where it is read as others are. */
  idRead(column: string): string | null;
  /** Whether texts are grouped by the names of a dictionary, where a column has one, sooner than by what is made of it. */
  readonly hasDictionaries: boolean;
  /** Whether a list for each customer, which is sorted and made rows of again, takes less time than rows that are grouped or seen in windows. */
  readonly sortsLists: boolean;
  /** Whether a text may hold NUL. */
  readonly hasNul: boolean;
  /** Whether statistics tell at next to no cost that there are no wrong rows to look for. */
  readonly findsWrongRows: boolean;
  /** Whether what is too large for an integer or for the calendar wraps around, where others stop: of rows that do not count it may be anything. */
  readonly wrapsAround: boolean;
  /** Whether each comparison costs, so that most rows are told by few. */
  readonly comparesDearly: boolean;
  /** A table expression that is read more than once, kept or taken apart: `isQuick` says that little is computed, or `'always'` that it is next to nothing. */
  kept(select: string, isQuick: boolean | 'always'): string;
  /** A table of the numbers from 0 on, so many: `place`. */
  numbers(count: string): string;
  /** The rows of a table expression, one for each of several values: where they come from, with `place`, which of them; and what the value is, a column `value` or made of others. */
  valuesOf(values: readonly string[], from: string): { readonly from: string; readonly value: string };
  /** Sets of numbers from 0 to 62 as bits of an integer; `null` where they are lists sooner. */
  readonly bits: Bits | null;
  /** A list of integers. Lists compare by their first items that differ. */
  list(items: string): string;
  /** Two lists as one. */
  joined(a: string, b: string): string;
  /** A list, or another where an aggregate had nothing to choose from. */
  listOr(list: string, other: string): string;
  /** A list of integers in ascending order. */
  sortedList(list: string): string;
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

import type { Sql } from './query-text.js';
import type { MeasureSql } from './rows/measure-sql.js';

/** One grouped select of a tally. Its cells: the keys, the fault, how many rows, the value, then those of its measures. */
export interface Block {
  /** `null` where there is none. */
  readonly cells: readonly (string | null)[];
  readonly from: string;
  readonly value: Sql | null;
  readonly measures: readonly MeasureSql[];
  /**
   * Rows that do not count: groups of their own; counted beside those that do, with two cells instead of fault and count; counted so, but in
   * the group without a value; or left out. Where there are none and no value, the three cells are not there.
   */
  readonly faults: 'grouped' | 'beside' | 'apart' | 'left out' | 'none';
  /** Whether measures take invalid rows for valid ones: where there are any, all is refused, and nobody sees what measures came to. */
  readonly isUnseen?: boolean;
}

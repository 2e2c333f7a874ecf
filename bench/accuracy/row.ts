import { readFileSync } from 'node:fs';
import { relativeError } from '../../test/support/close.js';

/** One line of the table: the largest error of a function over its reference cases, and the bound it must keep. */
export interface AccuracyRow {
  readonly name: string;
  readonly cases: number;
  readonly unit: 'relative' | 'absolute below 1' | 'ulp';
  readonly worst: number;
  /** The arguments at which the worst error occurs. */
  readonly where: string;
  readonly bound: number;
  /** The largest error over the same cases of the function that simple-statistics offers, where it has one. */
  readonly peer: number | null;
}

/** A reference value after the arguments that lead to it. */
export interface ReferenceCase {
  readonly arguments: readonly number[];
  readonly expected: number;
}

type Numeric = (...values: readonly number[]) => number;

interface Comparison {
  readonly bound: number;
  readonly peer?: Numeric;
  readonly unit?: AccuracyRow['unit'];
  readonly error?: (found: number, expected: number) => number;
}

/** Compares a function with its reference cases. */
export function accuracyRow(
  name: string,
  of: Numeric,
  cases: readonly ReferenceCase[],
  { bound, peer, unit = 'relative', error = relativeError }: Comparison,
): AccuracyRow {
  let worst = 0;
  let where = '';
  for (const { arguments: values, expected } of cases) {
    const found = error(of(...values), expected);
    if (found > worst || Number.isNaN(found)) {
      worst = Number.isNaN(found) ? Number.POSITIVE_INFINITY : found;
      where = values.join(', ');
    }
  }
  const peerErrors = peer === undefined ? null : cases.map((one) => error(peer(...one.arguments), one.expected));
  return {
    name,
    cases: cases.length,
    unit,
    worst,
    where,
    bound,
    peer: peerErrors === null ? null : Math.max(...peerErrors),
  };
}

/** Rows of numbers of a file in test/reference, as cases: `order` picks the columns of the arguments, `expected` that of the answer. */
export function referenceCases(
  file: string,
  table: string,
  order: readonly number[],
  expected: number,
): readonly ReferenceCase[] {
  const url = new URL(`../../test/reference/${file}.json`, import.meta.url);
  // The generators beside the file write each table as a list of rows of numbers.
  const tables = JSON.parse(readFileSync(url, 'utf8')) as Record<string, readonly (readonly number[])[]>;
  const rows = tables[table];
  if (rows === undefined) throw new Error(`${file}.json has no table ${table}`);
  const at = (row: readonly number[], column: number): number => row[column] ?? Number.NaN;
  return rows.map((row) => ({ arguments: order.map((column) => at(row, column)), expected: at(row, expected) }));
}

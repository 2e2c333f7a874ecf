import { checkOptions } from '../core/options.js';
import { chiSquared } from './chi-squared.js';
import { finiteValues, MOST_COUNTED, type Numbers, refuseValue } from './values.js';

/** What a single row is compared with. */
export interface ChiSquareOptions {
  /** For a table of one row: the share expected in each column (any positive scale). Without it the table is tested for independence. */
  readonly expected?: Numbers;
}

/** Pearson's test of a table. A field is `null` where the table does not say. */
export interface ChiSquareTest {
  readonly statistic: number | null;
  readonly degreesOfFreedom: number;
  readonly pValue: number | null;
  /** √(χ²/(n·(min(rows, columns) − 1))), from 0 to 1; `null` for a table of one row. */
  readonly cramersV: number | null;
  /** The sum of all counts. */
  readonly n: number;
  /** The smallest count expected in a cell; below 5 the p-value is rough. */
  readonly smallestExpected: number | null;
}

const LARGE = 2 ** 900;

/**
 * Do the rows of a table differ? Pearson's χ² of independence, without continuity correction (Pearson 1900), and Cramér's V;
 * or, for one row and the shares expected in its columns, of goodness of fit. Rows and columns without any count are left out.
 *
 * @param table - counts in rows of equal length, 0 or more
 * @param options - the expected shares of a single row
 * @returns the test; `statistic` and `pValue` are `null` when there is nothing to compare (no degrees of freedom)
 * @throws {InvalidDataError} when rows differ in length, a count is negative or not a finite number, all counts are more than 1e15 together, an
 * expected share is not above 0, or the statistic is beyond doubles (`E_OVERFLOW`), as where next to nothing was expected
 * @throws {InvalidOptionError} when an option is unknown
 * @example
 * ```ts
 * import { chiSquare } from 'kizuna/stats';
 *
 * const test = chiSquare([[30, 20], [15, 35]]);
 * test.statistic; // => 9.0909
 * test.degreesOfFreedom; // => 1
 * test.pValue; // => 0.00257
 * test.cramersV; // => 0.3015
 * chiSquare([[18, 22, 20]], { expected: [1, 1, 1] }).pValue; // => 0.8187
 * ```
 */
export function chiSquare(table: readonly Numbers[], options: ChiSquareOptions = {}): ChiSquareTest {
  checkOptions('chiSquare', options, ['expected']);
  const rows = checkTable(table);
  return options.expected === undefined ? independence(rows) : goodnessOfFit(rows, options.expected);
}

function independence(rows: readonly Float64Array[]): ChiSquareTest {
  const rowSums = rows.map(total);
  const columnSums = Array.from(rows[0] ?? [], (_, j) => total(rows.map((row) => row[j] ?? 0)));
  const n = total(rowSums);
  const kept = rowSums.filter((sum) => sum > 0).length;
  const width = columnSums.filter((sum) => sum > 0).length;
  const degreesOfFreedom = Math.max(0, kept - 1) * Math.max(0, width - 1);
  const test = pearson(rows, rowSums, columnSums, degreesOfFreedom);
  const cramersV =
    test.statistic === null ? null : Math.min(1, Math.sqrt(test.statistic / n / (Math.min(kept, width) - 1)));
  return { ...test, cramersV };
}

function goodnessOfFit(rows: readonly Float64Array[], expected: Numbers): ChiSquareTest {
  const shares = finiteValues('chiSquare', expected, 'expected');
  const [row = new Float64Array()] = rows;
  if (rows.length !== 1 || shares.length !== row.length) {
    refuseValue('chiSquare', 'one row with an expected share for each column', rows, 'E_FIELD_VALUE', null, 'expected');
  }
  const wrong = shares.findIndex((share) => !(share > 0));
  if (wrong >= 0) refuseValue('chiSquare', 'expected shares above 0', shares[wrong], 'E_NUM_RANGE', wrong, 'expected');
  // By a power of two, so that their total is within the doubles.
  const scale = shares.some((share) => share > LARGE) ? 1 / LARGE : 1;
  const columns = Array.from(shares, (share) => share * scale);
  return { ...pearson(rows, [total(row)], columns, Math.max(0, row.length - 1)), cramersV: null };
}

/** The test of counts against those expected: the total of the row, shared out as the columns are. */
function pearson(
  rows: readonly Float64Array[],
  rowSums: readonly number[],
  columns: readonly number[],
  degreesOfFreedom: number,
): Omit<ChiSquareTest, 'cramersV'> {
  const n = total(rowSums);
  const whole = total(columns);
  if (degreesOfFreedom === 0 || n === 0) {
    return { statistic: null, degreesOfFreedom, pValue: null, n, smallestExpected: null };
  }
  let statistic = 0;
  let smallestExpected = Infinity;
  rows.forEach((row, i) => {
    const sum = rowSums[i] ?? 0;
    row.forEach((count, j) => {
      const column = columns[j] ?? 0;
      if (sum === 0 || (column === 0 && count === 0)) return;
      const mean = sum * (column / whole);
      // The root by its parts: the square of a count, and a product of small sums, may be beyond doubles.
      const root = Math.sqrt(sum) * (Math.sqrt(column) / Math.sqrt(whole));
      statistic += ((count - mean) / root) ** 2;
      smallestExpected = Math.min(smallestExpected, mean);
    });
  });
  if (!Number.isFinite(statistic)) {
    refuseValue('chiSquare', 'a statistic within the range of doubles', statistic, 'E_OVERFLOW', null, null);
  }
  return { statistic, degreesOfFreedom, pValue: chiSquared.survival(statistic, degreesOfFreedom), n, smallestExpected };
}

function checkTable(table: readonly Numbers[]): readonly Float64Array[] {
  if (!Array.isArray(table)) refuseValue('chiSquare', 'a list of rows', table, 'E_FIELD_TYPE', null, 'table');
  const rows = table.map((row, i) => {
    const counts = finiteValues('chiSquare', row, `row ${i}`);
    const negative = counts.findIndex((count) => count < 0);
    if (negative >= 0) {
      refuseValue('chiSquare', 'counts of at least 0', counts[negative], 'E_NUM_RANGE', negative, `row ${i}`);
    }
    return counts;
  });
  const odd = rows.findIndex((row) => row.length !== rows[0]?.length);
  if (odd >= 0) refuseValue('chiSquare', 'rows of equal length', table[odd], 'E_FIELD_VALUE', odd, null);
  const all = total(rows.map(total));
  if (all > MOST_COUNTED) {
    refuseValue('chiSquare', 'counts of at most 1e15 together', all, 'E_NUM_RANGE', null, 'their total');
  }
  return rows;
}

function total(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}

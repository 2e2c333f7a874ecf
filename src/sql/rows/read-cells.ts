import { errorOf, InvalidDataError, typeName } from '../../core/errors.js';
import { canonicalSum, growExpansion } from '../../core/exact-sum.js';
import type { KeyValue } from '../../core/pairs.js';
import type { Dialect, SqlType } from '../dialects/dialect.js';

/** A cell of a row of the result: text, whatever the driver. */
export type Cell = string | null;

/** Integers beyond this are no numbers of JavaScript. */
const LARGEST = 2 ** 53;

/** Reads back what `Dialect.cell` wrote. A number that none in memory could be is refused: one of the rows, or one that the query made itself, a sum. */
export function readCell(dialect: Dialect, type: SqlType, cell: Cell, what: string, isMade = false): KeyValue {
  if (cell === null) return null;
  switch (type) {
    case 'text':
      return cell.startsWith('=') ? cell.slice(1) : refuseCell(what, 'a text of the query', 'another');
    case 'boolean':
      return cell === 'true' || cell === 'false' ? cell === 'true' : refuseCell(what, 'true or false', 'another text');
    default: {
      const value = type === 'integer' ? readCount(cell, what) : readDouble(dialect, cell);
      if (!Number.isFinite(value) && isMade)
        refuseResult(what, 'to add up within the range of doubles', 'a larger one', 'E_OVERFLOW');
      if (!Number.isFinite(value)) refuseResult(what, 'a finite number', typeName(value), 'E_NUM_NONFINITE');
      return value + 0; // -0 is 0
    }
  }
}

/** A count or another integer, of 2⁵³ at most. */
export function readCount(cell: Cell, what: string): number {
  const short = shortInteger(cell);
  if (short !== null) return short;
  const digits = integerOf(cell, what);
  const value = Number(digits);
  const isExact = Math.abs(value) < LARGEST || (Math.abs(value) === LARGEST && BigInt(digits) === BigInt(value));
  if (!isExact) refuseResult(what, 'an integer of at most 2^53', 'a larger one', 'E_NUM_RANGE');
  return value;
}

/** An integer, however large; 0 where there is none. */
export function readInteger(cell: Cell, what: string): bigint {
  return cell === null ? 0n : BigInt(integerOf(cell, what));
}

/** The canonical state of a sum that is an integer, however large. */
export function readIntegerSum(cell: Cell, what: string): readonly number[] {
  const short = shortInteger(cell);
  if (short !== null) return short === 0 ? [] : [short];
  return sumState([{ integer: sumOf(cell, what), scale: 1 }], 0);
}

/** A sum, which may be in two parts: that of its terms without their last 27 bits, and that of its terms, wrapped around at 64 bits. */
function sumOf(cell: Cell, what: string): bigint {
  const [high = null, wrapped] = cell?.split('|') ?? [];
  if (wrapped === undefined) return readInteger(cell, what);
  const highest = readInteger(high, what) * 2n ** 27n;
  return highest + BigInt.asUintN(64, readInteger(wrapped, what) - highest);
}

/** An integer of few digits, of which most cells are: an expression and `Number` take several times as long. `null` for all else. */
function shortInteger(cell: Cell): number | null {
  if (cell === null || cell.length > MOST_DIGITS) return null;
  const start = cell.charCodeAt(0) === MINUS ? 1 : 0;
  if (start === cell.length) return null;
  let value = 0;
  for (let i = start; i < cell.length; i += 1) {
    const digit = cell.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return start === 1 ? 0 - value : value; // 0 - 0 is not -0
}

/** With a sign or without, they are below 2^53. */
const MOST_DIGITS = 15;
const [MINUS, ZERO] = [45, 48];

function integerOf(cell: Cell, what: string): string {
  if (cell !== null && /^-?\d+$/.test(cell)) return cell;
  return refuseCell(what, 'an integer', cell === null ? 'null' : 'another text');
}

/** A double; NaN for what is none. */
export function readDouble(dialect: Dialect, cell: string): number {
  if (dialect.doubles === 'digits') {
    const value = Number(cell);
    const isOne = value === 0 ? /\d/.test(cell) : !Number.isNaN(value) || /^-?nan$/i.test(cell); // an empty text would be 0
    if (isOne) return value;
    if (cell === 'inf') return Number.POSITIVE_INFINITY;
    return cell === '-inf' ? Number.NEGATIVE_INFINITY : refuseCell('a number', 'one', 'another text');
  }
  if (!/^[0-9a-f]{16}$/i.test(cell)) refuseCell('a number', '16 hexadecimal digits', 'another text');
  BITS.setUint32(0, Number.parseInt(cell.slice(0, 8), 16));
  BITS.setUint32(4, Number.parseInt(cell.slice(8), 16));
  return BITS.getFloat64(0);
}

const BITS = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** The canonical state of a sum whose parts are integers times a power of two, and doubles. */
export function sumState(
  parts: readonly { readonly integer: bigint; readonly scale: number }[],
  rest: number,
): readonly number[] {
  if (!Number.isFinite(rest)) refuseResult('a sum', 'within the range of doubles', 'a larger one', 'E_OVERFLOW');
  if (parts.length === 0) return rest === 0 ? [] : [rest];
  const partials: number[] = [];
  for (const { integer, scale } of parts) {
    for (let left = integer; left !== 0n; ) {
      const term = Number(left); // the nearest double
      growExpansion(partials, term * scale);
      left -= BigInt(term);
    }
  }
  growExpansion(partials, rest);
  return canonicalSum(partials);
}

/** Refuses a cell that the query cannot have given. */
function refuseCell(what: string, expected: string, received: string): never {
  return refuseResult(what, expected, received, 'E_ROW_TYPE');
}

/** Refuses a row of the result that memory would have refused among the rows of the data. */
export function refuseResult(
  field: string,
  expected: string,
  received: string,
  code: 'E_NUM_NONFINITE' | 'E_NUM_RANGE' | 'E_OVERFLOW' | 'E_TIME_INVALID' | 'E_ROW_TYPE' | 'E_FIELD_TYPE',
): never {
  throw errorOf(InvalidDataError, 'toSql', [{ code, index: null, field, expected, received }]);
}

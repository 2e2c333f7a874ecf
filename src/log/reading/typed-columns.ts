import type { Scalar } from '../../core/expression.js';
import { FIRST_INSTANT, LAST_INSTANT } from '../../time/day.js';
import { looksLikeSeconds } from '../../time/instant-in.js';
import type { CustomerId } from '../layout.js';
import type { CodedColumn } from '../roles.js';
import { untyped } from '../untyped.js';
import {
  type ArrowVector,
  arrowCodes,
  arrowNumbers,
  arrowTime,
  hasNulls,
  holdsInstants,
  isArrowVector,
} from './arrow.js';
import { copiedText } from './copied-text.js';
import { customerFault, nameFault, propertyFault } from './event-fault.js';
import { milliseconds } from './milliseconds.js';
import { type Codes, codesFor } from './parts.js';
import { ValueCodes } from './value-codes.js';

// Each of these gives a column as the log holds it, if possible without a copy, or null: then it has to be read value by value,
// which finds what is wrong, or knows how to read it.

/** The customers of a column as codes. */
export function typedCustomers(column: unknown): TypedCustomers | null {
  const ids = isArrowVector(column) ? arrowNumbers(column) : column;
  const dense = isIntegers(ids) ? denseIds(ids) : null;
  if (dense !== null) return dense;
  const coded = codedColumn(column, (value) => customerFault(value) === null);
  if (coded === null) return null;
  const { codes, values, isListed } = coded;
  return { codes: asInt32(codes), values: values as CustomerId[], isListed }; // no fault
}

/** Customers as codes; those of a list are numbered as they were met. */
export interface TypedCustomers {
  readonly codes: Int32Array;
  readonly values: ArrayLike<CustomerId>;
  readonly isListed: boolean;
}

/** Whole numbers that leave few gaps are codes already. */
function denseIds(ids: Integers): TypedCustomers | null {
  let last = -1;
  for (let i = 0; i < ids.length; i += 1) {
    const id = ids[i] as number;
    if (id < 0) return null;
    if (id > last) last = id;
  }
  if (last >= 4 * ids.length + 1024) return null;
  const values = new Int32Array(last + 1);
  for (let id = 0; id <= last; id += 1) values[id] = id;
  return { codes: asInt32(ids), values, isListed: false };
}

/** The instants of a column in epoch milliseconds. */
export function typedTime(column: unknown): Float64Array | null {
  const isUnitKnown = isArrowVector(column) && holdsInstants(column);
  const values = isArrowVector(column) ? (isUnitKnown ? arrowTime(column) : arrowNumbers(column)) : column;
  const time = values instanceof BigInt64Array ? milliseconds(values, 1) : values;
  if (!(time instanceof Float64Array) || (isArrowVector(column) && column.data.some(hasNulls))) return null;
  if (areLate(time)) return time;
  for (let i = 0; i < time.length; i += 1) {
    const instant = time[i] as number;
    if (!Number.isInteger(instant) || instant < FIRST_INSTANT || instant > LAST_INSTANT) return null;
    if ((!isUnitKnown && looksLikeSeconds(instant)) || Object.is(instant, -0)) return null;
  }
  return time;
}

/** The quick proof, for most data: whole milliseconds since 1973, which can be no seconds. In parts: a loop that is called often is compiled. */
function areLate(time: Float64Array): boolean {
  for (let from = 0; from < time.length; from += PART) {
    if (!arePartLate(time, from, Math.min(from + PART, time.length))) return false;
  }
  return true;
}

const PART = 1 << 14;

function arePartLate(time: Float64Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) {
    const instant = time[i]!;
    if (!(instant >= 1e11 && instant <= LAST_INSTANT && instant === Math.floor(instant))) return false;
  }
  return true;
}

/** The names of a column as codes. */
export function typedNames(column: unknown): { codes: Codes; values: readonly string[] } | null {
  const coded = codedColumn(column, (value) => nameFault(value) === null);
  return coded && { codes: narrow(coded.codes, coded.values.length, null), values: coded.values as readonly string[] }; // no fault
}

/** The values of a property as codes, where code 0 is none. */
export function typedProperty(column: unknown): { codes: Codes; values: readonly (Scalar | null)[] } | null {
  const coded = codedColumn(column, (value) => propertyFault(value) === null);
  if (coded === null) return null;
  const values = [null, ...(coded.values.filter((value) => (value ?? null) !== null) as Scalar[])]; // no fault
  const places = coded.values.map((value) => Math.max(0, values.indexOf(value as Scalar)));
  return { codes: narrow(coded.codes, values.length, places), values };
}

/** The amounts of a column. In an array of floats, NaN stands for none. */
export function typedAmount(column: unknown): Float64Array | null {
  const values = isArrowVector(column) ? (arrowNumbers(column) ?? gottenAmounts(column)) : column;
  if (isIntegers(values)) return Float64Array.from(values);
  const amount = values instanceof Float32Array ? Float64Array.from(values) : values;
  if (!(amount instanceof Float64Array)) return null;
  for (let i = 0; i < amount.length; i += 1) {
    if (Math.abs(amount[i] as number) === Infinity || Object.is(amount[i], -0)) return null;
  }
  return amount;
}

/** Amounts of which some are null. */
function gottenAmounts(vector: ArrowVector): Float64Array | null {
  const values = untyped(vector);
  const amount = new Float64Array(values.length).fill(Number.NaN);
  for (let i = 0; i < amount.length; i += 1) {
    const value = values[i] ?? null;
    if (typeof value === 'number') amount[i] = value;
    else if (value !== null) return null;
  }
  return amount;
}

/** Codes and values as they were given, or those of a list. Null where a value is not fine. */
function codedColumn(column: unknown, isFine: (value: unknown) => boolean): Coded | null {
  const given = isArrowVector(column) ? arrowCodes(column) : (column as Partial<CodedColumn<unknown>>); // its form was checked
  const { codes, values } = given ?? {};
  const coded = codes !== undefined && values !== undefined ? checkedCodes(codes, values) : listed(untyped(column));
  return coded?.values.every(isFine) ? coded : null;
}

interface Coded {
  readonly codes: Integers;
  readonly values: readonly unknown[];
  /** Whether the codes say in which order the values were met, not how somebody numbered them. */
  readonly isListed: boolean;
}

function listed(list: ArrayLike<unknown>): Coded {
  const dictionary = new ValueCodes<unknown>();
  const codes = new Int32Array(list.length);
  for (let i = 0; i < codes.length; i += 1) {
    const value = list[i] ?? null;
    const known = dictionary.find(value);
    codes[i] =
      known < 0 ? dictionary.learn(typeof value === 'string' ? copiedText(value) : value === 0 ? 0 : value) : known; // -0 is 0
  }
  return { codes, values: dictionary.values, isListed: true };
}

function checkedCodes(codes: unknown, dictionary: ArrayLike<unknown>): Coded | null {
  if (!isIntegers(codes)) return null;
  const values = Array.from(dictionary, (value) => (value === 0 ? 0 : value)); // -0 is 0
  if (!areDistinct(values)) return null;
  for (let i = 0; i < codes.length; i += 1) {
    if (!((codes[i] as number) >= 0 && (codes[i] as number) < values.length)) return null;
  }
  return { codes, values, isListed: false };
}

/** Values that ascend are distinct without a set of them, which would take ten times their memory. */
function areDistinct(values: readonly unknown[]): boolean {
  const isAscending = values.every((value, i) => i === 0 || (value as number) > (values[i - 1] as number)); // as text or as numbers
  return isAscending || new Set(values).size === values.length;
}

function asInt32(codes: Integers): Int32Array {
  return codes instanceof Int32Array ? codes : Int32Array.from(codes);
}

/** The codes in the order of other values, as narrow as they can be. */
function narrow(codes: Integers, values: number, placeOf: ArrayLike<number> | null): Codes {
  const narrowed = codesFor(values, codes.length);
  if (placeOf === null && codes.constructor === narrowed.constructor) return codes as Codes; // of the same kind
  for (let i = 0; i < codes.length; i += 1)
    narrowed[i] = placeOf === null ? (codes[i] as number) : (placeOf[codes[i] as number] as number);
  return narrowed;
}

type Integers = Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array;

function isIntegers(values: unknown): values is Integers {
  return ArrayBuffer.isView(values) && INTEGERS.some((Kind) => values instanceof Kind);
}

const INTEGERS = [Int32Array, Uint32Array, Uint16Array, Uint8Array, Int16Array, Int8Array];

import { compareKeys } from '../core/pairs.js';

/** What stands for no claim in a column of claims. */
export const NO_CLAIM = 2;

/** A column as doubles: as it is where it holds them, else copied, with NaN for what is no number. */
export function numbers(column: ArrayLike<unknown>, allowsBooleans: boolean): Float64Array {
  if (column instanceof Float64Array) return column;
  if (holdsNumbers(column)) return new Float64Array(column);
  const values = new Float64Array(column.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = column[i];
    values[i] = typeof value === 'number' ? value : allowsBooleans && typeof value === 'boolean' ? Number(value) : NaN;
  }
  return values;
}

/** Whether all are from `min` to `max`; NaN is not. */
export function numbersAreWithin(values: Float64Array, min: number, max: number): boolean {
  for (let i = 0; i < values.length; i += 1) {
    if (!((values[i] as number) >= min && (values[i] as number) <= max)) return false;
  }
  return true;
}

/** The same with 0 for −0, which sorts by its bits as the largest. */
export function withoutNegativeZero(values: Float64Array): Float64Array {
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] === 0 && 1 / (values[i] as number) < 0) return values.map((value) => value + 0);
  }
  return values;
}

/** A column of true and false, or 1 and 0, as bytes: as it is where it holds these, else copied, with `NO_CLAIM` for anything else. */
export function claims(column: ArrayLike<unknown>): { readonly values: Uint8Array; readonly isValid: boolean } {
  if (column instanceof Uint8Array) {
    let isValid = true;
    for (let i = 0; i < column.length; i += 1) if ((column[i] as number) > 1) isValid = false;
    return { values: isValid ? column : column.map((value) => (value > 1 ? NO_CLAIM : value)), isValid };
  }
  const values = new Uint8Array(column.length);
  let isValid = true;
  for (let i = 0; i < values.length; i += 1) {
    const value = column[i];
    if (value === true || value === 1) values[i] = 1;
    else if (value !== false && value !== 0) {
      values[i] = NO_CLAIM;
      isValid = false;
    }
  }
  return { values, isValid };
}

/** The code of a value that is missing, and of one that is no key. */
export const [MISSING, NO_KEY] = [-1, -2] as const;

/** A column of keys as codes into the different keys, in order; below 0 for what is none. */
export function keyCodes(column: ArrayLike<unknown>): {
  readonly codes: Int32Array;
  readonly keys: readonly (string | number | boolean)[];
  /** The least code. */
  readonly least: number;
} {
  const known = new Map<unknown, number>();
  const found: (string | number | boolean)[] = [];
  const codes = new Int32Array(column.length);
  let least = 0;
  let [last, lastCode]: [unknown, number] = [undefined, MISSING];
  for (let i = 0; i < codes.length; i += 1) {
    const value = column[i];
    if (value !== last || i === 0) {
      lastCode = known.get(value) ?? codeOf(value, found);
      last = value;
      known.set(value, lastCode);
    }
    codes[i] = lastCode;
    if (lastCode < least) least = lastCode;
  }
  const order = found.map((_, code) => code).sort((a, b) => compareKeys(found[a] as string, found[b] as string)); // keys of any kind
  const places = new Int32Array(order.length);
  order.forEach((code, place) => {
    places[code] = place;
  });
  for (let i = 0; i < codes.length; i += 1)
    if ((codes[i] as number) >= 0) codes[i] = places[codes[i] as number] as number;
  return { codes, keys: order.map((code) => found[code] as string), least };
}

function codeOf(value: unknown, found: (string | number | boolean)[]): number {
  if (value === null || value === undefined) return MISSING;
  return isKey(value) ? found.push(value === 0 ? 0 : value) - 1 : NO_KEY; // −0 is 0
}

function isKey(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function holdsNumbers(column: ArrayLike<unknown>): column is ArrayLike<number> {
  return ArrayBuffer.isView(column) && !(column instanceof BigInt64Array || column instanceof BigUint64Array);
}

import { InvalidDataError, type IssueCode, typeName } from '../core/errors.js';

/** Numbers in a row: an array, a typed array, or anything that yields them. */
export type Numbers = ArrayLike<number> | Iterable<number>;

/** Refuses what is not a list, and collects what has no length. */
export function listOf(owner: string, values: Numbers, field: string | null = null): ArrayLike<number> {
  if (typeof values === 'object' && values !== null) {
    if ('length' in values && Number.isSafeInteger(values.length) && values.length >= 0) return values;
    if (Symbol.iterator in values) return Array.from(values);
  }
  return refuseValue(owner, `${field ?? 'values'} to be a list of numbers`, values, 'E_FIELD_TYPE', null, field);
}

/** The largest count that a share may rest on: up to here sums and differences of whole counts are exact. */
export const MOST_COUNTED = 1e15;

/** A fresh copy of the values, each proven to be a finite number. */
export function finiteValues(owner: string, values: Numbers, field: string | null = null): Float64Array {
  const list = listOf(owner, values, field);
  // Checked before memory is taken: an object may claim any length.
  for (let i = 0; i < list.length; i += 1) {
    const value: unknown = list[i];
    if (typeof value !== 'number') return refuseValue(owner, 'finite numbers', value, 'E_FIELD_TYPE', i, field);
    if (!Number.isFinite(value)) return refuseValue(owner, 'finite numbers', value, 'E_NUM_NONFINITE', i, field);
  }
  return Float64Array.from(list);
}

/** A finite number from the data, such as a count, within its range; 0 for -0. */
export function checkAmount(
  owner: string,
  field: string,
  value: unknown,
  range: { min?: number; max?: number; expected: string },
): number {
  const { min = -Infinity, max = Infinity, expected } = range;
  const wanted = `${field} to be ${expected}`;
  if (typeof value !== 'number') return refuseValue(owner, wanted, value, 'E_FIELD_TYPE', null, field);
  if (!Number.isFinite(value)) return refuseValue(owner, wanted, value, 'E_NUM_NONFINITE', null, field);
  if (value < min || value > max) return refuseValue(owner, wanted, value, 'E_NUM_RANGE', null, field);
  return value + 0; // + 0: never -0
}

/** Throws `<owner> requires <expected>; <where> is <type>`: the value itself is never told. */
export function refuseValue(
  owner: string,
  expected: string,
  value: unknown,
  code: IssueCode,
  index: number | null,
  field: string | null,
): never {
  const where = index === null ? (field ?? 'it') : `value ${index}${field === null ? '' : ` of ${field}`}`;
  const received = typeName(value);
  const found = code === 'E_NUM_RANGE' ? 'outside' : code === 'E_OVERFLOW' ? 'larger' : received;
  throw new InvalidDataError(`${owner} requires ${expected}; ${where} is ${found}`, [
    { code, index, field, expected, received },
  ]);
}

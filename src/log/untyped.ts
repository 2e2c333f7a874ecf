import { type ArrowVector, arrowTime, isArrowVector } from './reading/arrow.js';

/** A column of any form as a list of the values that it stands for. In one of floats, NaN stands for none. */
export function untyped(column: unknown): ArrayLike<unknown> {
  if (Array.isArray(column)) return column;
  if (isArrowVector(column)) return vectorValues(column);
  const { codes, values, get, length } = column as Forms; // its form was checked where it was given
  if (codes !== undefined && values !== undefined) return Array.from(codes, (code) => values[code] ?? null);
  if (typeof get === 'function') return Array.from({ length }, (_, i) => get.call(column, i));
  return ArrayBuffer.isView(column) ? Array.from(column as unknown as ArrayLike<unknown>, plain) : (column as Forms);
}

interface Forms extends ArrayLike<unknown> {
  readonly codes?: ArrayLike<number>;
  readonly values?: ArrayLike<unknown>;
  readonly get?: (index: number) => unknown;
}

function vectorValues(vector: ArrowVector): unknown[] {
  const time = arrowTime(vector);
  return Array.from({ length: vector.length }, (_, i) => {
    const value = plain(vector.get(i));
    return time === null || value === null ? value : new Date(time[i] as number); // a date, as its unit is known
  });
}

/** Whole numbers of 64 bits are numbers as far as numbers tell them apart. */
function plain(value: unknown): unknown {
  if (typeof value !== 'bigint') return Number.isNaN(value) ? null : value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

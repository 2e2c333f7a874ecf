import { arrowTicks, isArrowVector } from './arrow.js';

/** A column of any form as a list of the values that it stands for. */
export function untyped(column: unknown): ArrayLike<unknown> {
  if (isArrowVector(column)) {
    const ticks = arrowTicks(column);
    return Array.from({ length: column.length }, (_, i) => plain(column.get(i), ticks ?? 1));
  }
  const { codes, values, get, length } = column as Forms; // its form was checked where it was given
  if (codes !== undefined && values !== undefined) return Array.from(codes, (code) => values[code] ?? null);
  if (typeof get === 'function') return Array.from({ length }, (_, i) => get.call(column, i));
  if (column instanceof BigInt64Array) return Array.from(column, Number);
  if (column instanceof Float64Array || column instanceof Float32Array) {
    return Array.from(column, (value) => (Number.isNaN(value) ? null : value));
  }
  return column as ArrayLike<unknown>;
}

interface Forms {
  readonly codes?: ArrayLike<number>;
  readonly values?: ArrayLike<unknown>;
  readonly get?: (index: number) => unknown;
  readonly length: number;
}

/** Vectors give whole numbers of 64 bits as bigints. */
function plain(value: unknown, ticks: number): unknown {
  return typeof value === 'bigint' ? Math.floor(Number(value) / ticks) : value;
}

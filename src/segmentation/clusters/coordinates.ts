import type { Accessor, Data, LooseAccessor } from '../../core/data.js';
import { errorOf, InvalidDataError, type IssueCode, type KizunaError, typeName } from '../../core/errors.js';
import { refuseOption } from '../../core/options.js';
import { tableOf } from '../../core/table.js';

/** Points as one list of numbers. */
export interface Coordinates {
  readonly n: number;
  readonly dimensions: number;
  /** From one point to the next: the dimensions, and zeros up to a multiple of 3, for `squaredDistance`. */
  readonly stride: number;
  readonly values: Float64Array;
}

/** Reads the named fields of the rows, or rows that are points themselves: lists of numbers, or numbers. */
export function coordinatesOf<Row>(
  owner: string,
  data: Data<Row>,
  fields: readonly Accessor<Row, number>[] | undefined,
): Coordinates {
  if (fields === undefined && Symbol.iterator in Object(data)) return rowsOf(owner, data);
  const wanted: unknown = fields ?? Object.keys(Object(data));
  if (!Array.isArray(wanted) || wanted.length === 0) {
    return refuseOption(owner, 'fields', 'to be a list of at least one field', fields, 'E_OPT_TYPE');
  }
  return fieldsOf(owner, data, wanted);
}

function rowsOf(owner: string, data: Data<unknown>): Coordinates {
  const rows = tableOf(owner, data, true).column(undefined);
  const n = rows.length;
  const dimensions = lengthOf(rows[0]);
  const stride = strideOf(dimensions);
  const values = new Float64Array(n * stride);
  for (let i = 0; i < n; i += 1) {
    const row = rows[i];
    if (lengthOf(row) !== dimensions || dimensions === 0) throw notAPoint(owner, i, dimensions, row);
    if (typeof row !== 'object') values[i * stride] = checked(owner, row, i, null);
    else {
      const point = row as ArrayLike<unknown>; // it has a length
      for (let j = 0; j < dimensions; j += 1) values[i * stride + j] = checked(owner, point[j], i, coordinate(j));
    }
  }
  return { n, dimensions, stride, values };
}

function fieldsOf(owner: string, data: Data<unknown>, fields: readonly LooseAccessor[]): Coordinates {
  const isColumns = !(Symbol.iterator in Object(data)) && fields.every((field) => typeof field === 'string');
  // Columns that are not asked for may be of any kind.
  const table = tableOf(owner, isColumns ? picked(data, fields.map(String)) : data, true);
  const n = table.length;
  const dimensions = fields.length;
  const stride = strideOf(dimensions);
  const values = new Float64Array(n * stride);
  fields.forEach((field, j) => {
    const column = table.column(field);
    const name = typeof field === 'string' ? field : coordinate(j);
    for (let i = 0; i < n; i += 1) values[i * stride + j] = checked(owner, column[i], i, name);
  });
  return { n, dimensions, stride, values };
}

function picked(data: object, fields: readonly string[]): Data<unknown> {
  return Object.fromEntries(Object.entries(data).filter(([field]) => fields.includes(field))) as Data<unknown>; // fewer columns
}

function strideOf(dimensions: number): number {
  return Math.ceil(dimensions / 3) * 3;
}

/** How many coordinates a row has: a number one, other things that are no lists none. */
function lengthOf(row: unknown): number {
  if (typeof row === 'number') return 1;
  return typeof row === 'object' && row !== null && 'length' in row ? Number(row.length) : 0;
}

function coordinate(j: number): string {
  return `coordinate ${j}`;
}

function checked(owner: string, value: unknown, index: number, field: string | null): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const isMissing = value === null || value === undefined;
  const code: IssueCode = isMissing
    ? 'E_FIELD_MISSING'
    : typeof value === 'number'
      ? 'E_NUM_NONFINITE'
      : 'E_FIELD_TYPE';
  const expected = 'a finite number in every point';
  throw errorOf(InvalidDataError, owner, [{ code, index, field, expected, received: typeName(value) }]);
}

function notAPoint(owner: string, index: number, dimensions: number, row: unknown): KizunaError {
  const length = lengthOf(row);
  const expected =
    dimensions > 0
      ? `lists of ${dimensions} numbers`
      : 'lists of numbers, or the option fields to name what makes a point';
  const received = length === 0 ? typeName(row) : `a list of ${length}`;
  return errorOf(InvalidDataError, owner, [{ code: 'E_ROW_TYPE', index, field: null, expected, received }]);
}

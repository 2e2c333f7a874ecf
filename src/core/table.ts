import type { Column, Data, LooseAccessor } from './data.js';
import { errorOf, InvalidDataError, type IssueCode, type KizunaError, typeName } from './errors.js';

/** Data that can be read field by field, more than once. */
export interface Table {
  readonly length: number;
  row(i: number): unknown;
  /** One field of every row, or the rows themselves; what is a list already comes as it is. */
  column(accessor: LooseAccessor): ArrayLike<unknown>;
}

/** Data as a table; what can be iterated only once is drained. `strict` refuses a field that no row has: a misspelt name. */
export function tableOf(owner: string, data: Data<unknown>, strict: boolean): Table {
  if (Object(data) !== data) throw formError(owner, null, null, 'iterable, or columns', data);
  const columns = Symbol.iterator in data ? undefined : columnsOf(owner, data);
  // Arrays and typed arrays have a length and their values by index.
  const rows = (
    columns || Array.isArray(data) || ArrayBuffer.isView(data) ? data : [...(data as Iterable<unknown>)]
  ) as ArrayLike<unknown>;
  const length = columns ? (columns.values().next().value?.length ?? 0) : rows.length;
  const row = (i: number) =>
    columns ? Object.fromEntries([...columns].map(([name, list]) => [name, list[i]])) : rows[i];
  return {
    length,
    row,
    column(accessor) {
      if (columns && typeof accessor !== 'function') {
        const list = columns.get(accessor ?? '');
        if (!list) throw missingField(owner, accessor ?? 'the value');
        return list;
      }
      return accessor === undefined ? rows : readAll(owner, accessor, length, row, strict);
    },
  };
}

/** What a field, or a function of the row, is in every row. */
export function readAll(
  owner: string,
  accessor: string | ((row: never) => unknown),
  length: number,
  row: (i: number) => unknown,
  strict: boolean,
): unknown[] {
  const values: unknown[] = [];
  let isSeen = !strict || length === 0 || typeof accessor === 'function';
  for (let i = 0; i < length; i += 1) {
    const fields = row(i);
    if (typeof accessor === 'function') values.push(call(owner, accessor, fields, i));
    else if (typeof fields === 'object' && fields !== null) {
      isSeen ||= accessor in fields;
      values.push(call(owner, (row: Record<string, unknown>) => row[accessor], fields, i)); // a getter may throw
    } else throw formError(owner, i, accessor, 'in an object', fields);
  }
  if (!isSeen) throw missingField(owner, accessor as string); // functions are seen
  return values;
}

/** What a user's function makes of a row; what it throws comes back with the place of the row. */
export function call(owner: string, accessor: (row: never) => unknown, row: unknown, index: number): unknown {
  try {
    return accessor(row as never); // the row type was checked where the accessor was given
  } catch (cause) {
    throw formError(owner, index, null, 'readable by the accessor', row, 'E_ACCESSOR', cause);
  }
}

/** The error for a field that is not there. The name comes from the code, so it may be shown. */
export function missingField(owner: string, field: string): KizunaError {
  return formError(owner, null, field, 'a field of the data', undefined, 'E_FIELD_MISSING');
}

/** The error for data whose form is wrong, before any value is judged. */
export function formError(
  owner: string,
  index: number | null,
  field: string | null,
  expected: string,
  value: unknown,
  code: IssueCode = 'E_ROW_TYPE',
  cause?: unknown,
): KizunaError {
  return errorOf(InvalidDataError, owner, [{ code, index, field, expected, received: typeName(value) }], { cause });
}

function columnsOf(owner: string, data: object): Map<string, ArrayLike<unknown>> {
  const columns = Object.entries<Column<unknown>>({ ...data });
  return new Map(
    columns.map(([name, column]) => {
      const isList = typeof column === 'object' && column?.length >= 0 && column.length === columns[0]?.[1].length;
      if (!isList) throw formError(owner, null, name, 'as long as the first column', column);
      return [name, 'get' in column ? Array.from({ length: column.length }, (_, i) => column.get(i)) : column];
    }),
  );
}

import type { Column, Data, LooseAccessor } from './data.js';
import { dataError, type InvalidDataError, type IssueCode, typeName } from './errors.js';

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
  return Symbol.iterator in data ? tableOfRows(owner, data, strict) : tableOfColumns(owner, data);
}

function tableOfRows(owner: string, data: Iterable<unknown>, strict: boolean): Table {
  // Arrays and typed arrays have a length and their values by index.
  const rows = (Array.isArray(data) || ArrayBuffer.isView(data) ? data : [...data]) as ArrayLike<unknown>;
  const { length } = rows;
  return { length, row: (i) => rows[i], column };

  function column(accessor: LooseAccessor): ArrayLike<unknown> {
    if (accessor === undefined) return rows;
    if (typeof accessor === 'function') return computed(owner, accessor, length, (i) => rows[i]);
    const values: unknown[] = [];
    let isSeen = !strict || length === 0;
    for (let i = 0; i < length; i += 1) {
      const row = rows[i];
      if (typeof row !== 'object' || row === null) throw formError(owner, i, null, `objects with "${accessor}"`, row);
      isSeen ||= accessor in row;
      values.push((row as Record<string, unknown>)[accessor]); // an object, by the line above
    }
    if (!isSeen) throw missingField(owner, accessor);
    return values;
  }
}

function tableOfColumns(owner: string, data: object): Table {
  const columns = new Map(Object.entries<Column<unknown>>({ ...data }));
  const length = columns.values().next().value?.length ?? 0;
  const lists = new Map<string, ArrayLike<unknown>>();
  for (const [name, column] of columns) {
    if (column?.length !== length) throw formError(owner, null, name, 'a column as long as the first', column);
    lists.set(name, listOf(column));
  }
  const row = (i: number) => Object.fromEntries([...lists].map(([name, list]) => [name, list[i]]));
  return { length, row, column };

  function column(accessor: LooseAccessor): ArrayLike<unknown> {
    if (typeof accessor === 'function') return computed(owner, accessor, length, row);
    const list = lists.get(accessor ?? '');
    if (list === undefined) throw missingField(owner, accessor ?? 'the value');
    return list;
  }
}

/** What a user's accessor makes of every row. */
export function computed(
  owner: string,
  accessor: (row: never) => unknown,
  length: number,
  row: (i: number) => unknown,
  place = 0,
  into: unknown[] = [],
): unknown[] {
  for (let i = 0; i < length; i += 1) {
    try {
      into[i] = accessor(row(i) as never); // the row type was checked where the accessor was given
    } catch (cause) {
      throw formError(owner, place + i, null, 'readable by the accessor', undefined, 'E_ACCESSOR', cause);
    }
  }
  return into;
}

/** The error for a field that is not there. The name comes from the code, so it may be shown. */
export function missingField(owner: string, field: string): InvalidDataError {
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
): InvalidDataError {
  return dataError(owner, [{ code, index, field, expected, received: typeName(value) }], { cause });
}

/** Arrow-like vectors give their buffer where nothing is null (64-bit ones hold raw time units, which only `get` converts). */
function listOf(column: Column<unknown>): ArrayLike<unknown> {
  if (!('get' in column)) return column;
  const vector = column as typeof column & { nullCount?: number; toArray?: () => ArrayLike<unknown> };
  const buffer = vector.nullCount === 0 ? vector.toArray?.() : undefined;
  return typeof buffer?.[0] === 'number' ? buffer : Array.from({ length: vector.length }, (_, i) => vector.get(i));
}

import type { Data, LooseAccessor } from '../core/data.js';
import { formError, missingField, type Table, tableOf } from '../core/table.js';
import { untyped } from '../log/untyped.js';

/** Rows or columns as what a ledger is read from: a column comes in the form in which it was given. */
export interface LedgerTable {
  readonly length: number;
  column(accessor: LooseAccessor): unknown;
}

/** Data as columns; those given as typed arrays or dictionaries are not copied. */
export function ledgerTable(owner: string, data: unknown): LedgerTable {
  if (Object(data) !== data || Symbol.iterator in (data as object)) return tableOf(owner, data as Data<unknown>, true); // refuses what is neither
  const columns = new Map<string, unknown>(Object.entries(data as object));
  let length: number | null = null;
  for (const [field, column] of columns) {
    const own = lengthOf(column);
    length ??= own;
    if (own === null || own !== length) throw formError(owner, null, field, 'as long as the first column', column);
  }
  let rows: Table | undefined;
  return {
    length: length ?? 0,
    column(accessor) {
      if (typeof accessor === 'function') {
        rows ??= tableOf(owner, Object.fromEntries([...columns].map(([field, each]) => [field, untyped(each)])), true);
        return rows.column(accessor);
      }
      const column = columns.get(accessor ?? '');
      if (column === undefined) throw missingField(owner, accessor ?? 'the value');
      return column;
    },
  };
}

function lengthOf(column: unknown): number | null {
  if (Object(column) !== column) return null;
  const { length, codes } = column as { readonly length?: unknown; readonly codes?: unknown };
  if (codes !== undefined && length === undefined) return lengthOf(codes);
  return typeof length === 'number' ? length : null;
}

import { refuseSql } from '../compile-error.js';
import type { ColumnKind } from '../dialects/kinds.js';
import type { SourceColumn, TableSource } from './table.js';

/** The column of a role; refused where the table does not declare it, or declares it as something else. */
export function columnOfRole(
  owner: string,
  { columns }: TableSource<unknown>,
  role: string,
  field: unknown,
  kinds: readonly ColumnKind[],
): SourceColumn {
  const known = columns as Readonly<Record<string, SourceColumn>>; // looked up by name
  if (typeof field !== 'string' || !Object.hasOwn(known, field)) {
    // A name comes from the code, not from a person.
    const found = typeof field === 'string' ? `"${field}"` : field === undefined ? 'none' : `a ${typeof field}`;
    return refuseSql(role, `one of the columns ${Object.keys(known).join(', ')}`, found, owner);
  }
  const found = known[field] as SourceColumn; // its own, as was just looked
  if (kinds.includes(found.kind)) return found;
  return refuseSql(role, `a column of kind ${kinds.join(' or ')}`, `"${field}" of kind ${found.kind}`, owner);
}

/** The kinds that an instant may be of. */
export const INSTANTS: readonly ColumnKind[] = ['instant', 'utcTimestamp', 'epochMilliseconds'];
export const NUMBERS: readonly ColumnKind[] = ['integer', 'number'];
/** The kinds of what tells customers, or subscriptions, apart. */
export const IDS: readonly ColumnKind[] = ['text', 'integer', 'number'];

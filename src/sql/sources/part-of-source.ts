import type { TableSource } from './table.js';

/** The rows of a table that also meet conditions, which one query has written for itself. */
export function partOfSource(source: TableSource, conditions: readonly string[]): TableSource {
  if (conditions.length === 0) return source;
  const { schema, name, columns: fields, rows } = source;
  const plain = { from: { kind: 'tables', tables: [{ schema, name }] }, where: null, fields } as const;
  return { ...source, rows: { ...(rows ?? plain), conditions } };
}

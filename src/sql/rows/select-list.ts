import type { QueryText } from '../query-text.js';
import type { NamedTable } from '../sources/table-rows.js';

/** A list of expressions with their names; a select without columns is none. */
export function listOf({ dialect }: QueryText, columns: readonly (readonly [name: string, sql: string])[]): string {
  if (columns.length === 0) return `1 AS ${dialect.identifier('one')}`;
  return columns.map(([name, sql]) => `${sql} AS ${dialect.identifier(name)}`).join(', ');
}

/** A table's name, with its schema. */
export function tableSql({ dialect }: QueryText, { schema, name }: NamedTable): string {
  return (schema === null ? [name] : [schema, name]).map((each) => dialect.identifier(each)).join('.');
}

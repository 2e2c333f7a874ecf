import { filesSql } from '../files-sql.js';
import type { QueryText } from '../query-text.js';
import type { SourceColumn, SourceRows } from '../sources/table.js';
import type { NamedTable } from '../sources/table-rows.js';
import { filterSql } from './filter-sql.js';
import { listOf, tableSql } from './select-list.js';

/** The rows of a source that are not simply those of one table: a table expression, without its alias. */
export function rowsSql(query: QueryText, { from, where, fields, conditions = [] }: SourceRows, alias: string): string {
  // Every column once: fields may share one.
  const columns = [...new Map(Object.values(fields).map((column) => [column.name, column])).values()];
  const rows =
    from.kind === 'files' ? filesSql(query, from, columns, alias) : tablesSql(query, from.tables, columns, alias);
  const own = where === null ? [] : [filterSql(query.seeing({ ...query.source, columns: fields }), where)];
  const tests = [...own, ...conditions];
  if (tests.length === 0) return rows;
  const list = columns.map(({ name }) => [name, `${alias}.${query.dialect.identifier(name)}`] as const);
  return `(SELECT ${listOf(query, list)} FROM ${rows} AS ${alias} WHERE ${tests.join(' AND ')})`;
}

/** Several tables under each other. Each is read as what was declared before: engines would make one type of two. */
function tablesSql(
  query: QueryText,
  tables: readonly NamedTable[],
  columns: readonly SourceColumn[],
  alias: string,
): string {
  const [first] = tables;
  if (tables.length === 1 && first !== undefined) return tableSql(query, first);
  const list = listOf(
    query,
    columns.map(({ name, kind }) => [name, query.dialect.typed(kind, `${alias}.${query.dialect.identifier(name)}`)]),
  );
  return `(${tables.map((each) => `SELECT ${list} FROM ${tableSql(query, each)} AS ${alias}`).join(' UNION ALL ')})`;
}

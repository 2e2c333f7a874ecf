import { refuseSql } from './compile-error.js';
import type { ColumnKind } from './dialects/kinds.js';
import type { QueryText } from './query-text.js';
import { listOf } from './rows/select-list.js';
import type { SourceColumn } from './sources/table.js';
import type { FileList } from './sources/table-rows.js';

/** Files as a table expression of DuckDB. Paths are values. */
export function filesSql(query: QueryText, files: FileList, columns: readonly SourceColumn[], alias: string): string {
  if (query.dialect.name !== 'duckdb')
    return refuseSql('the source', 'a table, as files are read by DuckDB alone', 'files');
  const paths = `[${files.paths.map((path) => query.value(path).sql).join(', ')}]`;
  if (files.format === 'parquet') return `read_parquet(${paths}, union_by_name = ${files.paths.length > 1})`;
  // As text: what DuckDB takes a column for depends on the rows that it looks at.
  const options = `delim = ${query.value(files.delimiter ?? ',').sql}, quote = '"', escape = '"', header = true, all_varchar = true`;
  const read = `read_csv(${paths}, ${options}, union_by_name = ${files.paths.length > 1})`;
  const list = columns.map(
    ({ name, kind }) => [name, parsed(kind, `${alias}.${query.dialect.identifier(name)}`)] as const,
  );
  return `(SELECT ${listOf(query, list)} FROM ${read} AS ${alias})`;
}

/** A cell as what its column was declared to be; a text that is none is an error, where a cast would round or shift it. */
function parsed(kind: ColumnKind, cell: string): string {
  if (kind === 'text') return cell;
  const { type, form } = FORMS[kind];
  return `CASE WHEN regexp_full_match(trim(${cell}), '${form}') THEN CAST(trim(${cell}) AS ${type}) WHEN ${cell} IS NOT NULL THEN error('a cell of another kind than was declared') END`;
}

const WHOLE = { type: 'BIGINT', form: '[+-]?[0-9]+' } as const;
const DAY_AND_TIME = '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?';

const FORMS: Readonly<Record<Exclude<ColumnKind, 'text'>, { readonly type: string; readonly form: string }>> = {
  integer: WHOLE,
  epochMilliseconds: WHOLE,
  number: { type: 'DOUBLE', form: '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?' },
  boolean: { type: 'BOOLEAN', form: '(?i)(true|false|t|f|1|0)' },
  // With its offset: without one, a cast would take the session's clocks.
  instant: { type: 'TIMESTAMPTZ', form: `${DAY_AND_TIME} ?(Z|[+-][0-9]{2}(:[0-9]{2})?)` },
  utcTimestamp: { type: 'TIMESTAMP', form: DAY_AND_TIME },
};

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
  // As text: what DuckDB takes a column for depends on the rows that it looks at. Left to itself it skips first lines, and those that begin with #.
  const options = `delim = ${query.value(files.delimiter ?? ',').sql}, quote = '"', escape = '"', comment = '', skip = 0, all_varchar = true`;
  const read = `read_csv(${paths}, ${options}, header = true, union_by_name = ${files.paths.length > 1})`;
  const list = columns.map(
    ({ name, kind }) => [name, parsed(kind, `${alias}.${query.dialect.identifier(name)}`)] as const,
  );
  const areOnce = columns.length === 0 ? '' : ` WHERE ${onceInFirstLine(query, files.paths, options, columns)}`;
  return `(SELECT ${listOf(query, list)} FROM ${read} AS ${alias}${areOnce})`;
}

/** What the error says of which a column is called as another of its file; then comes its name. */
export const SEVERAL = 'several columns of a file are called ';

/** Whether the files have each column once: of two of one name DuckDB would call the second `name_1`, and read the first. Of a pattern one file is looked at. */
function onceInFirstLine(
  query: QueryText,
  paths: readonly string[],
  options: string,
  columns: readonly SourceColumn[],
): string {
  const lines = paths.map(
    (path) =>
      `SELECT list_transform([*COLUMNS(*)], cell -> lower(trim(cell))) AS cells FROM (SELECT * FROM read_csv([${query.value(path).sql}], ${options}, header = false) LIMIT 1) AS first_line`,
  );
  const several = columns.map(({ name }) => {
    const own = query.value(name).sql;
    return `WHEN max(len(list_filter(cells, cell -> cell = lower(trim(${own}))))) > 1 THEN error('${SEVERAL}' || ${own})`;
  });
  return `(SELECT CASE ${several.join(' ')} ELSE TRUE END FROM (${lines.join(' UNION ALL ')}) AS first_lines)`;
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

import { refuseSql } from './compile-error.js';
import type { ColumnKind } from './dialects/kinds.js';
import { CSV_AS_IT_IS, fileFaults } from './file-faults.js';
import type { QueryText } from './query-text.js';
import { listOf } from './rows/select-list.js';
import type { SourceColumn } from './sources/table.js';
import { isPattern, type LookedFiles } from './sources/table-rows.js';

/** Files as a table expression of DuckDB. Paths are values. */
export function filesSql(
  query: QueryText,
  files: LookedFiles,
  columns: readonly SourceColumn[],
  alias: string,
): string {
  if (query.dialect.name !== 'duckdb')
    return refuseSql('the source', 'a table, as files are read by DuckDB alone', 'files');
  const paths = `[${files.paths.map((path) => query.value(path).sql).join(', ')}]`;
  const areSeveral = files.paths.length > 1 || files.paths.some(isPattern);
  const areAlike = columns.length === 0 || files.areAlike === true ? '' : ` WHERE ${alike(query, files, columns)}`;
  if (files.format === 'parquet') {
    // By name, and as one type: left to itself DuckDB casts, and rounds, to the type of the first file.
    const read = `read_parquet(${paths}, union_by_name = ${areSeveral})`;
    if (!areSeveral || areAlike === '') return read;
    const names = columns.map(({ name }) => [name, `${alias}.${query.dialect.identifier(name)}`] as const);
    return `(SELECT ${listOf(query, names)} FROM ${read} AS ${alias}${areAlike})`;
  }
  const options = `delim = ${query.value(files.delimiter ?? ',').sql}, ${CSV_AS_IT_IS}, header = true, hive_types_autocast = false`;
  // Of a pattern that nobody looked at DuckDB itself refuses what lacks a column of the first file; by union it would be null.
  const read = `read_csv(${paths}, ${options}, union_by_name = ${files.areAlike ? areSeveral : files.paths.length > 1})`;
  const list = columns.map(
    ({ name, kind }) => [name, parsed(kind, `${alias}.${query.dialect.identifier(name)}`)] as const,
  );
  return `(SELECT ${listOf(query, list)} FROM ${read} AS ${alias}${areAlike})`;
}

/** True, or an error where the files have not each column once. */
function alike(query: QueryText, files: LookedFiles, columns: readonly SourceColumn[]): string {
  const one = "min(name || ', of which there is ' || fault || ' in ' || file)";
  const judged = `CASE WHEN count(*) > 0 THEN error('files have not each column once: ' || ${one}) ELSE TRUE END`;
  return `(SELECT ${judged} FROM (${fileFaults(query, files, columns)}) AS faults)`;
}

/** A cell as what its column was declared to be; a text that is none is an error, where a cast would round or shift it. */
function parsed(kind: ColumnKind, cell: string): string {
  if (kind === 'text') return cell;
  const { type, form } = FORMS[kind];
  const whens = [
    `WHEN regexp_full_match(trim(${cell}), '${form}') THEN CAST(trim(${cell}) AS ${type})`,
    `WHEN ${cell} IS NOT NULL THEN error('a cell of another kind than was declared')`,
  ];
  return `CASE ${whens.join(' ')} END`;
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

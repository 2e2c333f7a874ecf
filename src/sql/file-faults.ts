import type { QueryText } from './query-text.js';
import type { SourceColumn } from './sources/table.js';
import type { FileList } from './sources/table-rows.js';

/**
 * As text: what DuckDB takes a column for depends on the rows that it looks at. Left to itself it skips first lines, and those that begin
 * with #.
 */
export const CSV_AS_IT_IS = `quote = '"', escape = '"', comment = '', skip = 0, all_varchar = true`;

/**
 * A query for what is wrong with the columns of files: `file`, `name` of the column, and `fault`, what the file has in its place. A column
 * that no file has is none of this, at least of a single file: DuckDB says so itself.
 */
export function fileFaults(
  query: QueryText,
  files: FileList,
  columns: readonly SourceColumn[],
  all = files.paths,
): string {
  return files.format === 'csv' ? csvFaults(query, files, columns, all) : parquetFaults(query, files, columns);
}

/**
 * Of two columns of one name DuckDB would call the second `name_1`, and read the first; one that a file lacks it would take for null. These
 * are some of `all` files.
 */
function csvFaults(
  query: QueryText,
  { paths, delimiter }: FileList,
  columns: readonly SourceColumn[],
  all: readonly string[],
): string {
  // Small buffers: each file has one at the same time.
  const own = 'header = false, hive_partitioning = false, buffer_size = 4194304';
  const options = `delim = ${query.value(delimiter ?? ',').sql}, ${CSV_AS_IT_IS}, ${own}`;
  const lines = paths.map((path) => {
    const file = query.value(path).sql;
    const cells = `list_transform([*COLUMNS(*)], cell -> ${folded('trim(cell)')})`;
    const line = `(SELECT * FROM read_csv([${file}], ${options}) LIMIT 1) AS first_line`;
    return `SELECT ${file} AS file, ${cells} AS cells FROM ${line}`;
  });
  const times = `len(list_filter(cells, cell -> cell = ${folded('trim(name)')}))`;
  const from = `(${lines.join(' UNION ALL ')}) AS first_lines CROSS JOIN ${declared(query, columns)}`;
  const counted = `SELECT file, name, ${times} AS times FROM ${from}`;
  const ofFolders = foldersOf(all).map((name) => folded(query.value(name).sql));
  const isNeeded = ofFolders.length === 0 ? '' : ` AND ${folded('name')} NOT IN (${ofFolders.join(', ')})`;
  const isWrong = all.length > 1 ? `times > 1 OR times = 0${isNeeded}` : 'times > 1';
  const fault = "CASE WHEN times = 0 THEN 'none' ELSE 'several' END";
  return `SELECT file, name, ${fault} AS fault FROM (${counted}) AS counted WHERE ${isWrong}`;
}

/** Types that are read as one without loss are alike; a text is written otherwise by each type. What no file has may be of their folders. */
function parquetFaults(query: QueryText, { paths }: FileList, columns: readonly SourceColumn[]): string {
  const before = 'OVER (PARTITION BY file ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)';
  const list = [
    ...['file_name AS file', `${folded('name')} AS node`, 'duckdb_type AS type'],
    ...['coalesce(num_children, 0) AS parts', 'row_number() OVER () AS place'],
  ];
  const files = paths.map((path) => query.value(path).sql).join(', ');
  const nodes = `SELECT ${list.join(', ')} FROM parquet_schema([${files}])`;
  // A column comes with the parts of which it is made behind it: it is one of the file's where fewer are ahead than ever before.
  const ahead = `SELECT *, 1 + sum(parts - 1) ${before} AS ahead FROM (${nodes}) AS nodes`;
  const least = `SELECT *, min(ahead) ${before} AS least FROM (${ahead}) AS ahead_of`;
  const whens = [
    'WHEN isText THEN type',
    `WHEN type IN (${NUMBERS}) OR type LIKE 'DECIMAL%' THEN 'number'`,
    "WHEN type LIKE 'TIMESTAMP@_%' ESCAPE '@' THEN 'TIMESTAMP'",
  ];
  const type = `max(CASE WHEN node = ${folded('name')} THEN CASE ${whens.join(' ')} ELSE type END END)`;
  const from = `(${least}) AS nodes CROSS JOIN ${declared(query, columns)}`;
  const isColumn = 'ahead IS NOT NULL AND (least IS NULL OR ahead < least)';
  const typed = `SELECT file, name, ${type} AS type FROM ${from} WHERE ${isColumn} GROUP BY file, name`;
  const judged = `SELECT *, max(type) OVER (PARTITION BY name) AS other FROM (${typed}) AS typed`;
  const fault = "CASE WHEN type IS NULL THEN 'none' ELSE 'one of another type' END";
  return `SELECT file, name, ${fault} AS fault FROM (${judged}) AS judged WHERE type IS DISTINCT FROM other`;
}

function declared(query: QueryText, columns: readonly SourceColumn[]): string {
  const names = columns.map(({ name }) => query.value(name).sql).join(', ');
  const areText = columns.map(({ kind }) => kind === 'text').join(', ');
  return `(SELECT unnest([${names}]) AS name, unnest([${areText}]) AS isText) AS declared`;
}

/** The columns that folders say what they are of their files (`paid=10/`): DuckDB takes them where those of all files are alike. */
function foldersOf(paths: readonly string[]): readonly string[] {
  const [first = [], ...others] = paths.map((path) =>
    [...path.matchAll(/(?:^|[\\/])([^\\/=]+)=[^\\/]*(?=[\\/])/g)].map(([, name]) => `${name}`),
  );
  return others.every((names) => names.join('/') === first.join('/')) ? first : [];
}

/** A name as DuckDB compares it: other letters than those of ASCII keep their case. */
function folded(name: string): string {
  return `translate(${name}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')`;
}

/** With FLOAT an integer would be rounded to it. */
const NUMBERS =
  "'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'UHUGEINT', 'DOUBLE'";

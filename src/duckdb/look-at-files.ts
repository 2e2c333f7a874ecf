import { errorOf, InvalidDataError, type KizunaError } from '../core/errors.js';
import { fileFaults } from '../sql/file-faults.js';
import { QueryText } from '../sql/query-text.js';
import type { Signal } from '../sql/runners/measure-with.js';
import type { TableSource } from '../sql/sources/table.js';
import { type FileList, isPattern } from '../sql/sources/table-rows.js';
import type { AnySource } from '../sql/to-sql.js';

type Values = (string | number | boolean)[];
type Source<Row, Event extends string, Properties extends object> = AnySource<Row, Event, Properties, 'duckdb'>;

/** The source, of whose files `lookAtFiles` looks whether they are alike. */
export function withoutLook<Row, Event extends string, Properties extends object>(
  source: Source<Row, Event, Properties>,
): Source<Row, Event, Properties> {
  if (source.kind === 'table') return looked(source);
  return { ...source, table: looked(source.table) };
}

/**
 * Looks whether each file of a source has each column once, and refuses with the names of the file and the column where one has not. It is
 * asked before the metric's query, which cannot look at each file of a pattern.
 */
export async function lookAtFiles<Row, Event extends string, Properties extends object>(
  read: (sql: string, values: Values) => Promise<{ getRows(): readonly (readonly unknown[])[] }>,
  source: Source<Row, Event, Properties>,
  signal: Signal | undefined,
): Promise<void> {
  const table: TableSource = source.kind === 'table' ? source : source.table;
  const files = filesOf(table);
  const columns = Object.values(table.rows?.fields ?? {});
  if (files === null || columns.length === 0) return;
  const isOne = files.paths.length === 1 && !files.paths.some(isPattern);
  if (isOne && files.format === 'parquet') return;
  const ask = async (write: (query: QueryText) => string): Promise<readonly (readonly unknown[])[]> => {
    if (signal?.aborted) throw signal.reason;
    const query = new QueryText(table);
    const { sql, values } = query.finished(write(query));
    return (await read(sql, [...values])).getRows();
  };
  const paths = files.format === 'parquet' ? files.paths : await found(files.paths, ask);
  const length = files.format === 'parquet' ? paths.length : AT_ONCE;
  for (let start = 0; start < paths.length; start += length) {
    const some = { ...files, paths: paths.slice(start, start + length) };
    const [fault] = await ask((query) => `${fileFaults(query, some, columns, paths)} LIMIT 1`);
    if (fault !== undefined) throw faultError(files, fault.map(String));
  }
  if (signal?.aborted) throw signal.reason;
}

/** As many first lines are read by one query. */
const AT_ONCE = 32;

type Ask = (write: (query: QueryText) => string) => Promise<readonly (readonly unknown[])[]>;

/** The files that patterns stand for, as patterns that stand for one. */
async function found(paths: readonly string[], ask: Ask): Promise<readonly string[]> {
  const all: string[] = [];
  for (const path of paths) {
    const rows = isPattern(path) ? await ask((query) => `SELECT file FROM glob(${query.value(path).sql})`) : [];
    const files = rows.map(([file]) => String(file));
    // An address with a question mark is no pattern, and none for DuckDB.
    if (files.length === 0 || path.includes('://')) all.push(...(files.length === 0 ? [path] : files));
    else all.push(...files.map((file) => file.replaceAll(/[*?[]/g, '[$&]')));
  }
  return all;
}

/** `name` is of the columns that the source declares. Of a path only the last name is told: an address may hold a password. */
function faultError(
  { format, delimiter }: FileList,
  [file = '', name = '', fault = '']: readonly string[],
): KizunaError {
  const path = file.includes('://') ? file.replace(/[?#].*$/s, '').replace(/^.*@/s, '') : file;
  const shown = path.replace(/^.*[\\/]/s, '');
  const expected =
    format === 'csv'
      ? `the name of one column in each file, delimited by ${JSON.stringify(delimiter)}`
      : 'one column in each file, of the same type in all';
  const code = fault === 'none' ? 'E_FIELD_MISSING' : 'E_FIELD_VALUE';
  const issue = {
    code,
    index: null,
    field: name,
    expected,
    received: `${fault} in ${shown.replaceAll(/\[([*?[])\]/g, '$1')}`,
  } as const;
  return errorOf(InvalidDataError, 'measureIn', [issue]);
}

function filesOf({ rows }: TableSource): FileList | null {
  return rows?.from.kind === 'files' ? rows.from : null;
}

function looked<Source extends TableSource>(table: Source): Source {
  const files = filesOf(table);
  return files === null ? table : { ...table, rows: { ...table.rows, from: { ...files, areAlike: true } } };
}

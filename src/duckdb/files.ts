import { checkOptions, refuseOption } from '../core/options.js';
import type { FileList } from '../sql/sources/table-rows.js';

/** How a CSV file is written. */
export interface CsvFileOptions {
  /** What stands between two cells; default `','`. */
  readonly delimiter?: string | undefined;
}

/**
 * A Parquet file in the place of a table's name, for `table`, `eventTable` and their like: DuckDB reads from it the columns that a metric
 * asks for, and no row is loaded before. Several files, or a pattern such as `'events/*.parquet'`, are read as one table, by the
 * names of their columns; one that lacks a declared column, or has it of a type that is read otherwise, is an `InvalidDataError`.
 *
 * A path is a value, passed to DuckDB as it is: any file or address that the process may read can be read by it, so never take one
 * from a user.
 *
 * @param paths - a path, a pattern or an address that DuckDB knows, or a list of them
 * @throws {InvalidOptionError} when there is no path, or one is empty
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { DuckDBInstance } from '@duckdb/node-api';
 * import { npsMetric } from 'kizuna';
 * import { measureIn, parquetFile, table } from 'kizuna/duckdb';
 *
 * const path = join(tmpdir(), 'kizuna-answers.parquet');
 * const connection = await (await DuckDBInstance.create(':memory:')).connect();
 * await connection.run(`COPY (SELECT range % 11 AS score FROM range(1100)) TO '${path}' (FORMAT parquet)`);
 *
 * const answers = table(parquetFile(path), { dialect: 'duckdb', columns: { score: 'integer' } });
 * (await measureIn(connection, answers, npsMetric({ score: 'score' }))).n; // => 1100
 * ```
 */
export function parquetFile(paths: string | readonly string[]): FileList {
  return { kind: 'files', format: 'parquet', paths: checkedPaths('parquetFile', paths), delimiter: null };
}

/**
 * A CSV file in the place of a table's name; see `parquetFile`. Its first line names the columns, each of those that are declared once, and
 * cells are what the source declares: a cell that is none of the kind is an `EngineError`, an empty one is `null`. Instants need an offset
 * (`2025-04-01T09:00:00+09:00`, or `Z`), times of the kind `'utcTimestamp'` none; booleans are `true`, `false`, `t`, `f`, 1 or 0.
 *
 * @param paths - a path, a pattern or an address that DuckDB knows, or a list of them
 * @param options - `delimiter`
 * @throws {InvalidOptionError} when there is no path, one is empty, or the delimiter is not one sign
 * @example
 * ```ts
 * import { csvFile, table } from 'kizuna/duckdb';
 *
 * const answers = table(csvFile('answers.csv', { delimiter: ';' }), { dialect: 'duckdb', columns: { score: 'integer' } });
 * answers.columns.score; // => { name: 'score', kind: 'integer' }
 * csvFile(''); // throws InvalidOptionError
 * ```
 */
export function csvFile(paths: string | readonly string[], options: CsvFileOptions = {}): FileList {
  checkOptions('csvFile', options, ['delimiter']);
  const { delimiter = ',' } = options;
  if (typeof delimiter !== 'string' || delimiter.length !== 1) {
    refuseOption('csvFile', 'delimiter', 'to be one sign', delimiter);
  }
  return { kind: 'files', format: 'csv', paths: checkedPaths('csvFile', paths), delimiter };
}

function checkedPaths(owner: string, paths: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(paths) ? paths : [paths];
  const isPath = (path: unknown): path is string => typeof path === 'string' && path !== '' && !path.includes('\0');
  if (list.length === 0 || !list.every(isPath)) {
    // An address may hold a password: it is not shown.
    return refuseOption(owner, 'paths', 'to be a path without NUL, or a list of paths', [paths].flat(), 'E_OPT_TYPE');
  }
  return list as readonly string[]; // as was just looked
}

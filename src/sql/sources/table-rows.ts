import { refuseOption } from '../../core/options.js';
import { refuseSql } from '../compile-error.js';
import type { DialectName } from '../dialects/dialect.js';
import { checkTableName } from './identifiers.js';

/** A table by its name, with its schema (in ClickHouse its database) where it is another than the source's. */
export type TableName = string | { readonly name: string; readonly schema?: string };

/** Several tables of one shape, as plain data. */
export interface TableList {
  readonly kind: 'tables';
  readonly tables: readonly TableName[];
}

/** Files that DuckDB reads, as plain data. */
export interface FileList {
  readonly kind: 'files';
  readonly format: 'parquet' | 'csv';
  readonly paths: readonly string[];
  /** Of CSV: what stands between two cells. */
  readonly delimiter: string | null;
}

/** Whether a path may stand for several files. */
export function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

/** What holds the rows of a source: a table, several, or in DuckDB files. */
export type RowsOf<Name extends DialectName = DialectName> =
  | string
  | TableList
  | ('duckdb' extends Name ? FileList : never);

/**
 * Several tables of one shape in the place of one: shards, months, an archive beside what is new. Rows of all of them count; a row that
 * is in two of them counts twice.
 *
 * Each must have the columns that the source declares, under the same names and of the kinds that were declared.
 *
 * @param names - the tables, by name or with a schema of their own
 * @returns what `table`, `eventTable` and their like take in the place of a name
 * @throws {InvalidOptionError} when there is no table
 * @example
 * ```ts
 * import { npsMetric } from 'kizuna';
 * import { table, tables, toSql } from 'kizuna/sql';
 *
 * const years = tables(['answers_2024', { schema: 'archive', name: 'answers_2023' }]);
 * const answers = table(years, { dialect: 'postgres', columns: { score: 'integer' } });
 * toSql(npsMetric({ score: 'score' }), answers).sql.includes('UNION ALL'); // => true
 * tables([]); // throws InvalidOptionError
 * ```
 */
export function tables(names: readonly TableName[]): TableList {
  if (!Array.isArray(names) || names.length === 0) refuseOption('tables', 'names', 'to be a list of tables', names);
  return { kind: 'tables', tables: names };
}

/** A table as queries name it. */
export interface NamedTable {
  readonly schema: string | null;
  readonly name: string;
}

/** Several tables, or files, once their names were checked. */
export type CheckedRows =
  | { readonly kind: 'tables'; readonly tables: readonly NamedTable[] }
  | (FileList & { readonly areAlike?: boolean });

/** Files; and whether somebody looked that each has each column once, so that a query need not. */
export type LookedFiles = Extract<CheckedRows, FileList>;

/** Checks what holds the rows; a single table is the list of it. */
export function checkRows(rows: unknown, schema: string | null, dialect: DialectName): CheckedRows {
  const { kind, tables: names } = Object(rows) as { kind?: unknown; tables?: unknown };
  if (kind === 'files') {
    if (dialect !== 'duckdb') return refuseSql('name', 'a table, as files are read by DuckDB alone', dialect, 'table');
    return rows as FileList; // made by kizuna/duckdb, which checked it
  }
  const list: readonly unknown[] = kind === 'tables' && Array.isArray(names) ? names : [rows];
  return {
    kind: 'tables',
    tables: list.map((each) => {
      const own =
        typeof each === 'object' && each !== null ? (each as { name?: unknown; schema?: unknown }) : { name: each };
      return {
        schema: own.schema === undefined ? schema : checkTableName('schema', own.schema, dialect),
        name: checkTableName('name', own.name, dialect),
      };
    }),
  };
}

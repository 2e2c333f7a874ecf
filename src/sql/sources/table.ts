import { checkedConditions } from '../../core/checked-filter.js';
import type { Filter } from '../../core/filter.js';
import { checkChoice, checkOptions } from '../../core/options.js';
import { refuseSql } from '../compile-error.js';
import type { DialectName } from '../dialects/dialect.js';
import { DIALECTS } from '../dialects/dialects.js';
import { type ColumnKind, KINDS, type KindValue } from '../dialects/kinds.js';
import { checkCases, checkName, checkTableName, columnOption } from './identifiers.js';
import { type CheckedRows, checkRows, type RowsOf } from './table-rows.js';

/** A column of a table: what it holds, and its name where the metric's field is called otherwise. */
export type TableColumn = ColumnKind | { readonly kind: ColumnKind; readonly column: string };

/** Where a table is and which of its columns may be read. */
export interface TableOptions<
  Name extends DialectName = DialectName,
  Columns extends Readonly<Record<string, TableColumn>> = Readonly<Record<string, TableColumn>>,
> {
  readonly dialect: Name;
  /** The columns that metrics may read, by the names of their fields. No other is ever named in a query. */
  readonly columns: Columns;
  /** The schema (in ClickHouse the database) that holds the table. */
  readonly schema?: string;
  /**
   * How doubles are added: `'compensated'` (default) as exactly as one quick pass can, `'exact'` without any rounding
   * for amounts of up to 4.6e18 and down to 0.002, at two to four times the cost. Columns of integers are always added exactly.
   */
  readonly sums?: 'compensated' | 'exact';
  /** Rows that count, by fields of `columns`: no other is looked at by any metric. A filter as `where` takes it. */
  readonly where?: Filter<TableRow<NoInfer<Columns>>>;
}

/** A column as queries name it. */
export interface SourceColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Integers that the query itself made and keeps within 2^53. */
  readonly isWhole?: boolean;
}

/** A table that a metric can be written for, as plain data. `Row` is what its rows are to a metric. */
export interface TableSource<Row = unknown, Name extends DialectName = DialectName> {
  readonly kind: 'table';
  readonly dialect: Name;
  readonly schema: string | null;
  readonly name: string;
  readonly columns: { readonly [Field in keyof Row]: SourceColumn };
  readonly sums: 'compensated' | 'exact';
  /** Where the rows are not simply those of one table. */
  readonly rows?: SourceRows;
  /** Never there: it tells the types of the rows. */
  readonly row?: Row;
}

/** Several tables or files, or a part of the rows. */
export interface SourceRows {
  readonly from: CheckedRows;
  readonly where: object | null;
  /** What rows must meet besides, as written by one query for itself. */
  readonly conditions?: readonly string[];
  /** The columns, by field. */
  readonly fields: Readonly<Record<string, SourceColumn>>;
}

/** The rows of a table with these columns. */
export type TableRow<Columns> = {
  readonly [Field in keyof Columns]: Columns[Field] extends ColumnKind
    ? KindValue[Columns[Field]]
    : Columns[Field] extends { readonly kind: infer Kind extends ColumnKind }
      ? KindValue[Kind]
      : never;
};

/**
 * Names a table of a database and the columns that a metric may read there.
 *
 * Kinds of columns: `'number'` (any numeric type, read as a double), `'integer'` (up to 64 bits, added exactly), `'text'`,
 * `'boolean'`, and for instants `'instant'` (`TIMESTAMPTZ`, `DateTime`, `DateTime64`), `'utcTimestamp'` (a timestamp without a
 * zone, in UTC) and `'epochMilliseconds'` (an integer).
 *
 * @param name - the table or view, as it is; a name that could be a path is refused, because engines read files by such names. Or several
 * `tables(...)`, or in DuckDB a `parquetFile(...)` or `csvFile(...)`
 * @param options - `dialect`, `columns`, and where needed `schema`, `sums`, and `where`, which rows count
 * @throws {SqlCompileError} when a name is one that the engine would read otherwise: a path, too long, or equal but for case
 * @throws {InvalidOptionError} when an option, a dialect or a kind is unknown
 * @example
 * ```ts
 * import { table } from 'kizuna/sql';
 *
 * const answers = table('answers', { dialect: 'duckdb', columns: { score: 'integer', plan: 'text', at: 'instant' } });
 * answers.columns.plan; // => { name: 'plan', kind: 'text' }
 * table('answers.csv', { dialect: 'duckdb', columns: { score: 'integer' } }); // throws SqlCompileError
 * ```
 */
export function table<const Name extends DialectName, const Columns extends Readonly<Record<string, TableColumn>>>(
  name: RowsOf<Name>,
  options: TableOptions<Name, Columns>,
): TableSource<TableRow<Columns>, Name> {
  checkOptions('table', options, TABLE_OPTIONS);
  const dialect = checkChoice('table', 'dialect', options.dialect, Object.keys(DIALECTS) as Name[]); // all of them
  const sums = checkChoice('table', 'sums', options.sums ?? 'compensated', ['compensated', 'exact']);
  if (Object(options.columns) !== options.columns) refuseSql('columns', 'an object', typeof options.columns, 'table');
  const columns = Object.entries(options.columns).map(([field, column]) => {
    const { kind, column: named } = typeof column === 'string' ? { kind: column, column: field } : Object(column);
    checkChoice('table', columnOption(field), kind, KINDS);
    return [field, { name: checkName(columnOption(field), named, dialect), kind }] as const;
  });
  if (dialect === 'duckdb') checkCases(columns);
  const schema = options.schema === undefined ? null : checkTableName('schema', options.schema, dialect);
  const from = checkRows(name, schema, dialect);
  const where = checkedWhere(options.where);
  // A null prototype: a field may be called __proto__.
  const fields: Readonly<Record<string, SourceColumn>> = Object.assign(
    Object.create(null),
    Object.fromEntries(columns),
  );
  const [first] = from.kind === 'tables' ? from.tables : [];
  const isPlain = from.kind === 'tables' && from.tables.length === 1 && where === null;
  return {
    kind: 'table',
    dialect,
    schema: first?.schema ?? null,
    name: first?.name ?? '',
    // One column for each field of the row, as the type says.
    columns: fields as TableSource<TableRow<Columns>>['columns'],
    sums,
    ...(isPlain ? {} : { rows: { from, where, fields } }),
  };
}

/** The options of `table`. */
export const TABLE_OPTIONS = ['dialect', 'columns', 'schema', 'sums', 'where'];

/** Those of the options of a source that are `table`'s. */
export function tableOptions<Name extends DialectName, Columns extends Readonly<Record<string, TableColumn>>>(
  options: TableOptions<Name, Columns>,
): TableOptions<Name, Columns> {
  const { dialect, columns, schema, sums, where } = options;
  return {
    ...{ dialect, columns },
    ...(schema === undefined ? {} : { schema }),
    ...(sums === undefined ? {} : { sums }),
    ...(where === undefined ? {} : { where }),
  };
}

function checkedWhere(where: unknown): object | null {
  if (where === undefined) return null;
  if (typeof where !== 'object' || where === null) return refuseSql('where', 'a filter', typeof where, 'table');
  checkedConditions('table', where); // refuses operators that are none, and what cannot be compared
  return where;
}

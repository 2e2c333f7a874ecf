import type { Scalar } from '../core/expression.js';
import { refuseSql } from './compile-error.js';
import type { Dialect, SqlType } from './dialects/dialect.js';
import { DIALECTS } from './dialects/dialects.js';
import type { ColumnKind } from './dialects/kinds.js';
import type { ShapeKind } from './shape-columns.js';
import type { EventTable } from './sources/event-table.js';
import { OWN } from './sources/identifiers.js';
import type { LedgerTable } from './sources/ledger-source.js';
import type { SourceColumn, SourceRows, TableSource } from './sources/table.js';

/** A piece of SQL and what it gives. */
export interface Sql {
  readonly sql: string;
  readonly type: SqlType;
  /** Whether it is an integer of at most 2⁵³ wherever it counts. */
  readonly isSafe?: boolean;
}

/** Writes the rows of a source as a table expression, which is given the alias after it. */
export type WriteRows = (query: QueryText, rows: SourceRows, alias: string) => string;

/** What all parts of one query share: its parameters, its table and how its engine spells. */
export class QueryText {
  /** The table expressions that the query begins with, by name. */
  readonly expressions: Map<string, string>;
  private readonly marks: Map<string, { readonly mark: string; readonly value: Scalar; readonly type: SqlType }>;

  /** `whole` is the query that this is a part of; a shape's rows are those of one of its table expressions. */
  constructor(
    readonly source: TableSource,
    readonly events: EventTable<never, object> | null = null,
    whole: QueryText | null = null,
    /** Whether the rows are made by the query itself; then, whether what was wrong with events stands beside them, and where they come from, if from no table expression. */
    readonly shape: { readonly hasFaults: boolean; readonly from?: string } | null = null,
    readonly ledger: LedgerTable | null = null,
    /** Writes rows that are not simply those of one table; a part of a query has it of the whole. */
    private readonly writeRows: WriteRows | null = whole?.writeRows ?? null,
    /** How its engine spells; a part has it of the whole. */
    readonly dialect: Dialect = whole?.dialect ?? DIALECTS[source.dialect],
  ) {
    this.expressions = whole?.expressions ?? new Map();
    this.marks = whole?.marks ?? new Map();
  }

  /**
   * The name of a table expression, which is written once; `isQuick` ones Postgres is to take apart rather than keep, as DuckDB is those
   * that are so `'always'`: to read a table twice costs less than to write down once what was read.
   */
  expression(name: string, select: string, isQuick: boolean | 'always' = false): string {
    const sql = this.dialect.kept(select, isQuick);
    let own = `${OWN}${name}`;
    for (let place = 2; this.expressions.has(own) && this.expressions.get(own) !== sql; place += 1) {
      own = `${OWN}${name}_${place}`;
    }
    this.expressions.set(own, sql);
    return own;
  }

  /** The same query, in which fields stand for other columns of its table. */
  seeing(source: TableSource): QueryText {
    return new QueryText(source, this.events, this);
  }

  /** The same query over one of its table expressions. */
  over(name: string, columns: Readonly<Record<string, ShapeKind>>, hasFaults = false): QueryText {
    return new QueryText(this.sourceOf(name, columns), null, this, { hasFaults });
  }

  /** The same query over rows that are no table expression, as they are read once. */
  overRows(from: string, columns: Readonly<Record<string, ShapeKind>>): QueryText {
    return new QueryText(this.sourceOf('', columns), null, this, { hasFaults: false, from });
  }

  private sourceOf(name: string, columns: Readonly<Record<string, ShapeKind>>): TableSource {
    const named = Object.entries(columns).map(([field, kind]) => [
      field,
      kind === 'whole' || kind === 'finite'
        ? { name: field, kind: kind === 'whole' ? 'integer' : 'number', isWhole: true }
        : { name: field, kind },
    ]);
    const { rows: _, ...whole } = this.source;
    return { ...whole, schema: null, name, columns: Object.fromEntries(named) };
  }

  /** A value as a parameter; the same value has one place. */
  value(value: Scalar): Sql {
    const type = typeof value as 'number' | 'string' | 'boolean';
    return { sql: this.place(value, type === 'string' ? 'text' : type), type: type === 'string' ? 'text' : type };
  }

  /** A whole number as a 64-bit integer, for columns of such. */
  integer(value: number): string {
    return this.place(value, 'integer');
  }

  /** The column of a field that an option names; refused where the source does not declare it. */
  column(option: string, field: unknown): SourceColumn {
    const found = typeof field === 'function' ? 'a function' : field === undefined ? 'none' : `"${String(field)}"`;
    if (typeof field !== 'string') return refuseSql(option, 'the name of a column', found);
    const columns = this.source.columns as Readonly<Record<string, SourceColumn>>;
    const column = Object.hasOwn(columns, field) ? columns[field] : undefined;
    return (
      column ??
      refuseSql(option, `one of the columns that the table declares, ${Object.keys(columns).join(', ')}`, found)
    );
  }

  /** The same, of one of these kinds. */
  columnOf(option: string, field: unknown, kinds: readonly ColumnKind[]): SourceColumn {
    const column = this.column(option, field);
    if (kinds.includes(column.kind)) return column;
    return refuseSql(option, `a column of kind ${kinds.join(' or ')}`, column.kind);
  }

  /** A column of the table as what its kind says. */
  read(column: SourceColumn): string {
    return this.shape !== null ? this.bare(column) : this.dialect.read(column.kind, this.bare(column));
  }

  /** A column of the table as it is. */
  bare(column: Pick<SourceColumn, 'name'>): string {
    const own = this.dialect.identifier(column.name);
    return this.shape?.from === undefined ? `${SOURCE}.${own}` : own;
  }

  /** The table. */
  from(): string {
    if (this.shape?.from !== undefined) return this.shape.from;
    const { rows } = this.source;
    const names = this.source.schema === null ? [this.source.name] : [this.source.schema, this.source.name];
    const table = names.map((each) => this.dialect.identifier(each)).join('.');
    return `${rows === undefined ? table : this.writeRows?.(this, rows, SOURCE)} AS ${SOURCE}`;
  }

  /** The cell of an integer within 2^53 or of a finite double, which may stay a number; `cellIn` decides, when all selects are known. */
  numberCell(type: SqlType, sql: string): string {
    return this.dialect.givesNumbers ? `${NUMBER}${sql}${NUMBER}` : this.dialect.cell(type, sql);
  }

  /** A select's cell: several selects have cells of one type, texts. */
  cellIn(cell: string, isOnly: boolean): string {
    return cell.replaceAll(NUMBERS, (_, sql: string) => (isOnly ? sql : this.dialect.cell('number', sql)));
  }

  /** The finished query: what stands for values becomes parameters, numbered as they occur; a value that occurs twice is one. */
  finished(text: string): { readonly sql: string; readonly values: readonly Scalar[] } {
    const values: Scalar[] = [];
    const places = new Map<string, number>();
    const byMark = new Map([...this.marks.values()].map((each) => [each.mark, each]));
    const sql = text.replaceAll(MARK, (mark) => {
      const { value, type } = byMark.get(mark) as { value: Scalar; type: SqlType }; // nothing else has this form: names hold no controls
      const place = places.get(mark) ?? values.push(this.dialect.bind(value, type)) - 1;
      places.set(mark, place);
      return this.dialect.parameter(place, type);
    });
    return { sql, values };
  }

  private place(value: Scalar, type: SqlType): string {
    const key = `${type} ${Object.is(value, -0) ? '-0' : value}`;
    const known = this.marks.get(key) ?? { mark: `\0${this.marks.size}\0`, value, type };
    this.marks.set(key, known);
    return known.mark;
  }
}

const SOURCE = 'kizuna_source';
/** No name and no text of a query has a control character. */
const MARK = /\0\d+\0/g;
const NUMBER = '\0number\0';
const NUMBERS = /\0number\0(.*?)\0number\0/gs;

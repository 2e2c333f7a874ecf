import type { RevenueLedger } from '../churn/ledger.js';
import { checkMetric } from '../core/check-metric.js';
import type { Data } from '../core/data.js';
import type { Metric, RowMetric } from '../core/metric.js';
import type { EventLog } from '../log/layout.js';
import type { Block } from './block.js';
import type { Dialect, DialectName } from './dialects/dialect.js';
import { leavesOf, type PlanNode, planSql } from './plan-sql.js';
import { QueryText } from './query-text.js';
import { refuseRow, resultRows } from './result-rows.js';
import { type CountedRow, rowReader } from './rows/counted-rows.js';
import { stateOf } from './rows/group-states.js';
import type { Leaf } from './rows/leaf-sql.js';
import { rowsSql } from './rows/rows-sql.js';
import { checkSource } from './sources/check-source.js';
import type { EventTable } from './sources/event-table.js';
import type { LedgerTable } from './sources/ledger-source.js';
import type { TableSource } from './sources/table.js';

/** The parameters of a query: in order, `$1` first; for ClickHouse by name, `p0` first. */
export type Parameters<Name extends DialectName> = Name extends 'clickhouse'
  ? Readonly<Record<string, string | number | boolean>>
  : readonly (string | number | boolean)[];

/** A metric as a query of one engine. */
export interface SqlQuery<State, Name extends DialectName = DialectName> {
  readonly dialect: Name;
  readonly sql: string;
  readonly parameters: Parameters<Name>;
  /** The state from the rows of the result, each a list of texts and nulls in the order of the query's columns. */
  read(rows: Iterable<ArrayLike<unknown>>): State;
}

/**
 * Writes a metric as one SQL query, whose rows are read back into the metric's state: the same state that the rows themselves
 * would give in memory, ready for `merge` and `finish`.
 *
 * Any `tally` is written, with `by` (fields and periods), `where` (filters) and `together` in any nesting; fields must be names.
 * The checks of the inputs are part of the query: what memory would refuse is counted, and `finish` refuses it, though without the
 * places of the rows. Values are parameters only, names are those that the source declares. See the page on SQL for what each
 * engine adds up exactly.
 *
 * @param metric - what to measure
 * @param source - a `table(...)`; for metrics of event logs an `eventTable(...)`, of ledgers a `subscriptionTable(...)` or a `changeTable(...)`
 * @returns the query, its parameters and `read`
 * @throws {SqlCompileError} when a field is a function or not declared, or the metric cannot be written without changing its answer
 * @example
 * ```ts
 * import { npsMetric, where } from 'kizuna';
 * import { table, toSql } from 'kizuna/sql';
 *
 * const answers = table('answers', { dialect: 'postgres', columns: { score: 'integer', plan: 'text' } });
 * const metric = where({ plan: 'pro' }, npsMetric({ score: 'score' }));
 * const { parameters, read } = toSql(metric, answers);
 * parameters; // => [0, 10, 'pro']
 * metric.finish(read([])).n; // => 0
 * toSql(npsMetric({ score: (row: { score: number | null }) => row.score }), answers); // throws SqlCompileError
 * ```
 */
export function toSql<Row, State, Result, const Name extends DialectName>(
  metric: RowMetric<Row, State, Result>,
  source: TableSource<Row, Name>,
): SqlQuery<State, Name>;
export function toSql<Event extends string, Properties extends object, State, Result, const Name extends DialectName>(
  metric: Metric<EventLog<NoInfer<Event>, NoInfer<Properties>>, State, Result>,
  source: EventTable<Event, Properties, Name>,
): SqlQuery<State, Name>;
export function toSql<State, Result, const Name extends DialectName>(
  metric: Metric<RevenueLedger, State, Result>,
  source: LedgerTable<Name>,
): SqlQuery<State, Name>;
export function toSql<Row, Event extends string, Properties extends object, State, const Name extends DialectName>(
  metric: SourceMetric<Row, Event, Properties, State, unknown>,
  source: AnySource<Row, Event, Properties, Name>,
): SqlQuery<State, Name> {
  return compile(metric, source);
}

/** A table of rows, of events or of a ledger. */
export type AnySource<Row, Event extends string, Properties extends object, Name extends DialectName> =
  | TableSource<Row, Name>
  | EventTable<Event, Properties, Name>
  | LedgerTable<Name>;

/** A metric of rows, of events or of a ledger. */
export type SourceMetric<Row, Event extends string, Properties extends object, State, Result> =
  | Metric<Data<Row>, State, Result>
  | Metric<EventLog<Event, Properties>, State, Result>
  | Metric<RevenueLedger, State, Result>;

/** `toSql` for any of them; in another spelling than the source's engine mostly has, where it is given. */
export function compile<Row, Event extends string, Properties extends object, State, const Name extends DialectName>(
  metric: SourceMetric<Row, Event, Properties, State, unknown>,
  source: AnySource<Row, Event, Properties, Name>,
  dialect: Dialect | undefined = undefined,
): SqlQuery<State, Name> {
  checkMetric('toSql', metric);
  checkSource('toSql', source);
  const query = queryOf(source, dialect);
  const root = planSql(query, metric.plan, metric.name);
  const selects = leavesOf(root).flatMap((leaf) => leaf.blocks.map((block) => ({ leaf, block })));
  const width = widthOf(selects);
  const isOnly = selects.length === 1;
  const texts = selects.map(({ block }, place) => selectSql(query, block, place, width, isOnly));
  const expressions = [...query.expressions].map(([name, text]) => `${name} AS ${text}`);
  const start = expressions.length === 0 ? '' : `WITH ${expressions.join(',\n')}\n`;
  const { sql, values } = query.finished(start + texts.join('\nUNION ALL\n') + query.dialect.end);
  return {
    dialect: source.dialect,
    sql,
    // As the type says of each dialect.
    parameters: (source.dialect === 'clickhouse'
      ? Object.fromEntries(values.map((value, place) => [`p${place}`, value]))
      : values) as Parameters<Name>,
    read: (rows) => readState(query, root, selects, rows) as State, // of this metric's plan
  };
}

function queryOf<Row, Event extends string, Properties extends object, Name extends DialectName>(
  source: AnySource<Row, Event, Properties, Name>,
  dialect: Dialect | undefined,
): QueryText {
  // Their columns are looked up by name.
  if (source.kind === 'ledger')
    return new QueryText(source.table as TableSource, null, null, null, source, rowsSql, dialect);
  if (source.kind === 'table') return new QueryText(source as TableSource, null, null, null, null, rowsSql, dialect);
  const events = source as unknown as EventTable<never, object>;
  return new QueryText(source.table as TableSource, events, null, null, null, rowsSql, dialect);
}

interface Select {
  readonly leaf: Leaf;
  readonly block: Block;
}

/** The cells of the widest select, without its place. */
function widthOf(selects: readonly Select[]): number {
  return Math.max(...selects.map(({ block }) => block.cells.length));
}

/** A block as a select; in the only one of a query, numbers may stay what they are. */
function selectSql(query: QueryText, block: Block, place: number, width: number, isOnly: boolean): string {
  const { dialect } = query;
  const hasNumbers = isOnly && dialect.givesNumbers;
  const padded = [
    hasNumbers ? `${place}` : `'${place}'`,
    ...block.cells.map((cell) => (cell === null ? null : query.cellIn(cell, isOnly))),
    ...Array<null>(width - block.cells.length).fill(null),
  ];
  const none = place === 0 ? dialect.noText : 'NULL'; // the first select gives the columns their types
  const list = padded.map((cell, i) => `${cell ?? none} AS ${dialect.identifier(`c${i}`)}`);
  return `SELECT ${list.join(', ')} ${block.from}`;
}

function readState(
  query: QueryText,
  root: PlanNode,
  selects: readonly Select[],
  rows: Iterable<ArrayLike<unknown>>,
): unknown {
  const readers = new Map(selects.map(({ leaf, block }, place) => [String(place), rowReader(query, leaf, block)]));
  const counted: CountedRow[] = [];
  for (const cells of resultRows(rows, widthOf(selects) + 1)) {
    const read = readers.get(cells[0] ?? '') ?? refuseRow(counted.length);
    counted.push(read(cells));
  }
  return stateOf(root, counted);
}

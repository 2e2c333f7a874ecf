import type { RevenueLedger } from '../churn/ledger.js';
import type { Metric, RowMetric } from '../core/metric.js';
import { checkOptions } from '../core/options.js';
import type { EventLog } from '../log/layout.js';
import { engineError } from '../sql/engine-error.js';
import type { EventTable } from '../sql/event-table.js';
import type { LedgerTable } from '../sql/ledger-source.js';
import { type MeasureInOptions, measureWith } from '../sql/measure-with.js';
import type { TableSource } from '../sql/table.js';
import type { AnySource, SourceMetric } from '../sql/to-sql.js';

/** What is needed of a connection: `DuckDBConnection` of `@duckdb/node-api` has it. */
export interface DuckDbConnection {
  runAndReadAll(
    sql: string,
    values: (string | number | boolean)[],
  ): Promise<{ getRows(): readonly (readonly unknown[])[] }>;
  interrupt(): void;
}

/**
 * Measures a table of DuckDB: the counting is done there, in one query, and what the counts mean is said here. The result is
 * the one that `measure` gives for the same rows.
 *
 * @param connection - an open connection of `@duckdb/node-api`
 * @param source - a `table(...)` of the dialect `'duckdb'`; for metrics of event logs an `eventTable(...)`, of
 *   ledgers a `subscriptionTable(...)` or a `changeTable(...)`
 * @param metric - what to measure
 * @param options - `signal`, to stop the query
 * @throws {SqlCompileError} when the metric cannot be written in SQL
 * @throws {InvalidDataError} when rows are not what the metric needs; their places are not known
 * @throws {EngineError} when DuckDB refuses the query, as for a table that is not there
 * @throws the signal's reason, when it stopped the query
 * @example
 * ```ts
 * import { DuckDBInstance } from '@duckdb/node-api';
 * import { by, npsMetric } from 'kizuna';
 * import { measureIn, table } from 'kizuna/duckdb';
 *
 * const connection = await (await DuckDBInstance.create(':memory:')).connect();
 * await connection.run("CREATE TABLE answers AS SELECT * FROM (VALUES ('free', 3), ('pro', 10), ('pro', 8)) AS t (plan, score)");
 *
 * const answers = table('answers', { dialect: 'duckdb', columns: { plan: 'text', score: 'integer' } });
 * const rows = await measureIn(connection, answers, by('plan', npsMetric({ score: 'score' })));
 * rows.map(({ plan, value, n }) => [plan, value, n]); // => [['free', -100, 1], ['pro', 50, 2]]
 * ```
 */
export async function measureIn<Row, State, Result>(
  connection: DuckDbConnection,
  source: TableSource<Row, 'duckdb'>,
  metric: RowMetric<NoInfer<Row>, State, Result>,
  options?: MeasureInOptions,
): Promise<Result>;
export async function measureIn<Event extends string, Properties extends object, State, Result>(
  connection: DuckDbConnection,
  source: EventTable<Event, Properties, 'duckdb'>,
  metric: Metric<EventLog<NoInfer<Event>, NoInfer<Properties>>, State, Result>,
  options?: MeasureInOptions,
): Promise<Result>;
export async function measureIn<State, Result>(
  connection: DuckDbConnection,
  source: LedgerTable<'duckdb'>,
  metric: Metric<RevenueLedger, State, Result>,
  options?: MeasureInOptions,
): Promise<Result>;
export async function measureIn<Row, Event extends string, Properties extends object, State, Result>(
  connection: DuckDbConnection,
  source: AnySource<Row, Event, Properties, 'duckdb'>,
  metric: SourceMetric<Row, Event, Properties, State, Result>,
  options: MeasureInOptions = {},
): Promise<Result> {
  checkOptions('measureIn', options, ['signal']);
  const runner = {
    dialect: 'duckdb',
    ask: async ({ sql, parameters }: { sql: string; parameters: readonly (string | number | boolean)[] }) =>
      (await connection.runAndReadAll(sql, [...parameters])).getRows(),
    stop() {
      connection.interrupt();
      return true;
    },
    errorOf: (cause: unknown) => engineError('DuckDB', kindOf(cause), false, cause),
  } as const;
  return measureWith(runner, source, metric, options.signal);
}

/** `Catalog Error`, `Conversion Error`: the words before the colon; what follows may quote data. */
function kindOf(cause: unknown): string | null {
  const [, kind = null] = /^([A-Z]\w+(?: \w+){0,4} Error|[A-Z]\w+ Error): /.exec(String(Object(cause).message)) ?? [];
  return kind;
}

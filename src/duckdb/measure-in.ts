import type { RevenueLedger } from '../churn/ledger.js';
import type { Metric, RowMetric } from '../core/metric.js';
import type { EventLog } from '../log/layout.js';
import { checkConnection } from '../sql/runners/check-connection.js';
import { measureWith, type Progress, type ProgressOptions } from '../sql/runners/measure-with.js';
import type { EventTable } from '../sql/sources/event-table.js';
import type { LedgerTable } from '../sql/sources/ledger-source.js';
import type { TableSource } from '../sql/sources/table.js';
import type { AnySource, SourceMetric } from '../sql/to-sql.js';
import { duckDbError, isAftermath, widened } from './duckdb-error.js';
import { lookAtFiles, withoutLook } from './look-at-files.js';

/** What is needed of a connection: `DuckDBConnection` of `@duckdb/node-api` has it. */
export interface DuckDbConnection {
  runAndReadAll(
    sql: string,
    values: (string | number | boolean)[],
  ): Promise<{ getRows(): readonly (readonly unknown[])[] }>;
  interrupt(): void;
  /** How far the query is; known where `enable_progress_bar` is set. */
  readonly progress?: { readonly percentage: number; readonly rows_processed: bigint };
}

/**
 * Measures a table of DuckDB: the counting is done there, in one query, and what the counts mean is said here. The result is
 * the one that `measure` gives for the same rows.
 *
 * @param connection - an open connection of `@duckdb/node-api`
 * @param source - a `table(...)` of the dialect `'duckdb'`; for metrics of event logs an `eventTable(...)`, of
 *   ledgers a `subscriptionTable(...)` or a `changeTable(...)`
 * @param metric - what to measure
 * @param options - `signal`, to stop the query; `onProgress`, which is told ten times a second how far it is, where the session has
 *   `SET enable_progress_bar = true` (and `SET enable_progress_bar_print = false`, so that DuckDB prints none itself)
 * @throws {InvalidOptionError} when there is no connection, the source is of another dialect, or an option is unknown
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
  options?: ProgressOptions,
): Promise<Result>;
export async function measureIn<Event extends string, Properties extends object, State, Result>(
  connection: DuckDbConnection,
  source: EventTable<Event, Properties, 'duckdb'>,
  metric: Metric<EventLog<NoInfer<Event>, NoInfer<Properties>>, State, Result>,
  options?: ProgressOptions,
): Promise<Result>;
export async function measureIn<State, Result>(
  connection: DuckDbConnection,
  source: LedgerTable<'duckdb'>,
  metric: Metric<RevenueLedger, State, Result>,
  options?: ProgressOptions,
): Promise<Result>;
export async function measureIn<Row, Event extends string, Properties extends object, State, Result>(
  connection: DuckDbConnection,
  source: AnySource<Row, Event, Properties, 'duckdb'>,
  metric: SourceMetric<Row, Event, Properties, State, Result>,
  options: ProgressOptions = {},
): Promise<Result> {
  checkConnection(connection, 'runAndReadAll', 'an open connection of @duckdb/node-api');
  const runner = {
    dialect: 'duckdb',
    options: ['signal', 'onProgress'],
    looked: withoutLook,
    again: widened,
    isAftermath,
    async ask(
      { sql, parameters }: { sql: string; parameters: readonly (string | number | boolean)[] },
      { onProgress, signal }: ProgressOptions,
    ) {
      await lookAtFiles((text, values) => connection.runAndReadAll(text, values), source, signal);
      const end = onProgress === undefined ? null : watch(connection, onProgress);
      try {
        return (await connection.runAndReadAll(sql, [...parameters])).getRows();
      } finally {
        end?.();
      }
    },
    async stop() {
      connection.interrupt();
    },
    errorOf: duckDbError,
  } as const;
  return measureWith(runner, source, metric, options);
}

/** Looks now and then how far the query is; DuckDB says -1 where it does not know. */
function watch(connection: DuckDbConnection, onProgress: (progress: Progress) => void): () => void {
  // The runtime's own, of which only these two are needed.
  const { setInterval, clearInterval } = globalThis as unknown as Timers;
  const timer = setInterval(() => {
    const { percentage = -1, rows_processed: rows = 0 } = connection.progress ?? {};
    if (percentage < 0) return;
    try {
      onProgress({ rows: Number(rows), bytes: null, fraction: Math.min(1, percentage / 100) });
    } catch {
      clearInterval(timer); // the query was told to stop
    }
  }, EVERY);
  return () => clearInterval(timer);
}

interface Timers {
  setInterval(call: () => void, milliseconds: number): unknown;
  clearInterval(timer: unknown): void;
}

const EVERY = 100;

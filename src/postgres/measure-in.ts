import type { RevenueLedger } from '../churn/ledger.js';
import type { Metric, RowMetric } from '../core/metric.js';
import type { EventLog } from '../log/layout.js';
import { checkConnection } from '../sql/runners/check-connection.js';
import { engineError } from '../sql/runners/engine-error.js';
import type { Mistake } from '../sql/runners/likely-mistake.js';
import { type MeasureInOptions, measureWith } from '../sql/runners/measure-with.js';
import type { EventTable } from '../sql/sources/event-table.js';
import type { LedgerTable } from '../sql/sources/ledger-source.js';
import type { TableSource } from '../sql/sources/table.js';
import type { AnySource, SourceMetric } from '../sql/to-sql.js';

/** What is needed of a connection: `Client` and `Pool` of `pg` have it. */
export interface PostgresConnection {
  query(query: {
    readonly text: string;
    readonly values: (string | number | boolean)[];
    readonly rowMode: 'array';
  }): Promise<{ readonly rows: readonly (readonly unknown[])[] }>;
  /** The number of the server's process, which a `Client` knows once it is connected. */
  readonly processID?: number | null;
  /** Of a `Pool`: a client of its own for a while. */
  connect?(): Promise<unknown>;
}

/** How a query runs in Postgres. */
export interface PostgresOptions extends MeasureInOptions {
  /**
   * Another connection, such as a pool, by which the server is told to stop where `signal` says so and the connection is a
   * `Client`; a `Pool` stops its own. Without it the answer is no longer waited for, and the server goes on.
   */
  readonly cancelWith?: PostgresConnection;
}

/**
 * Measures a table of Postgres: the counting is done there, in one query, and what the counts mean is said here. The result is
 * the one that `measure` gives for the same rows.
 *
 * @param connection - a connected `Client` or a `Pool` of `pg`, or an object with the same `query`
 * @param source - a `table(...)` of the dialect `'postgres'`; for metrics of event logs an `eventTable(...)`, of
 *   ledgers a `subscriptionTable(...)` or a `changeTable(...)`
 * @param metric - what to measure
 * @param options - `signal` and `cancelWith`, to stop the query
 * @throws {InvalidOptionError} when there is no connection, the source is of another dialect, or an option is unknown
 * @throws {SqlCompileError} when the metric cannot be written in SQL
 * @throws {InvalidDataError} when rows are not what the metric needs; their places are not known
 * @throws {EngineError} when Postgres refuses the query, as for a table that is not there
 * @throws the signal's reason, when it stopped the query
 * @example
 * ```ts
 * import { PGlite } from '@electric-sql/pglite';
 * import { npsMetric } from 'kizuna';
 * import { measureIn, table } from 'kizuna/postgres';
 *
 * const database = await PGlite.create();
 * await database.exec('CREATE TABLE answers (score integer); INSERT INTO answers VALUES (10), (9), (3), (NULL)');
 * // PGlite takes the parts of the query one by one; a client of pg is given as it is.
 * const connection = {
 *   query: ({ text, values }: { text: string; values: unknown[] }) =>
 *     database.query<unknown[]>(text, values, { rowMode: 'array' }),
 * };
 *
 * const answers = table('answers', { dialect: 'postgres', columns: { score: 'integer' } });
 * const { value, excluded } = await measureIn(connection, answers, npsMetric({ score: 'score' }));
 * value; // => 33.33
 * excluded.missing; // => 1
 * ```
 */
export async function measureIn<Row, State, Result>(
  connection: PostgresConnection,
  source: TableSource<Row, 'postgres'>,
  metric: RowMetric<NoInfer<Row>, State, Result>,
  options?: PostgresOptions,
): Promise<Result>;
export async function measureIn<Event extends string, Properties extends object, State, Result>(
  connection: PostgresConnection,
  source: EventTable<Event, Properties, 'postgres'>,
  metric: Metric<EventLog<NoInfer<Event>, NoInfer<Properties>>, State, Result>,
  options?: PostgresOptions,
): Promise<Result>;
export async function measureIn<State, Result>(
  connection: PostgresConnection,
  source: LedgerTable<'postgres'>,
  metric: Metric<RevenueLedger, State, Result>,
  options?: PostgresOptions,
): Promise<Result>;
export async function measureIn<Row, Event extends string, Properties extends object, State, Result>(
  connection: PostgresConnection,
  source: AnySource<Row, Event, Properties, 'postgres'>,
  metric: SourceMetric<Row, Event, Properties, State, Result>,
  options: PostgresOptions = {},
): Promise<Result> {
  checkConnection(connection, 'query', 'a Client or a Pool of pg, or an object with the same query');
  const { signal } = options;
  if (options.cancelWith !== undefined)
    checkConnection(
      options.cancelWith,
      'query',
      'a Client or a Pool of pg, or an object with the same query',
      'cancelWith',
    );
  // A query of a pool can be stopped only by the number of its client, so the pool is asked for one.
  const pool = signal !== undefined && isPool(connection) ? connection : null;
  const cancelWith = options.cancelWith ?? pool;
  let client: PoolClient | null = null;
  const runner = {
    dialect: 'postgres',
    options: ['signal', 'cancelWith'],
    async ask({ sql, parameters }: { sql: string; parameters: readonly (string | number | boolean)[] }) {
      const query = { text: sql, values: [...parameters], rowMode: 'array' as const };
      if (pool === null) return (await connection.query(query)).rows;
      const own = (await pool.connect()) as PoolClient; // what a pool gives
      if (signal?.aborted) {
        own.release();
        throw signal.reason;
      }
      client = own;
      let hasFailed = true;
      try {
        const { rows } = await own.query(query);
        hasFailed = false;
        return rows;
      } finally {
        // Where a query failed, the server may be gone: such a client is of no use to others, and as an idle one could end the process.
        if (client !== null) own.release(hasFailed);
        client = null;
      }
    },
    stop() {
      const { processID } = pool === null ? connection : (client ?? {});
      if (!cancelWith || typeof processID !== 'number') return null;
      // The pool makes itself another client for the one that is given up: without that, a full pool could not be asked to stop any.
      client?.release(true);
      client = null;
      return cancelWith.query({ text: 'SELECT pg_cancel_backend($1)', values: [processID], rowMode: 'array' });
    },
    errorOf(cause: unknown, likely: (mistake: Mistake) => string) {
      const code: unknown = Object(cause).code;
      const known = typeof code === 'string' ? code : null;
      const mistake = MISTAKES.find(([, codes]) => codes.includes(known ?? ''))?.[0];
      return engineError(
        'Postgres',
        known,
        code === OUT_OF_RANGE ? 'doubles' : null,
        cause,
        mistake === undefined ? null : likely(mistake),
      );
    },
  } as const;
  return measureWith(runner, source, metric, options);
}

/** Given back, or with `true` given up. */
type PoolClient = PostgresConnection & { release(isGivenUp?: boolean): void };

/** A `Pool` of pg; a `Client` has a `connect` too, and a `processID` that a pool has not. */
function isPool(connection: PostgresConnection): connection is PostgresConnection & { connect(): Promise<unknown> } {
  return typeof connection.connect === 'function' && !('processID' in connection);
}

/** The SQLSTATE of a number that is larger than its type, or so small that it would be 0. */
const OUT_OF_RANGE = '22003';

/** SQLSTATEs of functions, types and casts that do not go together, and of tables, columns and schemas that are not there. */
const MISTAKES: readonly (readonly [Mistake, readonly string[]])[] = [
  ['kinds', ['42883', '42804', '42846']],
  ['names', ['42P01', '42703', '3F000']],
];

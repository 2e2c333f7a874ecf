import type { RevenueLedger } from '../churn/ledger.js';
import type { Metric, RowMetric } from '../core/metric.js';
import type { EventLog } from '../log/layout.js';
import { checkConnection } from '../sql/runners/check-connection.js';
import { engineError } from '../sql/runners/engine-error.js';
import type { Mistake } from '../sql/runners/likely-mistake.js';
import { measureWith, type Progress, type ProgressOptions } from '../sql/runners/measure-with.js';
import type { EventTable } from '../sql/sources/event-table.js';
import type { LedgerTable } from '../sql/sources/ledger-source.js';
import type { TableSource } from '../sql/sources/table.js';
import type { AnySource, SourceMetric } from '../sql/to-sql.js';

/** What is needed of a client: `createClient` of `@clickhouse/client` makes one. */
export interface ClickHouseClient {
  query(query: {
    readonly query: string;
    readonly query_params: Record<string, unknown>;
    readonly format: 'JSONCompactEachRow' | 'JSONEachRowWithProgress';
    readonly abort_signal?: never;
    readonly query_id?: string;
    readonly clickhouse_settings: { readonly cancel_http_readonly_queries_on_client_close: 1 };
  }): Promise<ClickHouseAnswer>;
  command?(command: { readonly query: string; readonly query_params: Record<string, unknown> }): Promise<unknown>;
}

/** What is needed of a client's answer; `stream` where progress is asked for. */
export interface ClickHouseAnswer {
  json(): Promise<unknown>;
  stream?(): unknown;
}

/** How a query runs in ClickHouse. */
export interface ClickHouseOptions extends ProgressOptions {
  /**
   * The id that the server knows the query by, different from all others that run. With it `signal` also sends `KILL QUERY`, for servers
   * behind a proxy, which does not tell them that a request was closed.
   */
  readonly queryId?: string;
}

/**
 * Measures a table of ClickHouse (a server, a cluster, or chDB in the process): the counting is done there, in one query, and
 * what the counts mean is said here. The result is the one that `measure` gives for the same rows.
 *
 * @param client - a client of `@clickhouse/client`
 * @param source - a `table(...)` of the dialect `'clickhouse'`; for metrics of event logs an `eventTable(...)`, of
 *   ledgers a `subscriptionTable(...)` or a `changeTable(...)`
 * @param metric - what to measure
 * @param options - `signal`, to stop the query, with `queryId` by `KILL QUERY` as well; `onProgress`, which is told how far it is
 * @throws {InvalidOptionError} when there is no client, the source is of another dialect, or an option is unknown
 * @throws {SqlCompileError} when the metric cannot be written in SQL
 * @throws {InvalidDataError} when rows are not what the metric needs; their places are not known
 * @throws {EngineError} when ClickHouse refuses the query, as for a table that is not there
 * @throws the signal's reason, when it stopped the query
 * @example
 * ```ts
 * import { npsMetric } from 'kizuna';
 * import { measureIn, table } from 'kizuna/clickhouse';
 *
 * // In the place of a client: it gives the rows that the server would.
 * const client = { query: async () => ({ json: async () => [['0', '0', '0', '10', '3']] }) };
 *
 * const answers = table('answers', { dialect: 'clickhouse', columns: { score: 'integer' } });
 * (await measureIn(client, answers, npsMetric({ score: 'score' }))).promoters; // => 3
 * ```
 */
export async function measureIn<Row, State, Result>(
  client: ClickHouseClient,
  source: TableSource<Row, 'clickhouse'>,
  metric: RowMetric<NoInfer<Row>, State, Result>,
  options?: ClickHouseOptions,
): Promise<Result>;
export async function measureIn<Event extends string, Properties extends object, State, Result>(
  client: ClickHouseClient,
  source: EventTable<Event, Properties, 'clickhouse'>,
  metric: Metric<EventLog<NoInfer<Event>, NoInfer<Properties>>, State, Result>,
  options?: ClickHouseOptions,
): Promise<Result>;
export async function measureIn<State, Result>(
  client: ClickHouseClient,
  source: LedgerTable<'clickhouse'>,
  metric: Metric<RevenueLedger, State, Result>,
  options?: ClickHouseOptions,
): Promise<Result>;
export async function measureIn<Row, Event extends string, Properties extends object, State, Result>(
  client: ClickHouseClient,
  source: AnySource<Row, Event, Properties, 'clickhouse'>,
  metric: SourceMetric<Row, Event, Properties, State, Result>,
  options: ClickHouseOptions = {},
): Promise<Result> {
  checkConnection(client, 'query', 'a client of @clickhouse/client');
  const { queryId } = options;
  const runner = {
    dialect: 'clickhouse',
    options: ['signal', 'onProgress', 'queryId'],
    async ask(
      query: { sql: string; parameters: Readonly<Record<string, unknown>> },
      { signal, onProgress }: ProgressOptions,
    ) {
      const answer = await client.query({
        query: query.sql,
        query_params: query.parameters,
        format: onProgress === undefined ? 'JSONCompactEachRow' : 'JSONEachRowWithProgress',
        // The type of the signal is the runtime's own.
        ...(signal && { abort_signal: signal as never }),
        ...(queryId !== undefined && { query_id: queryId }),
        clickhouse_settings: { cancel_http_readonly_queries_on_client_close: 1 },
      });
      if (onProgress !== undefined) return rowsBetween(answer, onProgress);
      return (await answer.json()) as readonly (readonly unknown[])[]; // what the format holds
    },
    // The client closes its request; behind a proxy the server does not hear of it.
    async stop() {
      if (queryId === undefined || client.command === undefined) return;
      await client.command({ query: 'KILL QUERY WHERE query_id = {id:String}', query_params: { id: queryId } });
    },
    errorOf(cause: unknown, likely: (mistake: Mistake) => string) {
      const { code, type }: { code?: unknown; type?: unknown } = Object(cause);
      const mistake = MISTAKES.find(([, codes]) => codes.includes(String(code)))?.[0];
      const isTooLarge = code === '70' && /cannot be safely converted into type/.test(String(Object(cause).message));
      return engineError(
        'ClickHouse',
        typeof code === 'string' ? `${code} ${String(type ?? '')}`.trim() : null,
        isTooLarge ? 'integers' : null,
        cause,
        mistake === undefined ? null : likely(mistake),
      );
    },
  } as const;
  return measureWith(runner, source, metric, options);
}

/** The rows of an answer that comes with news of its progress. */
async function rowsBetween(answer: ClickHouseAnswer, onProgress: (progress: Progress) => void): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  // Lists of lines, as the client streams this format.
  const stream = answer.stream === undefined ? [] : answer.stream();
  for await (const lines of stream as AsyncIterable<readonly { json(): unknown }[]>) {
    for (const each of lines) readLine(each.json() as Line, rows, onProgress); // as the format has it
  }
  return rows;
}

function readLine(
  { row, progress, exception }: Line,
  rows: unknown[][],
  onProgress: (progress: Progress) => void,
): void {
  if (exception !== undefined) throw new Error(exception);
  if (row !== undefined) rows.push(Object.values(row)); // in the order of the columns
  if (progress !== undefined) onProgress(progressOf(progress));
}

/** A line of the format: one of these. */
interface Line {
  readonly row?: Readonly<Record<string, unknown>>;
  readonly progress?: Readonly<Record<'read_rows' | 'read_bytes' | 'total_rows_to_read', string | undefined>>;
  readonly exception?: string;
}

function progressOf({ read_rows, read_bytes, total_rows_to_read }: NonNullable<Line['progress']>): Progress {
  const [rows, all] = [Number(read_rows ?? 0), Number(total_rows_to_read ?? 0)];
  return { rows, bytes: Number(read_bytes ?? 0), fraction: all > 0 ? Math.min(1, rows / all) : null };
}

/** Codes of types that do not go together, and of columns, tables and databases that are not there. */
const MISTAKES: readonly (readonly [Mistake, readonly string[]])[] = [
  ['kinds', ['43', '53', '70', '386']],
  ['names', ['47', '60', '81']],
];

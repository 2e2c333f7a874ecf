import type { RevenueLedger } from '../churn/ledger.js';
import type { Metric, RowMetric } from '../core/metric.js';
import { checkOptions } from '../core/options.js';
import type { EventLog } from '../log/layout.js';
import { engineError } from '../sql/engine-error.js';
import type { EventTable } from '../sql/event-table.js';
import type { LedgerTable } from '../sql/ledger-source.js';
import { type MeasureInOptions, measureWith, type Signal } from '../sql/measure-with.js';
import type { TableSource } from '../sql/table.js';
import type { AnySource, SourceMetric } from '../sql/to-sql.js';

/** What is needed of a client: `createClient` of `@clickhouse/client` makes one. */
export interface ClickHouseClient {
  query(query: {
    readonly query: string;
    readonly query_params: Record<string, unknown>;
    readonly format: 'JSONCompactEachRow';
    readonly abort_signal?: never;
    readonly clickhouse_settings: { readonly cancel_http_readonly_queries_on_client_close: 1 };
  }): Promise<{ json(): Promise<unknown> }>;
}

/**
 * Measures a table of ClickHouse (a server, a cluster, or chDB in the process): the counting is done there, in one query, and
 * what the counts mean is said here. The result is the one that `measure` gives for the same rows.
 *
 * @param client - a client of `@clickhouse/client`
 * @param source - a `table(...)` of the dialect `'clickhouse'`; for metrics of event logs an `eventTable(...)`, of
 *   ledgers a `subscriptionTable(...)` or a `changeTable(...)`
 * @param metric - what to measure
 * @param options - `signal`, to stop the query
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
 * const client = { query: async () => ({ json: async () => [['0', '0', '3', '10', '3']] }) };
 *
 * const answers = table('answers', { dialect: 'clickhouse', columns: { score: 'integer' } });
 * (await measureIn(client, answers, npsMetric({ score: 'score' }))).promoters; // => 3
 * ```
 */
export async function measureIn<Row, State, Result>(
  client: ClickHouseClient,
  source: TableSource<Row, 'clickhouse'>,
  metric: RowMetric<NoInfer<Row>, State, Result>,
  options?: MeasureInOptions,
): Promise<Result>;
export async function measureIn<Event extends string, Properties extends object, State, Result>(
  client: ClickHouseClient,
  source: EventTable<Event, Properties, 'clickhouse'>,
  metric: Metric<EventLog<NoInfer<Event>, NoInfer<Properties>>, State, Result>,
  options?: MeasureInOptions,
): Promise<Result>;
export async function measureIn<State, Result>(
  client: ClickHouseClient,
  source: LedgerTable<'clickhouse'>,
  metric: Metric<RevenueLedger, State, Result>,
  options?: MeasureInOptions,
): Promise<Result>;
export async function measureIn<Row, Event extends string, Properties extends object, State, Result>(
  client: ClickHouseClient,
  source: AnySource<Row, Event, Properties, 'clickhouse'>,
  metric: SourceMetric<Row, Event, Properties, State, Result>,
  options: MeasureInOptions = {},
): Promise<Result> {
  checkOptions('measureIn', options, ['signal']);
  const runner = {
    dialect: 'clickhouse',
    async ask(query: { sql: string; parameters: Readonly<Record<string, unknown>> }, signal: Signal | undefined) {
      const answer = await client.query({
        query: query.sql,
        query_params: query.parameters,
        format: 'JSONCompactEachRow',
        // The type of the signal is the runtime's own.
        ...(signal && { abort_signal: signal as never }),
        clickhouse_settings: { cancel_http_readonly_queries_on_client_close: 1 },
      });
      return (await answer.json()) as readonly (readonly unknown[])[]; // what the format holds
    },
    stop: () => false, // the client closes its request
    errorOf(cause: unknown) {
      const { code, type }: { code?: unknown; type?: unknown } = Object(cause);
      return engineError(
        'ClickHouse',
        typeof code === 'string' ? `${code} ${String(type ?? '')}`.trim() : null,
        false,
        cause,
      );
    },
  } as const;
  return measureWith(runner, source, metric, options.signal);
}

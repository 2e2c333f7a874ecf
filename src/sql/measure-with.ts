import type { KizunaError } from '../core/errors.js';
import { refuseOption } from '../core/options.js';
import type { DialectName } from './dialect.js';
import { type AnySource, compile, type SourceMetric, type SqlQuery } from './to-sql.js';

/** How a query runs. */
export interface MeasureInOptions {
  /** Stops the query in the engine; `measureIn` then rejects with the signal's reason. */
  readonly signal?: Signal;
}

/** What is needed of an `AbortSignal`. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** How an engine is asked: its rows, how it is stopped, and its errors as ours. */
export interface Runner<Name extends DialectName> {
  readonly dialect: Name;
  ask(query: SqlQuery<unknown, Name>, signal: Signal | undefined): Promise<Iterable<ArrayLike<unknown>>>;
  /** Asks the engine to stop; false where it cannot be asked, and the answer is not waited for. */
  stop(): boolean;
  errorOf(cause: unknown): KizunaError;
}

/** Asks an engine for a metric's state and says what the state means. */
export async function measureWith<
  Row,
  Event extends string,
  Properties extends object,
  State,
  Result,
  Name extends DialectName,
>(
  runner: Runner<Name>,
  source: AnySource<Row, Event, Properties, Name>,
  metric: SourceMetric<Row, Event, Properties, State, Result>,
  signal: Signal | undefined,
): Promise<Result> {
  const dialect: unknown = Object(source).dialect;
  if (dialect !== runner.dialect) {
    refuseOption('measureIn', 'source', `to be a table of the dialect ${runner.dialect}`, dialect);
  }
  const query = compile(metric, source);
  return metric.finish(query.read(await asked(runner, query, signal)));
}

async function asked<Name extends DialectName>(
  runner: Runner<Name>,
  query: SqlQuery<unknown, Name>,
  signal: Signal | undefined,
): Promise<Iterable<ArrayLike<unknown>>> {
  if (signal === undefined) return answered(runner, query, signal);
  if (signal.aborted) throw signal.reason;
  let stop = (): void => {};
  const left = new Promise<never>((_, reject) => {
    stop = () => {
      if (!runner.stop()) reject(signal.reason);
    };
  });
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([answered(runner, query, signal), left]);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function answered<Name extends DialectName>(
  runner: Runner<Name>,
  query: SqlQuery<unknown, Name>,
  signal: Signal | undefined,
): Promise<Iterable<ArrayLike<unknown>>> {
  try {
    return await runner.ask(query, signal);
  } catch (cause) {
    throw runner.errorOf(cause);
  }
}

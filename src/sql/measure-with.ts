import type { KizunaError } from '../core/errors.js';
import { checkOptions, refuseOption } from '../core/options.js';
import type { DialectName } from './dialect.js';
import { type AnySource, compile, type SourceMetric, type SqlQuery } from './to-sql.js';

/** How a query runs. */
export interface MeasureInOptions {
  /** Stops the query in the engine; `measureIn` then rejects with the signal's reason. */
  readonly signal?: Signal;
}

/** How a query runs where the engine tells how far it is. */
export interface ProgressOptions extends MeasureInOptions {
  /** Told now and then how far the engine is. What it throws is thrown by `measureIn`. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How far an engine is with a query. */
export interface Progress {
  /** Rows that were read. */
  readonly rows: number;
  /** Bytes that were read; `null` where the engine does not tell. */
  readonly bytes: number | null;
  /** The part of the work that is done, 0 to 1, as the engine reckons it; `null` where it cannot. */
  readonly fraction: number | null;
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
  /** The options that the engine has. */
  readonly options: readonly string[];
  ask(query: SqlQuery<unknown, Name>, options: ProgressOptions): Promise<Iterable<ArrayLike<unknown>>>;
  /** Asks the engine to stop, and settles when it was told; `null` where it cannot be asked, and the answer is not waited for. */
  stop(): Promise<unknown> | null;
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
  options: ProgressOptions,
): Promise<Result> {
  checkOptions('measureIn', options, runner.options);
  const dialect: unknown = Object(source).dialect;
  if (dialect !== runner.dialect) {
    refuseOption('measureIn', 'source', `to be a table of the dialect ${runner.dialect}`, dialect);
  }
  const query = compile(metric, source);
  return metric.finish(query.read(await asked(runner, query, options)));
}

/** The rows of a query; or the reason of the signal, once the engine was told to stop. */
async function asked<Name extends DialectName>(
  runner: Runner<Name>,
  query: SqlQuery<unknown, Name>,
  options: ProgressOptions,
): Promise<Iterable<ArrayLike<unknown>>> {
  const { signal } = options;
  if (signal === undefined) return answered(runner, query, options);
  if (signal.aborted) throw signal.reason;
  let stop = (): void => {};
  let stopping: Promise<unknown> | null = null;
  const left = new Promise<never>((_, reject) => {
    stop = () => {
      stopping = runner.stop();
      if (stopping === null) reject(signal.reason);
    };
  });
  signal.addEventListener('abort', stop);
  try {
    const rows = await Promise.race([answered(runner, query, options), left]);
    if (signal.aborted) throw signal.reason;
    return rows;
  } catch (error) {
    // Until the engine was told, what it is asked next could be stopped in the place of this.
    await (stopping as Promise<unknown> | null)?.catch(() => {});
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function answered<Name extends DialectName>(
  runner: Runner<Name>,
  query: SqlQuery<unknown, Name>,
  options: ProgressOptions,
): Promise<Iterable<ArrayLike<unknown>>> {
  const { onProgress } = options;
  const failed: unknown[] = [];
  const told = (progress: Progress): void => {
    try {
      onProgress?.(progress);
    } catch (error) {
      failed.push(error);
    }
  };
  const rows = await runner
    .ask(query, onProgress === undefined ? options : { ...options, onProgress: told })
    .catch((cause: unknown) => {
      throw runner.errorOf(cause);
    });
  if (failed.length > 0) throw failed[0];
  return rows;
}

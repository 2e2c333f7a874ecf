import { KizunaError } from '../../core/errors.js';
import { checkOptions, refuseOption } from '../../core/options.js';
import type { Dialect, DialectName } from '../dialects/dialect.js';
import { checkSource } from '../sources/check-source.js';
import { type AnySource, compile, type SourceMetric, type SqlQuery } from '../to-sql.js';
import { checkRunOptions } from './check-connection.js';
import { likelyMistake, type Mistake } from './likely-mistake.js';

/** How a query runs. */
export interface MeasureInOptions {
  /** Stops the query in the engine; `measureIn` then rejects with the signal's reason. */
  readonly signal?: Signal;
}

/** How a query runs where the engine tells how far it is. */
export interface ProgressOptions extends MeasureInOptions {
  /** Told now and then how far the engine is. What it throws stops the query, and is thrown by `measureIn`. */
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
  /** The source as its query is written, where `ask` looks itself at what the query would. */
  looked?<Row, Event extends string, Properties extends object>(
    source: AnySource<Row, Event, Properties, Name>,
  ): AnySource<Row, Event, Properties, Name>;
  /** How the query is spelled once more, after an error that this may help; `null` where the error stands. */
  again?(error: unknown): Dialect | null;
  /** Whether an error says no more than that one before it has ended the transaction. */
  isAftermath?(error: unknown): boolean;
  ask(query: SqlQuery<unknown, Name>, options: ProgressOptions): Promise<Iterable<ArrayLike<unknown>>>;
  /** Asks the engine to stop, and settles when it was told; `null` where it cannot be asked, and the answer is not waited for. */
  stop(): Promise<unknown> | null;
  /** `likely` says what is likely wrong with the source. */
  errorOf(cause: unknown, likely: (mistake: Mistake) => string): KizunaError;
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
  checkRunOptions(options);
  checkSource('measureIn', source);
  const dialect: DialectName = source.dialect; // in JavaScript any
  if (dialect !== runner.dialect) {
    refuseOption('measureIn', 'source', `to be a table of the dialect ${runner.dialect}`, dialect);
  }
  const own = runner.looked?.(source) ?? source;
  const ask = async (dialect?: Dialect) => {
    const query = inItsName(() => compile(metric, own, dialect));
    const rows = await asked(runner, query, options, (mistake) => likelyMistake(mistake, source, query.sql));
    return { query, rows };
  };
  const { query, rows } = await ask().catch((error: unknown) => {
    const dialect = runner.again?.(error) ?? null;
    if (dialect === null) throw error;
    return ask(dialect).catch((last: unknown) => {
      throw runner.isAftermath?.(last) ? error : last;
    });
  });
  return metric.finish(inItsName(() => query.read(rows)));
}

/** What `toSql` refuses, refused by `measureIn`, which was called. */
function inItsName<Value>(call: () => Value): Value {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof KizunaError && error.message.startsWith('toSql '))) throw error;
    const Kind = error.constructor as typeof KizunaError; // all that `toSql` throws are made alike
    throw new Kind(error.message.replace('toSql', 'measureIn'), error.issues, {
      issueCount: error.issueCount,
      ...(error.cause === undefined ? {} : { cause: error.cause }),
    });
  }
}

/** The rows of a query; or the reason of the signal, or what the listener threw, once the engine was told to stop. */
async function asked<Name extends DialectName>(
  runner: Runner<Name>,
  query: SqlQuery<unknown, Name>,
  options: ProgressOptions,
  likely: (mistake: Mistake) => string,
): Promise<Iterable<ArrayLike<unknown>>> {
  const { signal, onProgress } = options;
  if (signal?.aborted) throw signal.reason;
  const reasons: unknown[] = [];
  let stopping: Promise<unknown> | null = null;
  let leave = (_: unknown): void => {};
  const left = new Promise<never>((_, reject) => {
    leave = reject;
  });
  const stop = (reason: unknown): void => {
    if (reasons.push(reason) > 1) return;
    stopping = runner.stop();
    if (stopping === null) leave(reason);
    else stopping.catch(() => {}); // it may fail before anybody waits for it
  };
  const onAbort = (): void => stop(signal?.reason);
  const told = (progress: Progress): void => {
    if (reasons.length > 0) return;
    try {
      onProgress?.(progress);
    } catch (error) {
      stop(error);
      throw error;
    }
  };
  signal?.addEventListener('abort', onAbort);
  try {
    const answer = runner.ask(query, onProgress === undefined ? options : { ...options, onProgress: told });
    const rows = await Promise.race([answer, left]);
    if (reasons.length > 0) throw reasons[0];
    return rows;
  } catch (cause) {
    // Until the engine was told, what it is asked next could be stopped in the place of this.
    await (stopping as Promise<unknown> | null)?.catch(() => {});
    throw reasons.length > 0 ? reasons[0] : runner.errorOf(cause, likely);
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

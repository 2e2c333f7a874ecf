import { InvalidDataError, KizunaError } from '../../core/errors.js';

/**
 * A query that an engine refused or did not finish. The message names the engine and its code, and where that tells it what is likely wrong
 * with the source. `cause` is the engine's own error, which may quote values of the data: it is there for who asks for it, and is neither
 * printed nor copied with this one.
 */
export class EngineError extends KizunaError {
  override readonly name = 'EngineError';
  readonly engine: string;
  /** The engine's code: an SQLSTATE, a number of ClickHouse, the first words of a message of DuckDB; `null` where it gave none. */
  readonly engineCode: string | null;

  constructor(engine: string, engineCode: string | null, cause: unknown, likely: string | null = null) {
    const expected = 'to answer the query';
    const issue = { code: 'E_ENGINE', index: null, field: null, expected, received: engineCode ?? 'an error' } as const;
    const answer = `${engineCode ?? 'an error'}${likely === null ? '' : `, ${likely}`}`;
    super(`measureIn requires ${engine} ${expected}; it answered with ${answer}`, [issue]);
    hideCause(this, cause);
    this.engine = engine;
    this.engineCode = engineCode;
  }
}

/** The range that a number is beyond, at which an engine stopped. */
export type Beyond = 'doubles' | 'integers';

/** The error of an engine, as ours: numbers beyond a range are what memory refuses as well. */
export function engineError(
  engine: string,
  engineCode: string | null,
  beyond: Beyond | null,
  cause: unknown,
  likely: string | null,
): KizunaError {
  if (beyond === null) return new EngineError(engine, engineCode, cause, likely);
  const [code, expected, received, met] = REFUSED[beyond];
  const issue = { code, index: null, field: null, expected, received } as const;
  return hideCause(new InvalidDataError(`measureIn requires ${expected}; ${engine} met ${met}`, [issue]), cause);
}

const REFUSED = {
  doubles: ['E_OVERFLOW', 'numbers within the range of doubles', 'a number beyond it', 'one beyond it'],
  integers: ['E_NUM_RANGE', 'integers of at most 2^53', 'a larger one', 'a larger one'],
} as const;

/** Gives an error its cause as a getter: consoles, copies and what is written as JSON show fields alone. */
function hideCause<Kind extends KizunaError>(error: Kind, cause: unknown): Kind {
  return Object.defineProperty(error, 'cause', { get: () => cause, configurable: true });
}

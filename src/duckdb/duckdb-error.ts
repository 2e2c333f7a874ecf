import { InvalidDataError, KizunaError } from '../core/errors.js';
import type { Dialect } from '../sql/dialects/dialect.js';
import { wideDuckdb } from '../sql/dialects/duckdb.js';
import { EngineError, engineError } from '../sql/runners/engine-error.js';
import type { Mistake } from '../sql/runners/likely-mistake.js';

/** How DuckDB is asked again where it has met an integer that 64 bits do not hold: what the rows come to says whether such are refused. */
export function widened(error: unknown): Dialect | null {
  return error instanceof InvalidDataError && error.code === 'E_NUM_RANGE' ? wideDuckdb : null;
}

/** Whether an error says no more than that one before it has ended the transaction. */
export function isAftermath(error: unknown): boolean {
  return error instanceof EngineError && error.engineCode === 'TransactionContext Error';
}

/** An error of DuckDB as ours. */
export function duckDbError(cause: unknown, likely: (mistake: Mistake) => string): KizunaError {
  if (cause instanceof KizunaError) return cause;
  const message = String(Object(cause).message);
  const kind = kindOf(message);
  const mistake = mistakeOf(kind, message);
  const beyond = IS_TOO_LARGE.test(message) ? 'integers' : null;
  return engineError('DuckDB', kind, beyond, cause, mistake === null ? null : likely(mistake));
}

/** An integer of more bits than the query asks for; casts to fewer are a view's own. */
const IS_TOO_LARGE =
  /^Conversion Error: Type U?INT\d+ with value \S+ can't be cast because the value is out of range for the destination type INT(?:64|128)/;

/** `Catalog Error`, `Conversion Error`: the words before the colon; what follows may quote data. */
function kindOf(message: string): string | null {
  const [, kind = null] = /^([A-Z]\w+(?: \w+){0,4} Error|[A-Z]\w+ Error): /.exec(message) ?? [];
  return kind;
}

function mistakeOf(kind: string | null, message: string): Mistake | null {
  switch (kind) {
    case 'Catalog Error':
    case 'IO Error':
      return 'names';
    case 'Binder Error':
      return /not have a column|not found|not exist/.test(message) ? 'names' : 'kinds';
    case 'Invalid Input Error': // as queries themselves raise it, and its reader of CSV
      return /^.*: CSV Error on Line[\s\S]*Invalid unicode/.test(message)
        ? 'encoding'
        : isOfLines(message)
          ? 'lines'
          : 'kinds';
    case 'Conversion Error':
      return 'kinds';
    default:
      return null;
  }
}

function isOfLines(message: string): boolean {
  return /^.*: (CSV Error on Line|Error when sniffing file|The CSV Parser)/.test(message);
}

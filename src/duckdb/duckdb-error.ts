import { KizunaError } from '../core/errors.js';
import { engineError } from '../sql/runners/engine-error.js';
import type { Mistake } from '../sql/runners/likely-mistake.js';

/** An error of DuckDB as ours. */
export function duckDbError(cause: unknown, likely: (mistake: Mistake) => string): KizunaError {
  if (cause instanceof KizunaError) return cause;
  const message = String(Object(cause).message);
  const kind = kindOf(message);
  const mistake = mistakeOf(kind, message);
  return engineError('DuckDB', kind, false, cause, mistake === null ? null : likely(mistake));
}

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

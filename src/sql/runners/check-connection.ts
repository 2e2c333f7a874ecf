import { errorOf, InvalidOptionError, typeName } from '../../core/errors.js';
import { refuseOption } from '../../core/options.js';

/** Refuses a signal that cannot be listened to, and a listener that cannot be called. */
export function checkRunOptions({
  signal,
  onProgress,
}: {
  readonly signal?: unknown;
  readonly onProgress?: unknown;
}): void {
  if (signal !== undefined && typeof Object(signal).addEventListener !== 'function')
    refuseOption('measureIn', 'signal', 'to be an AbortSignal', signal, 'E_OPT_TYPE');
  if (onProgress !== undefined && typeof onProgress !== 'function')
    refuseOption('measureIn', 'onProgress', 'to be a function', onProgress, 'E_OPT_TYPE');
}

/** Refuses what is no connection: one that has not this method. Its value is never shown: an address may hold a password. */
export function checkConnection(connection: unknown, method: string, expected: string, field = 'connection'): void {
  if (typeof Object(connection)[method] === 'function') return;
  const issue = { index: null, field, expected, received: typeName(connection) } as const;
  throw errorOf(InvalidOptionError, 'measureIn', [{ code: 'E_OPT_TYPE', ...issue }]);
}

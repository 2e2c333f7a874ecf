import { errorOf, InvalidOptionError, typeName } from '../../core/errors.js';

/** Refuses what is no connection: one that has not this method. Its value is never shown: an address may hold a password. */
export function checkConnection(connection: unknown, method: string, expected: string): void {
  if (typeof Object(connection)[method] === 'function') return;
  const issue = { index: null, field: 'connection', expected, received: typeName(connection) } as const;
  throw errorOf(InvalidOptionError, 'measureIn', [{ code: 'E_OPT_TYPE', ...issue }]);
}

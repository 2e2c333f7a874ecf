import { errorOf, InvalidOptionError, typeName } from '../../core/errors.js';
import { DIALECTS } from '../dialects/dialects.js';

/** Refuses what is no source. It is never shown: an address in its place may hold a password. */
export function checkSource(owner: string, source: unknown): void {
  const { kind, dialect, finish } = Object(source) as { kind?: unknown; dialect?: unknown; finish?: unknown };
  if (FORMS.includes(kind as string) && Object.hasOwn(DIALECTS, dialect as string)) return;
  const isOfRows = kind === 'files' || kind === 'tables';
  const received = typeof finish === 'function' ? 'a metric' : isOfRows ? `${kind} alone` : typeName(source);
  const expected = 'made by table, eventTable, subscriptionTable or changeTable';
  throw errorOf(InvalidOptionError, owner, [{ code: 'E_OPT_TYPE', index: null, field: 'source', expected, received }]);
}

const FORMS = ['table', 'events', 'ledger'];

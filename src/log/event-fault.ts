import { type IssueCode, typeName } from '../core/errors.js';
import { instantOf } from '../time/instant.js';
import { looksLikeSeconds } from '../time/instant-in.js';

/** Why a value cannot be this part of an event: the facts of an issue, without its row and field. */
export interface EventFault {
  readonly code: IssueCode;
  readonly expected: string;
  readonly received: string;
}

/** The instant of an event in epoch milliseconds, or the fault of what is none. */
export function eventInstant(value: unknown): number | EventFault {
  const instant = instantOf(value);
  return looksLikeSeconds(value) ? SECONDS : instant;
}

const SECONDS: EventFault = {
  code: 'E_TIME_UNIT',
  expected: 'epoch milliseconds (seconds times 1000)',
  received: 'a number that looks like seconds',
};

/** What is wrong with a customer's id, where something is: only finite numbers and text that every engine can hold. */
export function customerFault(id: unknown): EventFault | null {
  if (typeof id === 'number')
    return Number.isFinite(id) ? null : fault('E_NUM_NONFINITE', 'text or a finite number', id);
  if (typeof id !== 'string') return fault('E_FIELD_TYPE', 'text or a number', id);
  return UNWRITABLE.test(id) ? fault('E_ID_TEXT', 'text without NUL or lone surrogates', id) : null;
}

// Databases cut text at a NUL or refuse it, and cannot store half of a surrogate pair.
const UNWRITABLE = /[\0\p{Surrogate}]/u;

/** What is wrong with a name, where something is. */
export function nameFault(name: unknown): EventFault | null {
  if (typeof name !== 'string') return fault('E_FIELD_TYPE', 'text', name);
  return UNWRITABLE.test(name) ? fault('E_ID_TEXT', 'text without NUL or lone surrogates', name) : null;
}

/** What is wrong with an amount, where something is. */
export function amountFault(amount: unknown): EventFault | null {
  if (typeof amount !== 'number') return fault('E_FIELD_TYPE', 'a number', amount);
  return Number.isFinite(amount) ? null : fault('E_NUM_NONFINITE', 'a finite number', amount);
}

/** What is wrong with the value of a property, where something is. */
export function propertyFault(value: unknown): EventFault | null {
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return null;
  return fault('E_FIELD_TYPE', 'text, a finite number, true or false', value);
}

function fault(code: IssueCode, expected: string, value: unknown): EventFault {
  return { code, expected, received: typeName(value) };
}

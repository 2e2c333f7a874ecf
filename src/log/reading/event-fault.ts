import { type Fault, fault } from '../../core/errors.js';
import { instantOf } from '../../time/instant.js';
import { looksLikeSeconds } from '../../time/instant-in.js';

/** Why a value cannot be this part of an event. */
export type EventFault = Fault;

/** The instant of an event in epoch milliseconds, or the fault of what is none. */
export function eventInstant(value: unknown): number | EventFault {
  const instant = (value ?? null) === null ? fault('E_FIELD_MISSING', 'an instant', value) : instantOf(value);
  return looksLikeSeconds(value) ? SECONDS : instant;
}

const SECONDS: EventFault = {
  code: 'E_TIME_UNIT',
  expected: 'epoch milliseconds (seconds times 1000)',
  received: 'a number that looks like seconds',
};

/** What is wrong with a customer's id, where something is: only finite numbers and text that every engine can hold. */
export function customerFault(id: unknown): EventFault | null {
  if ((id ?? null) === null) return fault('E_FIELD_MISSING', 'text or a number', id);
  if (typeof id === 'number')
    return Number.isFinite(id) ? null : fault('E_NUM_NONFINITE', 'text or a finite number', id);
  return typeof id === 'string' ? textFault(id) : fault('E_FIELD_TYPE', 'text or a number', id);
}

/** What is wrong with a name, where something is. */
export function nameFault(name: unknown): EventFault | null {
  if ((name ?? null) === null) return fault('E_FIELD_MISSING', 'text', name);
  return typeof name === 'string' ? textFault(name) : fault('E_FIELD_TYPE', 'text', name);
}

/** What is wrong with what is no amount. */
export function amountFault(amount: unknown): EventFault {
  return typeof amount === 'number'
    ? fault('E_NUM_NONFINITE', 'a finite number', amount)
    : fault('E_FIELD_TYPE', 'a number', amount);
}

/** What is wrong with the value of a property, where something is. It may be missing. */
export function propertyFault(value: unknown): EventFault | null {
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value) || (value ?? null) === null) {
    return null;
  }
  return fault('E_FIELD_TYPE', 'text, a finite number, true or false', value);
}

function textFault(text: string): EventFault | null {
  if (text === '') return fault('E_FIELD_MISSING', 'text', null);
  return !isSurelyWritable(text) && UNWRITABLE.test(text)
    ? fault('E_ID_TEXT', 'text without NUL or lone surrogates', text)
    : null;
}

/** The hot path: of most texts a look at each character tells it in a third of the time. */
function isSurelyWritable(text: string): boolean {
  if (text.length > 64) return false;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === 0 || unit >= 0xd800) return false;
  }
  return true;
}

// Databases cut text at a NUL or refuse it, and cannot store half of a surrogate pair.
const UNWRITABLE = /[\0\p{Surrogate}]/u;

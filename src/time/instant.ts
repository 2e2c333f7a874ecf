import { type Fault, fault } from '../core/errors.js';
import { DAY, FIRST_INSTANT, LAST_INSTANT } from './day.js';
import { localTime, timeOfDay } from './local-time.js';
import { dayOfDate } from './month.js';

/** Why a value is no instant. */
export type InstantFault = Fault;

/**
 * Reads an instant as epoch milliseconds: a valid `Date`, integer milliseconds, or ISO 8601 text with `Z` or an offset.
 * Returns the fault otherwise. Nothing is allocated for a good value; whether null counts as missing is for the caller.
 */
export function instantOf(value: unknown): number | InstantFault {
  let instant: number;
  if (typeof value === 'number') instant = Number.isInteger(value) ? value + 0 : Number.NaN;
  else if (typeof value === 'string') instant = isoInstant(value);
  else {
    try {
      // Throws unless this is a Date, of whatever realm; `instanceof` would take an object that only inherits from one.
      instant = Date.prototype.getTime.call(value);
    } catch {
      return fault('E_FIELD_TYPE', FORMS, value);
    }
  }
  return instant >= FIRST_INSTANT && instant <= LAST_INSTANT ? instant : faultOf(value, instant);
}

const FORMS = 'a Date, epoch milliseconds or ISO 8601 text with an offset';

function faultOf(value: unknown, instant: number): InstantFault {
  if (!Number.isNaN(instant)) return fault('E_TIME_INVALID', 'an instant within the years 1 to 9999', value);
  if (typeof value === 'number') return fault('E_TIME_INVALID', 'an integer of epoch milliseconds', value);
  if (typeof value !== 'string') return fault('E_TIME_INVALID', 'a valid Date', value);
  if (Number.isNaN(localTime(value)))
    return fault('E_TIME_INVALID', 'ISO 8601 text of a real date with an offset', value);
  return fault('E_TIME_AMBIGUOUS', 'a time with an offset, such as 2025-04-01T10:33:09+09:00', value);
}

// ISO 8601 as in RFC 3339: 2025-04-01T10:33[:09[.123]] and Z, +09:00, +0900 or +09. Digits past the millisecond are cut.
function isoInstant(text: string): number {
  const day = dayOfDate(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':') return Number.NaN;
  if (text[10] !== 'T' && text[10] !== ' ' && text[10] !== 't') return Number.NaN;
  const hours = digits(text, 11, 2);
  const minutes = digits(text, 14, 2);
  let seconds = 0;
  let milliseconds = 0;
  let at = 16;
  if (text[at] === ':') {
    seconds = digits(text, 17, 2);
    at = 19;
    if (text[at] === '.' || text[at] === ',') {
      const start = at + 1;
      for (at = start; digits(text, at, 1) >= 0; at++) {
        if (at - start < 3) milliseconds += digits(text, at, 1) * (SCALE[at - start] as number);
      }
      if (at === start) return Number.NaN;
    }
  }
  return day * DAY + timeOfDay(hours, minutes, seconds) + milliseconds - offset(text, at);
}

const SCALE = [100, 10, 1] as const;

function offset(text: string, at: number): number {
  const mark = text[at];
  if (mark === 'Z' || mark === 'z') return text.length === at + 1 ? 0 : Number.NaN;
  if (mark !== '+' && mark !== '-') return Number.NaN;
  const hours = digits(text, at + 1, 2);
  let minutes = 0;
  if (text.length !== at + 3) {
    const start = text[at + 3] === ':' ? at + 4 : at + 3;
    if (text.length !== start + 2) return Number.NaN;
    minutes = digits(text, start, 2);
  }
  return (mark === '+' ? 1 : -1) * timeOfDay(hours, minutes);
}

/** The number that some digits write; NaN where one of them is no digit 0 to 9. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

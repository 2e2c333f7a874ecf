import { refuseOption } from '../core/options.js';
import { DAY, FIRST_INSTANT, LAST_INSTANT } from './day.js';
import { instantOf } from './instant.js';
import { localTime } from './local-time.js';
import type { Instant } from './period-key.js';
import { firstInstantAt, instantAt, lastInstantBefore, zoneOf } from './zone.js';

/**
 * The instant of an option such as `from` or `asOf`. Text without an offset is read on the clocks of the zone:
 * `2025-04-01` is the first instant of that date there, as `startOf` of a calendar has it.
 */
export function instantIn(owner: string, option: string, value: Instant, timeZone: string): number {
  if (looksLikeSeconds(value)) refuseOption(owner, option, MILLISECONDS, value, 'E_TIME_UNIT');
  const instant = instantOf(value);
  if (typeof instant === 'number') return instant;
  if (typeof value === 'string' && instant.code === 'E_TIME_AMBIGUOUS') {
    const local = localIn(owner, value, timeZone);
    if (local >= FIRST_INSTANT && local <= LAST_INSTANT) return local;
  }
  const isTyped = typeof value !== 'string' && instant.code === 'E_TIME_INVALID';
  return refuseOption(owner, option, isTyped ? instant.expected : FORMS, value, 'E_TIME_INVALID');
}

/** As `instantIn`, for options such as `asOf` up to which all counts: a date alone is the whole of it, to its last millisecond. */
export function lastInstantIn(owner: string, option: string, value: Instant, timeZone: string): number {
  const instant = instantIn(owner, option, value, timeZone);
  if (typeof value !== 'string' || value.includes(':')) return instant;
  return Math.min(lastInstantBefore(zoneOf(owner, timeZone), localTime(value) + DAY), LAST_INSTANT);
}

/** Whether a number is, read as epoch seconds, of the years 1973 to 5138; read as milliseconds it is of 1970 to 1973. */
export function looksLikeSeconds(value: unknown): boolean {
  return typeof value === 'number' && value >= 1e8 && value < 1e11 && Number.isInteger(value);
}

/** What an issue with the code `E_TIME_UNIT` expects. */
export const MILLISECONDS = 'epoch milliseconds; this looks like seconds';

const FORMS = 'a Date, epoch milliseconds, ISO 8601 text, or a local date such as 2025-04-01';

function localIn(owner: string, text: string, timeZone: string): number {
  const zone = zoneOf(owner, timeZone);
  const local = localTime(text);
  // Where the clocks skipped midnight, a date begins when they went on; a time would count as much later as they skipped.
  return text.includes(':') ? instantAt(zone, local) : firstInstantAt(zone, local);
}

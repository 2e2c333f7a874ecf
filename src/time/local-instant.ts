import { fault } from '../core/errors.js';
import { FIRST_INSTANT, LAST_INSTANT } from './day.js';
import type { InstantFault } from './instant.js';
import { localTime } from './local-time.js';
import { instantAt, type Zone } from './zone.js';

/**
 * Reads a date, or a date and time, that was written without an offset by somebody in a zone: `2025-04-01`,
 * `2025/4/1 9:05`, `2025-04-01T10:33:09`. A date stands for its midnight. Of a time that the clocks showed twice the
 * earlier instant is taken; a time that they skipped counts as much later as they skipped (java.time and Temporal's
 * 'compatible' do the same).
 */
export function localInstant(text: string, zone: Zone): number | InstantFault {
  const local = localTime(text);
  const instant = Number.isNaN(local) ? local : instantAt(zone, local);
  if (instant >= FIRST_INSTANT && instant <= LAST_INSTANT) return instant;
  return fault('E_TIME_INVALID', 'a real date, or date and time, such as 2025/04/01 10:33:09', text);
}

import { refuseOption } from '../core/options.js';
import { lastInstantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';
import { checkLog } from './check-log.js';
import type { AnyLog } from './layout.js';

/** The instant that a one-shot function looks from: the given one, of a local date the last, else the last of the log; of a log without rows, none matters. */
export function asOfOrLast(owner: string, asOf: Instant | undefined, log: AnyLog, timeZone: string): number {
  checkLog(owner, log);
  return asOf === undefined ? (log.time[log.length - 1] ?? 0) : lastInstantIn(owner, 'asOf', asOf, timeZone);
}

/** The instant that a metric looks from: one for all parts of the data, so it must be given. */
export function asOfGiven(owner: string, asOf: Instant | undefined, timeZone: string): number {
  if (asOf === undefined) refuseOption(owner, 'asOf', 'to be given, one for all that is merged', asOf, 'E_OPT_TYPE');
  return lastInstantIn(owner, 'asOf', asOf, timeZone);
}

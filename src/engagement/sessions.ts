import { compareKeys } from '../core/pairs.js';
import { checkLog } from '../log/check-log.js';
import type { AnyProperties, CustomerId, EventLog } from '../log/layout.js';
import { eachSession, overBy, type SessionRules, sessionPlan } from './session-rules.js';

/** Events of one customer without a long pause. */
export interface Session {
  readonly customer: CustomerId;
  /** The instant of its first event, in epoch milliseconds. */
  readonly start: number;
  /** That of its last event: what was done after it is not known. */
  readonly end: number;
  readonly events: number;
  /** Milliseconds from start to end; 0 for a single event. */
  readonly duration: number;
  /** Whether no event after `asOf` could belong to it: the timeout had passed, or the day where sessions are split at midnight. */
  readonly complete: boolean;
}

/**
 * Cuts each customer's events into sessions: a new one begins where the pause is longer than the timeout (a pause of exactly the
 * timeout goes on), and with `splitAtMidnight` with every local day.
 *
 * Instants are epoch milliseconds. `from` and `to` choose sessions by their start; none is cut by them.
 *
 * @param log - the events
 * @param options - `timeout` (30 minutes), `splitAtMidnight` (no), `timeZone`, `event`, `from`, `to`, `asOf`
 * @returns the sessions in the order of their starts, those of one instant in the order of customers' ids
 * @throws {InvalidOptionError} when an option is unknown or out of range, or names are asked of a log without names
 * @example
 * ```ts
 * import { eventLog, sessions } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'a', at: '2025-04-01T09:00:00Z' },
 *     { customer: 'a', at: '2025-04-01T09:30:00Z' },
 *     { customer: 'a', at: '2025-04-01T10:01:00Z' },
 *   ],
 *   { customer: 'customer', time: 'at' },
 * );
 * const [first, second] = sessions(log);
 * [first?.events, first?.duration]; // => [2, 1800000]
 * [second?.events, second?.duration, second?.complete]; // => [1, 0, false]
 * first?.start === Date.UTC(2025, 3, 1, 9); // => true
 * ```
 */
export function sessions<Name extends string, Properties extends object = AnyProperties>(
  log: EventLog<Name, Properties>,
  options: SessionRules<Name, Properties> = {},
): readonly Session[] {
  const plan = sessionPlan('sessions', options);
  checkLog('sessions', log);
  const isOver = overBy(plan, plan.asOf ?? log.time[log.length - 1] ?? 0);
  const found: Session[] = [];
  const places = new Int32Array(log.length); // for the row that a session starts with, its place among those found, from 1
  eachSession(log, plan, (rows, time) => (code, first, next) => {
    const [start, end] = [time[first]!, time[next - 1]!];
    const customer = log.customers[code]!;
    places[rows[first]!] = found.push({
      customer,
      start,
      end,
      events: next - first,
      duration: end - start,
      complete: isOver(end),
    });
  });
  return inOrder(found, places);
}

/** The order of rows is that of time already; only those of one instant are to be sorted. */
function inOrder(found: readonly Session[], places: Int32Array): readonly Session[] {
  const ordered: Session[] = [];
  for (let row = 0; row < places.length; row += 1) if (places[row] !== 0) ordered.push(found[places[row]! - 1]!);
  let start = 0;
  for (let i = 1; i <= ordered.length; i += 1) {
    if (ordered[i]?.start === ordered[start]?.start) continue;
    if (i - start > 1) {
      const together = ordered.slice(start, i).sort((a, b) => compareKeys(a.customer, b.customer));
      for (const [place, session] of together.entries()) ordered[start + place] = session;
    }
    start = i;
  }
  return ordered;
}

import type { StepFacts } from '../step-facts.js';

/** Which events make sessions, and where these end. */
interface Sessions {
  readonly event: StepFacts | null;
  /** The longest pause within a session, in milliseconds. */
  readonly timeout: number;
  readonly timeZone: string;
  /** Whether a session also ends with the local day. */
  readonly isSplit: boolean;
  /** Sessions that start from here on, and before the second; instants. */
  readonly from: number | null;
  readonly to: number | null;
  readonly asOf: number | null;
}

/** A row for each session: `duration` in milliseconds, `events`. */
export interface SessionsShape extends Sessions {
  readonly kind: 'sessions';
}

/**
 * A row for each customer with sessions: how many `sessions`, `durations` and `events` together, and how many `bounces`, sessions of
 * one event; with their products, in the columns of `exactProducts`.
 */
export interface VisitorsShape extends Sessions {
  readonly kind: 'visitors';
}

/**
 * A row for each event of sessions: its `value` of a property, `time` in milliseconds to the next event of the session, `NULL` of the last.
 * Events of one instant stand in the order of the log.
 */
export interface DwellsShape extends Sessions {
  readonly kind: 'dwells';
  /** A property, or `'name'`. */
  readonly property: string;
}

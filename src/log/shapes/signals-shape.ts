import type { StepFacts } from '../step-facts.js';

/**
 * A row for each event: `customer`; `signal`, the place of its name among the signals, `NULL` where it is none; `decayed`, 2 to the power of −
 * its age ÷ the half-life; `ms`. Where an account is asked for, `account`, that of the customer's last event with one, and `active`, 1 or 0, whether the
 * event makes the customer active.
 */
export interface SignalsShape {
  readonly kind: 'signals';
  /** Names of events. */
  readonly signals: readonly string[];
  /** Milliseconds. */
  readonly halfLife: number;
  readonly asOf: number;
  readonly accounts: {
    readonly property: string;
    readonly event: StepFacts | null;
    /** Milliseconds up to `asOf` in which an event makes a customer active. */
    readonly within: number;
  } | null;
}

import type { OrderRule } from '../purchases/order-kinds.js';
import type { StepFacts } from '../step-facts.js';
import type { LapseFacts } from './lapse-shape.js';

/** Orders up to an instant, after each of which a customer lapses where no other comes in time. */
export interface Orders {
  readonly purchase: StepFacts;
  readonly per: OrderRule;
  readonly timeZone: string;
  readonly rule: LapseFacts;
  readonly asOf: number;
}

/**
 * A row for each customer who lapsed in a range, of the first time: `ended`, 1 or 0, whether they came back within `within` milliseconds and by
 * `asOf`; `duration`, the milliseconds to that, or else to the end of what was seen of `within`; `mature`, 1 or 0, whether all of it was.
 */
export interface AwayShape extends Orders {
  readonly kind: 'away';
  readonly within: number | null;
  /** Instants, the second not included. */
  readonly from: number | null;
  readonly to: number | null;
}

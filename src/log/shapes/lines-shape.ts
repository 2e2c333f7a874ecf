import type { OrderRule } from '../purchases/order-kinds.js';
import type { StepFacts } from '../step-facts.js';

/**
 * A row for each purchase. `customer`; `range`, how many of the `edges` are not after it; `counts`, 1, or 0 of a line of an order that
 * began in an earlier range; `started`, 1 of the first line of an order, else 0; `refund`, 1 or 0.
 *
 * Of lines that count: `ordered`, when, `NULL` of a refund; `paid`, the amount, `NULL` where there is none, and of refunds unless they are
 * `net`; `unpaid`, 1 where there is no amount, else 0.
 */
export interface LinesShape {
  readonly kind: 'lines';
  readonly purchase: StepFacts;
  readonly per: OrderRule;
  readonly timeZone: string;
  /** Instants, ascending. */
  readonly edges: readonly number[];
  /** The only range whose rows there are; of any, where it is `null`. */
  readonly only: number | null;
  readonly isNet: boolean;
  /** Whether events must have amounts. */
  readonly needsAmount: boolean;
}

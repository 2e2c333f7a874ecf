import type { OrderRule } from '../purchases/order-kinds.js';
import type { StepFacts } from '../step-facts.js';
import type { PeriodsPlan } from './periods-plan.js';

/** Purchases up to an instant, in periods. */
interface Bought {
  readonly purchase: StepFacts;
  readonly periods: PeriodsPlan;
  readonly asOf: number;
}

/**
 * A row for each purchase: `home`, the period in which its order began, of a refund its own; `paid`, the amount, `NULL` where there is none and
 * of refunds unless they are `net`; `refund` and `unpaid`, 1 or 0.
 */
export interface SalesShape extends Bought {
  readonly kind: 'sales';
  readonly per: OrderRule;
  readonly isNet: boolean;
}

/** A row for each customer and period in which orders began: `home`, the period, `orders`, and `fresh`, 1 in the first period of the customer, else 0. */
export interface PatronsShape extends Bought {
  readonly kind: 'patrons';
  readonly per: OrderRule;
}

/** Who starts in which period, and what they bring later. */
interface Starting extends Bought {
  /** `null`: the first purchase. */
  readonly start: StepFacts | null;
  readonly from: number | null;
  readonly to: number | null;
  /** Of rolling windows, in milliseconds; `null` in periods of the calendar. */
  readonly windowLength: number | null;
  /** Later ages are not counted. */
  readonly ages: number | null;
}

/** A row for each customer who starts: `cohort`, the period, and `through`, how many rolling windows were over by `asOf`. */
export interface StartersShape extends Starting {
  readonly kind: 'starters';
}

/**
 * Rows of what customers have brought: by `cohort` and `age`, with `sign` 1, `value`, what one has brought by then, and with −1 the same where
 * it becomes another, and in rolling windows where one has been through no more. Its square is `square_high` times 2⁵⁴, `square_middle` times
 * 2²⁷ and `square_low`, added up.
 */
export interface ValuesShape extends Starting {
  readonly kind: 'values';
  readonly isNet: boolean;
}

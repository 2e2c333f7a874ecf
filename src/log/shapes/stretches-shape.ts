import type { Orders } from './away-shape.js';
import type { PeriodsPlan } from './periods-plan.js';

/**
 * A row for each stretch of time in which a customer was active, up to a lapse or `asOf`. `since`, the period in which it began, and `began`:
 * 0 with the first order, 1 in the period of the lapse before, 2 in a later one; `gone`, the period of the lapse, `null` without one, and
 * `lost`, 1 or 0, whether it is later than `since`. Periods go from their first instant to that of the next.
 */
export interface StretchesShape extends Orders {
  readonly kind: 'stretches';
  readonly periods: PeriodsPlan;
}

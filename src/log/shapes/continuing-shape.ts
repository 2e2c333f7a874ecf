import type { PeriodsPlan, PurchasesPlan } from './periods-plan.js';

/** Which events are purchases, and until when they count. */
type Observed = Omit<PurchasesPlan, 'from' | 'to'> & { readonly asOf: number };

/**
 * A row for each customer whose first purchase is in a range: `cohort`, its period; `due`, how many purchases were due by `asOf`, one every
 * so many milliseconds and the last so many ago, at most `upTo`; `had`, how many of these there were.
 */
export interface DeliveriesShape extends Observed, Pick<PurchasesPlan, 'from' | 'to'> {
  readonly kind: 'deliveries';
  readonly periods: PeriodsPlan;
  readonly every: number;
  readonly grace: number;
  readonly upTo: number;
}

/**
 * A row for each customer and period with purchases, which make a customer for `lapse` milliseconds each, or where that is `null` up to
 * the end of the period. `start` and `until`, the first and the last period at whose end they make one who was none by those before;
 * `NULL` where there is none. `joined`, 1 where the customer is new, 2 where one came back, else 0; `ms`, the first purchase.
 */
export interface BalanceShape extends Observed {
  readonly kind: 'balance';
  readonly periods: PeriodsPlan;
  readonly lapse: number | null;
}

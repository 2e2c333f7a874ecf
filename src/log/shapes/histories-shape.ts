import type { StepFacts } from '../step-facts.js';
import type { PeriodsPlan } from './periods-plan.js';

/**
 * A row for each customer who bought up to `asOf`, purchases of one period being one. `first`, the period of the first; `recency`, the
 * periods from it to that of the last; `frequency`, the periods with a purchase after the first. Amounts below 0 are no purchases.
 *
 * `monetary`, the mean amount of the periods after the first, in whole `step`s where there is one; `NULL` without such periods, and
 * without amounts.
 */
export interface HistoriesShape {
  readonly kind: 'histories';
  readonly purchase: StepFacts;
  readonly periods: PeriodsPlan;
  readonly asOf: number;
  readonly refunds: 'reject' | 'exclude' | 'net';
  readonly step: number | null;
}

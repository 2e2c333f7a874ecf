import type { PeriodsPlan } from './periods-plan.js';

/** One row of all events, none where there are none: `first` and `last`, the first and the last period, and `until`, the last instant. */
export interface LogShape {
  readonly kind: 'log';
  readonly periods: PeriodsPlan;
  readonly asOf: number | null;
  /** Where it is false, only rows that are no events are there. */
  readonly hasFacts: boolean;
}

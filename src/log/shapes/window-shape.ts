import type { PeriodUnit } from '../../time/period.js';
import type { StepFacts } from '../step-facts.js';
import type { PeriodsPlan } from './periods-plan.js';

/** Active periods of customers in a range of periods, and the windows that they lie in. */
interface Visits {
  readonly event: StepFacts | null;
  readonly minimum: number;
  readonly periods: PeriodsPlan;
  /** Later events do not count. */
  readonly asOf: number | null;
  readonly windows: CalendarWindows | TrailingWindows;
  /** The periods, to which trailing windows may reach back: the first, and if there is one the last. */
  readonly first: number;
  readonly last: number | null;
  /** The complete windows: their numbers, those of trailing windows being the periods that they end with. */
  readonly complete: readonly [first: number, last: number];
}

/** Windows of a longer unit. */
export interface CalendarWindows {
  readonly unit: PeriodUnit;
  /** How many periods a window has; and windows that have another number. */
  readonly size: number;
  readonly others: readonly (readonly [size: number, windows: readonly number[]])[];
}

/** Windows of so many periods, one of which ends with each period. */
export interface TrailingWindows {
  readonly unit: null;
  readonly size: number;
}

/** A row for each customer and window of a longer unit with activity: `span`, the window's number, and `active`, in how many of its periods. */
export interface WindowsShape extends Visits {
  readonly kind: 'windows';
  readonly windows: CalendarWindows;
}

/**
 * A row for each trailing window that has other customers or sums than the one before: `span`, its number, and by how much more they are:
 * `customers`, their `active` periods, and the `squares` of these.
 */
export interface SlidingShape extends Visits {
  readonly kind: 'sliding';
  readonly windows: TrailingWindows;
}

/** A row for each customer: `within`, active periods; `active` and `periods`, those of all complete windows with activity, added up. */
export interface ClustersShape extends Visits {
  readonly kind: 'clusters';
}

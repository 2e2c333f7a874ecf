import type { StepFacts } from '../step-facts.js';
import type { PeriodsPlan } from './periods-plan.js';

/**
 * How customers go through steps. With `rows` `'durations'`: a row for each step that an attempt which counts came to, `kind` its number, with
 * `duration`, the milliseconds since the required step before; beside them rows with the kinds that follow the steps: an attempt
 * that came to the last step, with the time from the first; an entry whose window has ended; such an entry that came to the last step.
 * With `'customers'`: a row for each customer: `count_0` and so on, how often each step was come to, `entered` and `converted`, how many
 * entries with an ended window there are, and how many of them came to the last step. With a `group`, `group_value` beside them.
 */
export interface FunnelShape {
  readonly kind: 'funnel';
  readonly rows: 'durations' | 'customers';
  readonly steps: readonly FunnelShapeStep[];
  /** The longest time from the first step to the last. */
  readonly within: number | null;
  readonly order: 'ordered' | 'strict' | 'unordered';
  readonly reentry: 'any' | 'first';
  readonly timing: 'latestStart' | 'firstStart';
  readonly isLater: boolean;
  readonly graceMs: number;
  readonly counting: 'customers' | 'attempts';
  readonly exclusions: readonly FunnelShapeExclusion[];
  readonly exclusionEffect: 'endAttempt' | 'dropCustomer';
  readonly holdConstant: readonly string[];
  /** First steps from here on and before the second: instants. */
  readonly from: number | null;
  readonly to: number | null;
  /** Later events do not count. */
  readonly limit: number;
  /** Later entries have a window that has not ended; `null` where none has. */
  readonly lastMature: number | null;
  /** By what attempts are told apart: the period of the first step, or a value of a property. */
  readonly group: FunnelPeriods | FunnelValues | null;
}

/** One step of a funnel. */
export interface FunnelShapeStep {
  readonly facts: StepFacts;
  readonly isOptional: boolean;
  /** The longest time since the required step before it. */
  readonly withinPrevious: number | null;
}

/** What must not happen between two required steps, given by their numbers among all steps. */
export interface FunnelShapeExclusion {
  readonly facts: StepFacts;
  readonly fromStep: number;
  readonly toStep: number;
}

/** Attempts by the period of their first step. */
export interface FunnelPeriods {
  readonly by: 'period';
  readonly periods: PeriodsPlan;
}

/** Attempts by a value of a property: that of a step, the first or last on any step, or that which the attempt holds constant. */
export interface FunnelValues {
  readonly by: 'property';
  readonly property: string;
  readonly attribution: 'firstTouch' | 'lastTouch' | 'all' | { readonly step: number };
}

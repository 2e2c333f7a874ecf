import { periodAt } from '../time/period-starts.js';
import { openFrom } from '../time/whole-periods.js';
import { churnRate } from './churn-rate.js';
import { after, bridgeOf, NOBODY, NOTHING, type RevenueBridge } from './revenue-bridge.js';
import { daySums, isDaily } from './revenue-days.js';
import type { RevenuePlan } from './revenue-plan.js';
import type { RecurringRevenueState } from './revenue-state.js';
import { checkPeriodCount, eachStep } from './window-movements.js';

/** Recurring revenue of one period: what it began with, what came and went, and what it ended with. */
export interface RecurringRevenuePeriod extends RevenueBridge {
  /** Its local label, such as `2025-04`. */
  readonly period: string;
  /** Whether the period was over by `asOf`. */
  readonly complete: boolean;
}

/** The rows of a state, period by period. */
export function revenueRows(
  plan: RevenuePlan,
  state: RecurringRevenueState,
  asOf: number,
): readonly RecurringRevenuePeriod[] {
  const shown = shownRange(plan, state.first, asOf);
  if (shown === null) return [];
  const open = openFrom(plan.periods, asOf);
  const minor = 10 ** (state.decimals ?? 0);
  const daysOf = isDaily(plan) ? daySums(plan, state.days, asOf) : null;
  const rows: RecurringRevenuePeriod[] = [];
  const steps = { nobody: NOBODY, nothing: NOTHING, after };
  eachStep(plan.trailing, state.periods, shown, steps, (index, before, sums) => {
    const bridge = bridgeOf(plan, before, sums, minor);
    const { start, end, churned } = bridge.customers;
    const facts = { start, end, churned, lost: (sums.pool ?? sums).customers[3] };
    rows.push({
      period: plan.periods.labelOf(index),
      ...bridge,
      customerChurn: churnRate(plan.rules.churnDenominator, facts, daysOf?.(index) ?? null, plan.confidence),
      complete: index < open,
    });
  });
  return rows;
}

/** The periods to show, of which `begun` is the first with revenue; null where there are none. */
export function shownRange(
  { owner, periods, from, to }: RevenuePlan,
  begun: number | null,
  asOf: number,
): { readonly first: number; readonly last: number } | null {
  const first = from === null ? begun : periodAt(periods, from);
  if (first === null) return null;
  const known = periodAt(periods, asOf);
  const last = to === null ? known : Math.min(known, periodAt(periods, to - 1));
  checkPeriodCount(owner, last - first + 1);
  return last < first ? null : { first, last };
}

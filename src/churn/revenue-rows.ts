import { openFrom } from '../time/whole-periods.js';
import { after, bridgeOf, NOBODY, NOTHING, type RevenueBridge, type Standing } from './revenue-bridge.js';
import { daysBetween } from './revenue-days.js';
import type { RevenuePlan } from './revenue-plan.js';
import { checkPeriodCount, type MovementSums, type RecurringRevenueState } from './revenue-state.js';

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
  const shown = shownRange(plan, state.periods[0]?.[0], asOf);
  if (shown === null) return [];
  const open = openFrom(plan.periods, asOf);
  const minor = 10 ** (state.decimals ?? 0);
  const rows: RecurringRevenuePeriod[] = [];
  let place = 0;
  // What each of the windows that follow each other has come to.
  const standings = Array.from({ length: plan.trailing }, () => NOBODY);
  const next = (): readonly [number, MovementSums] => state.periods[place] ?? [Number.POSITIVE_INFINITY, NOTHING];
  const step = (index: number, sums: MovementSums): Standing => {
    const own = ((index % plan.trailing) + plan.trailing) % plan.trailing;
    const before = standings[own] as Standing; // a remainder
    standings[own] = after(before, sums);
    return before;
  };
  for (; next()[0] < shown.first; place += 1) step(...next());
  for (let index = shown.first; index <= shown.last; index += 1) {
    const isChanged = next()[0] === index;
    const sums = isChanged ? next()[1] : NOTHING;
    const facts = { minor, days: daysOf(plan, index, asOf) };
    rows.push({
      period: plan.periods.labelOf(index),
      ...bridgeOf(plan, step(index, sums), sums, facts),
      complete: index < open,
    });
    if (isChanged) place += 1;
  }
  return rows;
}

/** The periods to show, of which `begun` is the first with revenue; null where there are none. */
export function shownRange(
  { owner, periods, from, to }: RevenuePlan,
  begun: number | undefined,
  asOf: number,
): { readonly first: number; readonly last: number } | null {
  const first = from === null ? begun : periods.indexOf(from);
  if (first === undefined) return null;
  const known = periods.indexOf(asOf);
  const last = to === null ? known : Math.min(known, periods.indexOf(to - 1));
  checkPeriodCount(owner, last - first + 1);
  return last < first ? null : { first, last };
}

/** The days of a period that are known; 1 where nothing asks for them. */
export function daysOf({ periods, rules, trailing }: RevenuePlan, index: number, asOf: number): number {
  if (rules.churnDenominator !== 'dailySum') return 1;
  return daysBetween(
    periods.timeZone,
    periods.startOf(index - trailing + 1),
    Math.min(periods.startOf(index + 1), asOf + 1),
  );
}

import { checkLedger, type RevenueLedger } from './ledger.js';
import { type RecurringRevenueOptions, revenuePlan } from './revenue-plan.js';
import { type RecurringRevenuePeriod, revenueRows } from './revenue-rows.js';
import { revenueState } from './revenue-state.js';

/** Recurring revenue period by period. */
export function recurringRevenue(
  ledger: RevenueLedger,
  options: RecurringRevenueOptions,
): readonly RecurringRevenuePeriod[] {
  checkLedger(OWNER, ledger);
  const plan = revenuePlan(OWNER, { ...options, timeZone: options.timeZone ?? ledger.timeZone });
  const asOf = plan.asOf ?? ledger.asOf;
  return asOf === null ? [] : revenueRows(plan, revenueState(plan, ledger, asOf), asOf);
}

const OWNER = 'recurringRevenue';

import { type RecurringRevenuePeriod, recurringRevenue } from 'kizuna';
import type { Subscriptions } from './subscriptions.js';

/** The bridge period by period, in the words of the report's options. */
export function revenuePeriods({ ledger, unit, zone, preset }: Subscriptions): readonly RecurringRevenuePeriod[] {
  return recurringRevenue(ledger, { unit, timeZone: zone, ...(preset === null ? {} : { preset }) });
}

/** Whose definitions count, where they were asked for, as a sentence after another. */
export function presetNote({ preset }: Subscriptions): string {
  return preset === null ? '' : ` Counted as ${NAMES[preset]} does.`;
}

const NAMES = { chartmogul: 'ChartMogul', baremetrics: 'Baremetrics', profitwell: 'ProfitWell' } as const;

import { type RecurringRevenuePeriod, recurringRevenue } from 'kizuna';
import type { Subscriptions } from './subscriptions.js';

/** The bridge period by period, in the words of the report's options. */
export function revenuePeriods(subscriptions: Subscriptions): readonly RecurringRevenuePeriod[] {
  return recurringRevenue(subscriptions.ledger, revenueOptions(subscriptions));
}

/** The periods, and whose definitions count. */
export function revenueOptions({ unit, zone, preset, fiscal }: Subscriptions) {
  return {
    ...{ unit, timeZone: zone },
    ...(preset === null ? {} : { preset }),
    ...(fiscal === null ? {} : { fiscalYearStartsOn: fiscal }),
  };
}

/** Whose definitions count, where they were asked for, as a sentence after another. */
export function presetNote({ preset }: Subscriptions): string {
  return preset === null ? '' : ` Counted as ${NAMES[preset]} does.`;
}

const NAMES = { chartmogul: 'ChartMogul', baremetrics: 'Baremetrics', profitwell: 'ProfitWell' } as const;

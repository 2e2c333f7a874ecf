import { subscriptionLifetimes } from 'kizuna';
import type { Subscriptions } from './subscriptions.js';

/** How long a customer paid without a break, from the first payment on, in months of the calendar. */
export interface Lifetime {
  readonly customer: string | number;
  readonly months: number;
  readonly ended: boolean;
  /** The plan at the start. */
  readonly plan: string;
  /** Why it ended; `null` while it goes on. */
  readonly reason: string | null;
}

/** The first time of every customer. */
export function lifetimesOf({ ledger, lines, zone }: Subscriptions): readonly Lifetime[] {
  const reasons = new Map(lines.map(({ customer, end, reason }) => [`${end} ${customer}`, reason]));
  return subscriptionLifetimes(ledger, { attributes: ['plan'], timeZone: zone })
    .filter(({ life }) => life === 1)
    .map(({ customer, duration, ended, end, plan }) => ({
      customer,
      months: duration,
      ended,
      plan: String(plan ?? 'no plan'),
      reason: ended ? (reasons.get(`${end} ${customer}`) ?? 'not told') : null,
    }));
}

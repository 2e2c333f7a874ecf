import type { BillingInterval } from '../churn/ledger-roles.js';
import type { EventProperties } from './event-options.js';
import type { PropertyCell, PropertyName } from './event-row.js';

/**
 * A line of a subscription as `subscriptionLedger` takes it: times in epoch milliseconds, `amount` for one `interval`, in units of
 * the currency and of all pieces; `null` where something is not there.
 */
export interface SubscriptionLine {
  readonly subscription: string | null;
  readonly customer: string;
  readonly start: number;
  readonly end: number | null;
  readonly amount: number | null;
  readonly interval: BillingInterval;
  readonly plan: string | null;
  /** In capitals. */
  readonly currency: string | null;
  readonly trialEnd: number | null;
  readonly cancelled: number | null;
  readonly reason: string | null;
}

/**
 * The roles of these lines for `subscriptionLedger`: every part that a ledger can take, so that two currencies are refused and not
 * added up, and a line without an id is a subscription of its own.
 *
 * @example
 * ```ts
 * import { subscriptionLedger } from 'kizuna';
 * import { parseSubscriptions, subscriptionRoles } from 'kizuna/schema';
 *
 * const file = [{ 会員番号: '17', 開始日: '2025/01/10', 解約日: '', 月額: '¥2,980', 解約理由: '' }];
 * const { rows } = parseSubscriptions(file, { timeZone: 'Asia/Tokyo' });
 * const options = { attributes: ['reason'], timeZone: 'Asia/Tokyo', decimals: 0, asOf: '2025-03-31' } as const;
 * const ledger = subscriptionLedger(rows, { ...subscriptionRoles, ...options });
 * [ledger.length, ledger.excluded]; // => [1, { missing: 0, invalid: 0 }]
 * ```
 */
export const subscriptionRoles = {
  subscription: 'subscription',
  customer: 'customer',
  start: 'start',
  end: 'end',
  amount: 'amount',
  interval: 'interval',
  plan: 'plan',
  currency: 'currency',
  trialEnd: 'trialEnd',
  cancelled: 'cancelled',
} as const satisfies Partial<Record<string, keyof SubscriptionLine>>;

/** A line with the attributes that were asked for. */
export type SubscriptionRow<Attributes extends EventProperties> =
  string extends PropertyName<Attributes>
    ? SubscriptionLine & { readonly [attribute: string]: unknown } // attributes that are only known when it runs
    : SubscriptionLine & {
        readonly [Name in Exclude<PropertyName<Attributes>, keyof SubscriptionLine>]: PropertyCell<Attributes, Name>;
      };

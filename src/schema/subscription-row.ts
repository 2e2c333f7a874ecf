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

/** A line with the attributes that were asked for. */
export type SubscriptionRow<Attributes extends EventProperties> =
  string extends PropertyName<Attributes>
    ? SubscriptionLine & { readonly [attribute: string]: unknown } // attributes that are only known when it runs
    : SubscriptionLine & {
        readonly [Name in Exclude<PropertyName<Attributes>, keyof SubscriptionLine>]: PropertyCell<Attributes, Name>;
      };

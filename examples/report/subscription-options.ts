import type { RevenuePreset } from 'kizuna';
import { UsageError } from './usage.js';
import { oneOf } from './words.js';

/** What the command line says of subscriptions; `null` where it says nothing. */
export interface SubscriptionOptions {
  readonly file: string | null;
  readonly subscription: string | null;
  readonly customer: string | null;
  readonly email: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly cancelled: string | null;
  readonly trialEnd: string | null;
  readonly amount: string | null;
  readonly quantity: string | null;
  readonly interval: string | null;
  readonly plan: string | null;
  readonly status: string | null;
  readonly reason: string | null;
  /** The heading of the currencies. */
  readonly currencyColumn: string | null;
  /** The one currency of the report. */
  readonly currency: string | null;
  readonly isInCents: boolean;
  /** The local date of the export. */
  readonly asOf: string | null;
  readonly preset: RevenuePreset | null;
  /** 4 where years begin in April. */
  readonly fiscalYearStartsOn: number | null;
}

const TEXT = { type: 'string' } as const;

/** The options of subscriptions, as `parseArgs` wants them. */
export const SUBSCRIPTION_OPTIONS = {
  subscriptions: TEXT,
  'subscription-id': TEXT,
  'subscription-customer': TEXT,
  'subscription-email': TEXT,
  'subscription-start': TEXT,
  'subscription-end': TEXT,
  'subscription-cancelled': TEXT,
  'subscription-trial-end': TEXT,
  'subscription-amount': TEXT,
  'subscription-quantity': TEXT,
  'subscription-interval': TEXT,
  'subscription-plan': TEXT,
  'subscription-status': TEXT,
  'subscription-reason': TEXT,
  'subscription-currency': TEXT,
  currency: TEXT,
  cents: { type: 'boolean' },
  'as-of': TEXT,
  preset: TEXT,
  'fiscal-year-starts-on': TEXT,
} as const;

type Values = { readonly [Name in keyof typeof SUBSCRIPTION_OPTIONS]?: string | boolean | undefined };

/** Reads the options of subscriptions. */
export function subscriptionOptionsOf(values: Values): SubscriptionOptions {
  const textOf = (name: Exclude<keyof Values, 'cents'>): string | null => {
    const value = values[name];
    return typeof value === 'string' ? value : null;
  };
  const [asOf, preset] = [textOf('as-of'), textOf('preset')];
  if (asOf !== null && !isDate(asOf)) {
    throw new UsageError('--as-of takes the date of the export, such as 2025-12-21');
  }
  return {
    file: textOf('subscriptions'),
    subscription: textOf('subscription-id'),
    customer: textOf('subscription-customer'),
    email: textOf('subscription-email'),
    start: textOf('subscription-start'),
    end: textOf('subscription-end'),
    cancelled: textOf('subscription-cancelled'),
    trialEnd: textOf('subscription-trial-end'),
    amount: textOf('subscription-amount'),
    quantity: textOf('subscription-quantity'),
    interval: textOf('subscription-interval'),
    plan: textOf('subscription-plan'),
    status: textOf('subscription-status'),
    reason: textOf('subscription-reason'),
    currencyColumn: textOf('subscription-currency'),
    currency: textOf('currency')?.toUpperCase() ?? null,
    isInCents: values.cents === true,
    asOf,
    preset: preset === null ? null : oneOf('preset', preset, ['chartmogul', 'baremetrics', 'profitwell']),
    fiscalYearStartsOn: monthOf(textOf('fiscal-year-starts-on')),
  };
}

/** A day that the calendar has. */
function isDate(text: string): boolean {
  const instant = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text); // 02-30 would be in March
}

function monthOf(text: string | null): number | null {
  if (text === null) return null;
  const month = Number(text);
  if (Number.isInteger(month) && month >= 1 && month <= 12) return month;
  throw new UsageError('--fiscal-year-starts-on takes the number of a month, 1 to 12, such as 4 for April');
}

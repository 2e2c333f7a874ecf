import { checkOptions } from '../core/options.js';
import { checkLedger, isLedger, type RevenueLedger } from './ledger.js';
import type { LedgerData, SubscriptionRoles } from './ledger-roles.js';
import { SUBSCRIPTION_ROLES, subscriptionLedger } from './subscription-ledger.js';

/** The ledger that was given, or that of the rows that were given, with the options that are not for making it. */
export function ledgerAndOptions<Options extends object>(
  owner: string,
  data: RevenueLedger | LedgerData<unknown>,
  given: Options,
): { readonly ledger: RevenueLedger; readonly options: Options } {
  checkOptions(owner, given, Object.keys(Object(given)));
  if (isLedger(data)) return { ledger: checkLedger(owner, data), options: given };
  const named = Object.entries(given);
  const roles = named.filter(([name]) => SUBSCRIPTION_ROLES.includes(name) || name === 'timeZone' || name === 'asOf');
  const options = named.filter(([name]) => !SUBSCRIPTION_ROLES.includes(name));
  return {
    ledger: subscriptionLedger(data, Object.fromEntries(roles) as unknown as SubscriptionRoles<unknown>), // judged there
    options: Object.fromEntries(options) as Options, // the rest of them
  };
}

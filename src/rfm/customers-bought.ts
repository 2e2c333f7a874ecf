import { type CustomerTotals, refuseRefunds, type TotalsPlan } from '../log/purchases/customer-totals.js';
import { daysSince } from './days-since.js';
import type { CustomersBought } from './scored-customers.js';

/** What totals of customers are to RFM; amounts are there, as was asked before. */
export function customersBought(plan: TotalsPlan, totals: CustomerTotals): CustomersBought {
  const { customer, last, orders, amount, asOf, missing, invalid, repeated, outside, refunds, withoutAmount } = totals;
  refuseRefunds(plan, refunds);
  return {
    ...{ customer, orders, asOf, recencyDays: daysSince(last, asOf, plan.timeZone) },
    amount: amount ?? new Float64Array(customer.length),
    excluded: { missing, invalid, repeated, outside, refunds, withoutAmount },
  };
}

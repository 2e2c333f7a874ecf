import { cohortValue, cohortValueMetric, customerValue, eventLog, salesBreakdown, trackPurchases } from 'kizuna';
import { expectTypeOf, test } from 'vitest';

const rows = [{ id: 'a', at: 0, name: 'order', plan: 'pro', yen: 1 }] as readonly {
  readonly id: string;
  readonly at: number;
  readonly name: 'order' | 'signup';
  readonly plan: 'pro' | 'free';
  readonly yen: number;
}[];
const log = eventLog(rows, { customer: 'id', time: 'at', name: 'name', amount: 'yen', properties: ['plan'] });
const MODEL = { model: 'bg/nbd', r: 1, alpha: 1, a: 1, b: 1 } as const;

test('names and properties of the log are known to the options', () => {
  cohortValue(log, { unit: 'month', start: 'signup', purchase: { name: 'order', where: { plan: 'pro' } } });
  salesBreakdown(log, { unit: 'month', purchase: 'order', per: { property: 'plan' } });
  trackPurchases(MODEL, log, { unit: 'week', purchase: 'order', by: 'month' });
  // @ts-expect-error no such name
  cohortValue(log, { unit: 'month', start: 'sign-up' });
  // @ts-expect-error no such value
  salesBreakdown(log, { unit: 'month', purchase: { where: { plan: 'enterprise' } } });
  // @ts-expect-error no such name
  trackPurchases(MODEL, log, { unit: 'week', purchase: 'orders' });
});

test('a metric needs asOf, which the function takes from the log', () => {
  // @ts-expect-error asOf is missing
  cohortValueMetric({ unit: 'month' });
});

test('a horizon is no bare number', () => {
  const models = { purchases: MODEL, spend: { model: 'gamma-gamma', p: 1, q: 2, gamma: 3 } } as const;
  const customer = { frequency: 1, recency: 2, T: 3, monetary: 4 };
  const options = { horizon: { months: 12 }, unit: 'week', discountRate: 0.1 } as const;
  const { value } = customerValue(models, customer, options);
  expectTypeOf(value).toEqualTypeOf<number | null>();
  // @ts-expect-error 12 of what?
  customerValue(models, customer, { ...options, horizon: 12 });
  const { monetary: _, ...withoutSpend } = customer;
  // @ts-expect-error no history of spend
  customerValue(models, withoutSpend, options);
});

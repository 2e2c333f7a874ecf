import { subscriptionLedger } from 'kizuna';
import { choice, parseSubscriptions, type SubscriptionLine } from 'kizuna/schema';
import { expectTypeOf, test } from 'vitest';

test('a row has the parts of a line, and the attributes that were asked for', () => {
  expectTypeOf(parseSubscriptions([]).rows).toExtend<readonly SubscriptionLine[]>();
  const [row] = parseSubscriptions([], { attributes: ['region'] }).rows;
  expectTypeOf(row?.region).toEqualTypeOf<string | number | boolean | null | undefined>();
  expectTypeOf(row?.amount).toEqualTypeOf<number | null | undefined>();
  const attributes = { tier: choice('tier', { choices: ['free', 'pro'] }) };
  const [other] = parseSubscriptions([], { attributes }).rows;
  expectTypeOf(other?.tier).toEqualTypeOf<'free' | 'pro' | null | undefined>();
  // @ts-expect-error: nobody asked for it
  row?.tier;
});

test('rows go into a ledger by their names', () => {
  const { rows } = parseSubscriptions([], { attributes: ['region'] });
  const parts = { customer: 'customer', start: 'start', end: 'end', amount: 'amount', interval: 'interval' } as const;
  subscriptionLedger(rows, { ...parts, trialEnd: 'trialEnd', cancelled: 'cancelled', attributes: ['region'] });
  // @ts-expect-error: no such field
  subscriptionLedger(rows, { ...parts, plan: 'plam' });
});

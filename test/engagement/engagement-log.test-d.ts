import {
  accountRollup,
  activeCustomers,
  activeCustomersMetric,
  engagementScore,
  lifecycle,
  sessionSummary,
  sessions,
  stickinessMetric,
} from 'kizuna/engagement';
import { eventLog } from 'kizuna/log';
import { expectTypeOf, test } from 'vitest';

const rows: { customer: string; time: string; name: 'visit' | 'order'; company: 'North' | 'South'; page: string }[] =
  [];
const log = eventLog(rows, { customer: 'customer', time: 'time', name: 'name', properties: ['company', 'page'] });

test('events and properties are those of the log', () => {
  activeCustomers(log, { unit: 'day', event: 'order' });
  lifecycle(log, { unit: 'week', event: { name: 'visit', where: { company: ['North'] } } });
  // @ts-expect-error no event has this name
  activeCustomers(log, { unit: 'day', event: 'oder' });
  // @ts-expect-error no property has this name
  lifecycle(log, { unit: 'day', event: { where: { firm: 'North' } } });
  // @ts-expect-error no event has this name
  sessions(log, { event: 'oder' });
  // @ts-expect-error no event has this name
  engagementScore(log, { signals: { oder: 1 }, halfLife: { days: 7 } });
  // @ts-expect-error no property has this name
  sessionSummary(log, { dwell: 'site' });
  // @ts-expect-error no property has this name
  accountRollup(log, { account: 'firm' });
});

test('accounts, bands and signals come back as literals', () => {
  const { accounts } = accountRollup(log, { account: 'company' });
  expectTypeOf(accounts[0]!.account).toEqualTypeOf<'North' | 'South'>();
  const { customers } = engagementScore(log, {
    signals: { visit: 1 },
    halfLife: { days: 7 },
    bands: [
      { band: 'cold', from: 0 },
      { band: 'hot', from: 50 },
    ],
  });
  expectTypeOf(customers[0]!.band).toEqualTypeOf<'cold' | 'hot' | null>();
  expectTypeOf(customers[0]!.signals[0]!.signal).toEqualTypeOf<'visit' | 'order'>();
});

test('a metric of any event takes a log of any', () => {
  const state = activeCustomersMetric({ unit: 'day' }).state(log);
  expectTypeOf(state.first).toEqualTypeOf<number | null>();
  // @ts-expect-error windows must be known to every part
  stickinessMetric({ unit: 'day' });
});

import {
  accountRollup,
  activeCustomers,
  engagementScore,
  eventLog,
  frequencyCurve,
  leadScore,
  lifecycle,
  sessions,
  stickiness,
  supportTimes,
} from 'kizuna';
import { describe, expect, test } from 'vitest';

const rows = [
  { customer: 'a', at: '2025-04-01T12:00+09:00', name: 'visit', company: 'x' },
  { customer: 'a', at: '2025-04-10T12:00+09:00', name: 'visit', company: 'x' },
  { customer: 'b', at: '2025-04-11T00:00+09:00', name: 'visit', company: 'x' },
] as const;
const log = eventLog(rows, { customer: 'customer', time: 'at', name: 'name', properties: ['company'] });
const tokyo = { timeZone: 'Asia/Tokyo' } as const;
const days = { unit: 'day', ...tokyo } as const;
const signals = { visit: 1 } as const;

describe('asOf given as a date is its last millisecond for', () => {
  test.each([
    ['activeCustomers', (asOf: string) => activeCustomers(log, { ...days, asOf })],
    ['lifecycle', (asOf: string) => lifecycle(log, { ...days, asOf })],
    ['stickiness', (asOf: string) => stickiness(log, { ...days, within: 'week', asOf })],
    ['frequencyCurve', (asOf: string) => frequencyCurve(log, { ...days, periods: 10, asOf })],
    ['sessions', (asOf: string) => sessions(log, { ...tokyo, asOf })],
    ['engagementScore', (asOf: string) => engagementScore(log, { signals, halfLife: { days: 7 }, ...tokyo, asOf })],
    ['accountRollup', (asOf: string) => accountRollup(log, { account: 'company', ...tokyo, asOf })],
  ])('%s', (_, answer) => {
    expect(answer('2025-04-10')).toEqual(answer('2025-04-10T23:59:59.999+09:00'));
    expect(answer('2025-04-10')).not.toEqual(answer('2025-04-10T00:00+09:00'));
  });

  test.each([
    ['leadScore', (asOf: string) => leadScore(leads, { ...leadOptions, asOf })],
    ['supportTimes', (asOf: string) => supportTimes(tickets, { opened: 'opened', resolved: 'resolved', asOf })],
  ])('%s, in UTC', (_, answer) => {
    expect(answer('2025-04-10')).toEqual(answer('2025-04-10T23:59:59.999Z'));
    expect(answer('2025-04-10')).not.toEqual(answer('2025-04-10T00:00Z'));
  });
});

const tickets = [
  { opened: '2025-04-01T12:00Z', resolved: '2025-04-10T12:00Z' },
  { opened: '2025-04-10T13:00Z', resolved: null },
];
const leads = [{ lead: 'a', opens: 3, last: '2025-04-01T12:00Z' }];
const leadOptions = {
  lead: 'lead',
  lastActive: 'last',
  groups: { interest: { signals: { opens: 2 }, decay: { halfLife: { days: 3 } } } },
} as const;

test('an event at noon of that date counts, one at the midnight after it does not', () => {
  const active = activeCustomers(log, { ...days, asOf: '2025-04-10' });
  expect(active.at(-1)).toMatchObject({ period: '2025-04-10', active: 1, complete: true });
  expect(active.filter((each) => each.active > 0)).toHaveLength(2);
});

test('the last date of all is one', () => {
  const zone = { timeZone: 'America/New_York', asOf: '9999-12-31' } as const; // it ends there in the year 10000
  expect(activeCustomers(log, { unit: 'year', from: '9999-01-01', ...zone }).at(-1)?.period).toBe('9999');
  expect(frequencyCurve(log, { unit: 'year', periods: 2, ...zone }).complete).toBe(false);
});

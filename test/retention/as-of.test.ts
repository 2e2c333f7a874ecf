import {
  eventLog,
  periodRetention,
  purchaseIntervals,
  purchaseIntervalsMetric,
  repeaterRate,
  repeatersPerNewCustomer,
  repeatRate,
  repeatRateMetric,
  repurchase,
  repurchaseLadder,
  repurchaseMetric,
  retention,
  retentionMetric,
  subscriptionContinuation,
} from 'kizuna';
import { describe, expect, test } from 'vitest';

const NOON = '2025-04-10T12:00+09:00';
const rows = [
  { customer: 'a', at: '2025-04-01T12:00+09:00' },
  { customer: 'a', at: NOON },
  { customer: 'b', at: '2025-04-03T12:00+09:00' },
  { customer: 'b', at: '2025-04-11T00:00+09:00' },
];
const log = eventLog(rows, { customer: 'customer', time: 'at' });
const tokyo = { timeZone: 'Asia/Tokyo' } as const;
const days = { unit: 'day', ...tokyo } as const;
const within = { within: { days: 30 }, ...tokyo } as const;

describe('asOf given as a date is its last millisecond for', () => {
  test.each([
    ['retention', (asOf: string) => retention(log, { ...days, asOf })],
    ['retentionMetric', (asOf: string) => retentionMetric({ ...days, asOf }).state(log)],
    ['periodRetention', (asOf: string) => periodRetention(log, { ...days, asOf })],
    ['repurchase', (asOf: string) => repurchase(log, { ...within, asOf })],
    ['repurchaseMetric', (asOf: string) => repurchaseMetric({ ...within, asOf }).state(log)],
    ['repurchaseLadder', (asOf: string) => repurchaseLadder(log, { ...within, upTo: 3, asOf })],
    ['purchaseIntervals', (asOf: string) => purchaseIntervals(log, { ...tokyo, asOf })],
    ['purchaseIntervalsMetric', (asOf: string) => purchaseIntervalsMetric({ ...tokyo, asOf }).state(log)],
    ['repeatRate', (asOf: string) => repeatRate(log, { ...tokyo, asOf })],
    ['repeatRateMetric', (asOf: string) => repeatRateMetric({ ...tokyo, asOf }).state(log)],
    ['repeaterRate', (asOf: string) => repeaterRate(log, { ...tokyo, asOf })],
    ['repeatersPerNewCustomer', (asOf: string) => repeatersPerNewCustomer(log, { ...tokyo, asOf })],
    [
      'subscriptionContinuation',
      (asOf: string) => subscriptionContinuation(log, { every: { days: 9 }, ...tokyo, asOf }),
    ],
  ])('%s', (_, answer) => {
    expect(answer('2025-04-10')).toEqual(answer('2025-04-10T23:59:59.999+09:00'));
    expect(answer('2025-04-10')).not.toEqual(answer('2025-04-10T00:00+09:00'));
  });
});

test('an event at noon of that date counts, one at the midnight after it does not', () => {
  const { overall } = retention(log, { ...days, asOf: '2025-04-10' });
  expect(overall.filter(({ numerator }) => numerator > 0).map(({ age }) => age)).toEqual([0, 9]);
  expect(repurchase(log, { ...within, asOf: '2025-04-10' })).toMatchObject({ n: 2, converted: 1, open: 1 });
  expect(purchaseIntervals(log, { ...tokyo, asOf: '2025-04-10' }).all.n).toBe(1);
});

test.each(['UTC', 'America/New_York'])('the last date of all is one, in %s', (timeZone) => {
  const late = eventLog([{ customer: 'a', at: '9999-12-10T12:00Z' }], { customer: 'customer', time: 'at' });
  const asked = { unit: 'month', timeZone, asOf: '9999-12-31' } as const;
  expect(retention(late, asked).cohorts[0]?.cells[0]).toMatchObject({ numerator: 1, complete: true });
  expect(retention(late, { ...asked, window: 'rolling' }).cohorts[0]?.size).toBe(1);
  expect(periodRetention(late, asked).at(-1)?.period).toBe('9999-12');
});

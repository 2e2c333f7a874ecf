import { expect, test } from 'vitest';
import {
  customerRhythms,
  eventLog,
  InvalidDataError,
  InvalidOptionError,
  lapseLifetimes,
  purchaseIntervals,
  purchaseRhythm,
  winBack,
} from '../../src/index.js';
import reference from '../reference/purchase-rhythm.json' with { type: 'json' };
import { DAY, START } from './lapse-rows.js';

const at = (day: number) => START + day * DAY;
const log = eventLog(
  reference.days.map((day, i) => ({ customer: reference.customers[i] as number, time: at(day) })),
  { customer: 'customer', time: 'time' },
);
const asOf = at(reference.asOf);

test('the curve, its quantiles and their intervals are those of R, customers as clusters', () => {
  const { rhythm } = reference;
  const found = purchaseRhythm(log, { asOf });
  expect(found.customers + found.gaps).toBe(reference.days.length);
  expect(found.returnShare.value).toBeCloseTo(rhythm.returnShare, 12);
  expect(found.returnShare.interval?.low).toBeCloseTo(rhythm.returnLow, 10);
  expect(found.returnShare.interval?.high).toBeCloseTo(rhythm.returnHigh, 10);
  expect(found.quantiles.map(({ share }) => share)).toEqual(rhythm.shares);
  expect(found.quantiles.map(({ days }) => days)).toEqual(rhythm.days);
  expect(found.quantiles.map(({ interval }) => interval?.low)).toEqual(rhythm.low);
  expect(found.quantiles.map(({ interval }) => interval?.high)).toEqual(rhythm.high);
  expect(found.quantiles.map(({ naiveDays }) => naiveDays)).toEqual(rhythm.naive);
  expect(found.lapsedAfter).toEqual({ days: rhythm.days[2] });
});

test('own thresholds are those of R, by the mean squares of aov', () => {
  const { own } = reference;
  const found = new Map(customerRhythms(log, { asOf }).map((each) => [each.customer, each]));
  expect(found.size).toBe(own.customers.length);
  own.customers.forEach((customer, i) => {
    expect(found.get(customer)?.weight).toBeCloseTo(own.weight[i] as number, 10);
    expect(found.get(customer)?.lapsedAfterDays).toBeCloseTo(own.days[i] as number, 9);
  });
});

test('returns and lifetimes are those of R', () => {
  const lapsedAfter = { days: reference.lapse };
  const back = winBack(log, { lapsedAfter, within: { days: 60 }, asOf });
  expect([back.n, back.returned]).toEqual([reference.winBack.n, reference.winBack.returned]);
  expect(back.value).toBeCloseTo(reference.winBack.value, 12);
  expect(back.interval?.low).toBeCloseTo(reference.winBack.low, 10);
  expect(back.interval?.high).toBeCloseTo(reference.winBack.high, 10);
  const { customers, duration, ended } = reference.lifetimes;
  const lives = [...lapseLifetimes(log, { lapsedAfter, asOf })].sort((a, b) => Number(a.customer) - Number(b.customer));
  expect(lives).toEqual(
    customers
      .map((customer, i) => ({ customer, duration: duration[i], ended: ended[i] === 1 }))
      .sort((a, b) => a.customer - b.customer),
  );
});

test('the threshold is that of purchase intervals, and no shorter than the naive one', () => {
  const intervals = purchaseIntervals(log, { asOf }).all;
  const { lapsedAfter, returnShare } = purchaseRhythm(log, { asOf });
  expect(lapsedAfter?.days).toBe(intervals.lapsedAfterDays);
  expect(returnShare.value).toBe(intervals.returnShare.value);
  const young = at(60);
  const { quantiles } = purchaseRhythm(log, { asOf: young });
  for (const { days, naiveDays } of quantiles) expect(days).toBeGreaterThanOrEqual(naiveDays as number);
});

test('where nobody came back there is no threshold', () => {
  const once = eventLog([{ id: 'a', at: at(0) }], { customer: 'id', time: 'at' });
  const found = purchaseRhythm(once, { asOf: at(9), quantile: 0.5 });
  expect(found).toMatchObject({ customers: 1, gaps: 0, open: 1, lapsedAfter: null });
  expect(found.returnShare).toMatchObject({ value: 0, n: 1 });
  expect(found.quantiles.every(({ days, interval, naiveDays }) => (days ?? interval ?? naiveDays) === null)).toBe(true);
  expect(customerRhythms(once, { asOf: at(9) })).toEqual([
    { customer: 'a', gaps: 0, medianGapDays: null, weight: 0, lapsedAfterDays: null },
  ]);
});

test('of a log without events there is nothing', () => {
  const none = eventLog<{ id: string; at: number }>([], { customer: 'id', time: 'at' });
  expect(purchaseRhythm(none).returnShare).toEqual({ value: null, n: 0, interval: null });
  expect(customerRhythms(none)).toEqual([]);
});

test('where all came back, the share has no variance and no interval', () => {
  const rows = [0, 3, 5].flatMap((day) => [{ id: 'a', at: at(day) }]);
  const found = purchaseRhythm(eventLog(rows, { customer: 'id', time: 'at' }));
  expect(found.returnShare).toEqual({ value: 1, n: 3, interval: null });
  expect(found.lapsedAfter).toEqual({ days: 3 });
});

test('customers who are alike have the threshold of all', () => {
  const rows = ['a', 'b', 'c'].flatMap((id) => [0, 10, 30, 60].map((day) => ({ id, at: at(day) })));
  const alike = eventLog(rows, { customer: 'id', time: 'at' });
  const found = customerRhythms(alike, { asOf: at(200) });
  expect(found.map(({ weight, lapsedAfterDays }) => [weight, lapsedAfterDays])).toEqual(found.map(() => [0, 30]));
});

test('refuses what it does not know', () => {
  expect(() => purchaseRhythm(log, { quantile: 1 })).toThrow(InvalidOptionError);
  expect(() => purchaseRhythm(log, { quantiles: [0] })).toThrow(InvalidOptionError);
  // @ts-expect-error: no option of that name
  expect(() => purchaseRhythm(log, { share: 0.9 })).toThrow(InvalidOptionError);
  // @ts-expect-error: no option of that name
  expect(() => customerRhythms(log, { quantiles: [0.9] })).toThrow(InvalidOptionError);
  const rows = [{ id: 'a', at: at(0), yen: -5 }];
  const refunds = eventLog(rows, { customer: 'id', time: 'at', amount: 'yen' });
  expect(() => purchaseRhythm(refunds)).toThrow(InvalidDataError);
  expect(purchaseRhythm(refunds, { refunds: 'exclude' }).customers).toBe(0);
});

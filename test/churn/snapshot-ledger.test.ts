import {
  InvalidDataError,
  InvalidOptionError,
  recurringRevenue,
  recurringRevenueMetric,
  revenueCohorts,
  revenueRetention,
  revenueRetentionMetric,
  snapshotLedger,
  subscriptionLifetimes,
} from 'kizuna';
import { describe, expect, test } from 'vitest';

const AT = { customer: 'customer', period: 'month', amount: 'amount' } as const;
const a = ['2025-01', '2025-02'].map((month) => ({ customer: 'a', month, amount: 5 }));
const b = ['2025-01', '2025-02', '2025-03', '2025-04'].map((month) => ({ customer: 'b', month, amount: 7 }));
const KNOWN = { ...AT, asOf: '2025-04-30' } as const;

describe('a sheet of some customers, with asOf', () => {
  const options = { unit: 'month', asOf: '2025-04-30' } as const;

  test('says that who has no row has left, as the whole sheet does', () => {
    const whole = recurringRevenue(snapshotLedger([...a, ...b], AT), options);
    expect(whole.map(({ churned }) => churned)).toEqual([0, 0, 5, 0]);
    const metric = recurringRevenueMetric(options);
    const [one, other] = [a, b].map((rows) => metric.state(snapshotLedger(rows, KNOWN)));
    expect(one && other && metric.finish(metric.merge(one, other))).toEqual(whole);
    expect(recurringRevenue(snapshotLedger(a, KNOWN), options).map(({ end }) => end)).toEqual([5, 5, 0, 0]);
  });

  test('ends with its periods: of one that is not over, absence says nothing', () => {
    const ends = (asOf: string) =>
      recurringRevenue(snapshotLedger(a, { ...AT, asOf }), { unit: 'month', asOf: '2025-05-31' }).map(({ end }) => end);
    expect(ends('2025-02-28')).toEqual([5, 5, 5, 5, 5]);
    expect(ends('2025-03-30')).toEqual([5, 5, 5, 5, 5]);
    expect(ends('2025-03-31')).toEqual([5, 5, 0, 0, 0]);
  });

  test('may lack periods, in which nobody paid', () => {
    const rows = a.filter(({ month }) => month === '2025-01').concat({ customer: 'a', month: '2025-03', amount: 5 });
    expect(recurringRevenue(snapshotLedger(rows, KNOWN), options).map(({ end }) => end)).toEqual([5, 0, 5, 0]);
  });

  test('is what metrics that merge ask for', () => {
    const metric = recurringRevenueMetric(options);
    expect(() => metric.state(snapshotLedger(a, AT))).toThrow(InvalidOptionError);
    expect(() => metric.state(snapshotLedger(a, AT))).toThrow(
      'recurringRevenue requires asOf to be given to snapshotLedger',
    );
    expect(metric.state(snapshotLedger<(typeof a)[0]>([], AT)).periods).toEqual([]);
    const pool = revenueRetentionMetric({ at: '2025-01-31', until: '2025-03-31' });
    expect(() => pool.state(snapshotLedger(a, AT))).toThrow(InvalidOptionError);
    expect(pool.finish(pool.state(snapshotLedger(a, KNOWN))).netRetention.value).toBe(0);
  });
});

test('after the last period of a sheet without asOf nobody has left', () => {
  const ledger = snapshotLedger([...a, ...b], AT);
  const ends = recurringRevenue(ledger, { unit: 'month', asOf: '2025-06-30' }).map(({ end }) => end);
  expect(ends).toEqual([12, 12, 7, 7, 7, 7]);
});

test('a sheet without asOf that lacks a period is refused, with the period', () => {
  const rows = [...a, ...b].filter(({ month }) => month !== '2025-02' && month !== '2025-03');
  expect(() => snapshotLedger(rows, AT)).toThrow(InvalidDataError);
  expect(() => snapshotLedger(rows, { ...AT, invalid: 'exclude' })).toThrow(
    'snapshotLedger requires month to have rows of every period from the first to the last, unless asOf is given; got none of 2025-02',
  );
});

describe('a sheet is asked by its own calendar', () => {
  const tokyo = { ...AT, timeZone: 'Asia/Tokyo' } as const;

  test('of one zone', () => {
    const ledger = snapshotLedger(a, tokyo);
    expect(recurringRevenue(ledger, { unit: 'month' })[0]?.period).toBe('2025-01');
    expect(recurringRevenue(ledger, { unit: 'month', timeZone: 'Japan' })[0]?.period).toBe('2025-01');
    const wrong = 'requires timeZone to be that of the snapshots, Asia/Tokyo; got "UTC"';
    const utc = { timeZone: 'UTC', asOf: '2025-02-28' } as const;
    expect(() => recurringRevenue(ledger, { unit: 'month', ...utc })).toThrow(`recurringRevenue ${wrong}`);
    expect(() => revenueCohorts(ledger, { unit: 'month', ...utc })).toThrow(`revenueCohorts ${wrong}`);
    expect(() => revenueRetention(ledger, { at: '2025-01-31', ...utc })).toThrow(`revenueRetention ${wrong}`);
    expect(() => subscriptionLifetimes(ledger, utc)).toThrow(`subscriptionLifetimes ${wrong}`);
  });

  test('of one start of weeks', () => {
    const rows = [{ customer: 'a', month: '2025-01-05', amount: 5 }];
    const sundays = snapshotLedger(rows, { ...AT, unit: 'week', weekStartsOn: 0 });
    expect(recurringRevenue(sundays, { unit: 'week', weekStartsOn: 0 })[0]?.period).toBe('2025-01-05');
    expect(() => recurringRevenue(sundays, { unit: 'week' })).toThrow(
      'recurringRevenue requires weekStartsOn to be that of the snapshots, 0; got 1',
    );
    const days = snapshotLedger(rows, { ...AT, unit: 'day', weekStartsOn: 0 });
    expect(recurringRevenue(days, { unit: 'week' })[0]?.period).toBe('2024-12-30');
  });

  test('of one start of fiscal years, where periods would not hold whole snapshots', () => {
    const rows = [{ customer: 'a', month: '2025-05-10', amount: 5 }];
    const year = snapshotLedger(rows, { ...AT, unit: 'year', fiscalYearStartsOn: 4 });
    expect(recurringRevenue(year, { unit: 'year', fiscalYearStartsOn: 4 })[0]?.period).toBe('FY2025');
    const wrong = 'requires fiscalYearStartsOn to be that of the snapshots, 4; got';
    expect(() => recurringRevenue(year, { unit: 'year' })).toThrow(`recurringRevenue ${wrong} 1`);
    const quarter = snapshotLedger(rows, { ...AT, unit: 'quarter', fiscalYearStartsOn: 4 });
    expect(recurringRevenue(quarter, { unit: 'year' })[0]?.period).toBe('2025');
    expect(() => recurringRevenue(quarter, { unit: 'year', fiscalYearStartsOn: 2 })).toThrow(`${wrong} 2`);
    const month = snapshotLedger(rows, { ...AT, fiscalYearStartsOn: 4 });
    expect(recurringRevenue(month, { unit: 'year', fiscalYearStartsOn: 2 })[0]?.period).toBe('FY2025');
  });
});

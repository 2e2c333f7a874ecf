import {
  eventLog,
  InvalidDataError,
  InvalidOptionError,
  LimitError,
  salesBreakdown,
  salesBreakdownMetric,
  salesChange,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const ROLES = { customer: 'id', time: 'at', amount: 'yen' } as const;
const orders = [
  { id: 'a', at: '2025-01-10T00:00Z', yen: 100 },
  { id: '__proto__', at: '2025-01-31T23:59:59.999Z', yen: 300 },
  { id: 'a', at: '2025-02-10T00:00Z', yen: 60 },
  { id: 'c', at: '2025-03-01T00:00Z', yen: 500 },
  { id: 'a', at: '2025-03-11T00:00Z', yen: 40 },
];
const log = eventLog(orders, ROLES);
const NOTHING = eventLog([] as { id: string; at: string; yen: number }[], ROLES);

describe('a breakdown of sales', () => {
  test('is customers × frequency × basket, and what changed', () => {
    const { periods } = salesBreakdown(log, { unit: 'month', asOf: '2025-03-31' });
    expect(periods[0]).toEqual({
      period: '2025-01',
      amount: 400,
      customers: 2,
      newCustomers: 2,
      purchases: 2,
      frequency: 1,
      basket: 200,
      change: null,
      complete: true,
    });
    expect(periods[1]?.change).toEqual({ amount: -340, customers: -130, frequency: 0, basket: -210 });
  });

  test('has rows of empty periods, to which the customers account for all', () => {
    const { periods } = salesBreakdown(log, { unit: 'month', from: '2025-02-01', asOf: '2025-04-10' });
    expect(periods.map(({ period }) => period)).toEqual(['2025-02', '2025-03', '2025-04']);
    expect(periods[0]?.change?.amount).toBe(-340);
    expect(periods[2]).toEqual({
      period: '2025-04',
      amount: 0,
      customers: 0,
      newCustomers: 0,
      purchases: 0,
      frequency: null,
      basket: null,
      change: { amount: -540, customers: -540, frequency: 0, basket: 0 },
      complete: false,
    });
  });

  test('of an empty log is empty', () => {
    expect(salesBreakdown(NOTHING, { unit: 'day' })).toEqual({
      unit: 'day',
      periods: [],
      refunds: 0,
      withoutAmount: 0,
    });
  });

  test('takes the lines of an order together', () => {
    const lines = eventLog([...orders, { id: 'a', at: '2025-01-10T00:00Z', yen: 11 }], ROLES);
    const [january] = salesBreakdown(lines, { unit: 'month', per: 'instant' }).periods;
    expect([january?.amount, january?.purchases, january?.basket]).toEqual([411, 2, 205.5]);
  });

  test('takes an order with a later line as one of the period it began in', () => {
    const lines = eventLog(
      [
        { id: 'x', at: '2025-04-30T10:00:00Z', yen: 100, order: '1' },
        { id: 'x', at: '2025-05-01T10:00:00Z', yen: 50, order: '1' },
        { id: 'x', at: '2025-05-02T10:00:00Z', yen: -20, order: '1' },
      ],
      { ...ROLES, properties: ['order'] },
    );
    const { periods } = salesBreakdown(lines, { unit: 'month', per: { property: 'order' }, refunds: 'net' });
    expect(periods[0]).toMatchObject({ amount: 150, customers: 1, purchases: 1, frequency: 1, basket: 150 });
    expect(periods[1]).toMatchObject({
      ...{ amount: -20, customers: 0, purchases: 0, frequency: null, basket: null },
      change: { amount: -170, customers: -170, frequency: 0, basket: 0 },
    });
  });

  test('refuses what it cannot answer', () => {
    expect(() => salesBreakdown(eventLog(orders, { customer: 'id', time: 'at' }), { unit: 'day' })).toThrow(
      InvalidOptionError,
    );
    // @ts-expect-error needs a unit
    expect(() => salesBreakdown(log, {})).toThrow('salesBreakdown requires unit to be one of');
    expect(() => salesBreakdown(log, { unit: 'week', weekStartsOn: 9 })).toThrow(
      'salesBreakdown requires weekStartsOn',
    );
    expect(salesBreakdown(log, { unit: 'month', to: '0001-01-01' }).periods).toEqual([]);
    // @ts-expect-error the metric needs asOf
    expect(() => salesBreakdownMetric({ unit: 'month' })).toThrow(InvalidOptionError);
    expect(() => salesBreakdown(log, { unit: 'hour', asOf: '2400-01-01' })).toThrow(LimitError);
    const refunded = eventLog([{ id: 'a', at: '2025-01-10T00:00Z', yen: -1 }], ROLES);
    expect(() => salesBreakdown(refunded, { unit: 'day' })).toThrow(InvalidDataError);
    expect(salesBreakdown(refunded, { unit: 'day', refunds: 'net' }).periods[0]).toMatchObject({
      amount: -1,
      customers: 0,
      basket: null,
    });
    const one = { customers: 1, purchases: 1 };
    const change = () => salesChange({ amount: 1.7e308, ...one }, { amount: -1.7e308, ...one });
    expect(thrown(InvalidDataError, change).message).toBe(
      'salesChange requires a total within the range of doubles; it is larger',
    );
    const many = { amount: 1e308, customers: 1e10, purchases: 1e12 };
    expect(thrown(InvalidDataError, () => salesChange({ amount: 1e308, ...one }, many)).code).toBe('E_OVERFLOW');
    const falling = eventLog(
      [
        { id: 'a', at: '2025-01-10T00:00Z', yen: 1.7e308 },
        { id: 'a', at: '2025-02-10T00:00Z', yen: -1.7e308 },
      ],
      ROLES,
    );
    expect(
      thrown(InvalidDataError, () => salesBreakdown(falling, { unit: 'month', refunds: 'net' })).message,
    ).toContain('salesBreakdown requires');
    expect(() =>
      salesChange({ amount: 5, customers: 1, purchases: 0 }, { amount: 5, customers: 1, purchases: 1 }),
    ).toThrow(InvalidOptionError);
    expect(() =>
      salesChange({ amount: Number.NaN, customers: 0, purchases: 0 }, { amount: 5, customers: 1, purchases: 1 }),
    ).toThrow(InvalidOptionError);
  });
});

test('where clocks come back over midnight, a purchase of the day that had begun is in a row', () => {
  // St John's, 7 November 2010: one minute after midnight clocks went back to 23:01 of the 6th.
  const night = eventLog([{ id: 'a', at: '2010-11-07T02:30:50Z', yen: 100 }], ROLES);
  const options = { unit: 'day', timeZone: 'America/St_Johns', asOf: '2010-11-07T03:10:00Z' } as const;
  const { periods } = salesBreakdown(night, options);
  expect(periods.map(({ period, purchases, complete }) => [period, purchases, complete])).toEqual([
    ['2010-11-07', 1, false],
  ]);
});

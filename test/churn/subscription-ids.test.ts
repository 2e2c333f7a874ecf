import { changeLedger, recurringRevenue, subscriptionLedger, subscriptionLifetimes } from 'kizuna';
import { describe, expect, test } from 'vitest';

describe('ids of subscriptions that are numbered customer by customer', () => {
  test('are of different subscriptions in changes', () => {
    const rows = [
      { customer: 'a', time: '2025-01-05', amount: 20, id: 1 },
      { customer: 'b', time: '2025-02-05', amount: 30, id: 1 },
    ];
    const ledger = changeLedger(rows, {
      ...{ customer: 'customer', time: 'time', amount: 'amount', subscription: 'id' },
    });
    const [, february] = recurringRevenue(ledger, { unit: 'month' });
    expect([february?.churned, february?.end]).toEqual([0, 50]);
    expect(Array.from(ledger.subscription?.values ?? [])).toEqual([1, 1]);
    expect(recurringRevenue(ledger, { unit: 'month', count: 'subscriptions' })[1]?.customers.end).toBe(2);
    const same = rows.map((row) => ({ ...row, time: '2025-01-05' }));
    const both = changeLedger(same, { customer: 'customer', time: 'time', amount: 'amount', subscription: 'id' });
    expect(recurringRevenue(both, { unit: 'month' })[0]?.end).toBe(50);
  });

  test('are of different subscriptions in lines, and in lifetimes', () => {
    const rows = [
      { customer: 'a', start: '2025-01-01', end: '2025-04-01', amount: 20, id: 1 },
      { customer: 'b', start: '2025-02-01', end: null, amount: 30, id: 1 },
      { customer: 'b', start: '2025-02-01', end: '2025-03-01', amount: 5, id: 2 },
    ];
    const ledger = subscriptionLedger(rows, {
      ...{ customer: 'customer', start: 'start', end: 'end', amount: 'amount', subscription: 'id', asOf: '2025-05-31' },
    });
    const ends = (count: 'customers' | 'subscriptions') =>
      recurringRevenue(ledger, { unit: 'month', count }).map(({ end, customers }) => [end, customers.end]);
    expect(ends('subscriptions').map(([end]) => end)).toEqual(ends('customers').map(([end]) => end));
    expect(ends('subscriptions').map(([, count]) => count)).toEqual([1, 3, 2, 1, 1]);
    const lives = subscriptionLifetimes(ledger, { by: 'subscription' });
    expect(lives.map(({ customer, subscription, duration }) => [customer, subscription, duration])).toEqual([
      ['a', 1, 3],
      ['b', 1, 4],
      ['b', 2, 1],
    ]);
  });

  test('leave columns of codes as they were given', () => {
    const codes = Int32Array.of(0, 0);
    const columns = {
      customer: ['a', 'b'],
      time: [Date.UTC(2025, 0, 5), Date.UTC(2025, 1, 5)],
      amount: [20, 30],
      id: { codes, values: ['s1'] },
    };
    changeLedger(columns, { customer: 'customer', time: 'time', amount: 'amount', subscription: 'id' });
    expect([...codes]).toEqual([0, 0]);
  });
});

import {
  InvalidDataError,
  InvalidOptionError,
  recurringRevenue,
  recurringRevenueBy,
  subscriptionLedger,
  subscriptionLifetimes,
} from 'kizuna';
import { describe, expect, test } from 'vitest';

interface Line {
  readonly customer: string;
  readonly start: string;
  readonly end: string | null;
  readonly amount: number;
  readonly id?: string;
  readonly cancelled?: string;
  readonly refunded?: boolean;
  readonly paused?: readonly { readonly start: string; readonly end: string }[];
}

const line = (amount: number, end: string | null, more: Partial<Line> = {}): Line => ({
  ...{ customer: 'a', start: '2025-01-01', end, amount },
  ...more,
});

function ledgerOf(rows: readonly Line[]) {
  return subscriptionLedger(rows, {
    ...{ customer: 'customer', start: 'start', end: 'end', amount: 'amount', asOf: '2025-06-30' },
    ...{ subscription: ({ id }) => id ?? 's', cancelled: ({ cancelled }) => cancelled as string },
    ...{
      paused: ({ paused }) => paused as [],
      refunded: ({ refunded }) => refunded as boolean,
      plan: ({ id }) => id ?? 's',
    },
  });
}

describe('a rule that would leave a customer below 0 is refused by its name', () => {
  const discounted = (more: Partial<Line>) =>
    ledgerOf([
      line(30, '2025-04-01', { id: 'main', ...more }),
      line(-20, '2025-04-01', { id: 'discount' }),
      line(10, null, { id: 'open' }),
    ]);

  test.each([
    ['churnDate', 'cancellation', { cancelled: '2025-02-15' }],
    ['pauses', 'zero', { paused: [{ start: '2025-02-15', end: '2025-03-15' }] }],
    ['refunds', 'exclude', { refunded: true }],
  ])('%s: %s', (rule, answer, more) => {
    const ledger = discounted(more);
    expect(recurringRevenue(ledger, { unit: 'month' })[0]?.end).toBe(20);
    const message = `requires ${rule} to leave nobody below 0: a discount has to end with what it is taken off; got "${answer}"`;
    const ask = () => recurringRevenue(ledger, { unit: 'month', preset: 'chartmogul', [rule]: answer });
    expect(ask).toThrow(InvalidOptionError);
    expect(ask).toThrow(`recurringRevenue ${message}`);
    expect(() => recurringRevenueBy(ledger, { by: 'plan', unit: 'month', [rule]: answer })).toThrow(
      `recurringRevenueBy ${message}`,
    );
    expect(() => subscriptionLifetimes(ledger, { [rule]: answer })).toThrow(`subscriptionLifetimes ${message}`);
  });

  test('the one of several that does it', () => {
    const ledger = discounted({ paused: [{ start: '2025-02-15', end: '2025-03-15' }] });
    expect(() =>
      recurringRevenue(ledger, { unit: 'month', churnDate: 'cancellation', pauses: 'zero', refunds: 'exclude' }),
    ).toThrow('requires pauses to leave');
  });

  test('unless the discount ends with its line', () => {
    const ledger = ledgerOf([
      line(30, '2025-04-01', { id: 'main', cancelled: '2025-02-15' }),
      line(-20, '2025-04-01', { id: 'discount', cancelled: '2025-02-15' }),
      line(10, null, { id: 'open' }),
    ]);
    const rows = recurringRevenue(ledger, { unit: 'month', churnDate: 'cancellation' });
    expect(rows.map(({ end }) => end)).toEqual([20, 10, 10, 10, 10, 10]);
  });
});

describe('a discount with an id of its own', () => {
  const ledger = ledgerOf([line(30, null, { id: 's1' }), line(-10, null, { id: 's2' })]);

  test('counts with its customer, and is refused where subscriptions count', () => {
    expect(recurringRevenue(ledger, { unit: 'month' })[0]?.end).toBe(20);
    const message = (option: string) =>
      `requires ${option} to be of customers where a subscription alone comes to less than 0: a discount has to have the id of what it is taken off; got`;
    const ask = () => recurringRevenue(ledger, { unit: 'month', count: 'subscriptions', churnDate: 'cancellation' });
    expect(ask).toThrow(InvalidOptionError);
    expect(ask).toThrow(`recurringRevenue ${message('count')} "subscriptions"`);
    expect(() => subscriptionLifetimes(ledger, { by: 'subscription' })).toThrow(
      `subscriptionLifetimes ${message('by')} "subscription"`,
    );
  });
});

test('a discount and what it is taken off may change places at one instant', () => {
  const rows = [
    line(30, '2025-02-01'),
    line(-10, '2025-02-01', { id: 'x' }),
    line(25, null, { start: '2025-02-01', id: 'y' }),
    line(-5, null, { start: '2025-02-01', id: 'z' }),
  ];
  for (const given of [rows, [...rows].reverse()]) {
    expect(
      recurringRevenue(ledgerOf(given), { unit: 'month' })
        .map(({ end }) => end)
        .slice(0, 2),
    ).toEqual([20, 20]);
  }
  expect(() => ledgerOf([line(30, '2025-02-01'), line(-10, '2025-02-02', { id: 'x' })])).toThrow(InvalidDataError);
});

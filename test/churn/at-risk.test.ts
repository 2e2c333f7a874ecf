import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  atRisk,
  customerSummary,
  eventLog,
  InvalidDataError,
  InvalidOptionError,
  probabilityAlive,
} from '../../src/index.js';
import { DAY, logOf, orders, START, timesByCustomer } from './lapse-rows.js';

const at = (day: number) => START + day * DAY;
const rowsOf = (id: string, yen: number, ...days: readonly number[]) => days.map((day) => ({ id, at: at(day), yen }));
const shop = eventLog(
  [
    ...rowsOf('weekly', 100, 0, 7, 14, 21),
    ...rowsOf('monthly', 900, 0, 30, 60),
    ...rowsOf('once', 50, 55),
    ...rowsOf('gone', 70, 1, 3),
  ],
  { customer: 'id', time: 'at', amount: 'yen' },
);
const asOf = at(70);
const names = (list: readonly { readonly customer: unknown }[]) => list.map(({ customer }) => customer);
const model = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const;

describe('a shop', () => {
  test('lists who has not lapsed, the soonest to lapse first', () => {
    const list = atRisk(shop, { lapsedAfter: { days: 60 }, asOf });
    expect(list).toEqual([
      {
        ...{ customer: 'weekly', orders: 4, lastOn: '2025-01-22', sinceDays: 49, medianGapDays: 7, ratio: 7 },
        ...{ lapsesOn: '2025-03-23', daysLeft: 11, hasLapsed: false, amount: 400, alive: null, valueAtRisk: null },
      },
      {
        ...{ customer: 'once', orders: 1, lastOn: '2025-02-25', sinceDays: 15, medianGapDays: null, ratio: null },
        ...{ lapsesOn: '2025-04-26', daysLeft: 45, hasLapsed: false, amount: 50, alive: null, valueAtRisk: null },
      },
      {
        ...{ customer: 'monthly', orders: 3, lastOn: '2025-03-02', sinceDays: 10, medianGapDays: 30, ratio: 1 / 3 },
        ...{ lapsesOn: '2025-05-01', daysLeft: 50, hasLapsed: false, amount: 2700, alive: null, valueAtRisk: null },
      },
    ]);
  });

  test('lists those who have lapsed where it is asked', () => {
    const asked = { lapsedAfter: { days: 60 }, asOf } as const;
    expect(names(atRisk(shop, { ...asked, lapsed: 'only' }))).toEqual(['gone']);
    expect(names(atRisk(shop, { ...asked, lapsed: 'include' }))).toEqual(['gone', 'weekly', 'once', 'monthly']);
    expect(atRisk(shop, { ...asked, lapsed: 'only' })[0]).toMatchObject({ daysLeft: -7, hasLapsed: true });
  });

  test('a customer lapses at the instant itself', () => {
    const left = (days: number) => names(atRisk(shop, { lapsedAfter: { days }, asOf, order: 'since' }));
    expect([left(49).includes('weekly'), left(50).includes('weekly')]).toEqual([false, true]);
  });

  test('orders by own gaps, time, amount, chance and value', () => {
    const alive = (history: { frequency: number; recency: number; T: number }) => probabilityAlive(model, history);
    const by = (order: 'ratio' | 'since' | 'amount' | 'alive' | 'valueAtRisk') =>
      names(atRisk(shop, { asOf, order, alive, unit: 'week' }));
    expect(by('ratio')).toEqual(['gone', 'weekly', 'monthly', 'once']);
    expect(by('since')).toEqual(['gone', 'weekly', 'once', 'monthly']);
    expect(by('amount')).toEqual(['monthly', 'weekly', 'gone', 'once']);
    expect(by('alive')[0]).toBe('weekly');
    expect(by('alive').slice(2)).toEqual(['gone', 'once']); // without a repeat week both are alive to BG/NBD
    expect(by('valueAtRisk')[0]).toBe('monthly');
  });

  test('asks a model for each customer what customerSummary says of them', () => {
    const list = atRisk(shop, {
      asOf,
      unit: 'day',
      alive: (history) => probabilityAlive(model, history),
      value: ({ n }) => n,
    });
    const histories = customerSummary(shop, { unit: 'day', asOf });
    for (const { customer, alive, valueAtRisk, orders: n } of list) {
      const history = histories.find((each) => each.customer === customer);
      if (history === undefined) throw new Error('nobody of that name');
      expect(alive).toBe(probabilityAlive(model, history));
      expect(valueAtRisk).toBe((1 - probabilityAlive(model, history)) * n);
    }
  });

  test('asks only for whom it lists, where the order does not need more', () => {
    let asked = 0;
    const alive = () => {
      asked += 1;
      return 0.5;
    };
    atRisk(shop, { asOf, alive, unit: 'day', order: 'since', limit: 2 });
    expect(asked).toBe(2);
    atRisk(shop, { asOf, alive, unit: 'day', limit: 2 });
    expect(asked).toBe(6);
  });

  test('lists those with so many orders, or so much amount', () => {
    expect(names(atRisk(shop, { asOf, minimumOrders: 3 }))).toEqual(['weekly', 'monthly']);
    expect(names(atRisk(shop, { asOf, minimumAmount: 140, order: 'amount' }))).toEqual(['monthly', 'weekly', 'gone']);
    expect(atRisk(shop, { asOf, limit: 0 })).toEqual([]);
  });

  test('needs nothing but a log', () => {
    expect(names(atRisk(shop))).toEqual(['gone', 'weekly', 'monthly', 'once']);
    expect(atRisk(eventLog<{ id: string; at: number }>([], { customer: 'id', time: 'at' }))).toEqual([]);
  });
});

test('refunds lessen the amount where they are net, and are no orders', () => {
  const rows = [...rowsOf('a', 500, 0), ...rowsOf('a', -500, 9)];
  const log = eventLog(rows, { customer: 'id', time: 'at', amount: 'yen' });
  expect(() => atRisk(log)).toThrow(InvalidDataError);
  expect(atRisk(log, { refunds: 'net' })).toMatchObject([{ orders: 1, sinceDays: 9, amount: 0 }]);
  expect(atRisk(log, { refunds: 'exclude' })).toMatchObject([{ orders: 1, sinceDays: 9, amount: 500 }]);
});

test('a threshold beyond all years has no date', () => {
  const [first] = atRisk(shop, { asOf, lapsedAfter: { days: 1e7 } });
  expect(first).toMatchObject({ lapsesOn: null, hasLapsed: false });
});

test('refuses what it does not know, and what cannot be', () => {
  const refused = (options: object) => expect(() => atRisk(shop, options as never)).toThrow(InvalidOptionError);
  for (const options of [
    ...[{ alive: () => 1 }, { value: () => 1 }, { unit: 'day', alive: 1 }, { order: 'alive' }, { order: 'lapse' }],
    ...[
      { order: 'risk' },
      { order: 'valueAtRisk' },
      { lapsed: 'only' },
      { lapsed: 'yes' },
      { limit: -1 },
      { limit: 1.5 },
    ],
    ...[{ minimumOrders: 0 }, { minimumAmount: Number.NaN }, { from: 0 }, { unit: 'day', alive: () => 1.1 }],
    ...[
      { unit: 'day', alive: () => Number.NaN },
      { unit: 'fortnight', alive: () => 1 },
    ],
    ...[{ unit: 'day', alive: () => 1, value: () => Infinity }, { lapsedAfter: { days: 0 } }],
  ])
    refused(options);
  const plain = eventLog(rowsOf('a', 1, 0), { customer: 'id', time: 'at' });
  expect(() => atRisk(plain, { minimumAmount: 1 })).toThrow(InvalidOptionError);
  expect(() => atRisk(plain, { order: 'amount' })).toThrow(InvalidOptionError);
  expect(atRisk(plain)).toMatchObject([{ amount: null, valueAtRisk: null }]);
});

test('the list is that of all customers, sorted and cut', () => {
  const options = fc.record({
    threshold: fc.constantFrom(DAY, 3 * DAY, 9 * DAY),
    asOf: fc.nat(50 * DAY).map((more) => START + more),
    per: fc.constantFrom('event' as const, 'instant' as const, 'day' as const),
    lapsed: fc.constantFrom('exclude' as const, 'include' as const, 'only' as const),
    limit: fc.option(fc.nat(4), { nil: undefined }),
    order: fc.constantFrom('lapse' as const, 'ratio' as const, 'since' as const),
  });
  fc.assert(
    fc.property(orders, options, (rows, { threshold, asOf: end, per, lapsed, limit, order }) => {
      const log = logOf(rows);
      const list = atRisk(log, {
        ...{ lapsedAfter: { milliseconds: threshold }, asOf: end, per, lapsed, limit, order, refunds: 'exclude' },
      });
      const all = [...timesByCustomer(rows, end, per)].map(([customer, times]) => {
        const last = times.at(-1) as number;
        const gaps = times
          .slice(1)
          .map((time, i) => time - (times[i] as number))
          .sort((a, b) => a - b);
        const middle =
          gaps.length === 0
            ? null
            : ((gaps[(gaps.length - 1) >> 1] as number) + (gaps[gaps.length >> 1] as number)) / 2;
        const ratio = middle === null || middle === 0 ? null : (end - last) / middle;
        const amount = rows
          .filter((row) => row.customer === customer && row.time <= end && (row.amount ?? 0) > 0)
          .reduce((sum, row) => sum + (row.amount ?? 0), 0);
        return { customer, orders: times.length, last, ratio, amount, hasLapsed: last + threshold <= end };
      });
      const key = (each: (typeof all)[number]) => (order === 'ratio' ? -(each.ratio ?? -Infinity) : each.last);
      const expected = all
        .filter(({ hasLapsed }) => lapsed === 'include' || hasLapsed === (lapsed === 'only'))
        .sort(
          (a, b) => (key(a) === key(b) ? 0 : key(a) - key(b)) || a.last - b.last || (a.customer < b.customer ? -1 : 1),
        )
        .slice(0, limit);
      expect(
        list.map(({ customer, orders: n, sinceDays, ratio, amount, hasLapsed }) => [
          customer,
          n,
          sinceDays,
          ratio,
          amount,
          hasLapsed,
        ]),
      ).toEqual(
        expected.map((each) => [
          each.customer,
          each.orders,
          (end - each.last) / DAY,
          each.ratio,
          each.amount,
          each.hasLapsed,
        ]),
      );
    }),
  );
});

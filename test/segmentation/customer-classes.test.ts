import fc from 'fast-check';
import {
  customerClasses,
  customerClassesMetric,
  eventLog,
  InvalidDataError,
  InvalidOptionError,
  measure,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import reference from '../reference/segmentation.json' with { type: 'json' };
import { thrown } from '../support/thrown.js';
import { DAY, type Order, orders, START, shuffled } from './amounts.js';

const ROLES = { customer: 'customer', time: 'at', amount: 'amount' } as const;

describe('customer classes', () => {
  test('are those of pandas by windows of 365 days', () => {
    const { orders: rows, customers, asOf, timeZone } = reference.portfolio;
    const found = customerClasses(eventLog(rows, ROLES), { asOf, timeZone });
    expect(found.window).toEqual({ from: '2024-06-21', to: '2025-06-20' });
    expect(found.previousWindow).toEqual({ from: '2023-06-22', to: '2024-06-20' });
    expect(found.customers.map((each) => [each.customer, each.class])).toEqual(
      customers.map(({ customer, window }) => [customer, window]),
    );
  });

  test('are told from one order in each window', () => {
    const days: Readonly<Record<string, readonly number[]>> = {
      new: [9],
      f2: [8, 9],
      retained: [3, 9],
      retainedOfOld: [1, 3, 9],
      reactivated: [1, 9],
      dormantRecent: [1, 5],
      dormantLong: [0],
      later: [10],
    };
    const rows = Object.entries(days).flatMap(([customer, each]) =>
      each.map((day) => ({ customer, at: START + day * DAY, amount: 10 })),
    );
    // Windows of four days: 6 to 9 and 2 to 5.
    const found = customerClasses(eventLog(rows, ROLES), { windowDays: 4, asOf: START + 9 * DAY });
    expect(found.customers.map((each) => [each.customer, each.class, each.orders, each.amount])).toEqual([
      ['dormantLong', 'dormantLong', 0, 0],
      ['dormantRecent', 'dormantRecent', 0, 0],
      ['f2', 'f2', 2, 20],
      ['new', 'new', 1, 10],
      ['reactivated', 'reactivated', 1, 10],
      ['retained', 'retained', 1, 10],
      ['retainedOfOld', 'retained', 1, 10],
    ]);
    expect(found.retention).toMatchObject({ numerator: 2, denominator: 3, value: 2 / 3 });
    expect([found.n, found.excluded.outside]).toEqual([7, 1]);
    expect(found.segments.map(({ isActive }) => isActive)).toEqual([true, true, true, true, false, false]);
  });

  test('do not ask for amounts', () => {
    const log = eventLog([{ id: '__proto__', at: START }], { customer: 'id', time: 'at' });
    const { segments, customers } = customerClasses(log);
    expect(customers).toEqual([{ customer: '__proto__', class: 'new', orders: 1, amount: null }]);
    expect(segments[0]).toMatchObject({ share: { numerator: 1 }, orders: 1, amount: null });
  });

  test('of a log without events have no window, unless a date is given', () => {
    const empty = eventLog([] as Order[], ROLES);
    expect(customerClasses(empty)).toMatchObject({ n: 0, window: null, previousWindow: null, asOf: null });
    expect(customerClasses(empty, { asOf: '2025-12-31' }).window).toEqual({ from: '2025-01-01', to: '2025-12-31' });
    expect(customerClasses(empty).segments[0]).toMatchObject({ share: { value: null }, orders: 0, amount: 0 });
  });

  test('take no refund for an order', () => {
    const rows = [
      { customer: 'a', at: START - 400 * DAY, amount: 10 },
      { customer: 'a', at: START, amount: -10 },
      { customer: 'b', at: START, amount: 10 },
    ];
    const log = eventLog(rows, ROLES);
    expect(thrown(InvalidDataError, () => customerClasses(log)).code).toBe('E_NUM_RANGE');
    const { customers, excluded } = customerClasses(log, { refunds: 'net' });
    expect(customers.map((each) => [each.customer, each.class])).toEqual([
      ['a', 'dormantRecent'],
      ['b', 'new'],
    ]);
    expect(excluded.refunds).toBe(1);
  });

  test('count an order in the window of its first line', () => {
    const line = (customer: string, day: number, order: string) => ({
      customer,
      at: START + day * DAY,
      amount: 10,
      order,
    });
    // Windows of four days: 6 to 9 and 2 to 5.
    const rows = [
      ...[line('a', 5, 'x'), line('a', 6, 'x')],
      ...[line('b', 1, 'y'), line('b', 3, 'y'), line('b', 8, 'z'), line('b', 9, 'z'), line('b', 9, 'y')],
    ];
    const log = eventLog(rows, { ...ROLES, properties: ['order'] });
    const options = { windowDays: 4, per: { property: 'order' } } as const;
    expect(customerClasses(log, options).customers).toEqual([
      { customer: 'a', class: 'dormantRecent', orders: 0, amount: 0 },
      { customer: 'b', class: 'reactivated', orders: 1, amount: 20 },
    ]);
    const metric = customerClassesMetric({ ...options, asOf: START + 9 * DAY });
    expect(metric.finish(metric.state(log)).customers).toEqual(customerClasses(log, options).customers);
  });

  test.each([
    [{ windowDays: 0 }, 'customerClasses requires windowDays to be an integer from 1 to 100000; got 0'],
    [{ from: '2025-01-01' }, 'customerClasses requires options to be among'],
    [{ per: 'week' }, "customerClasses requires per to be 'event', 'instant', 'day' or { property }; got \"week\""],
  ])('refuse %j', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    expect(thrown(InvalidOptionError, () => customerClasses(eventLog([], ROLES), options)).message).toContain(sentence);
  });

  test('refuse windows that begin before the year 1', () => {
    const log = eventLog([{ customer: 'a', at: '0002-06-30T00:00Z', amount: 1 }], ROLES);
    expect(customerClasses(log, { windowDays: 273 }).previousWindow?.from).toBe('0001-01-01');
    for (const windowDays of [274, 100_000]) {
      expect(thrown(InvalidOptionError, () => customerClasses(log, { windowDays })).message).toBe(
        `customerClasses requires windowDays to be so few that both windows are in the years 1 to 9999; got ${windowDays}`,
      );
    }
  });

  test('that are merged are all seen from one date, which must be given', () => {
    // @ts-expect-error without asOf
    expect(() => customerClassesMetric({})).toThrow(InvalidOptionError);
    const metric = customerClassesMetric({ asOf: START });
    // @ts-expect-error no log
    expect(() => metric.state([{ customer: 'a', at: START }])).toThrow(InvalidDataError);
    const [a, b] = ['a', 'b'].map((customer) => metric.state(eventLog([{ customer, at: START, amount: 1 }], ROLES)));
    expect(metric.finish(metric.merge(a!, b!)).n).toBe(2);
    expect(measure(eventLog([] as Order[], ROLES), metric)).toMatchObject({ n: 0, asOf: START });
  });
});

test('are those of each customer by itself; 前年購入者 are the retained and the recently dormant', () => {
  fc.assert(
    fc.property(
      orders.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 41 }),
      ([list, other], windowDays, day) => {
        const options = { windowDays, asOf: START + (day + 1) * DAY - 1 };
        const found = customerClasses(eventLog(list, ROLES), options);
        expect(customerClasses(eventLog(other, ROLES), options)).toEqual(found);
        const age = ({ at }: Order) => day - Math.floor((at - START) / DAY);
        const seen = list.filter((order) => age(order) >= 0);
        expect(new Set(found.customers.map(({ customer }) => customer))).toEqual(
          new Set(seen.map(({ customer }) => customer)),
        );
        for (const each of found.customers) {
          const ages = seen.filter(({ customer }) => customer === each.customer).map(age);
          const [now, previous] = [
            ages.filter((days) => days < windowDays),
            ages.filter((days) => days >= windowDays && days < 2 * windowDays),
          ];
          const isNew = now.length === ages.length;
          const name =
            now.length === 0
              ? previous.length > 0
                ? 'dormantRecent'
                : 'dormantLong'
              : isNew
                ? now.length === 1
                  ? 'new'
                  : 'f2'
                : previous.length > 0
                  ? 'retained'
                  : 'reactivated';
          expect([each.class, each.orders]).toEqual([name, now.length]);
        }
        const size = (name: string) => found.segments.find((each) => each.class === name)?.share.numerator ?? 0;
        expect(found.segments.reduce((total, { share }) => total + share.numerator, 0)).toBe(found.n);
        const lastYear = seen.filter((order) => age(order) >= windowDays && age(order) < 2 * windowDays);
        expect(size('retained') + size('dormantRecent')).toBe(new Set(lastYear.map(({ customer }) => customer)).size);
        expect(found.retention.denominator).toBe(size('retained') + size('dormantRecent'));
      },
    ),
  );
});

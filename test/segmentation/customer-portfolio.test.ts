import fc from 'fast-check';
import {
  customerPortfolio,
  customerPortfolioMetric,
  eventLog,
  InvalidDataError,
  InvalidOptionError,
  type PortfolioThresholds,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { portfolioClass, portfolioStatus } from '../../src/segmentation/portfolio-rules.js';
import reference from '../reference/segmentation.json' with { type: 'json' };
import { exactTotal } from '../support/exact.js';
import { thrown } from '../support/thrown.js';
import { DAY, orders, START, shuffled } from './amounts.js';

const ROLES = { customer: 'customer', time: 'at', amount: 'amount' } as const;
const { portfolio } = reference;

describe('the customer portfolio', () => {
  test('is that of pandas by a table of conditions', () => {
    const log = eventLog(portfolio.orders, ROLES);
    const { asOf, timeZone } = portfolio;
    const found = customerPortfolio(log, { preset: 'ltv-lab', asOf, timeZone });
    expect(found.thresholds).toEqual({ lapsedDays: 240, steadyDays: 90, loyalDays: 210, highAmount: 70_000 });
    const byId = new Map(found.customers.map((each) => [each.customer, each]));
    expect(found.n).toBe(portfolio.customers.length);
    for (const { customer, portfolio: name, status, tenureDays, daysSince, orders, amount } of portfolio.customers) {
      expect(byId.get(customer)).toEqual({ customer, class: name, status, orders, amount, tenureDays, daysSince });
    }
  });

  test('has ten segments that add up to all customers and amounts', () => {
    const { segments, n, amount } = customerPortfolio(eventLog(portfolio.orders, ROLES), { preset: 'ltv-lab' });
    expect(segments.map((each) => `${each.status} ${each.class}`)).toEqual([
      ...['active first', 'active toddling', 'active steady', 'active trend', 'active loyal'],
      ...['lapsed first', 'lapsed toddling', 'lapsed steady', 'lapsed trend', 'lapsed loyal'],
    ]);
    expect(segments.reduce((total, { share }) => total + share.numerator, 0)).toBe(n);
    expect(segments.reduce((total, each) => total + each.amount, 0)).toBe(amount);
    expect(segments[0]?.share).toMatchObject({ denominator: n, interval: { method: 'wilson', confidence: 0.95 } });
  });

  test('counts what is exactly at a threshold as past it', () => {
    const rows = [
      { customer: 'a', at: START, amount: 35_000 },
      { customer: 'a', at: START + 90 * DAY, amount: 35_000 },
    ];
    const at = (asOf: number, more: object = {}) => {
      const [only] = customerPortfolio(eventLog(rows, ROLES), { preset: 'ltv-lab', asOf, ...more }).customers;
      return [only?.class, only?.status];
    };
    expect(at(START + 90 * DAY)).toEqual(['trend', 'active']);
    expect(at(START + 90 * DAY, { steadyDays: 91 })).toEqual(['toddling', 'active']);
    expect(at(START + 90 * DAY, { highAmount: 70_000.01 })).toEqual(['steady', 'active']);
    expect(at(START + 90 * DAY, { loyalDays: 90 })).toEqual(['loyal', 'active']);
    expect(at(START + 329 * DAY)).toEqual(['trend', 'active']);
    expect(at(START + 330 * DAY)).toEqual(['trend', 'lapsed']);
    expect(at(START)).toEqual(['first', 'active']);
  });

  test('counts days on the clocks of the zone', () => {
    const rows = [
      { customer: 'a', at: Date.UTC(2025, 2, 1, 14, 59), amount: 1 },
      { customer: 'a', at: Date.UTC(2025, 2, 1, 15, 1), amount: 1 },
    ];
    const days = (timeZone: string) =>
      customerPortfolio(eventLog(rows, ROLES), { preset: 'ltv-lab', timeZone }).customers[0];
    expect([days('UTC')?.tenureDays, days('Asia/Tokyo')?.tenureDays]).toEqual([0, 1]);
  });

  test('does not see orders after asOf, nor customers who only have those', () => {
    const rows = [
      { customer: 'a', at: START, amount: 10 },
      { customer: 'a', at: START + 5 * DAY, amount: 10 },
      { customer: 'b', at: START + 5 * DAY, amount: 10 },
    ];
    const found = customerPortfolio(eventLog(rows, ROLES), { preset: 'ltv-lab', asOf: START + DAY });
    expect(found).toMatchObject({
      n: 1,
      amount: 10,
      excluded: { outside: 2 },
      customers: [{ customer: 'a', class: 'first' }],
    });
  });

  test('takes refunds off the amount, below 0 too, and no refund for an order', () => {
    const rows = [
      { customer: '__proto__', at: START, amount: 10 },
      { customer: '__proto__', at: START + DAY, amount: -30 },
      { customer: 'only', at: START, amount: -5 },
    ];
    const log = eventLog(rows, ROLES);
    expect(thrown(InvalidDataError, () => customerPortfolio(log, { preset: 'ltv-lab' })).code).toBe('E_NUM_RANGE');
    const net = customerPortfolio(log, { preset: 'ltv-lab', refunds: 'net' });
    expect(net.customers).toMatchObject([{ customer: '__proto__', class: 'first', orders: 1, amount: -20 }]);
    expect(net.segments.map(({ amountShare }) => amountShare)).toEqual(Array(10).fill(null));
    expect(customerPortfolio(log, { preset: 'ltv-lab', refunds: 'exclude' }).amount).toBe(10);
  });

  test('of nobody has empty segments', () => {
    const found = customerPortfolio(eventLog([] as { customer: string; at: number; amount: number }[], ROLES), {
      preset: 'ltv-lab',
    });
    expect(found).toMatchObject({ n: 0, amount: 0, customers: [], asOf: null });
    expect(found.segments[3]).toMatchObject({ share: { value: null, interval: null }, amount: 0, amountShare: null });
  });

  test.each([
    [{}, 'customerPortfolio requires lapsedDays to be an integer from 1 to 1000000; got undefined'],
    [{ preset: 'yazuya' }, 'customerPortfolio requires preset to be one of ltv-lab; got "yazuya"'],
    [{ preset: 'ltv-lab', loyalDays: 30 }, 'customerPortfolio requires loyalDays to be at least steadyDays; got 30'],
    [{ preset: 'ltv-lab', highAmount: 0 }, 'customerPortfolio requires highAmount to be a number above 0; got 0'],
    [{ preset: 'ltv-lab', lapsedDays: 1.5 }, 'customerPortfolio requires lapsedDays to be an integer'],
    [{ preset: 'ltv-lab', lapsed: 1 }, 'customerPortfolio requires options to be among'],
  ])('refuses %j', (options, sentence) => {
    const calls = [
      // @ts-expect-error wrong on purpose
      () => customerPortfolio(eventLog([], ROLES), options),
      // @ts-expect-error wrong on purpose
      () => customerPortfolioMetric({ ...options, asOf: 0 }),
    ];
    for (const call of calls) expect(thrown(InvalidOptionError, call).message).toContain(sentence);
  });

  test('as a metric is seen from one date, which must be given', () => {
    // @ts-expect-error without asOf
    expect(() => customerPortfolioMetric({ preset: 'ltv-lab' })).toThrow(InvalidOptionError);
    const rows = portfolio.orders;
    const metric = customerPortfolioMetric({ preset: 'ltv-lab', asOf: portfolio.asOf });
    const [a, b] = [0, 1].map((half) => rows.filter((row) => row.customer.charCodeAt(2) % 2 === half));
    const merged = metric.merge(metric.state(eventLog(a!, ROLES)), metric.state(eventLog(b!, ROLES)));
    expect(metric.finish(merged)).toEqual(
      customerPortfolio(eventLog(rows, ROLES), { preset: 'ltv-lab', asOf: portfolio.asOf }),
    );
  });

  test('refuses a log without amounts', () => {
    const log = eventLog([{ id: 'a', at: 0 }], { customer: 'id', time: 'at' });
    expect(() => customerPortfolio(log, { preset: 'ltv-lab' })).toThrow(InvalidOptionError);
  });
});

const thresholds: fc.Arbitrary<PortfolioThresholds> = fc
  .tuple(
    fc.integer({ min: 1, max: 50 }),
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 1, max: 2000 }),
  )
  .map(([lapsedDays, a, b, highAmount]) => ({
    lapsedDays,
    steadyDays: Math.min(a, b),
    loyalDays: Math.max(a, b),
    highAmount,
  }));

/** The conditions as the sources list them, each by itself. */
const CONDITIONS: Readonly<
  Record<string, (t: PortfolioThresholds, orders: number, days: number, amount: number) => boolean>
> = {
  first: (_, orders) => orders === 1,
  toddling: (t, orders, days) => orders >= 2 && days < t.steadyDays,
  steady: (t, orders, days, amount) => orders >= 2 && days >= t.steadyDays && amount < t.highAmount,
  trend: (t, orders, days, amount) =>
    orders >= 2 && days >= t.steadyDays && days < t.loyalDays && amount >= t.highAmount,
  loyal: (t, orders, days, amount) =>
    orders >= 2 && days >= t.steadyDays && days >= t.loyalDays && amount >= t.highAmount,
};

test('for any thresholds a customer meets the conditions of exactly one class, and is in it', () => {
  fc.assert(
    fc.property(
      thresholds,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: -10, max: 3000 }),
      (each, orders, tenureDays, amount) => {
        const met = Object.keys(CONDITIONS).filter((name) => CONDITIONS[name]?.(each, orders, tenureDays, amount));
        expect(met).toEqual([portfolioClass(each, { orders, tenureDays, amount })]);
        expect(portfolioStatus(each, tenureDays)).toBe(tenureDays >= each.lapsedDays ? 'lapsed' : 'active');
      },
    ),
    { numRuns: 500 },
  );
});

test('customers are judged by their own orders alone, whatever the order of the rows', () => {
  fc.assert(
    fc.property(
      orders.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
      thresholds,
      ([list, other], rules) => {
        const asOf = START + 41 * DAY;
        const found = customerPortfolio(eventLog(list, ROLES), { ...rules, asOf });
        expect(customerPortfolio(eventLog(other, ROLES), { ...rules, asOf })).toEqual(found);
        for (const each of found.customers) {
          const own = list.filter(({ customer }) => customer === each.customer);
          const days = own.map(({ at }) => Math.floor(at / DAY));
          expect(each.orders).toBe(own.length);
          expect(each.amount).toBe(exactTotal(own.map(({ amount }) => amount)));
          expect(each.tenureDays).toBe(Math.max(...days) - Math.min(...days));
          expect(each.daysSince).toBe(Math.floor(asOf / DAY) - Math.max(...days));
        }
        expect(found.n).toBe(new Set(list.map(({ customer }) => customer)).size);
        expect(found.segments.reduce((total, { share }) => total + share.numerator, 0)).toBe(found.n);
      },
    ),
  );
});

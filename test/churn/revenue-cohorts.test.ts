import { describe, expect, test } from 'vitest';
import { changeLedger } from '../../src/churn/change-ledger.js';
import { revenueCohorts, revenueCohortsMetric } from '../../src/churn/revenue-cohorts.js';
import { revenueRetentionTrend } from '../../src/churn/revenue-retention-trend.js';
import { subscriptionLedger } from '../../src/churn/subscription-ledger.js';
import { InvalidDataError, InvalidOptionError, LimitError } from '../../src/core/errors.js';
import { dayEnd, ledgerOf } from './naive-lines.js';

const LINES = [
  { customer: 'a', start: 9, end: 40, amount: 20 },
  { customer: 'b', start: 19, end: 59, amount: 20 },
  { customer: 'b', start: 59, end: null, amount: 50 },
  { customer: 'c', start: 35, end: null, amount: 30 },
  { customer: 'd', start: 36, end: 40, amount: 10 },
];
const march = { unit: 'month', asOf: '2025-03-31' } as const;

describe('revenueCohorts', () => {
  test('has a row for each month of first revenue, with cells up to the last that has begun', () => {
    const { cohorts, n } = revenueCohorts(ledgerOf(LINES), { unit: 'month', asOf: '2025-03-15' });
    expect(n).toBe(4);
    expect(cohorts.map(({ cohort, size, revenue }) => [cohort, size, revenue])).toEqual([
      ['2025-01', 2, 40],
      ['2025-02', 2, 40],
      ['2025-03', 0, 0],
    ]);
    expect(cohorts[0]?.cells.map((cell) => cell && [cell.age, cell.complete, cell.customers, cell.revenue])).toEqual([
      [0, true, 2, 40],
      [1, true, 1, 20],
      [2, false, 1, 50],
    ]);
  });

  test('who leaves within the first month is lost in its own cell', () => {
    const [, february] = revenueCohorts(ledgerOf(LINES), march).cohorts;
    expect(february?.cells[0]).toMatchObject({ customers: 1, revenue: 30, netRetention: { value: 0.75 } });
  });

  test('cells of what is yet to come are null, and so are values of nobody', () => {
    const { cohorts } = revenueCohorts(ledgerOf(LINES), march);
    expect(cohorts[1]?.cells[2]).toBeNull();
    expect(cohorts[2]?.cells[0]).toMatchObject({ customers: 0, netRetention: { value: null, interval: null, n: 0 } });
  });

  test('follows cohorts for as long as is asked, and those that are asked for', () => {
    const { cohorts, overall, n } = revenueCohorts(ledgerOf(LINES), {
      ...march,
      periods: 1,
      from: '2025-02-01',
      to: '2025-03-01',
    });
    expect(cohorts.map(({ cohort, cells }) => [cohort, cells.length])).toEqual([['2025-02', 2]]);
    expect([overall.length, n]).toEqual([2, 2]);
  });

  test('the end of the data is no churn', () => {
    const { cohorts } = revenueCohorts(ledgerOf([{ customer: 'a', start: 0, end: 90, amount: 1 }]), march);
    expect(cohorts[0]?.cells.map((cell) => cell?.customers)).toEqual([1, 1, 1]);
  });

  test('is empty without revenue', () => {
    const nothing = { unit: 'month', cohorts: [], overall: [], n: 0 };
    expect(revenueCohorts(ledgerOf([]), { unit: 'month' })).toEqual(nothing);
    expect(revenueCohorts(ledgerOf(LINES), { unit: 'month', asOf: '2024-12-31' })).toEqual(nothing);
  });

  test('amounts whose squares are beyond 2^53 leave nothing behind when they are gone', () => {
    const large = [
      { customer: 'a', start: 0, end: 40, amount: 90_071_992_547.11 },
      { customer: 'b', start: 0, end: null, amount: 0.01 },
      { customer: 'c', start: 0, end: null, amount: 0.03 },
    ];
    const metric = revenueCohortsMetric(march);
    const [, sums] = metric.state(ledgerOf(large)).cohorts[0] ?? [];
    expect(sums?.cells[0]?.yy).toHaveLength(2);
    expect(sums?.cells[1]).toMatchObject({ y: [4], yy: [10], xy: [10], m: [4], mm: [10], mx: [10] });
  });
});

describe('bad input', () => {
  test.each([
    [{}],
    [{ unit: 'month', periods: -1 }],
    [{ unit: 'month', periods: 1.5 }],
    [{ unit: 'month', ages: 3 }],
    [{ unit: 'month', from: '2025-03-01', to: '2025-03-01' }],
    [{ unit: 'month', timeZone: 'Mars/Olympus' }],
  ])('refuses the options %j', (options) => {
    expect(() => revenueCohorts(ledgerOf(LINES), options as never)).toThrow(InvalidOptionError);
  });

  test('refuses more cells than can be held, and states of another minor unit', () => {
    expect(() => revenueCohorts(ledgerOf(LINES), { unit: 'hour', asOf: '2026-01-01' })).toThrow(LimitError);
    const metric = revenueCohortsMetric(march);
    const yen = subscriptionLedger([{ customer: 'a', start: '2025-01-01', amount: 1 }], {
      ...({ customer: 'customer', start: 'start', amount: 'amount' } as const),
      decimals: 0,
    });
    expect(() => metric.merge(metric.state(yen), metric.state(ledgerOf(LINES)))).toThrow(InvalidDataError);
    expect(() => revenueCohortsMetric({ unit: 'month' } as never)).toThrow(InvalidOptionError);
  });

  test('periods before anybody pays are none of its cells', () => {
    const changes = (...rows: readonly (readonly [customer: string, at: string, monthly: number])[]) =>
      changeLedger(
        rows.map(([customer, at, monthly]) => ({ customer, at, monthly })),
        { customer: 'customer', time: 'at', amount: 'monthly' },
      );
    const options = { unit: 'day', asOf: '2024-03-02' } as const;
    const nothing = ['a', '1970-01-01', 0] as const;
    expect(revenueCohorts(changes(nothing), options)).toEqual({ unit: 'day', cohorts: [], overall: [], n: 0 });
    const late = [['a', '2024-03-01', 5] as const, ['b', '2024-03-02', 7] as const];
    expect(revenueCohorts(changes(nothing, ...late), options)).toEqual(revenueCohorts(changes(...late), options));
    expect(() => revenueCohorts(changes(['a', '1970-01-01', 1]), options)).toThrow(LimitError);
    const trend = { unit: 'hour', after: 1, asOf: '2024-03-02' } as const;
    expect(revenueRetentionTrend(changes(nothing), trend)).toEqual([]);
    const brief = [nothing, ['c', '1970-01-01T05:00:00Z', 3] as const, ['c', '1970-01-01T05:59:00Z', 0] as const];
    const found = revenueRetentionTrend(changes(...brief, ...late), trend);
    expect(found).toEqual(revenueRetentionTrend(changes(...late), trend));
    expect(found).toHaveLength(47);
    expect(() => revenueRetentionTrend(changes(['a', '1970-01-01', 1]), trend)).toThrow(LimitError);
  });

  test('asOf may lie in the last instant of a month', () => {
    const [january] = revenueCohorts(ledgerOf(LINES), { unit: 'month', asOf: dayEnd(30) }).cohorts;
    expect(january?.cells.map((cell) => cell?.complete)).toEqual([true]);
  });
});

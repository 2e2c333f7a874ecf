import { describe, expect, test } from 'vitest';
import { compoundChurn } from '../../src/churn/compound-churn.js';
import { type CustomerChurnMetricOptions, customerChurn, customerChurnMetric } from '../../src/churn/customer-churn.js';
import { subscriptionLedger } from '../../src/churn/subscription-ledger.js';
import { InvalidDataError, InvalidOptionError, LimitError } from '../../src/core/errors.js';
import { poissonInterval } from '../../src/stats/poisson-interval.js';
import { randomFrom } from '../../src/stats/random.js';
import { weightedPoissonInterval } from '../../src/stats/weighted-poisson-interval.js';
import reference from '../reference/poisson-interval.json' with { type: 'json' };
import weighted from '../reference/weighted-poisson-interval.json' with { type: 'json' };
import { DAY, dayEnd, dayStart, ledgerOf } from './naive-lines.js';

const LINES = [
  { customer: 'a', start: 0, end: null, amount: 10 },
  { customer: 'b', start: 0, end: 45, amount: 10 },
  { customer: 'c', start: 31, end: 45, amount: 10 },
  { customer: 'b', start: 60, end: 61, amount: 10 },
  { customer: 'b', start: 70, end: null, amount: 10 },
];
const month = { unit: 'month', asOf: dayEnd(100) } as const;

describe('customerChurn', () => {
  test('counts who is there at the ends of a month: who comes and goes within it is in neither count', () => {
    expect(
      customerChurn(ledgerOf(LINES), month).map((row) => [
        ...[row.period, row.start, row.new, row.churned, row.reactivated, row.end, row.churn.value, row.complete],
      ]),
    ).toEqual([
      ['2025-01', 0, 2, 0, 0, 2, null, true],
      ['2025-02', 2, 0, 1, 0, 1, 0.5, true],
      ['2025-03', 1, 0, 0, 1, 2, 0, true],
      ['2025-04', 2, 0, 0, 0, 2, 0, false],
    ]);
  });

  test('by daily sums, who comes and goes within the month counts as both, and while there', () => {
    const [, february, march] = customerChurn(ledgerOf(LINES), { ...month, denominator: 'dailySum' });
    expect(february).toMatchObject({ start: 2, new: 1, churned: 2, reactivated: 0, end: 1, retention: { value: 0.5 } });
    // At the start of a day: a on 28, b on 15, c, which comes on the first day, on 14.
    expect(february?.churn).toMatchObject({ numerator: 2, denominator: 57 / 28 });
    expect(march).toMatchObject({ start: 1, reactivated: 2, churned: 1, end: 2 });
  });

  test('by daily rates, the rates of the days are added up', () => {
    const [, february] = customerChurn(ledgerOf(LINES), { ...month, denominator: 'dailyRates' });
    expect(february).toMatchObject({ start: 2, new: 1, churned: 2, end: 1 });
    // b and c leave on the 15th, of three who are there.
    expect(february?.churn).toMatchObject({ value: 2 / 3, n: 57 / 28, numerator: 2, denominator: 3 });
    expect(february?.churn.interval?.method).toBe('fay-feuer');
    const [, , march] = customerChurn(ledgerOf(LINES.slice(0, 1)), { ...month, denominator: 'dailyRates' });
    expect(march?.churn).toMatchObject({ value: 0, numerator: 0, denominator: 1 });
  });

  test('looks back over as many periods as are told', () => {
    const days = customerChurn(ledgerOf(LINES), {
      unit: 'day',
      trailing: 30,
      asOf: dayEnd(100),
      preset: 'baremetrics',
    });
    const at = (day: string) => days.find(({ period }) => period === day);
    expect(at('2025-02-15')).toMatchObject({ start: 2, new: 1, churned: 2, end: 1, churn: { value: 0.5 } });
    expect(at('2025-03-17')).toMatchObject({ start: 1, new: 0, reactivated: 1, churned: 0, end: 2 });
  });

  test('the rate per customer and month has the exact Poisson interval', () => {
    const [, february] = customerChurn(ledgerOf(LINES), { ...month, denominator: 'average' });
    expect(february?.churn).toEqual({
      value: 1 / 1.5,
      n: 1.5,
      numerator: 1,
      denominator: 1.5,
      interval: poissonInterval(1, 1.5, 0.95),
    });
    expect(february?.churn.interval?.method).toBe('garwood');
  });

  test('a rate may be above 1: all of two leave', () => {
    const all = [
      { customer: 'a', start: 0, end: 40, amount: 1 },
      { customer: 'b', start: 0, end: 41, amount: 1 },
    ];
    const [, february] = customerChurn(ledgerOf(all), { ...month, denominator: 'average' });
    expect([february?.churn.value, february?.retention.value]).toEqual([2, 0]);
  });

  test('a line that ends at asOf or later is open: the end of the data is no churn', () => {
    const rows = customerChurn(ledgerOf([{ customer: 'a', start: 0, end: 59, amount: 1 }]), {
      ...{ unit: 'month', asOf: '2025-02-28' },
    });
    expect(rows.at(-1)).toMatchObject({ period: '2025-02', churned: 0, end: 1, complete: true });
  });

  test('reads rows as they are, with the roles among the options', () => {
    const rows = [{ id: 'a', from: '2025-01-10', to: '2025-02-10', price: 20 }];
    const found = customerChurn(rows, {
      ...({ customer: 'id', start: 'from', end: 'to', amount: 'price' } as const),
      ...({ unit: 'month', asOf: '2025-02-28' } as const),
    });
    expect(found.map(({ churn }) => churn.value)).toEqual([null, 1]);
  });

  test('who comes and leaves within a month counts as both if told so, but is no churn of those at the start', () => {
    const [, february] = customerChurn(ledgerOf(LINES), { ...month, movements: 'newAndChurned' });
    expect(february).toMatchObject({ start: 2, new: 1, churned: 2, end: 1, churn: { numerator: 1, denominator: 2 } });
    const [, average] = customerChurn(ledgerOf(LINES), { ...month, preset: 'chartmogul', denominator: 'average' });
    expect(average?.churn).toMatchObject({ numerator: 2, denominator: 1.5 });
  });

  test('months are those of the ledger, and of another zone if told so', () => {
    const ledger = subscriptionLedger([{ customer: 'a', start: '2025-02-01', amount: 1 }], {
      ...{ customer: 'customer', start: 'start', amount: 'amount', timeZone: 'Asia/Tokyo' },
    } as const);
    expect(customerChurn(ledger, { unit: 'month' })[0]?.period).toBe('2025-02');
    expect(customerChurn(ledger, { unit: 'month', timeZone: 'UTC' })[0]?.period).toBe('2025-01');
  });

  test('shows the periods that are asked for, and none without revenue', () => {
    const rows = customerChurn(ledgerOf(LINES), { ...month, from: '2024-12-01', to: '2025-03-01' });
    expect(rows.map(({ period, start }) => [period, start])).toEqual([
      ['2024-12', 0],
      ['2025-01', 0],
      ['2025-02', 2],
    ]);
    expect(customerChurn(ledgerOf([]), { unit: 'month' })).toEqual([]);
    expect(customerChurn(ledgerOf([{ customer: 'a', start: 3, end: null, amount: 0 }]), { unit: 'month' })).toEqual([]);
  });

  test('a cancellation is churn at once if told so, and a pause is if told so', () => {
    const ledger = subscriptionLedger(
      [
        {
          customer: 'a',
          ...{ start: '2025-01-10', end: '2025-04-10', amount: 1, cancelled: '2025-02-10', paused: null },
        },
        {
          customer: 'b',
          ...{ start: '2025-01-10', end: null, amount: 1, cancelled: null },
          paused: [{ start: '2025-02-05', end: '2025-03-05' }],
        },
      ],
      {
        ...{ customer: 'customer', start: 'start', end: 'end', amount: 'amount' },
        ...{ cancelled: 'cancelled', paused: 'paused', asOf: '2025-06-30' },
      } as const,
    );
    const ends = (options: object) => customerChurn(ledger, { unit: 'month', ...options }).map(({ end }) => end);
    expect(ends({})).toEqual([2, 2, 2, 1, 1, 1]);
    expect(ends({ churnDate: 'cancellation' })).toEqual([2, 1, 1, 1, 1, 1]);
    expect(ends({ pauses: 'zero' })).toEqual([2, 1, 2, 1, 1, 1]);
  });
});

describe('a rate of 0.3 a month, where as many come in a month as are there', () => {
  const draw = randomFrom(11);
  const wait = (rate: number) => -Math.log(1 - draw.uniform()) / rate;
  const samples = Array.from({ length: 60 }, () => {
    const starts = Array.from({ length: 30 }, () => -1);
    for (let day = wait(30 / 31); day < 31; day += wait(30 / 31)) starts.push(day);
    const lives = starts.map((start, customer) => {
      const [from, days] = [Math.floor(dayStart(0) + start * DAY), wait(0.3 / 31)];
      return { customer, start: from, end: from + Math.ceil(days * DAY), amount: 1 };
    });
    const asOf = dayEnd(60);
    return subscriptionLedger(lives, { customer: 'customer', start: 'start', end: 'end', amount: 'amount', asOf });
  });
  const mean = (options: object) => {
    const rates = samples.map(
      (ledger) => customerChurn(ledger, { unit: 'month', from: '2025-01-01', ...options })[0]?.churn.value ?? 0,
    );
    return rates.reduce((total, rate) => total + rate, 0) / rates.length;
  };

  test('is found by daily sums, and by the average where those who come and leave count', () => {
    expect(Math.abs(mean({ denominator: 'dailySum' }) - 0.31)).toBeLessThan(0.03);
    expect(Math.abs(mean({ denominator: 'average', movements: 'newAndChurned' }) - 0.31)).toBeLessThan(0.03);
  });

  test('is missed by the average of both ends', () => {
    expect(Math.abs(mean({ denominator: 'average' }) - 0.21)).toBeLessThan(0.03);
  });
});

describe('bad input', () => {
  test.each([
    [{ unit: 'fortnight' }],
    [{ unit: 'month', denominator: 'end' }],
    [{ unit: 'month', denominators: 'start' }],
    [{ unit: 'month', churnDenominator: 'start' }],
    [{ unit: 'month', movements: 'all' }],
    [{ unit: 'month', from: '2025-02-01', to: '2025-02-01' }],
    [{ unit: 'month', confidence: 1 }],
    [{ unit: 'month', churnDate: 'start' }],
    [{ unit: 'month', pauses: true }],
    [{ unit: 'hour', denominator: 'dailySum' }],
    [{ unit: 'hour', denominator: 'dailyRates' }],
    [{ unit: 'month', trailing: 0 }],
    [{ unit: 'month', count: 'subscriptions' }],
  ])('refuses the options %j', (options) => {
    expect(() => customerChurn(ledgerOf(LINES), options as never)).toThrow(InvalidOptionError);
  });

  test('refuses what is no ledger, and too many periods', () => {
    expect(() => customerChurn([] as never, { unit: 'month' })).toThrow(InvalidOptionError);
    expect(() => customerChurnMetric(month).state([] as never)).toThrow(InvalidDataError);
    const long = [{ customer: 'a', start: 0, end: null, amount: 1 }];
    expect(() => customerChurn(ledgerOf(long), { unit: 'hour', asOf: '2099-01-01' })).toThrow(LimitError);
  });

  test('a metric needs asOf, and a zone where the ledger has one', () => {
    expect(() => customerChurnMetric({ unit: 'month' } as CustomerChurnMetricOptions)).toThrow(InvalidOptionError);
    const ledger = subscriptionLedger([{ customer: 'a', start: '2025-02-01', amount: 1 }], {
      ...{ customer: 'customer', start: 'start', amount: 'amount', timeZone: 'Asia/Tokyo' },
    } as const);
    expect(() => customerChurnMetric(month).state(ledger)).toThrow(InvalidOptionError);
    expect(customerChurnMetric({ ...month, timeZone: 'Asia/Tokyo' }).state(ledger).counts).toHaveLength(1);
  });
});

describe('poissonInterval', () => {
  test.each(reference.cases)('of $events in $exposure is that of R', ({ events, exposure, confidence, low, high }) => {
    const interval = poissonInterval(events, exposure, confidence);
    expect(interval.low).toBeCloseTo(low, 12);
    expect(Math.abs(interval.high / high - 1)).toBeLessThan(1e-12);
  });
});

describe('weightedPoissonInterval', () => {
  const sums = (counts: readonly number[], customers: readonly number[]) => ({
    value: counts.reduce((sum, count, i) => sum + count / customers[i]!, 0),
    variance: counts.reduce((sum, count, i) => sum + count / customers[i]! ** 2, 0),
    greatest: Math.max(...customers.map((own) => 1 / own)),
  });

  test.each(weighted.cases)('of $counts of $customers is that of R', ({ counts, customers, confidence, low, high }) => {
    const interval = weightedPoissonInterval(sums(counts, customers), confidence);
    expect(interval.low).toBeCloseTo(low, 11);
    expect(interval.high).toBeCloseTo(high, 11);
  });

  test('of weights that are one is the exact one', () => {
    const { low, high } = weightedPoissonInterval(sums([2, 0, 3], [7, 7, 7]), 0.95);
    const exact = poissonInterval(5, 7, 0.95);
    expect([low, high]).toEqual([expect.closeTo(exact.low, 12), expect.closeTo(exact.high, 12)]);
  });
});

describe('compoundChurn', () => {
  test('is 1 − (1 − c)^n, and back', () => {
    expect(compoundChurn(0.05, 12)).toBeCloseTo(1 - 0.95 ** 12, 15);
    expect(compoundChurn(compoundChurn(0.05, 12), 1 / 12)).toBeCloseTo(0.05, 15);
    expect([compoundChurn(0, 12), compoundChurn(1, 0.5), compoundChurn(0.3, 1)]).toEqual([
      0,
      1,
      expect.closeTo(0.3, 15),
    ]);
    expect(compoundChurn(1e-18, 12)).toBeCloseTo(1.2e-17, 30);
  });

  test.each([
    [-0.1, 12],
    [1.1, 12],
    [0.1, 0],
    [Number.NaN, 1],
  ])('refuses a churn of %d over %d', (churn, periods) => {
    expect(() => compoundChurn(churn, periods)).toThrow(InvalidOptionError);
  });
});

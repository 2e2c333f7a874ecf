import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  lifecycle,
  type PeriodRetention,
  periodRetention,
  periodRetentionMetric,
  proportionInterval,
} from '../../src/index.js';
import { DAY, logOf, purchases, START, timesByCustomer } from './purchase-rows.js';

const rowsOf = (customer: string, ...days: readonly number[]) =>
  days.map((day) => ({ customer, time: START + day * DAY, name: 'order' as const }));
const tableOf = (rows: readonly PeriodRetention[]) =>
  rows.map((row) => [row.period, row.start, row.new, row.reactivated, row.lapsed, row.end, row.value]);

// January has 31 days, February 28.
const shop = logOf([
  ...rowsOf('every month', 3, 35, 62),
  ...rowsOf('once', 10),
  ...rowsOf('after a pause', 12, 70),
  ...rowsOf('in february', 40, 41),
  ...rowsOf('in march', 80),
]);

describe('months of a shop', () => {
  test('have as customers who bought in them', () => {
    expect(tableOf(periodRetention(shop, { unit: 'month', asOf: '2025-04-01' }))).toEqual([
      ['2025-01', 0, 3, 0, 0, 3, null],
      ['2025-02', 3, 1, 0, 2, 2, 1 / 3],
      ['2025-03', 2, 1, 1, 1, 3, 1 / 2],
      ['2025-04', 3, 0, 0, 3, 0, 0],
    ]);
  });

  test('have as customers who bought within 60 days of their end', () => {
    expect(tableOf(periodRetention(shop, { unit: 'month', lapsedAfter: { days: 60 }, asOf: '2025-03-31' }))).toEqual([
      ['2025-01', 0, 3, 0, 0, 3, null],
      ['2025-02', 3, 1, 0, 0, 4, 1],
      ['2025-03', 4, 1, 0, 1, 4, 3 / 4],
    ]);
  });

  test('have the interval of Wilson, and say which are over', () => {
    const [, february, march] = periodRetention(shop, { unit: 'month', confidence: 0.9 });
    expect(february?.interval).toEqual(proportionInterval(1, 3, { confidence: 0.9 }));
    expect([february?.complete, march?.complete]).toEqual([true, false]);
    const over = periodRetention(shop, { unit: 'month', asOf: Date.UTC(2025, 3, 1) - 1 });
    expect(over.at(-1)).toMatchObject({ period: '2025-03', complete: true });
  });

  test('may be some of them', () => {
    const all = periodRetention(shop, { unit: 'month', asOf: '2025-04-01' });
    const some = periodRetention(shop, { unit: 'month', asOf: '2025-04-01', from: '2025-02-10', to: '2025-04-01' });
    expect(some).toEqual(all.slice(1, 3));
  });

  test('from before the first purchase are empty', () => {
    const [before] = periodRetention(shop, { unit: 'month', from: '2024-12-01' });
    expect(before).toMatchObject({ period: '2024-12', start: 0, end: 0, value: null, n: 0, interval: null });
  });
});

test('a customer who comes and lapses within a period is in none of its counts', () => {
  const rows = periodRetention(logOf(rowsOf('a', 0, 20)), {
    unit: 'month',
    lapsedAfter: { days: 5 },
    asOf: '2025-02-28',
  });
  expect(tableOf(rows).map((row) => row.slice(1, 6))).toEqual([
    [0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0],
  ]);
});

test('a purchase makes a customer from its instant until the lapse is over', () => {
  const log = logOf(rowsOf('a', 30));
  const endOf = (milliseconds: number) =>
    periodRetention(log, { unit: 'month', lapsedAfter: { milliseconds }, asOf: '2025-02-10' })[0]?.end;
  expect([endOf(DAY), endOf(DAY - 1)]).toEqual([1, 0]);
});

describe('the edges', () => {
  test('of no purchases there are no rows', () => {
    expect(periodRetention(logOf([]), { unit: 'month' })).toEqual([]);
    expect(periodRetention(shop, { unit: 'month', asOf: START - 1 })).toEqual([]);
    expect(periodRetention(shop, { unit: 'month', purchase: 'visit' as 'order' })).toEqual([]);
  });

  test('of one purchase there is one row', () => {
    expect(tableOf(periodRetention(logOf(rowsOf('a', 0)), { unit: 'year' }))).toEqual([['2025', 0, 1, 0, 0, 1, null]]);
  });

  test('more periods than a result can hold are refused', () => {
    const log = logOf([...rowsOf('a', 0), ...rowsOf('a', 365 * 12)]);
    expect(() => periodRetention(log, { unit: 'hour' })).toThrow(
      expect.objectContaining({
        name: 'LimitError',
        code: 'E_LIMIT',
        message: 'periodRetention requires unit to give at most 100000 periods; got 105121',
      }),
    );
  });

  test('where clocks go back over midnight, every purchase is of one period', () => {
    // At 2021-03-28T00:00 the clocks of Asuncion went back to 23:00 of the 27th.
    const midnight = Date.parse('2021-03-28T00:00-03:00');
    const log = logOf(
      [-1, 0, 1].map((hours, i) => ({ customer: `${i}`, time: midnight + hours * 3_600_000, name: 'order' })),
    );
    const rows = periodRetention(log, { unit: 'day', timeZone: 'America/Asuncion', asOf: midnight + 3 * DAY });
    expect(rows.reduce((sum, row) => sum + row.new, 0)).toBe(3);
    for (const asOf of [-1, 0, 1].map((hours) => midnight + hours * 3_600_000)) {
      const seen = periodRetention(log, { unit: 'day', timeZone: 'America/Asuncion', asOf });
      expect(seen.reduce((sum, row) => sum + row.new, 0)).toBe((asOf - midnight) / 3_600_000 + 2);
    }
  });
});

describe('the options', () => {
  test.each([
    [{}, 'calendar requires unit to be one of hour, day, week, month, quarter, year; got undefined'],
    [{ unit: 'month', lapsedAfter: { days: 0 } }, 'periodRetention requires lapsedAfter to be longer than 0; got 0'],
    [{ unit: 'month', lapsedAfter: { months: 3 } }, 'since months and years have no fixed length'],
    [{ unit: 'month', from: '2025-02-01', to: '2025-02-01' }, 'periodRetention requires to to be after from'],
    [{ unit: 'month', window: 3 }, 'periodRetention requires options to be among unit, purchase, '],
  ])('%j are refused', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    const call = () => periodRetention(shop, options);
    expect(call).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError', message: expect.stringContaining(sentence) }),
    );
  });
});

const options = fc.record({
  unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
  lapse: fc.option(
    fc.oneof(
      fc.integer({ min: 1, max: 20 * DAY }),
      fc.nat(19).map((days) => (days + 1) * DAY),
    ),
  ),
  asOf: fc.nat(40 * DAY).map((more) => START + more),
  per: fc.constantFrom('event' as const, 'day' as const),
});

test('the counts are those of the customers at both ends, one by one', () => {
  fc.assert(
    fc.property(purchases, options, (rows, { unit, lapse, asOf, per }) => {
      const asked = { unit, asOf, per, ...(lapse !== null && { lapsedAfter: { milliseconds: lapse } }) };
      const customers = timesByCustomer(rows, { per }).map((times) => times.filter((time) => time <= asOf));
      const log = logOf(rows);
      const found = periodRetention(log, asked);
      const edges = [...found.map(({ period }) => Date.parse(unit === 'month' ? `${period}-01` : period)), asOf + 1];
      const isOne = (times: readonly number[], edge: number) => {
        const end = edges[edge] as number;
        const reach = lapse === null ? (edges[edge - 1] ?? Infinity) : end - lapse;
        return times.some((time) => time >= reach && time < end);
      };
      for (const [i, row] of found.entries()) {
        const start = customers.filter((times) => isOne(times, i));
        const end = customers.filter((times) => isOne(times, i + 1));
        const fresh = end.filter((times) => (times[0] as number) >= (edges[i] as number));
        const retained = end.filter((times) => start.includes(times));
        expect([row.denominator, row.numerator, row.new]).toEqual([start.length, retained.length, fresh.length]);
        expect(row.reactivated).toBe(end.length - fresh.length - retained.length);
        expect(row.end).toBe(end.length);
        expect(row.start + row.new + row.reactivated - row.lapsed).toBe(row.end);
      }
      const metric = periodRetentionMetric(asked);
      expect(metric.finish(metric.state(log))).toEqual(found);
    }),
  );
});

test('without a lapse it is the lifecycle of the periods', () => {
  fc.assert(
    fc.property(purchases, fc.constantFrom('day' as const, 'month' as const), (rows, unit) => {
      const log = logOf(rows);
      const cycle = lifecycle(log, { unit, timeZone: 'Asia/Tokyo' });
      expect(
        periodRetention(log, { unit, timeZone: 'Asia/Tokyo' }).map((row) => [row.numerator, row.new, row.lapsed]),
      ).toEqual(cycle.map((row) => [row.returning, row.new, row.dormant]));
    }),
  );
});

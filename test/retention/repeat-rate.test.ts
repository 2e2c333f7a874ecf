import { describe, expect, test } from 'vitest';
import {
  eventLog,
  proportionInterval,
  repeaterRate,
  repeatersPerNewCustomer,
  repeatersPerNewCustomerMetric,
  repeatRate,
  repeatRateMetric,
} from '../../src/index.js';
import { logOf } from './purchase-rows.js';

const at = (customer: string, ...times: readonly string[]) => times.map((time) => ({ customer, time, name: 'order' }));
const roles = { customer: 'customer', time: 'time', name: 'name' } as const;
const april = { from: '2025-04-01', to: '2025-05-01', timeZone: 'Asia/Tokyo' } as const;

// Four bought before April, two of them again in it; three are new in April, one of them bought twice.
const shop = eventLog(
  [
    ...at('kept', '2025-01-05T10:00+09:00', '2025-04-03T10:00+09:00', '2025-04-04T10:00+09:00'),
    ...at('kept too', '2025-03-31T23:59+09:00', '2025-04-30T23:59+09:00'),
    ...at('gone', '2025-02-01T10:00+09:00', '2025-03-01T10:00+09:00'),
    ...at('waiting', '2025-03-01T10:00+09:00', '2025-05-01T00:00+09:00'),
    ...at('new', '2025-04-01T00:00+09:00'),
    ...at('new too', '2025-04-15T10:00+09:00', '2025-05-02T10:00+09:00'),
    ...at('new, twice', '2025-04-15T10:00+09:00', '2025-04-20T10:00+09:00'),
    ...at('later', '2025-05-01T10:00+09:00'),
  ],
  roles,
);

describe('the rates of a month', () => {
  const counts = { customers: 5, newCustomers: 3, cumulativeCustomers: 7 };

  test('have one numerator and three denominators', () => {
    expect(repeatRate(shop, april)).toMatchObject({ value: 3 / 7, numerator: 3, denominator: 7, n: 7, ...counts });
    expect(repeaterRate(shop, april)).toMatchObject({ value: 3 / 5, numerator: 3, denominator: 5, n: 5, ...counts });
    expect(repeatersPerNewCustomer(shop, april)).toMatchObject({ value: 1, repeaters: 3, n: 3, ...counts });
  });

  test('leave out new customers who came back within it, where repeaters are who bought before', () => {
    const options = { ...april, repeaters: 'boughtBefore' } as const;
    expect(repeatRate(shop, options)).toMatchObject({ numerator: 2, denominator: 7 });
    expect(repeaterRate(shop, options)).toMatchObject({ numerator: 2, denominator: 5 });
    expect(repeatersPerNewCustomer(shop, options)).toMatchObject({ value: 2 / 3, repeaters: 2 });
  });

  test('have the intervals of Wilson', () => {
    expect(repeatRate(shop, { ...april, confidence: 0.9 }).interval).toEqual(
      proportionInterval(3, 7, { confidence: 0.9 }),
    );
  });

  test('begin with the day of the zone', () => {
    expect(repeatRate(shop, { ...april, timeZone: 'UTC' })).toMatchObject({ customers: 5, newCustomers: 2 });
  });
});

test('without a period, is the share of all customers who bought more than once', () => {
  const { value, numerator, denominator, newCustomers } = repeatRate(shop);
  expect([value, numerator, denominator, newCustomers]).toEqual([6 / 8, 6, 8, 8]);
});

test('a ratio to new customers has the interval of the logarithm of a ratio', () => {
  // Independent groups of 300 and 200: log(1.5) ± 1.96·√(1/300 + 1/200).
  const { finish } = repeatersPerNewCustomerMetric({ repeaters: 'boughtBefore' });
  const { value, interval } = finish({ customers: 500, newCustomers: 200, cumulativeCustomers: 4000, newRepeaters: 9 });
  expect(value).toBe(1.5);
  const margin = 1.959963984540054 * Math.sqrt(1 / 300 + 1 / 200);
  expect(interval?.low).toBeCloseTo(1.5 * Math.exp(-margin), 12);
  expect(interval?.high).toBeCloseTo(1.5 * Math.exp(margin), 12);
  expect(interval?.method).toBe('log');
});

test('a ratio of one group to itself has no width', () => {
  const { finish } = repeatersPerNewCustomerMetric();
  const { interval } = finish({ customers: 4, newCustomers: 4, cumulativeCustomers: 4, newRepeaters: 4 });
  expect(interval).toMatchObject({ low: 1, high: 1 });
});

describe('a purchase', () => {
  const lines = eventLog(
    [
      ...at('a', '2025-04-01T00:00Z', '2025-04-01T00:00Z', '2025-04-01T15:30Z'),
      { customer: 'b', time: '2025-04-01T00:00Z', name: 'visit' },
      { customer: 'b', time: '2025-04-02T00:00Z', name: 'order' },
    ],
    roles,
  );

  test('is every event, unless said', () => {
    expect(repeatRate(lines)).toMatchObject({ numerator: 2, denominator: 2 });
  });

  test('may be the events of a name', () => {
    expect(repeatRate(lines, { purchase: 'order' })).toMatchObject({ numerator: 1, denominator: 2 });
  });

  test('that nobody made is made by nobody', () => {
    const nobody = repeatRate(eventLog([{ customer: 'a', time: 0, name: 'visit' as string }], roles), {
      purchase: 'order',
    });
    expect(nobody).toMatchObject({ value: null, n: 0, interval: null });
  });

  test('may be all events of an instant, or of a local day', () => {
    const one = eventLog(at('a', '2025-04-01T00:00Z', '2025-04-01T00:00Z'), roles);
    expect(repeatRate(one).numerator).toBe(1);
    expect(repeatRate(one, { per: 'instant' }).numerator).toBe(0);
    expect(repeatRate(lines, { purchase: 'order', per: 'instant' }).numerator).toBe(1);
    expect(repeatRate(lines, { purchase: 'order', per: 'day' }).numerator).toBe(0);
    expect(repeatRate(lines, { purchase: 'order', per: 'day', timeZone: 'Asia/Tokyo' }).numerator).toBe(1);
  });

  test('per day is one a day, though clocks go back over midnight', () => {
    // At 2021-03-28T00:00 the clocks of Asuncion went back to 23:00 of the 27th.
    const night = eventLog(
      at('a', '2021-03-27T23:30-03:00', '2021-03-27T23:30-04:00', '2021-03-28T00:30-04:00'),
      roles,
    );
    const { customers, numerator } = repeatRate(night, { per: 'day', timeZone: 'America/Asuncion' });
    expect([customers, numerator]).toEqual([1, 1]);
    const evening = eventLog(at('a', '2021-03-27T23:30-03:00', '2021-03-27T23:30-04:00'), roles);
    expect(repeatRate(evening, { per: 'day', timeZone: 'America/Asuncion' }).numerator).toBe(0);
  });
});

describe('as of a date', () => {
  test('what is later does not count', () => {
    expect(repeatRate(shop, { ...april, asOf: '2025-04-15' })).toEqual(
      repeatRate(shop, { ...april, to: '2025-04-16' }),
    );
    expect(repeatRate(shop, { timeZone: 'Asia/Tokyo', asOf: '2025-04-30' })).toEqual(
      repeatRate(shop, { timeZone: 'Asia/Tokyo', to: '2025-05-01' }),
    );
  });

  test('and to a date, the earlier of them counts', () => {
    for (const asOf of ['2025-04-30', '2025-05-03'])
      expect(repeatRate(shop, { ...april, asOf })).toEqual(repeatRate(shop, april));
    expect(repeaterRate(shop, { ...april, asOf: '2025-04-14' })).toMatchObject({ customers: 2, newCustomers: 1 });
  });

  test('before the period there are the customers known by then, and none of the period', () => {
    const early = repeatRate(shop, { ...april, asOf: '2025-02-15' });
    expect(early).toMatchObject({ value: 0, n: 2, customers: 0, newCustomers: 0, cumulativeCustomers: 2 });
    expect(repeaterRate(shop, { ...april, asOf: '2025-02-15' })).toMatchObject({ value: null, n: 0 });
  });

  test('an event of that instant counts', () => {
    const one = eventLog(at('a', '2025-04-01T00:00Z', '2025-04-02T00:00Z'), roles);
    const until = (asOf: string) => repeatRate(one, { asOf }).numerator;
    expect([until('2025-04-01T23:59:59.999Z'), until('2025-04-02T00:00Z')]).toEqual([0, 1]);
  });
});

describe('without customers', () => {
  test('of no events, all rates are null', () => {
    const empty = logOf([]);
    for (const found of [repeatRate(empty), repeaterRate(empty, april), repeatersPerNewCustomer(empty, april)]) {
      expect(found).toMatchObject({ value: null, n: 0, interval: null, customers: 0, cumulativeCustomers: 0 });
    }
  });

  test('in the period, the repeater rate is null and the repeat rate 0', () => {
    const quiet = { from: '2026-01-01' };
    expect(repeaterRate(shop, quiet)).toMatchObject({ value: null, n: 0 });
    expect(repeatRate(shop, quiet)).toMatchObject({ value: 0, n: 8 });
    expect(repeatersPerNewCustomer(shop, quiet)).toMatchObject({ value: null, n: 0 });
  });

  test('before the first event there is nobody', () => {
    expect(repeatRate(shop, { to: '2020-01-01' })).toMatchObject({ value: null, n: 0 });
  });
});

describe('the options', () => {
  test.each([
    [{ to: '2025-04-01', from: '2025-04-01' }, 'repeatRate requires to to be after from; got "2025-04-01"'],
    [{ from: 'April' }, 'repeatRate requires from to be a Date, epoch milliseconds, ISO 8601 text'],
    [{ from: 1_743_465_600 }, 'repeatRate requires from to be epoch milliseconds; this looks like seconds'],
    [{ repeaters: 'all' }, 'repeatRate requires repeaters to be one of boughtAgain, boughtBefore; got "all"'],
    [{ per: 'order' }, 'repeatRate requires per to be one of event, instant, day; got "order"'],
    [{ purchase: 5 }, 'repeatRate requires purchase to be a name or { name?, where?, occurrence? }; got 5'],
    [{ purchase: { where: { plan: 'pro' } } }, 'the filter on "plan" to name one of no properties'],
    [{ confidence: 95 }, 'repeatRate requires confidence to be a number between 0 and 1; got 95'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ timeZone: 9 }, 'repeatRate requires timeZone to be the name of a zone; got 9'],
    [{ form: '2025-04-01' }, 'repeatRate requires options to be among purchase, per, timeZone, from, to, '],
  ])('%j are refused', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    const call = () => repeatRate(shop, options);
    expect(call).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError', message: expect.stringContaining(sentence) }),
    );
  });

  test('a name is asked of a log without names', () => {
    const log = eventLog([{ customer: 'a', time: 0 }], { customer: 'customer', time: 'time' });
    expect(() => repeatRate(log, { purchase: 'order' as never })).toThrow('the log to be built with names');
  });
});

test('shards of customers, stored as JSON, merge to the whole', () => {
  const metric = repeatRateMetric(april);
  const [one, two] = [eventLog(at('a', '2025-04-02T00:00Z'), roles), eventLog(at('b', '2025-03-01T00:00Z'), roles)];
  const [left, right] = [one, two].map((log) => JSON.parse(JSON.stringify(metric.state(log))));
  expect(metric.finish(metric.merge(left, right))).toMatchObject({ value: 0, denominator: 2, customers: 1 });
});

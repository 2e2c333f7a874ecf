import { describe, expect, test } from 'vitest';
import { eventLog, proportionInterval, repurchase, repurchaseLadder, repurchaseMetric } from '../../src/index.js';
import reference from '../reference/repurchase.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { DAY, logOf, START } from './purchase-rows.js';

const rowsOf = (customer: string, ...days: readonly number[]) =>
  days.map((day) => ({ customer, time: START + day * DAY, name: 'order' as const }));

// Windows of 30 days, seen on day 100. a to c are mature; d buys and e waits with the window open.
const shop = logOf([
  ...rowsOf('a', 0, 10, 40),
  ...rowsOf('b', 1, 31),
  ...rowsOf('c', 2, 33),
  ...rowsOf('d', 80, 95),
  ...rowsOf('e', 90),
  ...rowsOf('f', 100),
]);

describe('F2 of a shop', () => {
  const f2 = repurchase(shop, { within: { days: 30 } });

  test('tells who bought within the window, who did not, and who still may', () => {
    expect([f2.purchases, f2.withinDays, f2.n]).toEqual([2, 30, 6]);
    expect([f2.converted, f2.expired, f2.open]).toEqual([3, 1, 2]);
  });

  test('has the shares of the mature and of all beside it', () => {
    expect(f2.mature).toMatchObject({ numerator: 2, denominator: 3, interval: proportionInterval(2, 3) });
    expect(f2.naive).toMatchObject({ numerator: 3, denominator: 6, interval: proportionInterval(3, 6) });
  });

  test('is the Kaplan–Meier estimate', () => {
    // At risk on day 10: five (f was only seen on day 0), the one of them who converts; e leaves; day 15: three; day 30: two.
    expect(f2.value).toBeCloseTo(1 - (4 / 5) * (2 / 3) * (1 / 2), 15);
    expect(f2.medianDays).toBe(30);
    expect(f2.interval).toMatchObject({ confidence: 0.95, method: 'log-log' });
  });

  test('has a curve of the days', () => {
    expect(f2.curve.map(({ days, atRisk, converted, censored }) => [days, atRisk, converted, censored])).toEqual([
      [0, 6, 0, 1],
      [10, 5, 1, 1],
      [15, 3, 1, 0],
      [30, 2, 1, 1],
    ]);
    expect(f2.curve.at(-1)?.value).toBe(f2.value);
    expect(f2.curve.at(-1)?.interval).toEqual(f2.interval);
  });

  test('in steps of a week ends with the window', () => {
    const { curve } = repurchase(shop, { within: { days: 30 }, step: { weeks: 1 } });
    expect(curve.map(({ days, converted }) => [days, converted])).toEqual([
      [0, 0],
      [14, 1],
      [21, 1],
      [30, 1],
    ]);
  });

  test('counts the end of the window, and not a millisecond more', () => {
    const found = (milliseconds: number) =>
      repurchase(shop, { within: { days: 30, milliseconds }, asOf: START + 80 * DAY });
    expect(found(0).converted).toBe(2);
    expect(repurchase(shop, { within: { days: 29, hours: 23 } }).converted).toBe(2);
    expect(found(DAY).converted).toBe(3);
  });
});

describe('the customers', () => {
  test('are those whose purchase before is from one date until another', () => {
    const found = repurchase(shop, { within: { days: 30 }, from: START + DAY, to: START + 90 * DAY });
    expect([found.n, found.converted, found.mature.denominator]).toEqual([3, 2, 2]);
  });

  test('of F3 are those whose second purchase is', () => {
    const found = repurchase(shop, {
      purchases: 3,
      within: { days: 30 },
      from: START + 10 * DAY,
      to: START + 33 * DAY,
    });
    expect([found.n, found.converted]).toEqual([2, 1]);
  });

  test('are seen as of a date: later purchases are not known', () => {
    const found = repurchase(shop, { within: { days: 30 }, asOf: START + 20 * DAY });
    expect([found.n, found.converted, found.open, found.expired]).toEqual([3, 1, 2, 0]);
    expect(found.value).toBeNull();
    expect(found.mature.value).toBeNull();
    expect(found.curve.at(-1)?.days).toBe(19);
  });

  test('before the first purchase are none', () => {
    const found = repurchase(shop, { within: { days: 30 }, asOf: START - 1 });
    expect(found).toMatchObject({ value: null, n: 0, interval: null, converted: 0, medianDays: null, curve: [] });
  });
});

describe.each(reference.cases.map((each) => [`F${each.purchases} in ${each.window} days`, each] as const))(
  'against survival in R, %s',
  (_, expected) => {
    const log = eventLog(
      reference.customers.map((customer, i) => ({ customer, time: reference.times[i] as number })),
      { customer: 'customer', time: 'time' },
    );
    const { purchases, window } = expected;
    const found = repurchase(log, { purchases, within: { days: window }, asOf: reference.asOf });

    test('the counts are the same', () => {
      expect([found.n, found.converted]).toEqual([expected.n, expected.converted]);
      expect(found.mature).toMatchObject({ numerator: expected.matureConverted, denominator: expected.mature });
    });

    test('the curve and its intervals are the same', () => {
      for (const [i, days] of expected.days.entries()) {
        const point = found.curve.filter((each) => each.days <= days).at(-1);
        expect(relativeError(1 - (point?.value ?? 0), expected.survival[i] as number)).toBeLessThan(1e-13);
        expect(1 - (point?.interval?.high ?? 0)).toBeCloseTo(expected.low[i] as number, 12);
        expect(1 - (point?.interval?.low ?? 0)).toBeCloseTo(expected.high[i] as number, 12);
      }
      expect(found.value).toBe(found.curve.at(-1)?.value);
    });

    test('the median is the same', () => {
      if (expected.median === null) expect(found.medianDays).toBeNull();
      else expect(relativeError(found.medianDays ?? 0, expected.median)).toBeLessThan(1e-13);
    });
  },
);

describe('the edges', () => {
  test('without a window everybody is waited for, to the last that was seen', () => {
    const found = repurchase(shop, { within: null });
    expect(found).toMatchObject({ withinDays: null, n: 6, converted: 4, expired: 0, open: 2 });
    expect(found.naive.value).toBe(4 / 6);
    expect(found.mature).toMatchObject({ value: null, n: 0 });
    expect(found.value).toBe(found.curve.at(-1)?.value);
  });

  test('a window of 0 holds purchases of the same instant', () => {
    const log = logOf([...rowsOf('a', 0, 0), ...rowsOf('b', 0, 1)]);
    const found = repurchase(log, { within: { days: 0 } });
    expect(found).toMatchObject({ value: 0.5, n: 2, converted: 1, expired: 1, open: 0 });
    expect(repurchase(log, { within: { days: 0 }, per: 'instant' }).value).toBe(0);
  });

  test('a window of years over a short log is not known', () => {
    const log = logOf([...rowsOf('a', 0, 10), ...rowsOf('b', 0), ...rowsOf('c', 50)]);
    expect(repurchase(log, { within: { days: 3650 } })).toMatchObject({ value: null, interval: null, n: 3 });
  });

  test('where all bought it is known, and 1', () => {
    const log = logOf([...rowsOf('a', 0, 3), ...rowsOf('b', 0, 4)]);
    expect(repurchase(log, { within: { days: 3650 } })).toMatchObject({ value: 1, medianDays: 3.5 });
  });

  test('where nobody bought it is 0, with an interval all the same', () => {
    const log = logOf([...rowsOf('a', 0), ...rowsOf('b', 40)]);
    const found = repurchase(log, { within: { days: 30 } });
    expect(found).toMatchObject({ value: 0, interval: { low: 0, method: 'beta-product' }, medianDays: null });
    expect(found.mature).toMatchObject({ value: 0, n: 1, interval: proportionInterval(0, 1) });
  });

  test('of one customer and of none', () => {
    expect(repurchase(logOf(rowsOf('a', 0)), { within: { days: 30 } })).toMatchObject({ value: null, n: 1, open: 1 });
    expect(repurchase(logOf([]), { within: { days: 30 } })).toMatchObject({ value: null, n: 0, curve: [] });
  });
});

describe('the interval where nobody or everybody bought', () => {
  const some = (count: number, ...days: readonly number[]) =>
    Array.from({ length: count }, (_, i) => rowsOf(`${i} from ${days.join()}`, ...days)).flat();

  test('is that of Wilson where all were seen so long', () => {
    const none = repurchase(logOf(some(20, 0)), { within: { days: 30 }, asOf: START + 40 * DAY });
    expect(none).toMatchObject({
      value: 0,
      n: 20,
      expired: 20,
      interval: { low: 0, confidence: 0.95, method: 'wilson' },
    });
    expect(none.interval?.high).toBeCloseTo(none.mature.interval?.high ?? 0, 14);
    const all = repurchase(logOf(some(20, 0, 7)), { within: { days: 30 }, asOf: START + 40 * DAY, confidence: 0.9 });
    expect(all).toMatchObject({
      value: 1,
      n: 20,
      converted: 20,
      interval: { high: 1, confidence: 0.9, method: 'wilson' },
    });
    expect(all.interval?.low).toBeCloseTo(all.mature.interval?.low ?? 0, 14);
  });

  test('where nobody bought and some windows are open, rests on those who were seen so long', () => {
    const log = logOf([...some(12, 0), ...some(8, 30)]);
    const { value, n, open, interval } = repurchase(log, { within: { days: 30 }, asOf: START + 40 * DAY });
    expect([value, n, open]).toEqual([0, 20, 8]);
    expect(interval).toMatchObject({ low: 0, method: 'beta-product' });
    expect(interval?.high).toBeCloseTo(proportionInterval(0, 12, { method: 'clopper-pearson' }).high, 12);
  });

  test('where the last who was waited for bought, tells how little is known', () => {
    // Three of six bought; the others were last seen before the last of them did.
    const log = logOf([...rowsOf('a', 0, 30), ...rowsOf('b', 0, 5), ...rowsOf('c', 0, 12), ...some(3, 25)]);
    const { value, n, converted, interval } = repurchase(log, { within: { days: 60 }, asOf: START + 30 * DAY });
    expect([value, n, converted]).toEqual([1, 6, 3]);
    expect(interval).toMatchObject({ high: 1, method: 'beta-product' });
    expect(interval?.low).toBeGreaterThan(0.1);
    expect(interval?.low).toBeLessThan(0.5);
  });

  test('of the curve is there from the first day on', () => {
    const { curve } = repurchase(shop, { within: { days: 30 } });
    expect(curve[0]).toMatchObject({ value: 0, interval: { low: 0, method: 'wilson' } });
    for (const { value, interval } of curve) {
      expect(interval.low).toBeLessThanOrEqual(value);
      expect(interval.high).toBeGreaterThanOrEqual(value);
    }
  });

  test('without a window is of the longest wait that was seen', () => {
    const log = logOf([...rowsOf('a', 0), ...rowsOf('b', 20)]);
    const { value, interval } = repurchase(log, { within: null, asOf: START + 50 * DAY });
    expect([value, interval?.method]).toEqual([0, 'beta-product']);
    expect(interval?.high).toBeCloseTo(0.975, 12);
  });
});

describe('the ladder', () => {
  test('has the rungs that repurchase has', () => {
    const options = { within: { days: 30 }, asOf: START + 99 * DAY } as const;
    const rungs = repurchaseLadder(shop, { ...options, upTo: 4 });
    expect(rungs).toEqual([2, 3, 4].map((purchases) => repurchase(shop, { ...options, purchases })));
  });

  test('goes to the fifth purchase unless said', () => {
    expect(repurchaseLadder(shop, { within: null }).map(({ purchases, n }) => [purchases, n])).toEqual([
      [2, 6],
      [3, 4],
      [4, 1],
      [5, 0],
    ]);
  });
});

describe('the options', () => {
  test.each([
    [{}, 'repurchase requires within to be a duration such as { days: 7 }; got undefined'],
    [{ within: { months: 1 } }, 'since months and years have no fixed length'],
    [{ within: { days: -1 } }, 'repurchase requires within.days to be a number of at least 0; got -1'],
    [{ within: null, purchases: 1 }, 'repurchase requires purchases to be an integer from 2 to 1000000; got 1'],
    [{ within: null, purchases: 2.5 }, 'purchases to be an integer'],
    [{ within: null, step: { days: 0 } }, 'repurchase requires step to be longer than 0; got 0'],
    [{ within: null, from: '2025-02-01', to: '2025-01-01' }, 'repurchase requires to to be after from'],
    [{ within: null, upTo: 3 }, 'repurchase requires options to be among purchases, '],
  ])('%j are refused', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    const call = () => repurchase(shop, options);
    expect(call).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError', message: expect.stringContaining(sentence) }),
    );
  });

  test('of a metric have an asOf', () => {
    // @ts-expect-error wrong on purpose
    expect(() => repurchaseMetric({ within: null })).toThrow('repurchase requires asOf to be given, one for all');
  });
});

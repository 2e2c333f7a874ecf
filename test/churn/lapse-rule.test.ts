import { describe, expect, test } from 'vitest';
import {
  churnByInactivity,
  churnByInactivityMetric,
  customerRhythms,
  eventLog,
  InvalidDataError,
  InvalidOptionError,
  LimitError,
  lapseLifetimes,
  purchaseRhythm,
  winBack,
  winBackMetric,
} from '../../src/index.js';
import { DAY, START } from './lapse-rows.js';

const at = (day: number) => START + day * DAY;
const rowsOf = (id: string, ...days: readonly number[]) => days.map((day) => ({ id, at: at(day) }));
const roles = { customer: 'id', time: 'at' } as const;
const monthly = { unit: 'month', asOf: at(200) } as const;

describe('the tie', () => {
  const log = eventLog([...rowsOf('kept', 0, 30), ...rowsOf('late', 0), { id: 'late', at: at(30) + 1 }], roles);

  test('an order at the end of the threshold keeps, one a millisecond later wins back', () => {
    const rows = churnByInactivity(log, { unit: 'day', lapsedAfter: { days: 30 }, from: at(30), to: at(31) });
    expect(rows).toMatchObject([{ period: '2025-01-31', start: 2, lapsed: 1, wonBack: 1, end: 2 }]);
    expect(rows[0]?.churn).toMatchObject({ numerator: 1, denominator: 2 });
  });

  test('who lapses at the last instant that is seen has lapsed', () => {
    const asked = { unit: 'day', lapsedAfter: { days: 20 } } as const;
    const lapsed = (asOf: number) => churnByInactivity(log, { ...asked, asOf }).at(-1)?.lapsed;
    expect([lapsed(at(20) - 1), lapsed(at(20))]).toEqual([0, 2]);
  });
});

test('who lapses and comes back within a period is lost and won back in it, whoever is new there is not churn', () => {
  const log = eventLog([...rowsOf('a', -20, 1, 15, 29), ...rowsOf('b', 2)], roles);
  const [, january] = churnByInactivity(log, { unit: 'month', lapsedAfter: { days: 5 }, asOf: at(30) });
  expect(january).toMatchObject({ start: 0, dormant: 1, new: 1, lapsed: 3, wonBack: 3, end: 1 });
  expect([january?.churn.value, january?.winBack.value]).toEqual([null, 1]);
});

describe('own thresholds', () => {
  const log = eventLog(
    [...rowsOf('weekly', 0, 7, 14, 21), ...rowsOf('monthly', 0, 30, 60, 90), ...rowsOf('once', 0)],
    roles,
  );
  const own = { factor: 2, otherwise: { days: 100 } } as const;

  test('are a multiple of the median gap, of those who have enough', () => {
    const rows = churnByInactivity(log, { unit: 'day', lapsedAfter: own, asOf: at(200) });
    const lapses = rows.filter(({ lapsed }) => lapsed > 0).map(({ period }) => period);
    expect(lapses).toEqual([35, 100, 150].map((day) => new Date(at(day)).toISOString().slice(0, 10)));
  });

  test('are the other one for those who have fewer, and for gaps of no time', () => {
    const lapses = (lapsedAfter: object) =>
      churnByInactivity(eventLog(rowsOf('a', 0, 0, 0, 0), roles), {
        unit: 'day',
        lapsedAfter: lapsedAfter as never,
        asOf: at(200),
      })
        .filter(({ lapsed }) => lapsed > 0)
        .map(({ period }) => period);
    expect(lapses(own)).toEqual([new Date(at(100)).toISOString().slice(0, 10)]);
    expect(lapses({ ...own, minimumGaps: 4 })).toEqual([new Date(at(100)).toISOString().slice(0, 10)]);
  });
});

describe('a rhythm', () => {
  const rows = [...rowsOf('a', 0, 9, 18, 27), ...rowsOf('b', 3, 33, 63), ...rowsOf('c', 5), ...rowsOf('d', 8, 28)];
  const log = eventLog(rows, roles);

  test('of everybody is the threshold that purchaseRhythm suggests', () => {
    const { lapsedAfter } = purchaseRhythm(log, { asOf: at(200), quantile: 0.8 });
    expect(churnByInactivity(log, { ...monthly, lapsedAfter: { rhythm: { quantile: 0.8 } } })).toEqual(
      churnByInactivity(log, { ...monthly, lapsedAfter: lapsedAfter ?? {} }),
    );
  });

  test('of each is the threshold of each', () => {
    const lives = lapseLifetimes(log, { lapsedAfter: { rhythm: { of: 'each' } }, end: 'lapse', asOf: at(200) });
    const own = new Map(
      customerRhythms(log, { asOf: at(200) }).map((each) => [each.customer, each.lapsedAfterDays ?? 0]),
    );
    const last = { a: 27, b: 60, c: 0, d: 20 };
    for (const { customer, duration, ended } of lives) {
      expect(ended).toBe(true);
      expect(duration).toBeCloseTo(last[customer as keyof typeof last] + (own.get(customer) ?? 0), 6);
    }
    expect(own.get('a')).toBeLessThan(own.get('c') ?? 0);
    expect(own.get('b')).toBeGreaterThan(own.get('c') ?? 0);
  });

  test('is that of a whole log: no metric has it', () => {
    const asked = { ...monthly, lapsedAfter: { rhythm: {} } };
    // @ts-expect-error: a rhythm is not known where parts are merged
    expect(() => churnByInactivityMetric(asked)).toThrow(InvalidOptionError);
    // @ts-expect-error: a rhythm is not known where parts are merged
    expect(() => winBackMetric({ lapsedAfter: { rhythm: {} }, asOf: 0 })).toThrow(InvalidOptionError);
  });

  test('is none where nobody came back, or all returns are lines of one order', () => {
    const refused = (days: readonly number[]) => () =>
      winBack(eventLog(rowsOf('a', ...days), roles), { lapsedAfter: { rhythm: {} }, asOf: at(99) });
    expect(refused([0])).toThrow(InvalidDataError);
    expect(refused([0, 0])).toThrow(/per/);
    expect(refused([0, 1])()).toMatchObject({ n: 1, returned: 0 });
    expect(refused([])()).toMatchObject({ n: 0, value: null });
  });
});

test('lifetimes that end at the lapse are those that end at the last order, longer by the threshold', () => {
  const log = eventLog(
    [...rowsOf('a', 0, 20, 90), ...rowsOf('b', 50, 70, 95), ...rowsOf('c', 80), ...rowsOf('d', 10)],
    roles,
  );
  const lives = (end: 'lastOrder' | 'lapse') => lapseLifetimes(log, { lapsedAfter: { days: 30 }, end, asOf: at(100) });
  expect(lives('lastOrder')).toEqual([
    { customer: 'a', duration: 20, ended: true },
    { customer: 'd', duration: 0, ended: true },
    { customer: 'b', duration: 20, ended: false },
  ]);
  expect(lives('lapse').map(({ duration, ended }) => [duration - 30, ended])).toEqual(
    lives('lastOrder').map(({ duration, ended }) => [duration, ended]),
  );
});

test('refuses what it does not know', () => {
  const log = eventLog(rowsOf('a', 0, 1), roles);
  const refused = (options: object) => expect(() => churnByInactivity(log, { ...monthly, ...options } as never));
  for (const lapsedAfter of [undefined, null, 30, {}, { days: 0 }, { months: 1 }, { days: 1, factor: 2 }])
    refused({ lapsedAfter }).toThrow(InvalidOptionError);
  for (const factor of [0, -1, Number.NaN, '2'])
    refused({ lapsedAfter: { factor, otherwise: { days: 1 } } }).toThrow(InvalidOptionError);
  for (const rhythm of [{ of: 'all' }, { quantile: 1 }, { quantiles: [0.5] }, null])
    refused({ lapsedAfter: { rhythm } }).toThrow(InvalidOptionError);
  refused({ lapsedAfter: { factor: 1 } }).toThrow(InvalidOptionError);
  refused({ lapsedAfter: { factor: 1, minimumGaps: 0, otherwise: { days: 1 } } }).toThrow(InvalidOptionError);
  refused({ lapsedAfter: { days: 1 }, from: at(3), to: at(3) }).toThrow(InvalidOptionError);
  refused({ lapsedAfter: { days: 1 }, within: { days: 1 } }).toThrow(InvalidOptionError);
  refused({ lapsedAfter: { days: 1 }, refunds: 'net' }).toThrow(InvalidOptionError);
  refused({ lapsedAfter: { days: 1 }, unit: 'hour', asOf: at(5000) }).toThrow(LimitError);
  expect(() => winBack(log, { lapsedAfter: { days: 1 }, step: { days: 0 } })).toThrow(InvalidOptionError);
  // @ts-expect-error: asOf is missing
  expect(() => churnByInactivityMetric({ unit: 'day', lapsedAfter: { days: 1 } })).toThrow(InvalidOptionError);
});

test('refunds never keep a customer, and are refused unless it is said what they are', () => {
  const rows = [
    { id: 'a', at: at(0), yen: 500 },
    { id: 'a', at: at(5), yen: -500 },
  ];
  const log = eventLog(rows, { ...roles, amount: 'yen' });
  const asked = { unit: 'day', lapsedAfter: { days: 7 }, asOf: at(7) } as const;
  expect(() => churnByInactivity(log, asked)).toThrow(InvalidDataError);
  expect(churnByInactivity(log, { ...asked, refunds: 'exclude' }).at(-1)?.lapsed).toBe(1);
});

test('of a log without events there are no periods, unless from says which', () => {
  const none = eventLog(rowsOf('a'), roles);
  const asked = { unit: 'month', lapsedAfter: { days: 1 } } as const;
  expect(churnByInactivity(none, asked)).toEqual([]);
  const [january] = churnByInactivity(none, { ...asked, from: '2025-01-01', asOf: '2025-01-31' });
  expect(january).toMatchObject({ start: 0, end: 0, complete: true });
  expect(january?.churn).toEqual({ value: null, n: 0, interval: null, numerator: 0, denominator: 0 });
});

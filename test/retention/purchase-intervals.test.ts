import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  eventLog,
  type PurchaseInterval,
  purchaseIntervals,
  purchaseIntervalsMetric,
  quantile,
  rate,
  repurchase,
} from '../../src/index.js';
import reference from '../reference/repurchase.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { DAY, logOf, purchases, START, timesByCustomer } from './purchase-rows.js';

const rowsOf = (customer: string, ...days: readonly number[]) =>
  days.map((day) => ({ customer, time: START + day * DAY, name: 'order' as const }));

describe('against survival in R', () => {
  const log = eventLog(
    reference.customers.map((customer, i) => ({ customer, time: reference.times[i] as number })),
    { customer: 'customer', time: 'time' },
  );
  const found = purchaseIntervals(log, { asOf: reference.asOf });
  const pairs: readonly (readonly [string, PurchaseInterval | undefined, (typeof reference)['all']])[] = [
    ['all', found.all, reference.all],
    ...reference.byNumber.map((each, i) => [`after purchase ${i + 1}`, found.byNumber[i], each] as const),
  ];

  test.each(pairs)('%s', (_, summary, expected) => {
    expect([summary?.n, summary?.open]).toEqual([expected.n, expected.open]);
    const values = [summary?.meanDays, summary?.medianDays, summary?.p90Days, summary?.coefficientOfVariation];
    const same = [expected.mean, expected.median, expected.p90, expected.variation];
    for (const [i, value] of values.entries()) expect(relativeError(value ?? 0, same[i] as number)).toBeLessThan(1e-13);
    expect(relativeError(summary?.returnShare.value ?? 0, expected.returnShare)).toBeLessThan(1e-13);
    expect(relativeError(summary?.lapsedAfterDays ?? 0, expected.lapsedAfter)).toBeLessThan(1e-13);
  });
});

test('intervals after later purchases are in none of the rows, and in all', () => {
  const found = purchaseIntervals(logOf(rowsOf('a', 0, 1, 3, 6)), { upTo: 2 });
  expect(found.byNumber.map(({ purchase, n, medianDays }) => [purchase, n, medianDays])).toEqual([
    [1, 1, 1],
    [2, 1, 2],
  ]);
  expect(found.all).toMatchObject({
    n: 3,
    open: 1,
    openShare: { value: 0.25, numerator: 1, denominator: 4, n: 4, interval: null },
    meanDays: 2,
    medianDays: 2,
  });
});

test('a young shop counts customers as lapsed later than the intervals that ended would have it', () => {
  // Half of the customers return after 10 days, half after 80; most came 50 days ago, so that few long intervals have ended.
  const firsts = [0, ...Array.from({ length: 8 }, () => 150)];
  const rows = firsts.flatMap((first, i) => [
    ...rowsOf(`soon ${i}`, first, first + 10),
    ...rowsOf(`late ${i}`, ...[first, first + 80].filter((day) => day <= 200)),
  ]);
  const first = purchaseIntervals(logOf(rows), { asOf: START + 200 * DAY }).byNumber[0];
  expect(first).toMatchObject({
    n: 10,
    open: 8,
    medianDays: 10,
    returnShare: { value: 1, n: 18 },
    lapsedAfterDays: 80,
  });
  expect(first?.p90Days).toBeCloseTo(17, 12);
});

describe('the shares', () => {
  const log = logOf([...rowsOf('a', 0, 10, 30), ...rowsOf('b', 0, 20), ...rowsOf('c', 0), ...rowsOf('d', 60)]);
  const { all, byNumber } = purchaseIntervals(log, { upTo: 2, asOf: START + 70 * DAY, confidence: 0.9 });

  test('after a purchase of one number are those of customers, with their intervals', () => {
    expect(byNumber[0]?.openShare).toEqual(rate(2, 4, { confidence: 0.9 }));
    const { value, n, interval } = repurchase(log, { within: null, asOf: START + 70 * DAY, confidence: 0.9 });
    expect(byNumber[0]?.returnShare).toEqual({ value, n, interval });
    expect(interval).toMatchObject({ confidence: 0.9, method: 'log-log' });
  });

  test('over all numbers have none: the intervals of a customer hang together', () => {
    expect(all.openShare).toMatchObject({ numerator: 4, denominator: 7, interval: null });
    expect(all.returnShare).toMatchObject({ n: 7, interval: null });
  });

  test('have an interval where none returned', () => {
    const none = purchaseIntervals(logOf([...rowsOf('a', 0), ...rowsOf('b', 0)]), { asOf: START + 9 * DAY });
    expect(none.byNumber[0]?.returnShare).toMatchObject({ value: 0, n: 2, interval: { low: 0, method: 'wilson' } });
  });
});

describe('the edges', () => {
  const NONE = { meanDays: null, medianDays: null, p90Days: null, coefficientOfVariation: null, lapsedAfterDays: null };

  test('of no purchases', () => {
    const { all, byNumber } = purchaseIntervals(logOf([]), { upTo: 1 });
    expect(all).toEqual({
      n: 0,
      open: 0,
      openShare: { value: null, n: 0, interval: null, numerator: 0, denominator: 0 },
      returnShare: { value: null, n: 0, interval: null },
      ...NONE,
    });
    expect(byNumber).toEqual([{ purchase: 1, ...all }]);
  });

  test('of one purchase', () => {
    const { all } = purchaseIntervals(logOf(rowsOf('a', 0)));
    expect(all).toMatchObject({ n: 0, open: 1, openShare: { value: 1 }, returnShare: { value: 0, n: 1 }, ...NONE });
  });

  test('of purchases at one instant', () => {
    const { all } = purchaseIntervals(logOf(rowsOf('a', 0, 0, 0)));
    expect(all).toMatchObject({ n: 2, meanDays: 0, medianDays: 0, coefficientOfVariation: null, lapsedAfterDays: 0 });
    expect(purchaseIntervals(logOf(rowsOf('a', 0, 0, 0)), { per: 'instant' }).all).toMatchObject({ n: 0, open: 1 });
  });

  test('before the first purchase', () => {
    expect(purchaseIntervals(logOf(rowsOf('a', 0, 1)), { asOf: START - 1 }).all).toMatchObject({ n: 0, open: 0 });
  });

  test('of equal intervals, nothing varies', () => {
    expect(purchaseIntervals(logOf(rowsOf('a', 0, 7, 14, 21))).all).toMatchObject({
      coefficientOfVariation: 0,
      p90Days: 7,
      lapsedAfterDays: 7,
    });
  });
});

describe('the options', () => {
  test.each([
    [{ upTo: 0 }, 'purchaseIntervals requires upTo to be an integer from 1 to 100; got 0'],
    [{ lapsedShare: 1 }, 'purchaseIntervals requires lapsedShare to be a number between 0 and 1, both excluded; got 1'],
    [{ from: '2025-02-01', to: '2025-01-01' }, 'purchaseIntervals requires to to be after from'],
    [{ within: { days: 1 } }, 'purchaseIntervals requires options to be among purchase, '],
  ])('%j are refused', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    const call = () => purchaseIntervals(logOf([]), options);
    expect(call).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError', message: expect.stringContaining(sentence) }),
    );
  });

  test('of a metric have an asOf', () => {
    // @ts-expect-error wrong on purpose
    expect(() => purchaseIntervalsMetric({})).toThrow('purchaseIntervals requires asOf to be given, one for all');
  });
});

test('the summaries are those made customer by customer, and the metric says the same', () => {
  const options = fc.record({
    upTo: fc.integer({ min: 1, max: 4 }),
    from: fc.nat(15).map((day) => START + day * DAY),
    length: fc.integer({ min: 1, max: 30 * DAY }),
    asOf: fc.nat(40 * DAY).map((more) => START + more),
    per: fc.constantFrom('event' as const, 'instant' as const, 'day' as const),
    lapsedShare: fc.constantFrom(0.3, 0.5, 0.9),
  });
  fc.assert(
    fc.property(purchases, options, (rows, { length, lapsedShare, ...options }) => {
      const asked = { ...options, to: options.from + length, lapsedShare };
      const intervals = timesByCustomer(rows, { per: options.per }).flatMap((all) => {
        const times = all.filter((time) => time <= options.asOf);
        return times
          .map((time, i) => ({ number: i + 1, time, next: times[i + 1] ?? null }))
          .filter(({ time }) => time >= asked.from && time < asked.to)
          .map(({ number, time, next }) => ({
            number,
            days: ((next ?? options.asOf) - time) / DAY,
            ended: next !== null,
          }));
      });
      const log = logOf(rows);
      const found = purchaseIntervals(log, asked);
      checkSummary(found.all, intervals, lapsedShare);
      for (const row of found.byNumber) {
        checkSummary(
          row,
          intervals.filter(({ number }) => number === row.purchase),
          lapsedShare,
        );
      }
      const metric = purchaseIntervalsMetric(asked);
      expect(metric.finish(metric.state(log))).toEqual(found);
    }),
  );
});

function checkSummary(
  found: PurchaseInterval,
  intervals: readonly { readonly days: number; readonly ended: boolean }[],
  lapsedShare: number,
): void {
  const gaps = intervals.filter(({ ended }) => ended).map(({ days }) => days);
  expect([found.n, found.open]).toEqual([gaps.length, intervals.length - gaps.length]);
  expect(found.medianDays ?? -1).toBeCloseTo(quantile(gaps, 0.5) ?? -1, 9);
  expect(found.p90Days ?? -1).toBeCloseTo(quantile(gaps, 0.9) ?? -1, 9);
  const times = [...new Set(gaps)].sort((a, b) => a - b);
  let survival = 1;
  const curve = times.map((time) => {
    const atRisk = intervals.filter(({ days }) => days >= time).length;
    survival *= 1 - gaps.filter((each) => each === time).length / atRisk;
    return { time, survival };
  });
  expect(found.returnShare.value ?? 0).toBeCloseTo(1 - survival, 12);
  const level = 1 - lapsedShare * (1 - survival);
  expect(found.lapsedAfterDays).toBe(curve.find((each) => each.survival <= level + 1e-11)?.time ?? null);
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  eventLog,
  proportionInterval,
  subscriptionContinuation,
  subscriptionContinuationMetric,
} from '../../src/index.js';
import reference from '../reference/subscription.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { DAY, logOf, purchases, START, timesByCustomer } from './purchase-rows.js';

const rowsOf = (customer: string, ...days: readonly number[]) =>
  days.map((day) => ({ customer, time: START + day * DAY, name: 'order' as const }));

// Every 30 days, seen on day 100. In January a has all four, b two of four, c three of three; in March d has one, not yet due again.
const box = logOf([
  ...rowsOf('a', 0, 30, 60, 90),
  ...rowsOf('b', 5, 35),
  ...rowsOf('c', 20, 50, 82),
  ...rowsOf('d', 80),
  ...rowsOf('e', 65),
]);
const asked = { every: { days: 30 }, upTo: 5, asOf: START + 100 * DAY } as const;

describe('deliveries of a box', () => {
  const { unit, cohorts, overall, n } = subscriptionContinuation(box, asked);

  test('count those that are due, by cohort of the first', () => {
    expect([unit, n]).toEqual(['month', 5]);
    const table = cohorts.map(({ cohort, size, cells }) => [
      cohort,
      size,
      ...cells.map((cell) => cell && [cell.numerator, cell.denominator, cell.complete]),
    ]);
    expect(table).toEqual([
      ['2025-01', 3, [3, 3, true], [3, 3, true], [2, 3, true], [1, 2, false], null],
      ['2025-02', 0, null, null, null, null, null],
      ['2025-03', 2, [2, 2, true], [0, 1, false], null, null, null],
    ]);
  });

  test('together have shares of the due, from the delivery before, and the product', () => {
    expect(overall.map(({ delivery, value, fromPrevious }) => [delivery, value, fromPrevious.value])).toEqual([
      [1, 1, 1],
      [2, 3 / 4, 3 / 4],
      [3, 2 / 3, 2 / 3],
      [4, 1 / 2, 1],
      [5, null, null],
    ]);
    const estimates = overall.map(({ estimate }) => estimate.value);
    expect(estimates).toEqual([1, 3 / 4, (3 / 4) * (2 / 3), (3 / 4) * (2 / 3), null]);
    expect(overall[4]).toMatchObject({ numerator: 0, denominator: 0, estimate: { value: null, n: 5, interval: null } });
    expect(overall[1]?.interval).toEqual(proportionInterval(3, 4));
  });

  test('that are late within the grace are not missing', () => {
    const [, second] = subscriptionContinuation(box, { ...asked, grace: { days: 6 } }).overall;
    expect([second?.numerator, second?.denominator]).toEqual([3, 3]);
  });

  test('are due on the instant', () => {
    const dueAt = (asOf: number) =>
      subscriptionContinuation(logOf(rowsOf('a', 0)), { ...asked, asOf }).overall[1]?.denominator;
    expect([dueAt(START + 30 * DAY - 1), dueAt(START + 30 * DAY)]).toEqual([0, 1]);
  });

  test('are of customers whose first is from one date until another', () => {
    const march = subscriptionContinuation(box, { ...asked, from: '2025-02-01', to: '2025-04-01' });
    expect([march.n, march.cohorts.map(({ cohort, size }) => [cohort, size])]).toEqual([
      2,
      [
        ['2025-02', 0],
        ['2025-03', 2],
      ],
    ]);
  });

  test('have a row for each period that is asked for and has begun', () => {
    const cohortsOf = (options: object) =>
      subscriptionContinuation(box, { ...asked, ...options }).cohorts.map(({ cohort, size }) => [cohort, size]);
    const all = [
      ['2024-12', 0],
      ['2025-01', 3],
      ['2025-02', 0],
      ['2025-03', 2],
      ['2025-04', 0],
    ];
    expect(cohortsOf({ from: '2024-12-01', to: '2025-12-01' })).toEqual(all); // day 100 is in April
    expect(cohortsOf({ from: '2024-12-01' })).toEqual(all.slice(0, -1));
    expect(cohortsOf({ to: '2025-12-01' })).toEqual(all.slice(1));
    expect(cohortsOf({ from: '2025-02-01', to: '2025-03-01' })).toEqual([['2025-02', 0]]);
    expect(cohortsOf({ from: '2026-01-01' })).toEqual([]);
  });

  test('of a log without events are none', () => {
    const range = { from: '1960-01-01', to: '1960-04-01' } as const;
    expect(subscriptionContinuation(logOf([]), { every: { days: 30 }, ...range }).cohorts).toEqual([]);
    const { cohorts } = subscriptionContinuation(logOf([]), { every: { days: 30 }, ...range, asOf: '1960-02-10' });
    expect(cohorts.map(({ cohort, size }) => [cohort, size])).toEqual([
      ['1960-01', 0],
      ['1960-02', 0],
    ]);
  });
});

describe('against survival in R', () => {
  const log = eventLog(
    reference.customers.map((customer, i) => ({ customer, time: reference.times[i] as number })),
    { customer: 'customer', time: 'time' },
  );
  const { asOf, every, grace, upTo } = reference;
  const { overall } = subscriptionContinuation(log, { every: { days: every }, grace: { days: grace }, upTo, asOf });

  test('the counts are the same', () => {
    expect(overall.map(({ denominator }) => denominator)).toEqual(reference.due);
    expect(overall.map(({ numerator }) => numerator)).toEqual(reference.reached);
    expect(overall.map(({ fromPrevious }) => fromPrevious.denominator)).toEqual(reference.previous);
  });

  test('the estimate and its interval are the same', () => {
    for (const [i, { estimate }] of overall.slice(1).entries()) {
      expect(relativeError(estimate.value ?? 0, reference.survival[i] as number)).toBeLessThan(1e-13);
      expect(estimate.interval?.low).toBeCloseTo(reference.low[i] as number, 12);
      expect(estimate.interval?.high).toBeCloseTo(reference.high[i] as number, 12);
    }
  });
});

describe('the edges', () => {
  test('of no deliveries', () => {
    const found = subscriptionContinuation(logOf([]), asked);
    expect(found).toMatchObject({ unit: 'month', cohorts: [], n: 0 });
    expect(found.overall.map(({ delivery, value }) => [delivery, value])).toEqual(
      [1, 2, 3, 4, 5].map((delivery) => [delivery, null]),
    );
    expect(subscriptionContinuation(box, { ...asked, asOf: START - 1 }).n).toBe(0);
  });

  test('where nobody goes on, the estimate is 0 as far as deliveries are due', () => {
    const log = logOf([...rowsOf('a', 0), ...rowsOf('b', 1)]);
    const { overall } = subscriptionContinuation(log, asked);
    expect(overall.map(({ estimate }) => estimate.value)).toEqual([1, 0, 0, 0, null]);
    expect(overall[1]?.estimate.interval).toEqual(proportionInterval(0, 2));
    expect(overall[3]?.estimate.interval).toEqual(proportionInterval(0, 2));
  });

  test('where everybody goes on, the estimate rests on those whose delivery is due', () => {
    const log = logOf([...rowsOf('a', 0, 30, 60, 90), ...rowsOf('b', 5, 35), ...rowsOf('c', 40, 70)]);
    const { overall } = subscriptionContinuation(log, { ...asked, asOf: START + 62 * DAY });
    expect(overall.map(({ estimate }) => [estimate.value, estimate.interval?.method])).toEqual([
      [1, 'wilson'],
      [1, 'beta-product'],
      [1, 'beta-product'],
      [null, undefined],
      [null, undefined],
    ]);
    expect(overall[2]?.estimate.interval?.low).toBeCloseTo(0.025, 12);
  });

  test('deliveries of one instant are several, unless they are one', () => {
    const log = logOf(rowsOf('a', 0, 0));
    expect(subscriptionContinuation(log, asked).overall[1]?.numerator).toBe(1);
    expect(subscriptionContinuation(log, { ...asked, per: 'day' }).overall[1]?.numerator).toBe(0);
  });

  test('more cells than a result can hold are refused', () => {
    const log = logOf([...rowsOf('a', 0), ...rowsOf('b', 365 * 10)]);
    expect(() => subscriptionContinuation(log, { every: { days: 30 }, unit: 'hour' })).toThrow(
      expect.objectContaining({
        name: 'LimitError',
        message: 'subscriptionContinuation requires unit to give at most 1000000 cells; got 1051212',
      }),
    );
  });
});

describe('the options', () => {
  test.each([
    [{}, 'subscriptionContinuation requires every to be a duration such as { days: 7 }; got undefined'],
    [{ every: { days: 0 } }, 'subscriptionContinuation requires every to be longer than 0; got 0'],
    [{ every: { months: 1 } }, 'since months and years have no fixed length'],
    [{ every: { days: 30 }, upTo: 1 }, 'subscriptionContinuation requires upTo to be an integer from 2 to 120; got 1'],
    [{ every: { days: 30 }, grace: 3 }, 'subscriptionContinuation requires grace to be a duration'],
    [{ every: { days: 30 }, from: 1e12, to: 1e12 }, 'subscriptionContinuation requires to to be after from'],
    [{ every: { days: 30 }, within: 3 }, 'subscriptionContinuation requires options to be among every, '],
  ])('%j are refused', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    const call = () => subscriptionContinuation(box, options);
    expect(call).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError', message: expect.stringContaining(sentence) }),
    );
  });
});

test('the counts are those made customer by customer, and the metric says the same', () => {
  const options = fc.record({
    every: fc.integer({ min: 1, max: 12 * DAY }),
    grace: fc.nat(3 * DAY),
    upTo: fc.integer({ min: 2, max: 6 }),
    asOf: fc.nat(40 * DAY).map((more) => START + more),
    per: fc.constantFrom('event' as const, 'day' as const),
  });
  fc.assert(
    fc.property(purchases, options, (rows, { every, grace, upTo, asOf, per }) => {
      const asked = {
        every: { milliseconds: every },
        grace: { milliseconds: grace },
        upTo,
        asOf,
        per,
        unit: 'day',
      } as const;
      const log = logOf(rows);
      const found = subscriptionContinuation(log, asked);
      const customers = timesByCustomer(rows, { per })
        .map((times) => times.filter((time) => time <= asOf))
        .filter((times) => times.length > 0);
      const check = (cells: (typeof found)['cohorts'][number]['cells'], mine: typeof customers) => {
        for (const [i, cell] of cells.entries()) {
          const due = mine.filter(([first = 0]) => i === 0 || first + i * every + grace <= asOf);
          const counts = [due.length, due.filter((times) => times.length > i).length];
          expect([cell?.denominator ?? 0, cell?.numerator ?? 0]).toEqual(counts);
          expect(cell?.fromPrevious.denominator ?? 0).toBe(due.filter((times) => times.length >= i).length);
          expect(cell?.complete ?? true).toBe(due.length === mine.length || cell === null);
        }
      };
      check(found.overall, customers);
      for (const { cohort, size, cells } of found.cohorts) {
        const mine = customers.filter(([first = 0]) => new Date(first).toISOString().slice(0, 10) === cohort);
        expect(size).toBe(mine.length);
        check(cells, mine);
      }
      const metric = subscriptionContinuationMetric(asked);
      expect(metric.finish(metric.state(log))).toEqual(found);
    }),
  );
});

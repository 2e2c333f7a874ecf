import { cohortValue, cohortValueMetric, eventLog, InvalidDataError, InvalidOptionError, LimitError } from 'kizuna';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const ROLES = { customer: 'id', time: 'at', amount: 'yen' } as const;
const orders = [
  { id: 'a', at: '2025-01-10T00:00Z', yen: 100 },
  { id: '__proto__', at: '2025-01-31T23:59:59.999Z', yen: 300 },
  { id: 'a', at: '2025-02-10T00:00Z', yen: 60 },
  { id: 'c', at: '2025-03-01T00:00Z', yen: 500 },
  { id: 'a', at: '2025-03-11T00:00Z', yen: 40 },
];
const log = eventLog(orders, ROLES);
const NOTHING = eventLog([] as { id: string; at: string; yen: number }[], ROLES);

describe('cohort value', () => {
  test('is what a cohort has brought up to an age, by customer', () => {
    const { cohorts, overall, n } = cohortValue(log, { unit: 'month', asOf: '2025-03-31' });
    expect(n).toBe(3);
    expect(cohorts.map(({ cohort, size }) => [cohort, size])).toEqual([
      ['2025-01', 2],
      ['2025-02', 0],
      ['2025-03', 1],
    ]);
    expect(cohorts[0]?.cells.map((cell) => [cell?.age, cell?.value, cell?.amount, cell?.n, cell?.complete])).toEqual([
      [0, 200, 400, 2, true],
      [1, 230, 460, 2, true],
      [2, 250, 500, 2, true],
    ]);
    expect(cohorts[1]?.cells).toEqual([null, null, null]);
    expect(cohorts[2]?.cells).toEqual([
      { value: 500, n: 1, interval: null, amount: 500, age: 0, complete: true },
      null,
      null,
    ]);
    expect(overall.map(({ age, value, cohorts }) => [age, value, cohorts])).toEqual([
      [0, 300, 2],
      [1, 230, 1],
      [2, 250, 1],
    ]);
  });

  test('shows the current period, and leaves it out of the whole', () => {
    const { cohorts, overall } = cohortValue(log, { unit: 'month' });
    expect(cohorts[0]?.cells[2]).toMatchObject({ value: 250, complete: false });
    expect(overall[2]).toEqual({ value: null, n: 0, interval: null, amount: 0, age: 2, cohorts: 0 });
  });

  test('of rolling windows is of those who have been through them', () => {
    const { cohorts, overall } = cohortValue(log, { unit: 'month', window: 'rolling', asOf: '2025-03-10T00:00Z' });
    // a: 59 days, one window of 30 and the second not over by a day; __proto__: 37 days
    expect(cohorts[0]?.cells.map((cell) => [cell?.value, cell?.n])).toEqual([[200, 2]]);
    expect(overall.map(({ value, n }) => [value, n])).toEqual([[200, 2]]);
    const later = cohortValue(log, { unit: 'month', window: 'rolling', asOf: '2025-03-12T00:00Z' });
    expect(later.cohorts[0]?.cells.map((cell) => [cell?.value, cell?.n])).toEqual([
      [200, 2],
      [160, 1], // of a alone: 31 days to the second, 60 to the third
    ]);
  });

  test('counts refunds as it is told, and a refund starts nobody', () => {
    const returned = eventLog(
      [{ id: 'r', at: '2025-01-01T00:00Z', yen: -10 }, ...orders, { id: 'a', at: '2025-02-20T00:00Z', yen: -200 }],
      ROLES,
    );
    const options = { unit: 'month', asOf: '2025-03-31' } as const;
    expect(thrown(InvalidDataError, () => cohortValue(returned, options)).code).toBe('E_NUM_RANGE');
    const net = cohortValue(returned, { ...options, refunds: 'net' });
    expect(net.cohorts[0]?.cells.map((cell) => cell?.amount)).toEqual([400, 260, 300]);
    expect([net.n, net.refunds]).toEqual([3, 2]);
    const kept = cohortValue(returned, { ...options, refunds: 'exclude' });
    expect(kept.cohorts[0]?.cells.map((cell) => cell?.amount)).toEqual([400, 460, 500]);
  });

  test('of customers acquired in a range, up to so many ages', () => {
    const { cohorts } = cohortValue(log, {
      unit: 'month',
      from: '2025-01-15',
      to: '2025-04-01',
      ages: 2,
      asOf: '2025-03-31',
    });
    expect(cohorts.map(({ size, cells }) => [size, ...cells.map((cell) => cell?.value ?? null)])).toEqual([
      [1, 300, 300],
      [0, null, null],
      [1, 500, null],
    ]);
  });

  test('of an empty log is empty, and in the range that was asked for', () => {
    expect(cohortValue(NOTHING, { unit: 'month' })).toEqual({
      unit: 'month',
      cohorts: [],
      overall: [],
      n: 0,
      refunds: 0,
      withoutAmount: 0,
    });
    const asked = cohortValue(NOTHING, { unit: 'month', from: '2025-01-01', to: '2025-03-01', asOf: '2025-02-28' });
    expect(asked.cohorts.map(({ cohort, size, cells }) => [cohort, size, ...cells])).toEqual([
      ['2025-01', 0, null, null],
      ['2025-02', 0, null, null],
    ]);
  });

  test('counts purchases without an amount as nothing', () => {
    const some = eventLog([...orders, { id: 'd', at: '2025-03-02T00:00Z', yen: null }], ROLES);
    const { cohorts, withoutAmount } = cohortValue(some, { unit: 'month', asOf: '2025-03-31' });
    expect(cohorts[2]?.cells[0]).toMatchObject({ value: 250, n: 2 });
    expect(withoutAmount).toBe(1);
  });

  test('refuses what it cannot answer', () => {
    // @ts-expect-error needs a unit
    expect(() => cohortValue(log, {})).toThrow('cohortValue requires unit to be one of');
    expect(() => cohortValue(log, { unit: 'month', timeZone: 'Mars/Olympus' })).toThrow(
      'cohortValue requires timeZone',
    );
    expect(cohortValue(log, { unit: 'month', to: '0001-01-01' }).cohorts.map(({ size }) => size)).toEqual([]);
    expect(() => cohortValue(log, { unit: 'month', ages: 0 })).toThrow(InvalidOptionError);
    expect(() => cohortValue(log, { unit: 'month', from: '2025-02-01', to: '2025-01-01' })).toThrow(InvalidOptionError);
    // @ts-expect-error the metric needs asOf
    expect(() => cohortValueMetric({ unit: 'month' })).toThrow(InvalidOptionError);
    const bare = eventLog(orders, { customer: 'id', time: 'at' });
    expect(thrown(InvalidOptionError, () => cohortValue(bare, { unit: 'month' })).message).toBe(
      'cohortValue requires the log to be built with amounts; got null',
    );
    expect(() => cohortValue(log, { unit: 'hour', asOf: '2400-01-01' })).toThrow(LimitError);
    const huge = eventLog([{ id: 'a', at: '2025-01-10T00:00Z', yen: 1e300 }], ROLES);
    expect(thrown(InvalidDataError, () => cohortValue(huge, { unit: 'month' })).code).toBe('E_OVERFLOW');
  });
});

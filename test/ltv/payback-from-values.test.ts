import { cohortValue, eventLog, InvalidDataError, paybackFromValues } from 'kizuna';
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

describe('payback from values', () => {
  test('is where the cumulative margin comes to the cost', () => {
    const { overall } = cohortValue(log, { unit: 'month', from: '2025-01-01', to: '2025-02-01', asOf: '2025-03-31' });
    expect(paybackFromValues({ cost: 120, values: overall, marginRate: 0.5 })).toMatchObject({
      value: 2.5,
      n: 2,
      periods: 3,
    });
    expect(paybackFromValues({ cost: 100, values: overall, marginRate: 0.5 })).toMatchObject({ value: 1, periods: 1 });
    expect(paybackFromValues({ cost: 126, values: overall, marginRate: 0.5 })).toMatchObject({
      value: null,
      periods: null,
      n: 2,
    });
  });

  test('is null where the values that are known do not reach the cost', () => {
    expect(paybackFromValues({ cost: 10, values: [5, null, 20] })).toEqual({
      value: null,
      n: 0,
      interval: null,
      periods: null,
    });
    expect(paybackFromValues({ cost: 0, values: [] })).toMatchObject({ value: 0, periods: 0 });
    expect(paybackFromValues({ cost: 10, values: [4, 2, 12] }).value).toBe(2.8);
  });

  test('has an interval where its limits reach the cost', () => {
    const at = (value: number, width: number) => ({
      value,
      n: 50,
      interval: { low: value - width, high: value + width, confidence: 0.95, method: 't' },
    });
    const { value, interval } = paybackFromValues({ cost: 15, values: [at(10, 2), at(20, 3), at(30, 4)] });
    expect([value, interval?.low]).toEqual([1.5, 1 + 3 / 11]);
    expect(interval?.high).toBeCloseTo(1 + 7 / 9, 12);
    expect(paybackFromValues({ cost: 15, values: [at(10, 2), at(20, 6)] }).interval).toBeNull();
    // As of a cohort of one, of which there is no interval.
    const first = { value: 10, n: 1, interval: null };
    expect(paybackFromValues({ cost: 15, values: [first, at(20, 3)] })).toMatchObject({ value: 1.5, interval: null });
  });
});

test('payback from values is of numbers at the ends of the range of doubles', () => {
  expect(paybackFromValues({ cost: 0.5, values: [-1.7e308, 1.7e308] }).value).toBe(1.5);
  const facts = { cost: 1, marginRate: -2, values: [1.7e308, -1.7e308] };
  expect(thrown(InvalidDataError, () => paybackFromValues(facts)).code).toBe('E_OVERFLOW');
});

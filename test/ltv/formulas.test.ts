import { describe, expect, test } from 'vitest';
import {
  type Estimate,
  type Interval,
  InvalidDataError,
  InvalidOptionError,
  lifetimeValueFromChurn,
  lifetimeValueFromCurve,
  lifetimeValueFromPurchases,
  lifetimeValueInAdvance,
  lifetimeValueInArrears,
  ltvToCac,
  meanInterval,
  payback,
  rate,
} from '../../src/index.js';
import reference from '../reference/lifetime-value.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { same } from '../support/same.js';
import { thrown } from '../support/thrown.js';

const interval = (low: number, high: number, confidence = 0.95): Interval => ({
  low,
  high,
  confidence,
  method: 'any',
});
const estimate = (value: number, low: number, high: number, n = 10): Estimate => ({
  value,
  n,
  interval: interval(low, high),
});
const UNKNOWN: Estimate = { value: null, n: 0, interval: null };

describe('lifetime value', () => {
  test('from churn is the margin of a period over the churn', () => {
    expect(lifetimeValueFromChurn({ amount: 3000, marginRate: 0.5, churn: 0.04 })).toEqual({
      value: 37500,
      n: 0,
      interval: null,
      periods: 25,
    });
  });

  test('from churn is null where nobody leaves, as in a small group', () => {
    expect(lifetimeValueFromChurn({ amount: 3000, churn: rate(0, 12) })).toEqual({
      value: null,
      n: 12,
      interval: null,
      periods: null,
    });
  });

  test('from purchases is basket × margin × frequency × duration', () => {
    const facts = { basket: 5000, frequency: 6, duration: 3, marginRate: 0.4 };
    expect(lifetimeValueFromPurchases(facts)).toEqual({ value: 36000, n: 0, interval: null, purchases: 18 });
  });

  test.each(reference.margins)(
    'by margin multiples is the sum of all margins: $retention $discountRate $from $horizon',
    (row) => {
      const { retention, discountRate, from } = row;
      const facts = { amount: 1, retention, discountRate, from, ...(row.horizon !== null && { horizon: row.horizon }) };
      const [advance, arrears] = [lifetimeValueInAdvance(facts), lifetimeValueInArrears(facts)];
      if (row.inAdvance === null || row.inArrears === null) {
        expect([advance.value, advance.multiple, arrears.value]).toEqual([null, null, null]);
      } else {
        expect(relativeError(advance.value ?? Number.NaN, row.inAdvance)).toBeLessThan(1e-12);
        expect(relativeError(arrears.value ?? Number.NaN, row.inArrears)).toBeLessThan(1e-12);
      }
    },
  );

  test('by margin multiples has the closed forms of Gupta and Lehmann', () => {
    const [m, r, i] = [400, 0.7, 0.1];
    const facts = { amount: 1000, marginRate: 0.4, retention: r, discountRate: i };
    expect(lifetimeValueInAdvance(facts).value).toBeCloseTo((m * (1 + i)) / (1 + i - r), 9);
    expect(lifetimeValueInArrears(facts).value).toBeCloseTo((m * r) / (1 + i - r), 9);
    expect(lifetimeValueInAdvance(facts).multiple).toBeCloseTo(2.75, 12);
  });

  test('from a curve is the discounted sum of who is left', () => {
    const curve = [1, 0.6, 0.5];
    const { value, multiple, periods } = lifetimeValueFromCurve({
      amount: 100,
      marginRate: 0.5,
      curve,
      discountRate: 0.1,
    });
    expect(multiple).toBeCloseTo(1 + 0.6 / 1.1 + 0.5 / 1.21, 14);
    expect(value).toBeCloseTo(50 * multiple, 12);
    expect(periods).toBe(3);
  });

  test('from a curve ends with what is known of it', () => {
    const curve = [rate(10, 10), rate(4, 8), rate(0, 0), rate(1, 2)];
    expect(lifetimeValueFromCurve({ amount: 100, curve })).toMatchObject({ value: 150, n: 8, periods: 2 });
    expect(lifetimeValueFromCurve({ amount: 100, curve: [1, null, 1] }).value).toBe(100);
    expect(lifetimeValueFromCurve({ amount: 100, curve: [] })).toEqual({
      value: null,
      n: 0,
      interval: null,
      periods: 0,
      multiple: 0,
    });
  });
});

describe('the interval of a formula', () => {
  test('of one uncertain part is the formula at its limits', () => {
    const churn = rate(30, 300, { confidence: 0.9 });
    const { interval } = lifetimeValueFromChurn({ amount: 10, churn });
    expect(interval).toEqual({
      low: 10 / (churn.interval?.high ?? 0),
      high: 10 / (churn.interval?.low ?? 0),
      confidence: 0.9,
      method: 'transformed',
    });
  });

  test('of several joins the distances on the logarithm: of a product, as of standard errors of logarithms', () => {
    const basket = estimate(100, 100 / 1.1, 110, 40);
    const frequency = estimate(2, 2 / 1.2, 2.4, 30);
    const { value, n, interval } = lifetimeValueFromPurchases({ basket, frequency, duration: 3 });
    expect([value, n]).toEqual([600, 30]);
    const factor = Math.exp(Math.hypot(Math.log(1.1), Math.log(1.2)));
    expect(interval?.high).toBeCloseTo(600 * factor, 9);
    expect(interval?.low).toBeCloseTo(600 / factor, 9);
    expect(interval?.method).toBe('mover');
  });

  test('is joined as it is where a part may be negative', () => {
    const { value, interval } = ltvToCac(estimate(100, -50, 250), estimate(50, 40, 60));
    expect(value).toBe(2);
    expect(interval?.low).toBeCloseTo(2 - Math.hypot(3, 2 - 100 / 60), 12);
    expect(interval?.high).toBeCloseTo(2 + Math.hypot(3, 0.5), 12);
  });

  test('is none where the formula has no value at a limit, or a part no interval', () => {
    expect(lifetimeValueFromChurn({ amount: 10, churn: estimate(0.02, -0.01, 0.05) }).interval).toBeNull();
    const one: Estimate = { value: 100, n: 1, interval: null };
    const facts = { basket: one, frequency: estimate(2, 1, 3), duration: 1 };
    expect(lifetimeValueFromPurchases(facts)).toEqual({ value: 200, n: 1, interval: null, purchases: 2 });
  });

  test('has limits within the range of the part', () => {
    const facts = { amount: 10, retention: estimate(0.9, 0.7, 1.1), discountRate: 0.1 };
    expect(lifetimeValueInAdvance(facts).interval?.high).toBeCloseTo((10 * 1.1) / 0.1, 9);
  });

  test('of several stays within what the formula can be at their limits', () => {
    const facts = { amount: meanInterval([100, 200, 300]), churn: rate(20, 400) };
    const { low, high } = lifetimeValueFromChurn(facts).interval!;
    expect(low).toBe(0); // an amount below 0 there is none
    expect(high).toBeCloseTo(4000 + Math.hypot(448.4138 / 0.05 - 4000, 200 / facts.churn.interval!.low - 4000), 2);
    // Never back with the most churn and the highest cost, but at each of them alone: no bound above.
    const slow = payback({ cost: estimate(1000, 800, 1050), amount: 100, churn: estimate(0.05, 0.03, 0.094) });
    expect(slow.interval!.high).toBeGreaterThan(slow.value!);
  });

  test('of a curve adds its limits up', () => {
    const curve = [1, rate(50, 100), rate(20, 80)];
    const limits = (end: 'low' | 'high') => 1 + rate(50, 100).interval![end] + rate(20, 80).interval![end];
    const { n, interval } = lifetimeValueFromCurve({ amount: 10, curve });
    expect(n).toBe(80);
    expect(interval?.low).toBeCloseTo(10 * limits('low'), 12);
    expect(interval?.high).toBeCloseTo(10 * limits('high'), 12);
  });

  test('needs one confidence for all', () => {
    const [one, other] = [rate(1, 2), rate(1, 2, { confidence: 0.9 })];
    expect(
      thrown(InvalidOptionError, () => lifetimeValueFromPurchases({ basket: one, frequency: other, duration: 1 }))
        .message,
    ).toBe('lifetimeValueFromPurchases requires the confidence of intervals to be one for all (0.95); got 0.9');
    expect(() => lifetimeValueFromCurve({ amount: 1, curve: [one, other] })).toThrow(InvalidOptionError);
  });
});

describe('payback', () => {
  test('without churn is the cost over the margin', () => {
    expect(payback({ cost: 12000, amount: 2000, marginRate: 0.8 })).toEqual({
      value: 7.5,
      n: 0,
      interval: null,
      periods: 8,
    });
    expect(payback({ cost: 0, amount: 2000 })).toMatchObject({ value: 0, periods: 0 });
  });

  test('without churn and discount has an end however late, and whole periods for what rounding makes of them', () => {
    expect(payback({ cost: 1e10, amount: 1 })).toMatchObject({ value: 1e10, periods: 1e10 });
    expect(payback({ cost: 1e300, amount: 1e-5 })).toMatchObject({ value: 1e305, periods: 1e305 });
    expect(thrown(InvalidDataError, () => payback({ cost: 1e300, amount: 1e-300 })).code).toBe('E_OVERFLOW');
    for (let margin = 0.01; margin < 5; margin += 0.01) {
      for (let n = 1; n < 40; n += 1) same(payback({ cost: n * margin, amount: margin }).periods, n);
    }
  });

  test('with churn is when what is left has paid the cost', () => {
    // 100 + 50 + 25 = 175 ≥ 170 > 150
    expect(payback({ cost: 170, amount: 100, churn: 0.5 })).toMatchObject({ value: 2.8, periods: 3 });
    expect(payback({ cost: 100, amount: 100, churn: 1 }).periods).toBe(1);
  });

  test('is null where the cost never comes back', () => {
    expect(payback({ cost: 200, amount: 100, churn: 0.5 }).value).toBeNull();
    expect(payback({ cost: 101, amount: 100, churn: 1 }).value).toBeNull();
    expect(payback({ cost: 1, amount: 0 })).toMatchObject({ value: null, periods: null });
    expect(payback({ cost: 1, amount: 5, marginRate: -1 }).value).toBeNull();
    expect(payback({ cost: 1e10, amount: 1, churn: 1e-12 }).value).toBeNull(); // not within 1e9 periods
  });

  test('has an interval where it ends at both limits', () => {
    const { value, interval } = payback({ cost: estimate(1000, 800, 1200), amount: 100 });
    expect([value, interval?.low, interval?.high]).toEqual([10, 8, 12]);
    expect(payback({ cost: estimate(1000, 800, 1200), amount: 100, churn: 0.09 }).interval).toBeNull();
  });
});

describe('formulas refuse', () => {
  test('what is out of range, unknown or no number', () => {
    expect(thrown(InvalidOptionError, () => lifetimeValueFromChurn({ amount: 10, churn: 1.2 })).message).toBe(
      'lifetimeValueFromChurn requires churn to be a number from 0 to 1; got 1.2',
    );
    expect(() => lifetimeValueFromChurn({ amount: -1, churn: 0.1 })).toThrow(InvalidOptionError);
    expect(() => lifetimeValueFromChurn({ amount: 1, churn: 0.1, marginRate: 40 })).toThrow(InvalidOptionError);
    expect(() => lifetimeValueFromChurn({ amount: Number.NaN, churn: 0.1 })).toThrow(InvalidOptionError);
    // @ts-expect-error text is no quantity
    expect(() => lifetimeValueFromChurn({ amount: '10', churn: 0.1 })).toThrow(InvalidOptionError);
    // @ts-expect-error a misspelt part
    expect(() => lifetimeValueFromChurn({ amount: 10, churnRate: 0.1 })).toThrow(InvalidOptionError);
    expect(() => lifetimeValueInAdvance({ amount: 1, retention: 0.5, discountRate: -0.1 })).toThrow(InvalidOptionError);
    expect(() => lifetimeValueInAdvance({ amount: 1, retention: 0.5, discountRate: 0, from: 3, horizon: 2 })).toThrow(
      InvalidOptionError,
    );
    expect(() => lifetimeValueInAdvance({ amount: 1, retention: 0.5, discountRate: 0, horizon: 1.5 })).toThrow(
      InvalidOptionError,
    );
    expect(() => lifetimeValueFromCurve({ amount: 1, curve: [0.5, 1.5] })).toThrow('curve[1]');
    expect(() => lifetimeValueFromChurn({ amount: 1e308, churn: 1e-10 })).toThrow('range of doubles');
  });

  test('no estimate that is not known: the value is null', () => {
    expect(lifetimeValueFromChurn({ amount: 10, churn: UNKNOWN }).value).toBeNull();
    expect(lifetimeValueInAdvance({ amount: UNKNOWN, retention: 0.5, discountRate: 0 })).toEqual({
      value: null,
      n: 0,
      interval: null,
      multiple: null,
    });
    expect(ltvToCac(UNKNOWN, 5)).toEqual({ value: null, n: 0, interval: null });
    expect(ltvToCac(5, 0).value).toBeNull();
    expect(payback({ cost: UNKNOWN, amount: 5 })).toMatchObject({ value: null, periods: null });
  });

  test('estimates that are none', () => {
    const churn = (parts: object) => () =>
      lifetimeValueFromChurn({ amount: 100, churn: { value: 0.1, n: 5, interval: null, ...parts } });
    const part = { low: 0.05, high: 0.2, confidence: 0.95, method: 'any' };
    expect(churn({ interval: part })).not.toThrow();
    expect(thrown(InvalidOptionError, churn({ n: Number.NaN })).message).toBe(
      'lifetimeValueFromChurn requires churn.n to be a number of at least 0; got NaN',
    );
    expect(churn({ n: -1 })).toThrow('churn.n');
    expect(churn({ interval: { ...part, low: Number.NaN } })).toThrow('churn.interval.low');
    expect(churn({ interval: { ...part, high: Infinity } })).toThrow('churn.interval.high');
    expect(churn({ interval: { ...part, high: 0.01 } })).toThrow('churn.interval.high');
    expect(churn({ interval: { low: 0.05, high: 0.2 } })).toThrow('churn.interval.confidence');
    expect(() => lifetimeValueFromCurve({ amount: 1, curve: [{ value: 0.5, n: Number.NaN, interval: null }] })).toThrow(
      'curve[0].n',
    );
  });

  test('nothing, and give no number that is none, at the ends of the range of doubles', () => {
    expect(lifetimeValueFromChurn({ amount: 0, churn: 5e-324 })).toMatchObject({ value: 0, periods: null });
    expect(lifetimeValueFromPurchases({ basket: 0, frequency: 1e200, duration: 1e200 })).toMatchObject({
      value: 0,
      purchases: null,
    });
    expect(payback({ cost: 1.7e308, amount: 1e308, churn: 0.01 }).periods).toBe(2);
    expect(lifetimeValueFromPurchases({ basket: 1e200, frequency: 1e200, duration: 0 }).value).toBe(0);
    expect(Object.is(lifetimeValueFromChurn({ amount: 0, marginRate: -1, churn: 0.5 }).value, 0)).toBe(true);
    expect(lifetimeValueFromPurchases({ basket: 1, frequency: -0, duration: 2 }).purchases).toBe(0);
    expect(lifetimeValueInArrears({ amount: 1, retention: -0, discountRate: 0.1 }).multiple).toBe(0);
  });
});

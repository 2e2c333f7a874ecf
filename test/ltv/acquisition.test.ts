import { describe, expect, test } from 'vitest';
import {
  acquisition,
  acquisitionCost,
  acquisitionCostMetric,
  acquisitionMetric,
  by,
  InvalidDataError,
  InvalidOptionError,
  measure,
  rate,
} from '../../src/index.js';
import reference from '../reference/lifetime-value.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const FIELDS = { cost: 'cost', samples: 'samples', orders: 'orders', revenue: 'revenue' } as const;
const NOTHING = { missing: 0, invalid: 0, repeated: 0 };

describe('acquisition cost', () => {
  test('is what was spent over new customers', () => {
    expect(acquisitionCost({ cost: 90000, customers: 30 })).toMatchObject({
      value: 3000,
      n: 30,
      cost: 90000,
      customers: 30,
    });
  });

  test.each(reference.poisson)('has the limits of Garwood: $count $confidence', ({ count, confidence, low, high }) => {
    const { interval } = acquisitionCost({ cost: 1, customers: count }, { confidence });
    expect(relativeError(interval!.low, 1 / high)).toBeLessThan(1e-11);
    expect(relativeError(interval!.high, 1 / low)).toBeLessThan(1e-11);
    expect(interval).toMatchObject({ confidence, method: 'poisson' });
  });

  test('is null where nobody was won', () => {
    expect(acquisitionCost({ cost: 90000, customers: 0 })).toEqual({
      value: null,
      n: 0,
      interval: null,
      cost: 90000,
      customers: 0,
      excluded: NOTHING,
    });
    expect(acquisitionCost([] as { cost: number; won: number }[], { cost: 'cost', customers: 'won' }).value).toBeNull();
  });

  test('of rows is that of their sums, and rows without a part are left out and counted', () => {
    const rows = [
      { cost: 100, won: 1 },
      { cost: 900, won: 19 },
      { cost: null, won: 7 },
    ];
    expect(acquisitionCost(rows, { cost: 'cost', customers: 'won' })).toMatchObject({
      value: 50,
      excluded: { missing: 1, invalid: 0, repeated: 0 },
    });
  });

  test('by channel is a row each, also of a channel that is called __proto__', () => {
    const rows = [
      { channel: '__proto__', cost: 100, won: 1 },
      { channel: 'mail', cost: 900, won: 3 },
    ];
    const found = measure(rows, by('channel', acquisitionCostMetric({ cost: 'cost', customers: 'won' })));
    expect(found.map(({ channel, value }) => [channel, value])).toEqual([
      ['__proto__', 100],
      ['mail', 300],
    ]);
  });

  test('refuses a negative cost, parts of customers and unknown options', () => {
    expect(thrown(InvalidDataError, () => acquisitionCost({ cost: -1, customers: 1 })).code).toBe('E_NUM_RANGE');
    expect(thrown(InvalidDataError, () => acquisitionCost({ cost: 1, customers: 1.5 })).code).toBe('E_NUM_INTEGER');
    expect(() => acquisitionCost({ cost: 1, customers: Number.NaN })).toThrow(InvalidDataError);
    // @ts-expect-error neither cost nor customers
    expect(thrown(InvalidDataError, () => acquisitionCost({})).message).toMatch(
      /^acquisitionCost requires cost to be a number/,
    );
    // @ts-expect-error no cost
    expect(() => acquisitionCost({ customers: 3 })).toThrow('acquisitionCost requires cost to be a number');
    // @ts-expect-error columns, of which nothing is said
    expect(() => acquisitionCost({ cost: [1], customers: [1] })).toThrow('cost to be the name of a field');
    // @ts-expect-error rows, of which nothing is said
    expect(() => acquisitionCost([{ cost: 1, customers: 1 }])).toThrow('cost to be the name of a field');
    // @ts-expect-error a misspelt part
    expect(() => acquisitionCost({ cost: 1, customer: 1 })).toThrow(InvalidOptionError);
    expect(() => acquisitionCost({ cost: 1, customers: 1 }, { confidence: 95 })).toThrow(InvalidOptionError);
    // @ts-expect-error no field for the customers
    expect(() => acquisitionCostMetric({ cost: 'cost' })).toThrow(InvalidOptionError);
  });
});

describe('acquisition', () => {
  const medium = { cost: 600000, samples: 120, orders: 30, revenue: 450000 };

  test('is CPR, CPO, conversion and media ratio', () => {
    const { costPerResponse, costPerOrder, conversion, mediaRatio } = acquisition(medium);
    expect([costPerResponse.value, costPerResponse.n]).toEqual([5000, 120]);
    expect([costPerOrder.value, costPerOrder.n]).toEqual([20000, 30]);
    expect(conversion).toEqual(rate(30, 120));
    expect(mediaRatio).toBe(0.75);
  });

  test('counts what samples cost in CPR and CPO, not in the media ratio', () => {
    const { costPerResponse, costPerOrder, conversion, mediaRatio } = acquisition(medium, { sampleCost: 800 });
    expect([costPerResponse.value, costPerOrder.value, mediaRatio]).toEqual([5800, 23200, 0.75]);
    expect(costPerOrder.value).toBeCloseTo((costPerResponse.value ?? 0) / (conversion.value ?? 0), 9);
  });

  test('is null where there is nothing to divide by', () => {
    const nothing = acquisition({ cost: 0, samples: 0, orders: 0, revenue: 0 });
    expect(nothing).toMatchObject({
      costPerResponse: { value: null, interval: null },
      costPerOrder: { value: null, interval: null },
      conversion: { value: null },
      mediaRatio: null,
    });
  });

  test('has no conversion above 1, as where orders came without a sample', () => {
    const { conversion } = acquisition({ ...medium, orders: 121 });
    expect(conversion).toEqual({ value: null, n: 120, interval: null, numerator: 121, denominator: 120 });
  });

  test('of media is that of their sums', () => {
    const rows = [medium, { cost: 400000, samples: 80, orders: 10, revenue: 50000 }];
    expect(acquisition(rows, FIELDS)).toEqual(
      acquisition({ cost: 1000000, samples: 200, orders: 40, revenue: 500000 }),
    );
    expect(measure(rows, acquisitionMetric(FIELDS))).toEqual(acquisition(rows, FIELDS));
  });

  test('refuses what cannot be', () => {
    expect(() => acquisition({ ...medium, samples: 1.5 })).toThrow(InvalidDataError);
    expect(() => acquisition({ ...medium, revenue: -1 })).toThrow(InvalidDataError);
    // @ts-expect-error no part
    expect(() => acquisition({})).toThrow('acquisition requires cost to be a number');
    const most = { ...medium, samples: 1e15 };
    expect(thrown(InvalidDataError, () => acquisition([most, most], FIELDS)).message).toBe(
      'acquisition requires samples to be at most 1000000000000000 in all; got more',
    );
    expect(() => acquisition(medium, { sampleCost: -1 })).toThrow(InvalidOptionError);
    // @ts-expect-error misspelt
    expect(() => acquisition(medium, { sampleCosts: 1 })).toThrow(InvalidOptionError);
  });

  test('gives no number that is none at the ends of the range of doubles', () => {
    expect(acquisition({ cost: 5e-324, samples: 1, orders: 0, revenue: 1e10 }).mediaRatio).toBeNull();
    expect(acquisitionCost({ cost: 1.7e308, customers: 1 }).interval).toBeNull();
    expect(() => acquisition({ ...medium, cost: 1.7e308 }, { sampleCost: 1.7e308 })).toThrow(InvalidDataError);
  });
});

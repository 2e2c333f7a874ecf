import fc from 'fast-check';
import { InvalidDataError, InvalidOptionError } from 'kizuna';
import {
  customerValue,
  customerValues,
  expectedPurchases,
  expectedSpend,
  fitBgNbd,
  fitGammaGamma,
  modelEstimate,
  type PurchaseModel,
  residualPurchases,
  type ValueModels,
} from 'kizuna/ltv';
import { describe, expect, test } from 'vitest';
import reference from '../reference/customer-value.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const SPEND = { model: 'gamma-gamma', p: reference.spend.p, q: reference.spend.q, gamma: reference.spend.v } as const;
const BG = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const;
const MODELS = { purchases: BG, spend: SPEND } as const;
const CUSTOMER = { frequency: 2, recency: 30.43, T: 38.86, monetary: 22.35 };
const DAYS_OF_MODEL = { day: 30, week: 30.415 } as const;
const WEEKLY = { unit: 'week', discountRate: 0.15 } as const;

describe('customer value', () => {
  test.each(reference.cases)('is that of lifetimes, in its months: $model $unit $months', (each) => {
    // Kinds and units of the script.
    const purchases = { model: each.model, ...each.parameters } as PurchaseModel;
    const unit = each.unit as 'day' | 'week';
    const options = {
      unit,
      horizon: { months: each.months },
      discountRate: each.monthlyRate,
      ratePeriod: 'month',
      monthLength: DAYS_OF_MODEL[unit],
    } as const;
    const found = customerValues({ purchases, spend: SPEND }, reference.customers, options);
    for (const [i, { value }] of found.entries()) {
      expect(relativeError(value ?? Number.NaN, each.values[i]!)).toBeLessThan(1e-8);
    }
  });

  test('is the discounted purchases of each month times the spend and the margin', () => {
    const found = customerValue(MODELS, CUSTOMER, { ...WEEKLY, horizon: { months: 2 }, marginRate: 0.4 });
    const month = 365.2425 / 7 / 12;
    const [one, two] = [month, 2 * month].map((time) => expectedPurchases(BG, CUSTOMER, time)) as [number, number];
    const discounted = one * 1.15 ** (-1 / 12) + (two - one) * 1.15 ** (-2 / 12);
    const spend = expectedSpend(SPEND, CUSTOMER);
    expect(found.purchases).toBeCloseTo(two, 14);
    expect(found.discountedPurchases).toBeCloseTo(discounted, 13);
    expect(found.spend).toBe(spend);
    expect(found.value).toBeCloseTo(discounted * (spend ?? 0) * 0.4, 12);
  });

  test('without a horizon is DERT times the spend', () => {
    const found = customerValue(MODELS, CUSTOMER, { ...WEEKLY, horizon: { months: Infinity } });
    const residual = residualPurchases(BG, CUSTOMER, WEEKLY);
    expect(found).toEqual({
      value: residual * (expectedSpend(SPEND, CUSTOMER) ?? 0),
      purchases: null,
      discountedPurchases: residual,
      spend: expectedSpend(SPEND, CUSTOMER),
    });
  });

  test('goes towards DERT with the horizon, discounted in the middle of months', () => {
    const endless = customerValue(MODELS, CUSTOMER, { ...WEEKLY, horizon: { months: Infinity } }).value ?? 0;
    const long = { ...WEEKLY, horizon: { years: 200 } };
    const at = (discountAt: 'start' | 'middle' | 'end') =>
      customerValue(MODELS, CUSTOMER, { ...long, discountAt }).value ?? 0;
    expect(relativeError(at('middle'), endless)).toBeLessThan(2e-4);
    expect(at('end')).toBeLessThan(at('middle'));
    expect(at('start')).toBeGreaterThan(at('middle'));
    expect(relativeError(at('start'), at('end') * 1.15 ** (1 / 12))).toBeLessThan(1e-12);
  });

  test('counts the months of the calendar from the end of observation', () => {
    const purchases = { ...BG, alpha: 4.414 * 7 };
    const customer = { ...CUSTOMER, recency: 213, T: 272 };
    const options = { unit: 'day', discountRate: 0.1, horizon: { months: 2 } } as const;
    // 31 and 28 days of January and February; the year has 365.
    const found = customerValue({ purchases, spend: SPEND }, customer, { ...options, asOf: '2024-12-31' });
    const [one, two] = [31, 59].map((days) => expectedPurchases(purchases, customer, days)) as [number, number];
    expect(found.purchases).toBe(two);
    expect(found.discountedPurchases).toBeCloseTo(one * 1.1 ** (-1 / 12) + (two - one) * 1.1 ** (-2 / 12), 13);
    // Clocks go forward in March: an hour less.
    const summer = customerValue({ purchases, spend: SPEND }, customer, {
      ...options,
      horizon: { months: 1 },
      asOf: '2025-03-14',
      timeZone: 'Europe/Berlin',
    });
    expect(summer.purchases).toBeCloseTo(expectedPurchases(purchases, customer, 31 - 1 / 24), 14);
    // From the 31st: the end of February, then the 31st again.
    const late = { ...options, asOf: '2025-01-30' } as const;
    const from31 = customerValue({ purchases, spend: SPEND }, customer, late);
    expect(from31.purchases).toBe(expectedPurchases(purchases, customer, 28 + 31));
  });

  test('takes horizons in months, years and units for what they are', () => {
    const at = (horizon: { months: number } | { years: number } | { units: number }) =>
      customerValue(MODELS, CUSTOMER, { ...WEEKLY, horizon });
    expect(at({ years: 2 })).toEqual(at({ months: 24 }));
    const weeks = at({ units: 39 });
    expect(weeks.purchases).toBeCloseTo(expectedPurchases(BG, CUSTOMER, 39), 14);
    const month = 365.2425 / 84;
    expect(at({ units: 1.5 * month }).discountedPurchases).toBeCloseTo(at({ months: 1.5 }).discountedPurchases, 13);
    expect(at({ units: 0 })).toMatchObject({ value: 0, purchases: 0, discountedPurchases: 0 });
    const monthly = { purchases: { ...BG, alpha: 1 }, spend: SPEND };
    const customer = { ...CUSTOMER, recency: 7, T: 9 };
    const inMonths = customerValue(monthly, customer, {
      unit: 'month',
      discountRate: 0,
      horizon: { months: 5 },
      asOf: '2025-01-31',
    });
    expect(inMonths.purchases).toBe(expectedPurchases(monthly.purchases, customer, 5));
  });

  test('takes a rate of a month for that of a year that it comes to', () => {
    const yearly = customerValue(MODELS, CUSTOMER, {
      unit: 'week',
      discountRate: 1.01 ** 12 - 1,
      horizon: { months: 18 },
    });
    const monthly = customerValue(MODELS, CUSTOMER, {
      unit: 'week',
      discountRate: 0.01,
      ratePeriod: 'month',
      horizon: { months: 18 },
    });
    expect(relativeError(monthly.value!, yearly.value!)).toBeLessThan(1e-13);
    const endless = { unit: 'week', horizon: { months: Infinity } } as const;
    const [a, b] = [
      customerValue(MODELS, CUSTOMER, { ...endless, discountRate: 0.01, ratePeriod: 'month' }),
      customerValue(MODELS, CUSTOMER, { ...endless, discountRate: 1.01 ** 12 - 1 }),
    ];
    expect(relativeError(a.value!, b.value!)).toBeLessThan(1e-12);
  });

  test('of BG/BB discounts each opportunity, and takes whole ones', () => {
    const purchases = { model: 'bg/bb', alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 } as const;
    const donor = { frequency: 3, recency: 5, T: 6, monetary: 50 };
    const options = { unit: 'year', discountRate: 0.1 } as const;
    const found = customerValue({ purchases, spend: SPEND }, donor, { ...options, horizon: { years: 2 } });
    const [one, two] = [1, 2].map((n) => expectedPurchases(purchases, donor, n)) as [number, number];
    expect(found.discountedPurchases).toBeCloseTo(one / 1.1 + (two - one) / 1.21, 14);
    const long = customerValue({ purchases, spend: SPEND }, donor, { ...options, horizon: { units: 2000 } });
    const endless = customerValue({ purchases, spend: SPEND }, donor, { ...options, horizon: { months: Infinity } });
    expect(relativeError(long.value!, endless.value!)).toBeLessThan(1e-9);
    expect(() => customerValue({ purchases, spend: SPEND }, donor, { ...options, horizon: { months: 18 } })).toThrow(
      InvalidOptionError,
    );
  });

  test('is null where the expected spend is infinite', () => {
    const spend = { ...SPEND, q: 0.9 };
    const found = customerValue(
      { purchases: BG, spend },
      { frequency: 0, recency: 0, T: 10, monetary: 0 },
      { ...WEEKLY, horizon: { months: 1 } },
    );
    expect([found.value, found.spend]).toEqual([null, null]);
    expect(found.discountedPurchases).toBeGreaterThan(0);
  });

  test('has an interval by modelEstimate', () => {
    const customers = Array.from({ length: 300 }, (_, i) => ({
      frequency: i % 5,
      recency: i % 5 === 0 ? 0 : 5 + (i % 37),
      T: 42 + (i % 9),
      monetary: i % 5 === 0 ? 0 : 10 + ((i * 7) % 31),
    }));
    const models = { purchases: fitBgNbd(customers), spend: fitGammaGamma(customers) };
    const valueBy = (each: ValueModels) =>
      customerValue(each, CUSTOMER, { ...WEEKLY, horizon: { months: 12 } }).value ?? Number.NaN;
    const { value, interval } = modelEstimate(models, valueBy, { scale: 'log' });
    expect(value).toBe(valueBy(models));
    if (interval !== null) expect(interval.low < value! && value! < interval.high).toBe(true);
  });

  test('refuses what it cannot answer', () => {
    const options = { ...WEEKLY, horizon: { months: 1 } } as const;
    const refused = (given: object) =>
      thrown(InvalidOptionError, () => customerValue(MODELS, CUSTOMER, { ...options, ...given })).message;
    expect(refused({ horizon: 12 })).toBe(
      'customerValue requires horizon to be { months }, { years } or { units }; got 12',
    );
    expect(refused({ horizon: { month: 12 } })).toContain('months, years, units');
    expect(refused({ horizon: { months: 1, years: 1 } })).toContain('one of months, years and units');
    expect(refused({ horizon: {} })).toContain('one of months, years and units');
    expect(refused({ horizon: { months: Infinity }, discountRate: 0 })).toContain('discountRate to be above 0');
    expect(refused({ discountRate: -0.1 })).toContain('discountRate');
    expect(refused({ unit: 'fortnight' })).toContain('unit');
    expect(refused({ monthLength: 30, asOf: '2025-01-31' })).toContain('monthLength');
    expect(refused({ ratePeriod: 'week' })).toContain('ratePeriod');
    expect(refused({ marginRate: 40 })).toContain('marginRate');
    expect(() => customerValue(MODELS, { ...CUSTOMER, recency: 40 }, options)).toThrow(InvalidDataError);
    // @ts-expect-error the models the wrong way round
    expect(() => customerValue({ purchases: SPEND, spend: BG }, CUSTOMER, options)).toThrow(InvalidOptionError);
  });
});

describe('customer values', () => {
  const options = { ...WEEKLY, horizon: { months: 6 } } as const;
  const customers = reference.customers;

  test('are those of each customer, of rows and of columns', () => {
    const one = customers.map((customer) => customerValue(MODELS, customer, options));
    expect(customerValues(MODELS, [...customers, ...customers], options)).toEqual([...one, ...one]);
    const columns = {
      frequency: Int32Array.from(customers, (each) => each.frequency),
      recency: Float64Array.from(customers, (each) => each.recency),
      T: Float64Array.from(customers, (each) => each.T),
      monetary: Float64Array.from(customers, (each) => each.monetary),
      holdout: null,
    };
    expect(customerValues(MODELS, columns as never, options)).toEqual(one); // as customerSummaryColumns gives them
    expect(customerValues(MODELS, [], options)).toEqual([]);
  });

  test('know the covariates of a model', () => {
    const purchases = { ...BG, 'purchase.member': 0.5 };
    const models = { purchases, spend: SPEND };
    const [without, with1] = customerValues(
      models,
      [
        { ...CUSTOMER, member: 0 },
        { ...CUSTOMER, member: 1 },
      ] as never,
      options,
    );
    expect(without).toEqual(customerValue(MODELS, CUSTOMER, options));
    expect(with1).toEqual(customerValue(models, { ...CUSTOMER, member: 1 }, options));
    expect(with1?.purchases).not.toBe(without?.purchases);
  });

  test('refuse histories that cannot be, and parts that are missing', () => {
    const bad = (change: object) => () => customerValues(MODELS, [CUSTOMER, { ...CUSTOMER, ...change }], options);
    expect(thrown(InvalidDataError, bad({ monetary: null })).issues[0]).toMatchObject({ index: 1, field: 'monetary' });
    expect(bad({ recency: 99 })).toThrow(InvalidDataError);
    expect(bad({ frequency: 1.5 })).toThrow(InvalidDataError);
    expect(bad({ T: Number.NaN })).toThrow(InvalidDataError);
  });
});

describe('the laws of values', () => {
  const history = fc
    .record({
      frequency: fc.nat(30),
      share: fc.double({ min: 0.01, max: 1, noNaN: true }),
      T: fc.integer({ min: 1, max: 100 }),
    })
    .map(({ frequency, share, T }) => ({ frequency, recency: frequency === 0 ? 0 : share * T, T, monetary: 20 }));
  const rate = fc.double({ min: 0.01, max: 0.9, noNaN: true });
  const months = fc.integer({ min: 0, max: 36 });
  const pareto = { model: 'pareto/nbd', r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 } as const;
  const purchases = fc.constantFrom<PurchaseModel>(BG, { ...BG, model: 'mbg/nbd' }, pareto);

  test('more time is worth more, up to DERT; dearer money is worth less; without a rate it is all purchases', () => {
    fc.assert(
      fc.property(purchases, history, rate, months, months, (model, customer, discountRate, a, b) => {
        const models = { purchases: model, spend: SPEND };
        const value = (horizon: number, given: number) =>
          customerValue(models, customer, { unit: 'week', horizon: { months: horizon }, discountRate: given });
        const [short, long] = [value(a, discountRate), value(a + b, discountRate)];
        expect(short.value!).toBeLessThanOrEqual(long.value! * (1 + 1e-9));
        const endless = customerValue(models, customer, { unit: 'week', horizon: { months: Infinity }, discountRate });
        expect(long.value!).toBeLessThanOrEqual(endless.value! * (1 + 1e-9));
        expect(value(a, discountRate * 1.5).value!).toBeLessThanOrEqual(short.value! * (1 + 1e-12));
        const free = value(a, 0);
        expect(free.discountedPurchases).toBeCloseTo(free.purchases!, 12);
        expect(free.value!).toBeCloseTo(free.purchases! * free.spend!, 9);
        const half = customerValue(models, customer, {
          unit: 'week',
          horizon: { months: a },
          discountRate,
          marginRate: 0.5,
        });
        expect(half.value!).toBeCloseTo(short.value! / 2, 12);
      }),
    );
  });

  test('months of the calendar come to whole years', () => {
    const daily = { ...BG, alpha: 30.9 };
    fc.assert(
      fc.property(history, fc.constantFrom('2024-02-29', '2023-12-31', '2025-05-30'), (customer, asOf) => {
        const models = { purchases: daily, spend: SPEND };
        const options = { unit: 'day', discountRate: 0, horizon: { years: 4 } } as const;
        const { purchases } = customerValue(models, customer, { ...options, asOf });
        expect(purchases).toBeCloseTo(expectedPurchases(daily, customer, 1461), 12);
      }),
      { numRuns: 30 },
    );
  });
});

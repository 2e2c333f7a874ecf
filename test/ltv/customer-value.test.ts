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
  simulateCustomers,
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
    const histories = simulateCustomers(
      { model: 'bg/nbd', r: 0.8, alpha: 6, a: 0.9, b: 2.2 },
      { n: 500, T: 52, seed: 3 },
    );
    const customers = histories.map((history, i) => ({
      ...history,
      monetary: history.frequency === 0 ? null : 10 + ((i * 7) % 31),
    }));
    const spenders = customers.filter(({ frequency }) => frequency > 0);
    const models = { purchases: fitBgNbd(customers), spend: fitGammaGamma(spenders) };
    expect([models.purchases, models.spend].map(({ diagnostics }) => diagnostics.status)).toEqual([
      'converged',
      'converged',
    ]);
    const valueBy = (each: ValueModels) =>
      customerValue(each, CUSTOMER, { ...WEEKLY, horizon: { months: 12 } }).value ?? Number.NaN;
    const { value, interval } = modelEstimate(models, valueBy, { scale: 'log' });
    expect(value).toBe(valueBy(models));
    expect(interval?.low).toBeGreaterThan(0.5 * value!);
    expect(interval?.low).toBeLessThan(value!);
    expect(interval?.high).toBeGreaterThan(value!);
    expect(interval?.high).toBeLessThan(2 * value!);
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
    expect(refused({ timeZone: 'Asia/Tokyo' })).toContain('customerValue requires timeZone to come with asOf');
    const endless = { horizon: { months: Infinity } };
    expect(refused({ ...endless, discountAt: 'middle' })).toContain(
      'discountAt to be left out where there is no horizon',
    );
    expect(refused({ ...endless, monthLength: 30 })).toContain('monthLength to be left out where there is no horizon');
    const gifts = { model: 'bg/bb', alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 } as const;
    const yearly = { unit: 'year', discountRate: 0.1, horizon: { years: 1 }, discountAt: 'start' } as const;
    const donor = { frequency: 3, recency: 5, T: 6, monetary: 50 };
    expect(() => customerValue({ purchases: gifts, spend: SPEND }, donor, yearly)).toThrow(/discountAt.* under BG\/BB/);
    expect(
      thrown(InvalidDataError, () => customerValue(MODELS, { ...CUSTOMER, recency: 40 }, options)).message,
    ).toContain('customerValue requires recency');
    expect(
      thrown(InvalidDataError, () => customerValue(MODELS, { ...CUSTOMER, monetary: null }, options)).message,
    ).toContain('customerValue requires monetary');
    // @ts-expect-error the models the wrong way round
    expect(() => customerValue({ purchases: SPEND, spend: BG }, CUSTOMER, options)).toThrow(InvalidOptionError);
  });
});

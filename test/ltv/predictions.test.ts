import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { fitBgNbd } from '../../src/ltv/bg-nbd/fit.js';
import { expectedPurchases, expectedPurchasesOfNewCustomer } from '../../src/ltv/expected-purchases.js';
import { expectedSpend } from '../../src/ltv/expected-spend.js';
import { probabilityAlive } from '../../src/ltv/probability-alive.js';
import type { PurchaseModel } from '../../src/ltv/purchase-model.js';
import { purchaseProbabilities, purchaseProbabilitiesOfNewCustomer } from '../../src/ltv/purchase-probabilities.js';
import { residualPurchases } from '../../src/ltv/residual-purchases.js';
import { simulateCustomers } from '../../src/ltv/simulate-customers.js';
import { simulateLifetimes } from '../../src/ltv/simulate-lifetimes.js';
import { simulateSpend } from '../../src/ltv/simulate-spend.js';
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const BG = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const; // Fader, Hardie & Lee 2005
const PARETO = { model: 'pareto/nbd', r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 } as const; // the same
const BG_BB = { model: 'bg/bb', alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 } as const; // Fader, Hardie & Shang 2010
const MODELS: readonly PurchaseModel[] = [BG, { ...BG, model: 'mbg/nbd' }, PARETO, BG_BB];
const CUSTOMER = { frequency: 2, recency: 4, T: 6 };
const named = MODELS.map((model) => ({ name: model.model, model }));

describe('published predictions', () => {
  test('1.226 purchases in 39 weeks of the customer of Fader, Hardie & Lee 2005', () => {
    expect(expectedPurchases(BG, { frequency: 2, recency: 30.43, T: 38.86 }, 39)).toBeCloseTo(1.226, 3);
  });

  test('25.46 purchases in 52 weeks, and .9979 alive, of customer 1516 of BTYD', () => {
    const model = { model: 'pareto/nbd', r: 0.5533971, alpha: 10.5801985, s: 0.6060625, beta: 11.6562237 } as const;
    const customer = { frequency: 26, recency: 30.86, T: 31 };
    expect(expectedPurchases(model, customer, 52)).toBeCloseTo(25.46, 2);
    expect(probabilityAlive(model, customer)).toBeCloseTo(0.9979, 4);
  });
});

describe.each(named)('$name', ({ model }) => {
  test('P(alive) falls with time after T', () => {
    const chances = [0, 1, 5, 50].map((after) => probabilityAlive(model, CUSTOMER, { after }));
    expect(chances[0]).toBe(probabilityAlive(model, CUSTOMER));
    expect(chances).toEqual([...chances].sort((a, b) => b - a));
    expect(chances.every((chance) => chance > 0 && chance < 1)).toBe(true);
  });

  test('the chances of 0, 1, 2 … purchases add up to 1, and their mean is what is expected', () => {
    const given = purchaseProbabilities(model, CUSTOMER, 8, { upTo: 400 });
    const ofNew = purchaseProbabilitiesOfNewCustomer(model, 8, { upTo: 400 });
    for (const [chances, mean] of [
      [given, expectedPurchases(model, CUSTOMER, 8)],
      [ofNew, expectedPurchasesOfNewCustomer(model, 8)],
    ] as const) {
      expect(chances.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      expect(chances.reduce((sum, p, n) => sum + n * p, 0)).toBeCloseTo(mean, 7);
    }
    expect(purchaseProbabilities(model, CUSTOMER, 8)).toEqual(given.slice(0, 11));
  });

  test('residual purchases lie between those of a year, discounted, and the rate for ever', () => {
    const residual = residualPurchases(model, CUSTOMER, { discountRate: 0.25, unit: 10 });
    expect(residual).toBeGreaterThan(expectedPurchases(model, CUSTOMER, 10) / 1.25);
    expect(residualPurchases(model, CUSTOMER, { discountRate: 0.5, unit: 10 })).toBeLessThan(residual);
  });

  test('a horizon of nothing expects nothing', () => {
    expect(expectedPurchases(model, CUSTOMER, 0)).toBe(0);
    expect(expectedPurchasesOfNewCustomer(model, 0)).toBe(0);
  });

  test('customers made up are the same for the same seed, possible, and as many as were asked for', () => {
    const customers = simulateCustomers(model, { T: 12, n: 300, seed: 5 });
    expect(customers).toHaveLength(300);
    expect(simulateCustomers(model, { T: new Float64Array(300).fill(12), seed: 5 })).toEqual(customers);
    for (const customer of customers) expect(probabilityAlive(model, customer)).toBeGreaterThanOrEqual(0);
    const mean = customers.reduce((sum, { frequency }) => sum + frequency, 0) / 300;
    expect(relativeError(mean, expectedPurchasesOfNewCustomer(model, 12))).toBeLessThan(0.35);
  });

  test('histories that cannot be are refused', () => {
    for (const [customer, field] of [
      [{ frequency: 2, recency: 7, T: 6 }, 'recency'],
      [{ frequency: 0, recency: 1, T: 6 }, 'recency'],
      [{ frequency: 2, recency: 0, T: 6 }, 'recency'],
      [{ frequency: 0.5, recency: 1, T: 6 }, 'frequency'],
      [{ frequency: 2, recency: 4, T: Number.NaN }, 'T'],
      [{ frequency: '2', recency: 4, T: 6 }, 'frequency'],
      [null, 'frequency'],
    ] as const) {
      const error = thrown(InvalidDataError, () => expectedPurchases(model, customer as never, 3));
      expect(error.issues[0]?.field).toBe(field);
    }
  });

  test('parameters that are not above 0, and lengths below 0, are refused', () => {
    const [name = ''] = Object.keys(model).filter((key) => key !== 'model');
    const error = thrown(InvalidOptionError, () => probabilityAlive({ ...model, [name]: 0 }, CUSTOMER));
    expect(error.issues[0]?.field).toBe(`model.${name}`);
    for (const horizon of [-1, Number.NaN, Number.POSITIVE_INFINITY, '3']) {
      expect(() => expectedPurchases(model, CUSTOMER, horizon as never)).toThrow(InvalidOptionError);
    }
    expect(() => probabilityAlive(model, CUSTOMER, { at: 1 } as never)).toThrow('requires options to be among after');
  });
});

describe('any model', () => {
  test('that is none of purchases is refused by name', () => {
    for (const model of [null, undefined, {}, { model: 'arima' }, { model: 'gamma-gamma', p: 1, q: 2, gamma: 3 }]) {
      expect(() => expectedPurchases(model as never, CUSTOMER, 1)).toThrow("requires model to be of model 'bg/nbd'");
    }
  });

  test('discounts by the year in the unit that it is told', () => {
    const of = (unit: 'week' | number, discountRate = 0.15) => residualPurchases(BG, CUSTOMER, { unit, discountRate });
    expect(of('week')).toBeCloseTo(of(365.2425 / 7), 12);
    expect(of('week')).not.toBeCloseTo(of(52), 6);
    expect(() => of('week', 0)).toThrow('requires discountRate to be above 0');
    expect(() => of('fortnight' as never)).toThrow('how many make a year');
    expect(() => residualPurchases(BG, CUSTOMER, {} as never)).toThrow(InvalidOptionError);
  });

  test('of opportunities takes whole ones', () => {
    expect(() => expectedPurchases(BG_BB, CUSTOMER, 1.5)).toThrow('a whole number of opportunities');
    expect(() => expectedPurchases(BG_BB, { frequency: 3, recency: 2, T: 6 }, 1)).toThrow('at least frequency');
  });

  test('with covariates is brought to the customer’s own', () => {
    const model = { ...BG, 'purchase.member': 0.7, 'dropoutA.member': -0.2, 'dropoutB.member': 0.1 };
    const member = { ...CUSTOMER, member: 1 };
    const own = { ...BG, alpha: BG.alpha * Math.exp(-0.7), a: BG.a * Math.exp(-0.2), b: BG.b * Math.exp(0.1) };
    expect(expectedPurchases(model, member, 8)).toBeCloseTo(expectedPurchases(own, CUSTOMER, 8), 12);
    expect(expectedPurchases(model, { ...CUSTOMER, member: 0 }, 8)).toBe(expectedPurchases(BG, CUSTOMER, 8));
    expect(expectedPurchasesOfNewCustomer(model, 8, { member: 1 })).toBeCloseTo(
      expectedPurchasesOfNewCustomer(own, 8),
      12,
    );
    expect(purchaseProbabilitiesOfNewCustomer(model, 8, { covariates: { member: 1 }, upTo: 0 })[0]).toBeCloseTo(
      purchaseProbabilitiesOfNewCustomer(own, 8)[0] as number,
      12,
    );
    expect(() => expectedPurchases(model, CUSTOMER, 8)).toThrow('requires member to be a finite number');
    const strange = { ...BG, 'constructor.member': 1, '__proto__.x': 2 };
    expect(expectedPurchases(strange, CUSTOMER, 8)).toBe(expectedPurchases(BG, CUSTOMER, 8));
  });

  test('makes up customers by their covariates, to whom it can be fitted again', () => {
    const model = { ...BG, r: 0.8, 'purchase.member': 1 };
    const covariates = Array.from({ length: 1500 }, (_, i) => ({ member: i % 2 }));
    const customers = simulateCustomers(model, { T: 52, n: 1500, covariates, seed: 2 });
    const found = fitBgNbd(customers, { covariates: { purchase: ['member'] } });
    const error = found.standardErrors['purchase.member'] ?? 0;
    expect(Math.abs((found['purchase.member'] ?? 0) - 1)).toBeLessThan(4 * error);
  });

  test('makes up nothing without a seed, and no number of customers that is none', () => {
    for (const options of [
      { T: 5, n: 5 },
      { T: 5, seed: 1 },
      { T: [5], n: 1, seed: 1 },
      { T: -1, n: 1, seed: 1 },
      { T: null, n: 1, seed: 1 },
    ]) {
      expect(() => simulateCustomers(BG, options as never)).toThrow(InvalidOptionError);
    }
    expect(simulateCustomers(BG, { T: [], seed: 1 })).toEqual([]);
  });
});

describe('spend and lifetimes', () => {
  const SPEND = { model: 'gamma-gamma', p: 6.25, q: 3.74, gamma: 15.44 } as const;

  test('are expected between the customer’s mean and that of all', () => {
    const all = expectedSpend(SPEND, { frequency: 0, monetary: 0 }) ?? 0;
    expect(all).toBeCloseTo((6.25 * 15.44) / 2.74, 10);
    const one = expectedSpend(SPEND, { frequency: 2, monetary: 22 }) ?? 0;
    expect(one > 22 && one < all).toBe(true);
    expect(expectedSpend({ ...SPEND, q: 0.9 }, { frequency: 0, monetary: 0 })).toBe(null);
  });

  test('refuse what is no spend', () => {
    expect(() => expectedSpend(SPEND, { frequency: 1, monetary: -1 })).toThrow(InvalidDataError);
    expect(() => expectedSpend(SPEND, { frequency: 0.5, monetary: 1 })).toThrow(InvalidDataError);
    expect(() => expectedSpend(BG as never, { frequency: 1, monetary: 1 })).toThrow("of model 'gamma-gamma'");
    expect(() => simulateSpend(SPEND, [1.5], { seed: 1 })).toThrow(InvalidOptionError);
  });

  test('are made up with the mean of the model', () => {
    const amounts = simulateSpend(SPEND, new Float64Array(4000).fill(3), { seed: 3 });
    const mean = amounts.reduce((sum, amount) => sum + amount, 0) / 4000;
    expect(relativeError(mean, (6.25 * 15.44) / 2.74)).toBeLessThan(0.05);
    const lifetimes = simulateLifetimes({ model: 'sbg', alpha: 0.668, beta: 3.806 }, { n: 4000, renewals: 7, seed: 3 });
    const lost = lifetimes.filter(({ duration, ended }) => ended && duration === 1).length / 4000;
    expect(Math.abs(lost - 0.668 / 4.474)).toBeLessThan(0.025);
  });
});

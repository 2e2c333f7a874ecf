import { describe, expect, test } from 'vitest';
import { KizunaError } from '../../src/core/errors.js';
import { eventLog } from '../../src/log/event-log.js';
import { customerSummary } from '../../src/log/purchases/customer-summary.js';
import { bgBbLogLikelihood } from '../../src/ltv/bg-bb/bg-bb-likelihood.js';
import { fitBgBb } from '../../src/ltv/bg-bb/fit-bg-bb.js';
import { opportunitiesOf } from '../../src/ltv/bg-bb/opportunities.js';
import { purchaseProbabilitiesOfNewCustomer } from '../../src/ltv/purchase-probabilities.js';
import { simulateCustomers } from '../../src/ltv/simulate-customers.js';
import { thrown } from '../support/thrown.js';

const refused = (act: () => unknown): KizunaError => thrown(KizunaError, act);

// Fader, Hardie & Shang 2010, Marketing Science 29: 1086–1108, table 1: 11,104 donors, 6 yearly opportunities to repeat the gift of 1995.
const DONATIONS = [
  [0, 0, 3464],
  [1, 1, 1091],
  [1, 2, 277],
  [1, 3, 129],
  [1, 4, 78],
  [1, 5, 119],
  [1, 6, 129],
  [2, 2, 613],
  [2, 3, 255],
  [2, 4, 155],
  [2, 5, 173],
  [2, 6, 234],
  [3, 3, 322],
  [3, 4, 181],
  [3, 5, 225],
  [3, 6, 357],
  [4, 4, 240],
  [4, 5, 284],
  [4, 6, 512],
  [5, 5, 335],
  [5, 6, 728],
  [6, 6, 1203],
].map(([frequency = 0, recency = 0, donors = 0]) => ({ frequency, recency, T: 6, donors }));

const PUBLISHED = { model: 'bg/bb', alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 } as const;

describe('fitBgBb', () => {
  test('has the published parameters of the donations', () => {
    const model = fitBgBb(DONATIONS, { weight: 'donors' });
    expect([model.alpha, model.beta, model.gamma, model.delta].map((value) => value.toFixed(3))).toEqual([
      '1.204',
      '0.750',
      '0.657',
      '2.783',
    ]);
    expect(model.logLikelihood.toFixed(1)).toBe('-33225.6');
    // Newton's optimum of an independent program.
    expect(model.alpha).toBeCloseTo(1.2035224, 6);
    expect(model.delta).toBeCloseTo(2.7834422, 6);
    expect(model.logLikelihood).toBeCloseTo(-33225.58127, 4);
    expect(model.n).toBe(11104);
    expect(model.diagnostics.status).toBe('converged');
    expect(model.diagnostics.gradient).toBeLessThan(1e-6);
  });

  test('reproduces how many donors gave how often', () => {
    const model = fitBgBb(DONATIONS, { weight: 'donors' });
    const chances = purchaseProbabilitiesOfNewCustomer(model, 6, { upTo: 6 });
    const counts = [0, 1, 2, 3, 4, 5, 6].map((x) =>
      DONATIONS.reduce((sum, { frequency, donors }) => sum + (frequency === x ? donors : 0), 0),
    );
    chances.forEach((chance, x) => {
      expect(Math.abs(11104 * chance - (counts[x] ?? 0))).toBeLessThan(120);
    });
  });

  test('takes rows with their number as the rows themselves, in any order', () => {
    const few = DONATIONS.map((row) => ({ ...row, donors: Math.ceil(row.donors / 50) }));
    const each = few.flatMap((row) => Array.from({ length: row.donors }, () => row));
    const weighted = fitBgBb(few, { weight: 'donors' });
    expect(fitBgBb(each)).toEqual(weighted);
    expect(fitBgBb([...each].reverse())).toEqual(weighted);
    const columns = {
      frequency: Int32Array.from(each, ({ frequency }) => frequency),
      recency: Int32Array.from(each, ({ recency }) => recency),
      T: Int32Array.from(each, ({ T }) => T),
    };
    expect(fitBgBb(columns)).toEqual(weighted);
  });

  test('finds the parameters that made the data, within their errors, and lies above them', () => {
    const made = simulateCustomers(PUBLISHED, { n: 6000, T: 12, seed: 5 });
    const model = fitBgBb(made);
    expect(model.diagnostics.status).toBe('converged');
    for (const name of ['alpha', 'beta', 'gamma', 'delta'] as const) {
      expect(Math.abs(model[name] - PUBLISHED[name])).toBeLessThan(3 * (model.standardErrors[name] ?? 0));
    }
    const data = opportunitiesOf('test', made as never, {});
    const at = Float64Array.of(PUBLISHED.alpha, PUBLISHED.beta, PUBLISHED.gamma, PUBLISHED.delta);
    expect(model.logLikelihood).toBeGreaterThan(bgBbLogLikelihood(data, at, new Float64Array(4)));
  });

  test('takes customers with different numbers of opportunities', () => {
    const T = Array.from({ length: 3000 }, (_, i) => 4 + (i % 9));
    const model = fitBgBb(simulateCustomers(PUBLISHED, { T, seed: 3 }));
    expect(model.diagnostics.status).toBe('converged');
    expect(Math.abs(model.alpha - PUBLISHED.alpha)).toBeLessThan(3 * (model.standardErrors.alpha ?? 0));
  });

  test('reads the summary of customers by years, where a year is an opportunity', () => {
    const gifts = [
      ...[2019, 2020, 2020, 2022].map((year) => ({ id: 'a', at: `${year}-06-0${(year % 3) + 1}T00:00Z` })),
      { id: 'b', at: '2019-07-01T00:00Z' },
      ...[2020, 2021, 2023].map((year) => ({ id: 'c', at: `${year}-11-05T00:00Z` })),
    ];
    const summary = customerSummary(eventLog(gifts, { customer: 'id', time: 'at' }), {
      unit: 'year',
      asOf: '2023-12-31',
    });
    expect(summary.map(({ frequency, recency, T }) => [frequency, recency, T])).toEqual([
      [2, 3, 4],
      [0, 0, 4],
      [2, 3, 3],
    ]);
    expect(fitBgBb(summary).n).toBe(3);
  });

  test('refuses data that say nothing of the parameters', () => {
    const identify = { name: 'FitError', code: 'E_FIT_IDENTIFY' };
    const never = { frequency: 0, recency: 0, T: 6 };
    const always = { frequency: 6, recency: 6, T: 6 };
    expect(refused(() => fitBgBb([]))).toMatchObject(identify);
    expect(refused(() => fitBgBb([never, never]))).toMatchObject(identify);
    expect(refused(() => fitBgBb([always]))).toMatchObject(identify);
    expect(refused(() => fitBgBb([{ frequency: 1, recency: 2, T: 2 }]))).toMatchObject({
      ...identify,
      message: 'fitBgBb requires rows to be histories of at least 3 opportunities; got at most 2',
    });
  });

  test('says so where nobody seems ever lost, instead of failing', () => {
    const faithful = [
      { frequency: 3, recency: 6, T: 6, customers: 300 },
      { frequency: 2, recency: 6, T: 6, customers: 300 },
      { frequency: 4, recency: 6, T: 6, customers: 300 },
    ];
    const { diagnostics, covariance } = fitBgBb(faithful, { weight: 'customers' });
    expect(diagnostics.status).toBe('boundary');
    expect(diagnostics.boundary).toContain('gamma');
    expect(covariance).toBeNull();
  });

  test('refuses histories that cannot be', () => {
    const message = (row: { frequency: number; recency: number; T: number }) => refused(() => fitBgBb([row])).message;
    expect(message({ frequency: 2, recency: 7, T: 6 })).toContain('recency to be at most T');
    expect(message({ frequency: 3, recency: 2, T: 6 })).toContain('frequency to be at most recency');
    expect(message({ frequency: 0, recency: 2, T: 6 })).toContain('recency to be 0 where frequency is 0');
    expect(message({ frequency: 1, recency: 1.5, T: 6 })).toContain('recency to be an integer');
    expect(message({ frequency: 1, recency: 1, T: 2e6 })).toContain('T to be an integer from 0 to 100000');
    const excluded = fitBgBb([...DONATIONS, { frequency: 2, recency: 7, T: 6, donors: 5 }], {
      weight: 'donors',
      invalid: 'exclude',
    });
    expect(excluded.excluded).toEqual({ missing: 0, invalid: 1, repeated: 0 });
    expect(excluded.n).toBe(11104);
  });
});

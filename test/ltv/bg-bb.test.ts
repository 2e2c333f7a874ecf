import { describe, expect, test } from 'vitest';
import { KizunaError } from '../../src/core/errors.js';
import { bgBbLogLikelihood } from '../../src/ltv/bg-bb/bg-bb-likelihood.js';
import type { BgBbParameters } from '../../src/ltv/bg-bb/bg-bb-model.js';
import type { Opportunities } from '../../src/ltv/bg-bb/opportunities.js';
import { bgBbResidual } from '../../src/ltv/bg-bb/predictions.js';
import { expectedPurchases, expectedPurchasesOfNewCustomer } from '../../src/ltv/expected-purchases.js';
import { probabilityAlive } from '../../src/ltv/probability-alive.js';
import { purchaseProbabilities, purchaseProbabilitiesOfNewCustomer } from '../../src/ltv/purchase-probabilities.js';
import { residualPurchases } from '../../src/ltv/residual-purchases.js';
import reference from '../reference/discrete-models.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const refused = (act: () => unknown): KizunaError => thrown(KizunaError, act);
const PUBLISHED = { model: 'bg/bb', alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 } as const;
type Row = readonly [number, number, number, number, number, number, number, ...number[]];

function modelOf([alpha, beta, gamma, delta]: Row): BgBbParameters {
  return { model: 'bg/bb', alpha, beta, gamma, delta };
}

/** The log-likelihood of one customer, with its derivatives by the logarithms. */
function ofOne(row: Row): readonly number[] {
  const [frequency, recency, T] = row.slice(4, 7) as [number, number, number];
  const one = (value: number) => Float64Array.of(value);
  const data: Opportunities = {
    ...{ frequency: one(frequency), recency: one(recency), T: one(T), weight: one(1), n: 1, longest: T },
    excluded: { missing: 0, invalid: 0, repeated: 0 },
  };
  const gradient = new Float64Array(4);
  const value = bgBbLogLikelihood(data, Float64Array.from(row.slice(0, 4)), gradient);
  return [value, ...gradient.map((slope, k) => slope * (row[k] as number))];
}

describe('the likelihood of BG/BB', () => {
  test('and its gradient have the values of 60-digit arithmetic, for parameters from 0.002 to 10 million', () => {
    for (const row of reference.opportunities as unknown as Row[]) {
      const [value = 0, ...slopes] = ofOne(row);
      expect(Math.abs(value - (row[7] as number)), row.join(' ')).toBeLessThan(1e-11 * Math.max(1, Math.abs(value)));
      if (row[6] > 99) continue; // without reference
      slopes.forEach((slope, k) => {
        expect(Math.abs(slope - (row[8 + k] as number) * (row[k] as number)), row.join(' ')).toBeLessThan(1e-12);
      });
    }
  });

  test('holds for 10,000 opportunities', () => {
    for (const row of reference.longHistories as unknown as Row[]) {
      expect(relativeError(ofOne(row)[0] ?? 0, row[7] as number), row.join(' ')).toBeLessThan(1e-11);
      const [frequency, recency, T] = row.slice(4, 7) as [number, number, number];
      const alive = probabilityAlive(modelOf(row), { frequency, recency, T });
      expect(relativeError(alive, row[8] as number), row.join(' ')).toBeLessThan(1e-11);
    }
  });
});

describe('predictions of BG/BB', () => {
  test('have the values of 60-digit arithmetic, also at gamma = 1', () => {
    for (const row of reference.opportunities as unknown as Row[]) {
      const model = modelOf(row);
      const [frequency, recency, T] = row.slice(4, 7) as [number, number, number];
      const customer = { frequency, recency, T };
      const expected = row.slice(12);
      const found = [
        ...[0, 1, 40].map((after) => probabilityAlive(model, customer, { after })),
        ...[5, 52].map((horizon) => expectedPurchases(model, customer, horizon)),
        ...[0.1, 0.005].map((rate) => bgBbResidual(model, frequency, recency, T, rate)),
      ];
      found.forEach((value, k) => {
        expect(relativeError(value, expected[k] as number), `${row.join(' ')} #${k}`).toBeLessThan(1e-11);
      });
    }
  });

  test('the chances of 0, 1, 2 … opportunities taken have the values of 60-digit arithmetic', () => {
    for (const row of reference.counts as unknown as Row[]) {
      const [n, x] = row.slice(4, 6) as [number, number];
      const found = purchaseProbabilitiesOfNewCustomer(modelOf(row), n, { upTo: x })[x] ?? 0;
      expect(relativeError(found, row[6]), row.join(' ')).toBeLessThan(1e-11);
    }
  });

  test('of a known customer add up to 1 and have the mean that is expected', () => {
    const customer = { frequency: 2, recency: 4, T: 6 };
    const chances = purchaseProbabilities(PUBLISHED, customer, 5);
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 13);
    const mean = chances.reduce((sum, chance, x) => sum + x * chance, 0);
    expect(mean).toBeCloseTo(expectedPurchases(PUBLISHED, customer, 5), 12);
  });

  test('of a new customer are those of an empty history', () => {
    const nobody = { frequency: 0, recency: 0, T: 0 };
    expect(expectedPurchasesOfNewCustomer(PUBLISHED, 12)).toBe(expectedPurchases(PUBLISHED, nobody, 12));
    expect(probabilityAlive(PUBLISHED, nobody)).toBe(1);
  });

  test('discount a purchase once for every opportunity until then', () => {
    const customer = { frequency: 3, recency: 5, T: 6 };
    let sum = 0;
    for (let k = 1; k < 400; k += 1) {
      const taken = expectedPurchases(PUBLISHED, customer, k) - expectedPurchases(PUBLISHED, customer, k - 1);
      sum += taken / 1.1 ** k;
    }
    expect(residualPurchases(PUBLISHED, customer, { discountRate: 0.1, unit: 'year' })).toBeCloseTo(sum, 10);
  });

  test('refuse opportunities that are no whole numbers', () => {
    const half = { frequency: 1, recency: 1.5, T: 6 };
    expect(refused(() => probabilityAlive(PUBLISHED, half))).toMatchObject({ name: 'InvalidDataError' });
    const customer = { frequency: 1, recency: 1, T: 6 };
    expect(refused(() => expectedPurchases(PUBLISHED, customer, 1.5))).toMatchObject({ name: 'InvalidOptionError' });
    expect(refused(() => expectedPurchases(PUBLISHED, customer, 1e6))).toMatchObject({
      message: 'expectedPurchases requires horizon to be a whole number of opportunities up to 100000; got 1000000',
    });
    expect(refused(() => probabilityAlive(PUBLISHED, { ...customer, T: 1e6 }))).toMatchObject({
      name: 'InvalidDataError',
    });
    expect(refused(() => probabilityAlive(PUBLISHED, { ...customer, T: 6.5 })).message).toContain(
      'requires T to be a whole',
    );
  });
});

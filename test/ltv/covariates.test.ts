import { describe, expect, test } from 'vitest';
import { FitError } from '../../src/core/errors.js';
import { type BgNbd, fitBgNbd, fitMbgNbd, type MbgNbd } from '../../src/ltv/bg-nbd/fit.js';
import { expectedPurchases } from '../../src/ltv/expected-purchases.js';
import { modelEstimate } from '../../src/ltv/model-estimate.js';
import { fitParetoNbd, type ParetoNbd } from '../../src/ltv/pareto-nbd/fit.js';
import { simulateCustomers } from '../../src/ltv/simulate-customers.js';
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const n = 600;
const years = Array.from({ length: n }, (_, i) => ({ z: ((i * 37) % 55) - 27 }));
const bgTruth = { model: 'bg/nbd', r: 0.5, alpha: 6, a: 0.8, b: 2.4, 'purchase.z': 0.02 } as const;
const paretoTruth = { model: 'pareto/nbd', r: 0.6, alpha: 10, s: 0.6, beta: 12, 'purchase.z': 0.02 } as const;

/** The same customers with their covariate from another zero. */
const movedBy =
  (c: number) =>
  <Row extends { readonly z: number }>(row: Row) => ({ ...row, z: row.z + c });

const customersOf = (truth: typeof bgTruth | typeof paretoTruth) =>
  simulateCustomers(truth, { n, T: 52, seed: 3, covariates: years }).map((row, i) => ({ ...row, z: years[i]?.z ?? 0 }));

const FITS = [
  ['BG/NBD', fitBgNbd, customersOf(bgTruth)],
  ['MBG/NBD', fitMbgNbd, customersOf(bgTruth)],
  ['Pareto/NBD', fitParetoNbd, customersOf(paretoTruth)],
] as const;

const close = (found: number | null | undefined, expected: number | null | undefined, error: number) =>
  expect(relativeError(found ?? NaN, expected ?? NaN)).toBeLessThan(error);

describe.each(FITS)('where the zero of a covariate lies is nothing to %s', (name, fitOf, customers) => {
  const both = { purchase: ['z'], dropout: ['z'] };
  const customer = { frequency: 2, recency: 30, T: 52 };
  const estimateOf = (model: BgNbd | MbgNbd | ParetoNbd, c: number) =>
    modelEstimate(model, (one) => expectedPurchases(one, { ...customer, z: 5 + c } as typeof customer, 26));

  test.each([1, -50, 1977, 1e4])('moved by %d', (c) => {
    // e^(0.05 · 10,000), as that of its dropout would be, is no number.
    const covariates = c === 1e4 && name === 'Pareto/NBD' ? { purchase: ['z'] } : both;
    const base = fitOf(customers, { covariates });
    const moved = fitOf(customers.map(movedBy(c)), { covariates });
    expect(moved.diagnostics.status).toBe('converged');
    close(moved.logLikelihood, base.logLikelihood, 1e-12);
    for (const parameter of base.parameters.slice(4)) {
      const key = parameter as 'purchase.z'; // one of its own
      close(moved[key], base[key], 1e-6);
      close(moved.standardErrors[key], base.standardErrors[key], 1e-6);
      close(moved.intervals[key]?.low, base.intervals[key]?.low, 1e-6);
    }
    const [found, expected] = [estimateOf(moved, c), estimateOf(base, 0)];
    close(found.value, expected.value, 1e-8);
    close(found.standardError, expected.standardError, 1e-4);
  });

  test('with a penalty, and with starts of its own', () => {
    const [c, covariates] = [1977, both];
    const penalised = fitOf(customers, { covariates, penalty: 0.5 });
    const moved = fitOf(customers.map(movedBy(c)), { covariates, penalty: 0.5 });
    close(moved.logLikelihood, penalised.logLikelihood, 1e-10);
    const again = fitOf(customers.map(movedBy(c)), { covariates, penalty: 0.5, starts: [moved as never] }); // a model is a start
    close(again.logLikelihood, penalised.logLikelihood, 1e-10);
    expect(again.diagnostics.iterations).toBeLessThan(4);
  });

  test('alpha is that of a customer with zero, with its error', () => {
    const moved = fitOf(customers.map(movedBy(10)), { covariates: { purchase: ['z'] } });
    const own = fitOf(customers, { covariates: { purchase: ['z'] } });
    close(moved.alpha, own.alpha * Math.exp(10 * (own['purchase.z'] ?? NaN)), 1e-7);
    const [alpha, slope] = [own.parameters.indexOf('alpha'), own.parameters.indexOf('purchase.z')];
    const matrix = own.covariance ?? [];
    const at = (i: number, j: number) => matrix[i]?.[j] as number; // square
    // Var(ln alpha + 10 γ)
    const variance = at(alpha, alpha) / own.alpha ** 2 + (20 * at(alpha, slope)) / own.alpha + 100 * at(slope, slope);
    close(moved.standardErrors.alpha, moved.alpha * Math.sqrt(variance), 1e-5);
  });
});

describe('covariates that cannot be told', () => {
  const customers = customersOf(bgTruth);

  test('follow from one another: refused by their names', () => {
    const rows = customers.map((row, i) => ({ ...row, twice: 2 * row.z + 7, other: (i * 7) % 5 }));
    for (const fitOf of [fitBgNbd, fitParetoNbd]) {
      for (const list of ['purchase', 'dropout']) {
        const error = thrown(FitError, () => fitOf(rows, { covariates: { [list]: ['z', 'other', 'twice'] } }));
        expect(error.code).toBe('E_FIT_IDENTIFY');
        expect(error.issues.map(({ field }) => field)).toEqual(['z', 'twice']);
        expect(error.message).toContain('; z and twice are not independent');
      }
      expect(fitOf(rows, { covariates: { purchase: ['z'], dropout: ['twice'] } }).parameters.length).toBeGreaterThan(5);
    }
  });

  test('the same for all but for rounding: refused', () => {
    const rows = customers.map((row) => ({ ...row, z: 0.1 }));
    expect(thrown(FitError, () => fitBgNbd(rows, { covariates: { purchase: ['z'] } })).code).toBe('E_FIT_IDENTIFY');
  });

  test('a coefficient that runs away is on the boundary, without an error or interval', () => {
    // Nobody of one group bought again.
    const rows = customers.map((row, i) =>
      i % 3 === 0 ? { ...row, frequency: 0, recency: 0, z: 1 } : { ...row, z: 0 },
    );
    for (const fitOf of [fitBgNbd, fitParetoNbd]) {
      const model = fitOf(rows, { covariates: { purchase: ['z'] } });
      expect(model.diagnostics.status).toBe('boundary');
      expect(model.diagnostics.boundary).toContain('purchase.z');
      expect(model.diagnostics.warnings.join()).toContain('purchase.z');
      expect(model.standardErrors['purchase.z']).toBe(null);
      expect(model.intervals['purchase.z']).toBe(null);
      expect(model.covariance).toBe(null);
    }
  });

  test('so far from 0 that alpha of a customer with 0 is no number: refused', () => {
    const rows = customers.map((row) => ({ ...row, z: row.z + 1e6 }));
    const error = thrown(FitError, () => fitBgNbd(rows, { covariates: { purchase: ['z'] } }));
    expect(error.code).toBe('E_FIT_DOMAIN');
    expect(error.issues[0]?.field).toBe('z');
  });
});

import { describe, expect, test } from 'vitest';
import { FitError, InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { type BgNbd, type BgNbdOptions, fitBgNbd, fitMbgNbd, type MbgNbd } from '../../src/ltv/bg-nbd/fit.js';
import { simulateCustomers } from '../../src/ltv/simulate-customers.js';
import reference from '../reference/bg-nbd-fit.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

interface Row {
  readonly frequency: number;
  readonly recency: number;
  readonly T: number;
}

const FITS = { bg: fitBgNbd, mbg: fitMbgNbd };
const COVARIATES = { purchase: ['member'], dropout: ['distance'] };

/** The customers of a case with how many are alike, and its fit. */
function fittedCase(index: number, options: BgNbdOptions = {}): { model: BgNbd | MbgNbd; rows: readonly Row[] } {
  const { model, rows: lists, parameters } = at(reference.cases, index);
  const rows = lists.map((list) => {
    const [frequency = 0, recency = 0, T = 0, ...others] = list;
    if (others.length === 1) return { frequency, recency, T, customers: at(others, 0) };
    return { frequency, recency, T, member: at(others, 0), distance: at(others, 1), customers: at(others, 2) };
  });
  const fitOf = FITS[model as keyof typeof FITS]; // as the generator writes them
  const covariates = parameters.length > 4 ? { covariates: COVARIATES } : {};
  return { model: fitOf(rows, { weight: 'customers', ...covariates, ...options }), rows };
}

function at<Value>(list: readonly Value[], index: number): Value {
  return list[index] as Value; // within the list
}

describe('against the maximum found at 40 digits', () => {
  test.each(reference.cases.map(({ model, parameters }, index) => ({ model, size: parameters.length, index })))(
    '$model with $size parameters',
    ({ index }) => {
      const expected = at(reference.cases, index);
      const { model } = fittedCase(index);
      expect(model.diagnostics.status).toBe('converged');
      expect(model.logLikelihood).toBeCloseTo(expected.logLikelihood, 8);
      model.parameters.forEach((name, j) => {
        expect(relativeError(model[name] as number, at(expected.parameters, j)), name).toBeLessThan(1e-6);
        const error = Math.sqrt(at(at(expected.covariance, j), j));
        expect(relativeError(model.standardErrors[name] ?? 0, error), name).toBeLessThan(1e-6);
        model.parameters.forEach((_, k) => {
          const scale = error * Math.sqrt(at(at(expected.covariance, k), k));
          const found = at(at(model.covariance ?? [], j), k);
          expect(Math.abs(found - at(at(expected.covariance, j), k)) / scale).toBeLessThan(1e-6);
        });
      });
    },
  );

  test('the coefficients are named by what they move and the field', () => {
    const { model } = fittedCase(2);
    const names = ['r', 'alpha', 'a', 'b', 'purchase.member', 'dropoutA.distance', 'dropoutB.distance'];
    expect(model.parameters).toEqual(names);
    expect(model['purchase.member']).toBeGreaterThan(0.3);
    expect(model.intervals['purchase.member']?.method).toBe('wald');
    expect(model.intervals.r?.method).toBe('wald-log');
  });

  test('a covariate adds no less than nothing to the likelihood', () => {
    const withThem = fittedCase(2).model;
    const without = fittedCase(2, { covariates: {} }).model;
    expect(withThem.logLikelihood).toBeGreaterThan(without.logLikelihood);
    expect(without.parameters).toHaveLength(4);
    expect(fittedCase(2, { covariates: { purchase: ['member'] } }).model.parameters).toHaveLength(5);
  });
});

describe('says what it rests on', () => {
  test('n is the sum of the weights, AIC counts the parameters', () => {
    const { model } = fittedCase(0);
    expect(model.n).toBe(400);
    expect(model.aic).toBeCloseTo(8 - 2 * model.logLikelihood, 10);
    expect(model.diagnostics.starts.length).toBeGreaterThan(1);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });

  test('columns give what rows give', () => {
    const { model, rows } = fittedCase(0);
    const customers = rows.map((row) => (row as Row & { customers: number }).customers); // of the case
    const columns = {
      frequency: Int32Array.from(rows, ({ frequency }) => frequency),
      recency: Float64Array.from(rows, ({ recency }) => recency),
      T: rows.map(({ T }) => T),
      customers,
    };
    expect(fitBgNbd(columns, { weight: 'customers' })).toEqual(model);
  });

  test('a penalty pulls the parameters together and is not in the likelihood', () => {
    const { model } = fittedCase(1);
    const { model: held } = fittedCase(1, { penalty: 5 });
    expect(held.logLikelihood).toBeLessThan(model.logLikelihood);
    expect(Math.abs(Math.log(held.b))).toBeLessThan(Math.abs(Math.log(model.b)));
  });

  test('customers who never leave put a at a boundary, or on a ridge with b', () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ frequency: 5 + (i % 4), recency: 39.5 - (i % 3) / 4, T: 40 }));
    const model = fitBgNbd(rows);
    expect(['boundary', 'ridge']).toContain(model.diagnostics.status);
    expect(model.diagnostics.warnings.length).toBeGreaterThan(0);
    expect(model.standardErrors.a).toBeNull();
    expect(Number.isFinite(model.logLikelihood)).toBe(true);
  });

  test('one customer tells little, and that is said', () => {
    const model = fitMbgNbd([{ frequency: 3, recency: 20, T: 30 }]);
    expect(model.diagnostics.status).not.toBe('converged');
    expect(model.covariance).toBeNull();
    expect(JSON.parse(JSON.stringify(model))).toEqual(model); // no NaN, no infinity
  });

  test('frequencies in the thousands and T of 1e5 are no trouble', () => {
    const rows = Array.from({ length: 40 }, (_, i) => {
      const T = 1e5 - 700 * i;
      return { frequency: (i * i * 7) % 10_000, recency: (i * i * 7) % 10_000 === 0 ? 0 : T * (1 - 0.01 * (i % 9)), T };
    });
    for (const fitOf of [fitBgNbd, fitMbgNbd]) {
      const model = fitOf(rows);
      expect(model.parameters.every((name) => (model[name] as number) > 0)).toBe(true);
      expect(Number.isFinite(model.logLikelihood)).toBe(true);
    }
  });
});

describe('refuses', () => {
  const rows = [
    { frequency: 2, recency: 30, T: 38, member: 1, plan: 'pro' },
    { frequency: 0, recency: 0, T: 20, member: 1, plan: 'free' },
    { frequency: 1, recency: 4, T: 25, member: 1, plan: 'free' },
  ];

  test('customers none of whom bought again', () => {
    for (const fitOf of [fitBgNbd, fitMbgNbd]) {
      const error = thrown(FitError, () => fitOf([{ frequency: 0, recency: 0, T: 10 }]));
      expect(error).toMatchObject({ code: 'E_FIT_IDENTIFY' });
      expect(String(error)).toMatch(/requires customers with repeat purchases.*; the frequency is 0 for all$/);
    }
  });

  test('no customers, and histories that cannot be', () => {
    expect(() => fitBgNbd([])).toThrow(InvalidDataError);
    for (const row of [
      { frequency: 1, recency: 11, T: 10 },
      { frequency: 0, recency: 1, T: 10 },
      { frequency: 1, recency: 0, T: 10 },
      { frequency: 1.5, recency: 1, T: 10 },
      { frequency: -1, recency: 1, T: 10 },
      { frequency: 1, recency: Number.NaN, T: 10 },
    ]) {
      expect(() => fitBgNbd([row])).toThrow(InvalidDataError);
      expect(fitBgNbd([...rows, row], { invalid: 'exclude' }).excluded.invalid).toBe(1);
    }
  });

  test('covariates that are no fields of numbers, or the same for all', () => {
    const error = thrown(FitError, () => fitBgNbd(rows, { covariates: { purchase: ['member'] } }));
    expect(error).toMatchObject({ code: 'E_FIT_IDENTIFY' });
    expect(() => fitBgNbd(rows, { covariates: { purchase: ['plan'] } })).toThrow(InvalidDataError);
    expect(() => fitBgNbd(rows, { covariates: { purchase: ['missing'] } })).toThrow(InvalidDataError);
    for (const covariates of [[], { purchases: [] }, { purchase: 'member' }, { dropout: ['member', 'member'] }, 3]) {
      expect(() => fitBgNbd(rows, { covariates: covariates as never })).toThrow(InvalidOptionError); // on purpose
    }
  });

  test('options it does not know', () => {
    expect(() => fitBgNbd(rows, { penalizer: 1 } as never)).toThrow(InvalidOptionError); // on purpose
    expect(() => fitMbgNbd(rows, { confidence: 95 })).toThrow(InvalidOptionError);
  });

  test('a hundred million customers are at the same maximum, not on a ridge', () => {
    for (const times of [3e5, 1e6]) {
      const { model, rows } = fittedCase(0);
      const many = rows.map((row) => ({ ...row, customers: times * (row as Row & { customers: number }).customers }));
      const found = (model.model === 'bg/nbd' ? fitBgNbd : fitMbgNbd)(many, { weight: 'customers' });
      expect(found.diagnostics.status).toBe('converged');
      expect(relativeError(found.r, model.r)).toBeLessThan(1e-6);
    }
  });

  test('searches of classes are told from those of customers', () => {
    const truth = { model: 'bg/nbd', r: 0.5, alpha: 6, a: 0.8, b: 2.4 } as const;
    const model = fitBgNbd(simulateCustomers(truth, { n: 2000, T: 52, seed: 7 }));
    const { starts } = model.diagnostics;
    expect(starts.map(({ on }) => on)).toEqual(['classes', 'classes', 'customers']);
    expect(starts.at(-1)?.logLikelihood).toBe(model.logLikelihood);
    expect(starts[0]?.logLikelihood).not.toBe(model.logLikelihood);
  });
});

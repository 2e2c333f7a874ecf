import { describe, expect, test } from 'vitest';
import { KizunaError } from '../../src/core/errors.js';
import { expectedSpend } from '../../src/ltv/expected-spend.js';
import { fitGammaGamma } from '../../src/ltv/gamma-gamma/fit-gamma-gamma.js';
import { gammaGammaLogLikelihood } from '../../src/ltv/gamma-gamma/gamma-gamma-likelihood.js';
import type { GammaGammaParameters } from '../../src/ltv/gamma-gamma/gamma-gamma-model.js';
import { spendersOf } from '../../src/ltv/gamma-gamma/spenders.js';
import { simulateSpend } from '../../src/ltv/simulate-spend.js';
import reference from '../reference/discrete-models.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const TRUE = { model: 'gamma-gamma', p: 6.25, q: 3.74, gamma: 15.44 } as const;
const FREQUENCIES = Array.from({ length: 1500 }, (_, i) => 1 + (i % 7));
const MADE = simulateSpend(TRUE, FREQUENCIES, { seed: 11 }).map((monetary, i) => ({
  frequency: FREQUENCIES[i] as number,
  monetary,
}));

const refused = (act: () => unknown): KizunaError => thrown(KizunaError, act);

/** The log-likelihood of one customer, with its derivatives by the logarithms. */
function ofOne(p: number, q: number, gamma: number, frequency: number, monetary: number): readonly number[] {
  const logs = Math.log(monetary);
  const data = {
    ...{
      monetary: Float64Array.of(monetary),
      weight: Float64Array.of(1),
      n: 1,
      meanSpend: monetary,
      correlation: null,
    },
    groups: [{ frequency, from: 0, to: 1, customers: 1, logs }],
    excluded: { missing: 0, invalid: 0, repeated: 0, withoutRepeat: 0, notPositive: 0 },
  };
  const gradient = new Float64Array(3);
  const value = gammaGammaLogLikelihood(data, Float64Array.of(p, q, gamma), gradient);
  return [value, p * (gradient[0] as number), q * (gradient[1] as number), gamma * (gradient[2] as number)];
}

describe('the likelihood of gamma–gamma', () => {
  test('and its gradient have the values of 60-digit arithmetic, from 1 to 10,000 purchases and for p and q of any size', () => {
    for (const row of reference.spend) {
      const [p, q, gamma, x, m, value, byP, byQ, byGamma] = row as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const expected = [value, p * byP, q * byQ, gamma * byGamma];
      ofOne(p, q, gamma, x, m).forEach((found, k) => {
        const target = expected[k] as number;
        expect(Math.abs(found - target), row.join(' ')).toBeLessThan(1e-10 * Math.max(1, Math.abs(target)));
      });
    }
  });
});

describe('expectedSpend', () => {
  test('has the values of 60-digit arithmetic', () => {
    for (const row of reference.spend) {
      const [p, q, gamma, frequency, monetary] = row as [number, number, number, number, number, ...number[]];
      const found = expectedSpend({ model: 'gamma-gamma', p, q, gamma }, { frequency, monetary });
      const expected = row[9] as number;
      if (expected < 0) expect(found).toBeNull();
      else expect(relativeError(found ?? Number.NaN, expected), row.join(' ')).toBeLessThan(1e-13);
    }
  });

  test('is that of all customers for a new one, where it is finite', () => {
    expect(expectedSpend(TRUE, { frequency: 0, monetary: 0 })).toBeCloseTo((6.25 * 15.44) / 2.74, 12);
    expect(expectedSpend({ ...TRUE, q: 1 }, { frequency: 0, monetary: 0 })).toBeNull();
    expect(expectedSpend({ ...TRUE, q: 0.7 }, { frequency: 0, monetary: 0 })).toBeNull();
  });

  test('is nothing special at q = 1 for whoever has bought again', () => {
    const customer = { frequency: 3, monetary: 40 };
    const at = expectedSpend({ ...TRUE, q: 1 }, customer) as number;
    const below = expectedSpend({ ...TRUE, q: 1 - 1e-9 }, customer) as number;
    expect(at).toBe((15.44 + 3 * 40) / 3);
    expect(Math.abs(at - below)).toBeLessThan(1e-7);
  });

  test('is null where one purchase does not make the mean finite', () => {
    expect(expectedSpend({ model: 'gamma-gamma', p: 0.2, q: 0.3, gamma: 5 }, { frequency: 1, monetary: 9 })).toBeNull();
  });
});

describe('fitGammaGamma', () => {
  test('finds the parameters that made the data, within their errors, and lies above them', () => {
    const model = fitGammaGamma(MADE);
    expect(model.diagnostics.status).toBe('converged');
    expect(model.n).toBe(1500);
    for (const name of ['p', 'q', 'gamma'] as const) {
      expect(Math.abs(model[name] - TRUE[name])).toBeLessThan(3 * (model.standardErrors[name] ?? 0));
    }
    const data = spendersOf('test', MADE as never, {});
    const truth = gammaGammaLogLikelihood(data, Float64Array.of(TRUE.p, TRUE.q, TRUE.gamma), new Float64Array(3));
    expect(model.logLikelihood).toBeGreaterThan(truth);
    expect(model.diagnostics.gradient).toBeLessThan(1e-6);
    expect(model.diagnostics.starts.every(({ converged }) => converged)).toBe(true);
  });

  test('takes rows with their number as the rows themselves', () => {
    const rows = MADE.slice(0, 200);
    const twice = fitGammaGamma([...rows, ...rows, ...[...rows].reverse()]);
    const weighted = fitGammaGamma(
      rows.map((row) => ({ ...row, customers: 3 })),
      { weight: 'customers' },
    );
    expect(weighted.n).toBe(600);
    expect(relativeError(weighted.logLikelihood, twice.logLikelihood)).toBeLessThan(1e-13);
    for (const name of ['p', 'q', 'gamma'] as const) {
      expect(relativeError(weighted[name], twice[name])).toBeLessThan(1e-7);
      expect(relativeError(weighted.standardErrors[name] ?? 0, twice.standardErrors[name] ?? 0)).toBeLessThan(1e-6);
    }
  });

  test('in cents is as in euros: gamma is a hundred times as large', () => {
    const euros = fitGammaGamma(MADE);
    const cents = fitGammaGamma(MADE.map((row) => ({ ...row, monetary: 100 * row.monetary })));
    expect(relativeError(cents.p, euros.p)).toBeLessThan(1e-8);
    expect(relativeError(cents.q, euros.q)).toBeLessThan(1e-8);
    expect(relativeError(cents.gamma, 100 * euros.gamma)).toBeLessThan(1e-8);
    expect(relativeError(cents.logLikelihood, euros.logLikelihood - 1500 * Math.log(100))).toBeLessThan(1e-12);
  });

  test('reads the columns of customerSummaryColumns', () => {
    const columns = {
      frequency: Int32Array.from(MADE, ({ frequency }) => frequency),
      monetary: Float64Array.from(MADE, ({ monetary }) => monetary),
    };
    expect(fitGammaGamma(columns)).toEqual(fitGammaGamma(MADE));
  });

  test('leaves out whoever has not bought again or spent nothing, and says how many', () => {
    const others = [
      { frequency: 0, monetary: 0 },
      { frequency: 2, monetary: 0 },
      { frequency: 1, monetary: -5 },
      { frequency: 1, monetary: null },
    ];
    const model = fitGammaGamma([...MADE, ...others]);
    expect(model.excluded).toEqual({ missing: 1, invalid: 0, repeated: 0, withoutRepeat: 1, notPositive: 2 });
    expect(model.gamma).toBe(fitGammaGamma(MADE).gamma);
    const error = refused(() => fitGammaGamma([...MADE, { frequency: 1, monetary: -5 }], { notPositive: 'throw' }));
    expect(error).toMatchObject({ name: 'InvalidDataError', code: 'E_NUM_RANGE' });
    expect(error).toMatchObject({ issues: [{ index: 1500, field: 'monetary' }] });
  });

  test('warns where spend goes with frequency, and says how much', () => {
    expect(Math.abs(fitGammaGamma(MADE).correlation ?? 1)).toBeLessThan(0.1);
    expect(fitGammaGamma(MADE).diagnostics.warnings).toEqual([]);
    const related = MADE.map((row) => ({ ...row, monetary: row.monetary * row.frequency ** 1.5 }));
    const { correlation, diagnostics } = fitGammaGamma(related);
    expect(correlation).toBeGreaterThan(0.2);
    expect(diagnostics.warnings.join()).toContain(`correlation ${correlation?.toFixed(2)}`);
    const once = MADE.map(({ monetary }) => ({ frequency: 1, monetary }));
    expect(fitGammaGamma(once).correlation).toBeNull();
  });

  test('refuses data that say nothing of the parameters', () => {
    const identify = { name: 'FitError', code: 'E_FIT_IDENTIFY' };
    expect(refused(() => fitGammaGamma([]))).toMatchObject(identify);
    expect(refused(() => fitGammaGamma([{ frequency: 0, monetary: 0 }]))).toMatchObject(identify);
    expect(refused(() => fitGammaGamma([{ frequency: 3, monetary: 20 }]))).toMatchObject(identify);
    const thirds = [0.1 + 0.2, 0.3, 0.3].map((monetary) => ({ frequency: 2, monetary }));
    expect(refused(() => fitGammaGamma(thirds))).toMatchObject(identify);
    expect(refused(() => fitGammaGamma(thirds))).toMatchObject({
      message:
        'fitGammaGamma requires rows to have customers with repeat purchases who differ in what they spend; got the same spend of everybody',
    });
  });

  test('says so where there is no maximum that the data determine, instead of failing', () => {
    const few = fitGammaGamma([
      { frequency: 3, monetary: 20 },
      { frequency: 2, monetary: 31 },
    ]);
    expect(few.diagnostics.status).toBe('boundary');
    expect(few.covariance).toBeNull();
    expect(few.diagnostics.warnings).not.toEqual([]);
    const penalised = fitGammaGamma(
      [
        { frequency: 3, monetary: 20 },
        { frequency: 2, monetary: 31 },
      ],
      { penalty: 0.5 },
    );
    expect(penalised.diagnostics.status).toBe('converged');
  });

  test('refuses frequencies that are no counts, values that are no numbers, and options that are wrong', () => {
    expect(refused(() => fitGammaGamma([{ frequency: 1.5, monetary: 3 }]))).toMatchObject({ code: 'E_NUM_INTEGER' });
    expect(refused(() => fitGammaGamma([{ frequency: -1, monetary: 3 }]))).toMatchObject({ code: 'E_NUM_RANGE' });
    expect(refused(() => fitGammaGamma([{ frequency: 1, monetary: Number.NaN }]))).toMatchObject({
      code: 'E_NUM_NONFINITE',
    });
    // @ts-expect-error not a number
    expect(refused(() => fitGammaGamma([{ frequency: 1, monetary: '3' }]))).toMatchObject({ code: 'E_FIELD_TYPE' });
    // @ts-expect-error no such policy
    expect(refused(() => fitGammaGamma(MADE, { notPositive: 'drop' }))).toMatchObject({ name: 'InvalidOptionError' });
    // @ts-expect-error no such option
    expect(refused(() => fitGammaGamma(MADE, { penalizer: 1 }))).toMatchObject({ code: 'E_OPT_UNKNOWN' });
    const parameters: GammaGammaParameters = { ...TRUE, q: -1 };
    expect(refused(() => expectedSpend(parameters, { frequency: 1, monetary: 1 }))).toMatchObject({
      name: 'InvalidOptionError',
    });
  });
});

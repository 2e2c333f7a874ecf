import { describe, expect, test } from 'vitest';
import { KizunaError } from '../../src/core/errors.js';
import { expectedSurvival } from '../../src/ltv/beta-geometric/expected-survival.js';
import { fitBetaDiscreteWeibull } from '../../src/ltv/beta-geometric/fit-beta-discrete-weibull.js';
import { fitSbg } from '../../src/ltv/beta-geometric/fit-sbg.js';
import { survivalRows } from '../../src/ltv/beta-geometric/survival-rows.js';
import { simulateLifetimes } from '../../src/ltv/simulate-lifetimes.js';
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const refused = (act: () => unknown): KizunaError => thrown(KizunaError, act);

// Percent still there after years 0–12: Fader & Hardie 2007, J. Interactive Marketing 21: 76–90, table 1 (from Berry & Linoff 2004).
const REGULAR = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3];
const HIGH_END = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4];
const firstYears = (line: readonly number[]) => survivalRows(line.slice(0, 8), { customers: 1000 });
const SBG = { model: 'sbg', alpha: 0.668, beta: 3.806 } as const;
const BDW = { model: 'bdw', alpha: 0.214, beta: 1.427, c: 1.724 } as const;

describe('fitSbg', () => {
  test('has the published parameters of both cohorts, from their first seven years', () => {
    const high = fitSbg(firstYears(HIGH_END), { weight: 'customers' });
    const regular = fitSbg(firstYears(REGULAR), { weight: 'customers' });
    expect([high.alpha.toFixed(3), high.beta.toFixed(3)]).toEqual(['0.668', '3.806']);
    expect([regular.alpha.toFixed(3), regular.beta.toFixed(3)]).toEqual(['0.704', '1.182']);
    // Newton's optimum of an independent program.
    expect([high.alpha, high.beta].map((value) => value.toFixed(6))).toEqual(['0.668088', '3.806095']);
    expect([regular.alpha, regular.beta].map((value) => value.toFixed(6))).toEqual(['0.704077', '1.182043']);
    expect(high.diagnostics.gradient).toBeLessThan(1e-6);
  });

  test('takes the weight of rows that have one, 1 where a row has none', () => {
    const rows = firstYears(HIGH_END).map(({ customers, ...row }) => ({ ...row, weight: customers }));
    const expected = fitSbg(firstYears(HIGH_END), { weight: 'customers' });
    expect(fitSbg(rows)).toEqual(expected);
    expect(fitSbg(rows.values())).toEqual(expected);
    const column = <Key extends keyof (typeof rows)[number]>(key: Key) => rows.map((row) => row[key]);
    expect(fitSbg({ duration: column('duration'), ended: column('ended'), weight: column('weight') })).toEqual(
      expected,
    );
    const single = { duration: 3, ended: true } as const;
    expect(fitSbg([...rows, single]).n).toBe(1001);
    expect(fitSbg([...rows, { ...single, weight: 1 }])).toEqual(fitSbg([...rows, single]));
    // Another field counts where it is named.
    expect(
      fitSbg(
        rows.map((row) => ({ ...row, two: 2 })),
        { weight: 'two' },
      ).n,
    ).toBe(2 * rows.length);
    expect(refused(() => fitSbg([...rows, { ...single, weight: -1 }])).issues[0]).toMatchObject({ field: 'weight' });
    expect(fitSbg([...rows, { ...single, weight: null }]).excluded.missing).toBe(1);
  });

  test('tells the next five years to within 3 points, as the paper shows', () => {
    for (const line of [HIGH_END, REGULAR]) {
      const model = fitSbg(firstYears(line), { weight: 'customers' });
      line.forEach((percent, t) => {
        expect(Math.abs(100 * expectedSurvival(model, t) - percent)).toBeLessThan(3);
      });
    }
  });

  test('has the standard errors of the second derivatives', () => {
    const { alpha, beta, covariance, n } = fitSbg(firstYears(HIGH_END), { weight: 'customers' });
    expect(n).toBe(1000);
    // ln L = Σ left ln h + renewed ln r with h = α/(α + β + t − 1), by hand.
    let [aa, ab, bb] = [0, 0, 0];
    for (let t = 1; t < 8; t += 1) {
      const [before = 0, after = 0] = [HIGH_END[t - 1], HIGH_END[t]];
      const all = 10 * before;
      const whole = (alpha + beta + t - 1) ** -2;
      aa += 10 * (before - after) * alpha ** -2 - all * whole;
      bb += 10 * after * (beta + t - 1) ** -2 - all * whole;
      ab -= all * whole;
    }
    const determinant = aa * bb - ab * ab;
    const expected = [bb, -ab, -ab, aa].map((value) => value / determinant);
    covariance?.flat().forEach((value, k) => {
      expect(relativeError(value, expected[k] ?? 0)).toBeLessThan(1e-5);
    });
    expect(covariance).not.toBeNull();
  });

  test('takes customers of many cohorts, seen for different times', () => {
    const rows = [4, 6, 9].flatMap((renewals) => simulateLifetimes(SBG, { n: 2000, renewals, seed: renewals }));
    const model = fitSbg(rows);
    expect(model.n).toBe(6000);
    expect(Math.abs(model.alpha - SBG.alpha)).toBeLessThan(3 * (model.standardErrors.alpha ?? 0));
    expect(Math.abs(model.beta - SBG.beta)).toBeLessThan(3 * (model.standardErrors.beta ?? 0));
    const { duration, ended } = { duration: rows.map((row) => row.duration), ended: rows.map((row) => row.ended) };
    expect(fitSbg({ duration, ended })).toEqual(model);
    expect(fitSbg({ duration: Int32Array.from(duration), ended: Uint8Array.from(ended, Number) } as never)).toEqual(
      model,
    );
    expect(fitSbg([...rows].reverse())).toEqual(model);
  });

  test('refuses data that say nothing of the parameters', () => {
    const identify = { name: 'FitError', code: 'E_FIT_IDENTIFY' };
    expect(refused(() => fitSbg([{ duration: 5, ended: false }]))).toMatchObject({
      ...identify,
      message: 'fitSbg requires rows to be of customers some of whom left; got nobody who did',
    });
    expect(refused(() => fitSbg([{ duration: 1, ended: true }]))).toMatchObject(identify);
    expect(
      refused(() =>
        fitSbg([
          { duration: 1, ended: true },
          { duration: 1, ended: false },
        ]),
      ),
    ).toMatchObject(identify);
    expect(refused(() => fitSbg([]))).toMatchObject({ name: 'InvalidDataError' });
  });

  test('says so where the retention rate falls, which the model cannot', () => {
    const { diagnostics, covariance } = fitSbg(survivalRows([1000, 900, 700, 400]), { weight: 'customers' });
    expect(diagnostics.status).toBe('boundary');
    expect(diagnostics.boundary).toEqual(['alpha', 'beta']);
    expect(covariance).toBeNull();
  });

  test('takes durations up to a billion, and numbers of customers of any size', () => {
    const durations = [1, 3, 1e6, 1e9].map((duration) => ({ duration, ended: true }));
    const { diagnostics, alpha } = fitSbg([...durations, { duration: 5e8, ended: false }]);
    expect(diagnostics.status).toBe('converged');
    const line = [1, 0.8, 0.7, 0.65, 0.62];
    const large = fitSbg(survivalRows(line, { customers: 1e12 }), { weight: 'customers' });
    const small = fitSbg(survivalRows(line, { customers: 1000 }), { weight: 'customers' });
    expect(relativeError(large.alpha, small.alpha)).toBeLessThan(1e-6);
    expect(alpha).toBeLessThan(large.alpha);
  });

  test('says so where everybody left at the same renewal', () => {
    const together = [{ duration: 5, ended: true }];
    expect(fitSbg(together).diagnostics.status).toBe('boundary');
    expect(fitBetaDiscreteWeibull(together).diagnostics.status).toBe('boundary');
  });

  test('refuses durations that cannot be', () => {
    expect(refused(() => fitSbg([{ duration: 0, ended: true }]))).toMatchObject({
      message: 'fitSbg requires duration to be at least 1 where ended is true; row 0 has zero',
    });
    expect(refused(() => fitSbg([{ duration: 1.5, ended: true }]))).toMatchObject({ code: 'E_NUM_INTEGER' });
    // @ts-expect-error neither true nor false
    expect(refused(() => fitSbg([{ duration: 1, ended: 2 }]))).toMatchObject({ code: 'E_NUM_RANGE' });
    // @ts-expect-error a word
    expect(refused(() => fitSbg([{ duration: 1, ended: 'yes' }]))).toMatchObject({ code: 'E_FIELD_TYPE' });
  });
});

describe('fitBetaDiscreteWeibull', () => {
  test('fits the high end better than sBG, and finds c above 1', () => {
    const rows = firstYears(HIGH_END);
    const model = fitBetaDiscreteWeibull(rows, { weight: 'customers' });
    // Newton's optimum of an independent program.
    expect([model.alpha, model.beta, model.c].map((value) => value.toFixed(4))).toEqual(['0.2143', '1.4266', '1.7236']);
    expect(model.logLikelihood - fitSbg(rows, { weight: 'customers' }).logLikelihood).toBeCloseTo(5.84, 2);
    const regular = fitBetaDiscreteWeibull(firstYears(REGULAR), { weight: 'customers' });
    expect([regular.alpha, regular.beta, regular.c].map((value) => value.toFixed(4))).toEqual([
      '0.4556',
      '0.7793',
      '1.2835',
    ]);
  });

  test('finds the parameters that made the data, within their errors', () => {
    const model = fitBetaDiscreteWeibull(simulateLifetimes(BDW, { n: 8000, renewals: 10, seed: 2 }));
    for (const name of ['alpha', 'beta', 'c'] as const) {
      expect(Math.abs(model[name] - BDW[name])).toBeLessThan(3 * (model.standardErrors[name] ?? 0));
    }
  });

  test('needs three renewals', () => {
    expect(refused(() => fitBetaDiscreteWeibull(survivalRows([100, 80, 70]), { weight: 'customers' }))).toMatchObject({
      code: 'E_FIT_IDENTIFY',
    });
  });
});

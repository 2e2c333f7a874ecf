import { describe, expect, test } from 'vitest';
import { KizunaError } from '../../src/core/errors.js';
import { discountedLifetime } from '../../src/ltv/beta-geometric/discounted-lifetime.js';
import { expectedSurvival, retentionRates } from '../../src/ltv/beta-geometric/expected-survival.js';
import { fitBetaDiscreteWeibull } from '../../src/ltv/beta-geometric/fit-beta-discrete-weibull.js';
import { fitSbg } from '../../src/ltv/beta-geometric/fit-sbg.js';
import { lifetimeLogLikelihood } from '../../src/ltv/beta-geometric/lifetime-likelihood.js';
import { lifetimeProbability } from '../../src/ltv/beta-geometric/lifetime-probability.js';
import { expectedLifetime, residualLifetime } from '../../src/ltv/beta-geometric/residual-lifetime.js';
import { logSurvivalBetween } from '../../src/ltv/beta-geometric/survival.js';
import { survivalRows } from '../../src/ltv/beta-geometric/survival-rows.js';
import { simulateLifetimes } from '../../src/ltv/simulate-lifetimes.js';
import { digammaChange } from '../../src/stats/digamma-change.js';
import { logBetaChange } from '../../src/stats/log-beta-change.js';
import reference from '../reference/discrete-models.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const refused = (act: () => unknown): KizunaError => thrown(KizunaError, act);

// Percent still there after years 0–12: Fader & Hardie 2007, J. Interactive Marketing 21: 76–90, table 1 (from Berry & Linoff 2004).
const REGULAR = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3];
const HIGH_END = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4];
const firstYears = (line: readonly number[]) => survivalRows(line.slice(0, 8), { customers: 1000 });

const SBG = { model: 'sbg', alpha: 0.668, beta: 3.806 } as const;
const BDW = { model: 'bdw', alpha: 0.214, beta: 1.427, c: 1.724 } as const;

type Row = readonly [number, number, number, number, number, number, ...number[]];

/** The log-likelihood of one customer, with its derivatives by the logarithms. */
function ofOne([alpha, beta, c, t]: Row, ended: boolean): readonly number[] {
  const counts = { ended: Float64Array.of(Number(ended)), kept: Float64Array.of(Number(!ended)) };
  const excluded = { missing: 0, invalid: 0, repeated: 0 };
  const gradient = new Float64Array(3);
  const data = { duration: Float64Array.of(t), ...counts, n: 1, excluded };
  const value = lifetimeLogLikelihood(data, alpha, beta, c, gradient);
  return [value, ...gradient.map((slope, k) => slope * ([alpha, beta, c][k] as number))];
}

describe('differences of ln B and ψ', () => {
  test('keep all their digits, of any size', () => {
    for (const [a, b, step, change] of reference.logBetaChange as unknown as Row[]) {
      expect(relativeError(logBetaChange(a, b, step), change), `${a} ${b} ${step}`).toBeLessThan(2e-14);
    }
    for (const [x, step, change] of reference.digammaChange as unknown as Row[]) {
      expect(relativeError(digammaChange(x, step), change), `${x} ${step}`).toBeLessThan(2e-15);
    }
  });
});

describe('survival under sBG and the beta-discrete-Weibull', () => {
  test('has the values of 60-digit arithmetic, and so have retention and the chance to leave', () => {
    for (const row of reference.lifetimes as unknown as Row[]) {
      const [alpha, beta, c, t, survival, retention] = row;
      const model = { model: 'bdw', alpha, beta, c } as const;
      expect(relativeError(expectedSurvival(model, t), survival), row.join(' ')).toBeLessThan(1e-12);
      expect(
        relativeError(Math.exp(logSurvivalBetween(alpha, beta, c, t - 1, t)), retention),
        row.join(' '),
      ).toBeLessThan(1e-14);
      expect(relativeError(lifetimeProbability(model, t), row[6] as number), row.join(' ')).toBeLessThan(1e-12);
    }
  });

  test('holds where t^c is beyond the doubles', () => {
    for (const [alpha, beta, c, t, log, step] of reference.steep as unknown as Row[]) {
      const where = `${alpha} ${beta} ${c} ${t}`;
      expect(relativeError(logSurvivalBetween(alpha, beta, c, 0, t), log), where).toBeLessThan(1e-13);
      expect(relativeError(logSurvivalBetween(alpha, beta, c, t - 1, t), step), where).toBeLessThan(1e-12);
      for (const ended of [true, false]) {
        const slopes = ofOne([alpha, beta, c, t, log, step], ended).slice(1);
        const at = (up: readonly number[]) =>
          ofOne([alpha * (up[0] ?? 1), beta * (up[1] ?? 1), c * (up[2] ?? 1), t, log, step], ended)[0] ?? 0;
        slopes.forEach((slope, k) => {
          const moved = (by: number) => [0, 1, 2].map((j) => (j === k ? 1 + by : 1));
          const difference = (at(moved(1e-5)) - at(moved(-1e-5))) / 2e-5;
          expect(Math.abs(slope - difference), where).toBeLessThan(1e-5 * Math.max(1, Math.abs(slope)));
        });
      }
    }
  });

  test('the likelihood and its gradient have them too, of customers who left and of those still there', () => {
    for (const row of reference.lifetimes as unknown as Row[]) {
      const left = ofOne(row, true);
      const there = ofOne(row, false);
      const close = (found: number | undefined, expected: number) =>
        expect(Math.abs((found ?? Number.NaN) - expected), row.join(' ')).toBeLessThan(
          1e-9 * Math.max(1, Math.abs(expected)),
        );
      close(left[0], Math.log(row[6] as number));
      close(there[0], Math.log(row[4]));
      for (const k of [0, 1, 2]) {
        close(left[k + 1], (row[7 + k] as number) * (row[k] as number));
        close(there[k + 1], (row[10 + k] as number) * (row[k] as number));
      }
    }
  });

  test('of sBG follows from its retention rates, (beta + t − 1)/(alpha + beta + t − 1)', () => {
    const rates = retentionRates(SBG, 12);
    rates.forEach((rate, i) => {
      expect(relativeError(rate, (SBG.beta + i) / (SBG.alpha + SBG.beta + i))).toBeLessThan(1e-15);
    });
    expect(
      relativeError(
        expectedSurvival(SBG, 12),
        rates.reduce((product, rate) => product * rate, 1),
      ),
    ).toBeLessThan(1e-14);
  });

  test('the beta-discrete-Weibull with c = 1 is sBG', () => {
    const same = { ...SBG, model: 'bdw', c: 1 } as const;
    expect(retentionRates(same, 9)).toEqual(retentionRates(SBG, 9));
    expect(residualLifetime(same, 3, { discountRate: 0.1 })).toBe(residualLifetime(SBG, 3, { discountRate: 0.1 }));
  });
});

describe('residualLifetime', () => {
  test('has the sums of 40-digit arithmetic, down to no discount', () => {
    for (const [alpha, beta, c, renewals, discountRate, expected] of reference.residuals as unknown as Row[]) {
      const found = residualLifetime({ model: 'bdw', alpha, beta, c }, renewals, { discountRate });
      expect(
        relativeError(found ?? Number.NaN, expected),
        `${alpha} ${beta} ${c} ${renewals} ${discountRate}`,
      ).toBeLessThan(1e-11);
    }
  });

  test('by its closed form for sBG is the sum beside c = 1', () => {
    const closed = discountedLifetime({ ...SBG, model: 'bdw', c: 1 }, 2, 0.1);
    const summed = discountedLifetime({ ...SBG, model: 'bdw', c: 1 + 1e-13 }, 2, 0.1);
    expect(relativeError(summed, closed)).toBeLessThan(1e-11);
  });

  test('of a customer is the share that renews times the first payment and what comes after', () => {
    for (const model of [SBG, BDW]) {
      for (const renewals of [0, 1, 7]) {
        const [now, next] = [renewals, renewals + 1].map((k) => residualLifetime(model, k, { discountRate: 0.1 }) ?? 0);
        const rate = retentionRates(model, renewals + 1)[renewals] ?? 0;
        expect(relativeError(now ?? 0, rate * (1 + (next ?? 0) / 1.1))).toBeLessThan(1e-13);
      }
      const later = residualLifetime(model, 0, { discountRate: 0.1 }) ?? 0;
      expect(expectedLifetime(model, { discountRate: 0.1 })).toBe(1 + later / 1.1);
    }
  });

  test('without a discount is the mean, where there is one', () => {
    expect(expectedLifetime({ model: 'sbg', alpha: 3, beta: 5 })).toBeCloseTo((3 + 5 - 1) / (3 - 1), 12);
    expect(expectedLifetime(SBG)).toBeNull();
    expect(residualLifetime(SBG, 5)).toBeNull();
    expect(residualLifetime({ ...BDW, c: 4 }, 5)).toBeNull();
    expect(residualLifetime({ ...BDW, c: 6 }, 5)).toBeGreaterThan(0);
  });

  test('refuses a rate below 0, renewals that are not whole, and other models', () => {
    const wrong = { name: 'InvalidOptionError' };
    expect(refused(() => residualLifetime(SBG, 1, { discountRate: -0.1 }))).toMatchObject(wrong);
    expect(refused(() => residualLifetime(SBG, 1.5))).toMatchObject(wrong);
    expect(refused(() => expectedSurvival(SBG, -1))).toMatchObject(wrong);
    expect(refused(() => retentionRates(SBG, 0))).toMatchObject(wrong);
    expect(refused(() => lifetimeProbability(SBG, 0))).toMatchObject(wrong);
    expect(refused(() => expectedSurvival({ ...SBG, alpha: 0 }, 1))).toMatchObject(wrong);
    // @ts-expect-error a model of purchases
    expect(refused(() => expectedSurvival({ ...SBG, model: 'bg/nbd' }, 1))).toMatchObject({
      message: "expectedSurvival requires model to be of model 'sbg' or 'bdw'; got \"bg/nbd\"",
    });
  });
});

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
      message: 'fitSbg requires duration to be at least 1 where ended is true; row 0 has another',
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

describe('survivalRows', () => {
  test('tells who left when from who was still there', () => {
    expect(survivalRows([10, 10, 4, 4])).toEqual([
      { duration: 2, ended: true, customers: 6 },
      { duration: 3, ended: false, customers: 4 },
    ]);
    expect(survivalRows([10])).toEqual([{ duration: 0, ended: false, customers: 10 }]);
  });

  test('counts customers from shares', () => {
    const rows = survivalRows([1, 0.75, 0.5], { customers: 400 });
    expect(rows.map(({ customers }) => customers)).toEqual([100, 100, 200]);
    expect(fitSbg(rows, { weight: 'customers' })).toEqual(
      fitSbg(survivalRows([400, 300, 200]), { weight: 'customers' }),
    );
  });

  test('refuses what rises, is negative, or is no number', () => {
    const data = { name: 'InvalidDataError' };
    expect(refused(() => survivalRows([10, 11]))).toMatchObject({
      message: 'survivalRows requires rows to be from 0 to the one before; row 1 has number',
    });
    expect(refused(() => survivalRows([10, -1]))).toMatchObject(data);
    expect(refused(() => survivalRows([10, Number.NaN]))).toMatchObject(data);
    expect(refused(() => survivalRows([0, 0]))).toMatchObject(data);
    expect(refused(() => survivalRows([]))).toMatchObject(data);
    expect(refused(() => survivalRows([10], { customers: 0 }))).toMatchObject({ name: 'InvalidOptionError' });
  });
});

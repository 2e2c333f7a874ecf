import { describe, expect, test } from 'vitest';
import { expectedSurvival, retentionRates } from '../../src/ltv/beta-geometric/expected-survival.js';
import { lifetimeLogLikelihood } from '../../src/ltv/beta-geometric/lifetime-likelihood.js';
import { lifetimeProbability } from '../../src/ltv/beta-geometric/lifetime-probability.js';
import { residualLifetime } from '../../src/ltv/beta-geometric/residual-lifetime.js';
import { logSurvivalBetween } from '../../src/ltv/beta-geometric/survival.js';
import { digammaChange } from '../../src/stats/digamma-change.js';
import { logBetaChange } from '../../src/stats/log-beta-change.js';
import reference from '../reference/discrete-models.json' with { type: 'json' };
import { relativeError } from '../support/close.js';

const SBG = { model: 'sbg', alpha: 0.668, beta: 3.806 } as const;
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

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beta } from '../../src/stats/beta.js';
import { chiSquared } from '../../src/stats/chi-squared.js';
import { gamma } from '../../src/stats/gamma.js';
import { normal } from '../../src/stats/normal.js';
import { studentT } from '../../src/stats/student-t.js';
import { relativeError } from '../support/close.js';

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const powerOfTen = (min: number, max: number) => within(min, max).map((exponent) => 10 ** exponent);
const probability = fc.oneof(
  within(0.001, 0.999),
  powerOfTen(-290, -1),
  powerOfTen(-15, -1).map((q) => 1 - q),
);
const shape = powerOfTen(-1, 6);

/** The five distributions with parameters drawn, in one form. */
const drawn = fc.oneof(
  fc.record({ mean: within(-100, 100), spread: powerOfTen(-3, 3) }).map(({ mean, spread }) => ({
    name: 'normal',
    pdf: (x: number) => normal.pdf(x, mean, spread),
    cdf: (x: number) => normal.cdf(x, mean, spread),
    survival: (x: number) => normal.survival(x, mean, spread),
    quantile: (p: number) => normal.quantile(p, mean, spread),
    survivalQuantile: (q: number) => normal.survivalQuantile(q, mean, spread),
  })),
  powerOfTen(0.4, 6).map((df) => bound('studentT', studentT, df)),
  shape.map((df) => bound('chiSquared', chiSquared, df)),
  fc.tuple(shape, powerOfTen(-3, 3)).map(([a, rate]) => bound('gamma', gamma, a, rate)),
  fc.tuple(shape, shape).map(([a, b]) => bound('beta', beta, a, b)),
);

type Call<Parameters extends readonly number[]> = (x: number, ...parameters: Parameters) => number;

function bound<Parameters extends readonly number[]>(
  name: string,
  of: Record<'pdf' | 'cdf' | 'survival' | 'quantile' | 'survivalQuantile', Call<Parameters>>,
  ...parameters: Parameters
) {
  return {
    name: `${name}(${parameters.join(', ')})`,
    pdf: (x: number) => of.pdf(x, ...parameters),
    cdf: (x: number) => of.cdf(x, ...parameters),
    survival: (x: number) => of.survival(x, ...parameters),
    quantile: (p: number) => of.quantile(p, ...parameters),
    survivalQuantile: (q: number) => of.survivalQuantile(q, ...parameters),
  };
}

describe('normal', () => {
  test('Φ(−z) is the survival of z, to the bit', () => {
    fc.assert(fc.property(within(-40, 40), (z) => normal.cdf(-z) === normal.survival(z)));
  });

  test('Φ(Φ⁻¹(p)) is p within 4 ε, and 4 ε times how much the tail magnifies a change of z', () => {
    fc.assert(
      fc.property(probability, (p) => {
        const z = normal.quantile(p);
        const magnified = 1 + Math.abs((z * normal.pdf(z)) / p);
        expect(relativeError(normal.cdf(z), p)).toBeLessThanOrEqual(4 * Number.EPSILON * magnified);
      }),
    );
  });

  test('the quantile of 1 − p is minus that of p, where 1 − p is exact', () => {
    fc.assert(fc.property(within(0.5, 0.9999), (p) => normal.quantile(1 - p) === 0 - normal.quantile(p)));
  });

  test('mean and standard deviation shift and stretch', () => {
    fc.assert(
      fc.property(probability, within(-10, 10), powerOfTen(-3, 3), (p, mean, spread) => {
        expect(normal.quantile(p, mean, spread)).toBe(spread * normal.quantile(p) + mean);
      }),
    );
  });
});

describe('every distribution', () => {
  test('cdf and survival add up to 1', () => {
    fc.assert(
      fc.property(drawn, probability, ({ cdf, survival, quantile }, p) => {
        const x = quantile(p);
        expect(Math.abs(cdf(x) + survival(x) - 1)).toBeLessThan(2e-14);
      }),
    );
  });

  test('the quantile rises with p', () => {
    fc.assert(
      fc.property(drawn, probability, powerOfTen(-6, 0), ({ quantile }, p, share) => {
        const higher = p + (1 - p) * share * 0.5;
        expect(quantile(higher)).toBeGreaterThanOrEqual(quantile(p));
      }),
    );
  });

  test('the cdf does not fall, the survival does not rise', () => {
    fc.assert(
      fc.property(drawn, probability, probability, ({ cdf, survival, quantile }, p, q) => {
        const low = quantile(Math.min(p, q));
        const high = quantile(Math.max(p, q));
        expect(cdf(high) - cdf(low)).toBeGreaterThanOrEqual(-1e-13 * cdf(low));
        expect(survival(low) - survival(high)).toBeGreaterThanOrEqual(-1e-13 * survival(high));
      }),
    );
  });

  test('both quantiles undo their tail, as far as the place can say', () => {
    fc.assert(
      fc.property(drawn, probability, ({ pdf, cdf, survival, quantile, survivalQuantile }, p) => {
        for (const [x, found] of [
          [quantile(p), cdf],
          [survivalQuantile(p), survival],
        ] as const) {
          if (x === 0 || x === 1) continue;
          // A change of x by its last place, and 5e-13 of the probability itself.
          const allowed = 5e-13 * p + 1e-13 * Math.abs(x) * pdf(x) + 4 * Number.EPSILON * pdf(x);
          expect(Math.abs(found(x) - p)).toBeLessThanOrEqual(allowed);
        }
      }),
    );
  });
});

describe('relations between them', () => {
  test('the rate scales the gamma distribution', () => {
    fc.assert(
      fc.property(probability, shape, powerOfTen(-3, 3), (p, a, rate) => {
        expect(gamma.quantile(p, a, rate)).toBe(gamma.quantile(p, a) / rate);
        const x = Math.max(gamma.quantile(p, a), 1e-300);
        expect(gamma.pdf(x * 4, a, 0.25)).toBe(gamma.pdf(x, a) / 4);
        expect(gamma.cdf(x * 4, a, 0.25)).toBe(gamma.cdf(x, a));
      }),
    );
  });

  test('χ² is gamma of half the degrees of freedom and rate ½', () => {
    fc.assert(
      fc.property(probability, shape, (p, df) => chiSquared.quantile(p, df) === gamma.quantile(p, df / 2, 0.5)),
    );
  });

  test('the beta distribution is its own mirror', () => {
    fc.assert(
      fc.property(probability, shape, shape, (p, a, b) => {
        expect(Math.abs(beta.quantile(p, a, b) + beta.survivalQuantile(p, b, a) - 1)).toBeLessThan(1e-15);
      }),
    );
  });

  test('t is symmetric, and its square is F: the two-sided tail is a beta tail', () => {
    fc.assert(
      fc.property(within(0.1, 30), powerOfTen(0, 4), (t, df) => {
        expect(studentT.cdf(-t, df)).toBe(studentT.survival(t, df));
        const twoSided = beta.cdf(df / (df + t * t), df / 2, 0.5);
        expect(relativeError(2 * studentT.survival(t, df), twoSided)).toBeLessThan(1e-11);
      }),
    );
  });
});

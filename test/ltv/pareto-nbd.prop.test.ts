import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paretoNbdAlive } from '../../src/ltv/pareto-nbd/alive.js';
import { prepared } from '../../src/ltv/pareto-nbd/likelihood.js';
import type { ParetoNbdParameters } from '../../src/ltv/pareto-nbd/parameters.js';
import { paretoNbdProbability, paretoNbdProbabilityOfNew } from '../../src/ltv/pareto-nbd/probability.js';
import { paretoNbdPurchases, paretoNbdPurchasesOfNew } from '../../src/ltv/pareto-nbd/purchases.js';
import { paretoNbdResidual } from '../../src/ltv/pareto-nbd/residual.js';
import { simulateParetoNbd } from '../../src/ltv/pareto-nbd/simulate.js';
import { patternCriterion } from '../../src/ltv/pareto-nbd/with-covariates.js';
import { randomFrom } from '../../src/stats/random.js';

const powerOfTen = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((exponent) => 10 ** exponent);

const anyModel: fc.Arbitrary<ParetoNbdParameters> = fc
  .record({
    r: powerOfTen(-2, 2),
    alpha: powerOfTen(-3, 4),
    s: fc.oneof(powerOfTen(-3, 3), fc.constantFrom(1, 1 + 1e-12)),
    beta: powerOfTen(-3, 5),
    isEven: fc.boolean(),
  })
  .map(({ r, alpha, s, beta, isEven }) => ({ model: 'pareto/nbd', r, alpha, s, beta: isEven ? alpha : beta }));

/** Frequency up to 1e4, T from 1e-3 to 1e5, recency anywhere up to T. */
const anyHistory = fc
  .record({
    x: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 10_000 })),
    share: fc.oneof(fc.double({ min: 1e-6, max: 1, noNaN: true }), fc.constant(1)),
    T: powerOfTen(-3, 5),
  })
  .map(({ x, share, T }) => ({ x, tx: x === 0 ? 0 : share * T, T }));

const horizon = powerOfTen(-3, 5);

describe('P(alive)', () => {
  test('is a probability, falls with T and rises with recency', () => {
    fc.assert(
      fc.property(anyModel, anyHistory, fc.double({ min: 1, max: 10, noNaN: true }), (p, { x, tx, T }, factor) => {
        const alive = paretoNbdAlive(p, x, tx, T);
        expect(alive).toBeGreaterThanOrEqual(0);
        expect(alive).toBeLessThanOrEqual(1);
        if (tx === T) expect(alive).toBeGreaterThan(1 - 1e-10);
        expect(paretoNbdAlive(p, x, tx, T * factor)).toBeLessThanOrEqual(alive * (1 + 1e-10));
        if (x > 0) expect(paretoNbdAlive(p, x, tx / factor, T)).toBeLessThanOrEqual(alive * (1 + 1e-10));
        expect(paretoNbdAlive(p, x, tx, T, T * factor)).toBeLessThanOrEqual(alive);
      }),
    );
  });
});

describe('expected purchases', () => {
  test('are finite, from 0, and rise with the horizon ever more slowly', () => {
    fc.assert(
      fc.property(anyModel, anyHistory, horizon, horizon, (p, { x, tx, T }, one, other) => {
        const [short, long] = [Math.min(one, other), Math.max(one, other)];
        const [low, middle, high] = [short, (short + long) / 2, long].map((t) =>
          paretoNbdPurchases(p, x, tx, T, t),
        ) as [number, number, number]; // three
        expect(Number.isFinite(high)).toBe(true);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeGreaterThanOrEqual(low * (1 - 1e-10));
        expect(middle).toBeGreaterThanOrEqual(((low + high) / 2) * (1 - 1e-10));
        expect(paretoNbdPurchases(p, x, tx, T, 0)).toBe(0);
      }),
    );
  });

  test('of two spans are those of the first, and of the second for who is alive then', () => {
    fc.assert(
      fc.property(anyModel, horizon, horizon, (p, first, second) => {
        // A new customer who is alive at `first` has a lifetime rate of (s, beta + first); the rate of purchases is independent.
        const later = { ...p, beta: p.beta + first };
        const alive = Math.exp(-p.s * Math.log1p(first / p.beta));
        const split = paretoNbdPurchasesOfNew(p, first) + alive * paretoNbdPurchasesOfNew(later, second);
        expect(Math.abs(paretoNbdPurchasesOfNew(p, first + second) / split - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  test('are the mean of their distribution, whose chances add up to 1', () => {
    const model = fc.record({
      model: fc.constant('pareto/nbd' as const),
      r: powerOfTen(-1, 0.5),
      alpha: powerOfTen(0.5, 1.5),
      s: powerOfTen(-1, 1),
      beta: powerOfTen(-0.5, 2),
    });
    fc.assert(
      fc.property(model, fc.integer({ min: 0, max: 5 }), fc.double({ min: 1, max: 20, noNaN: true }), (p, x, T) => {
        let [mean, total, ofNew] = [0, 0, 0];
        const tx = x === 0 ? 0 : 0.7 * T;
        for (let n = 0; n < 250; n += 1) {
          const chance = paretoNbdProbability(p, x, tx, T, n, 10);
          mean += n * chance;
          total += chance;
          ofNew += paretoNbdProbabilityOfNew(p, n, 10);
        }
        expect(Math.abs(total - 1)).toBeLessThan(1e-10);
        expect(Math.abs(ofNew - 1)).toBeLessThan(1e-10);
        expect(Math.abs(mean - paretoNbdPurchases(p, x, tx, T, 10))).toBeLessThan(1e-8 * (1 + mean));
      }),
      { numRuns: 20 },
    );
  });

  test('discounted, are fewer than all, and the more the lower the rate', () => {
    fc.assert(
      fc.property(anyModel, anyHistory, powerOfTen(-6, 0), (p, { x, tx, T }, rate) => {
        const [high, low] = [paretoNbdResidual(p, x, tx, T, rate), paretoNbdResidual(p, x, tx, T, rate / 2)];
        expect(Number.isFinite(low)).toBe(true);
        expect(high).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(low * (1 + 1e-10));
        // Those within 1/rate count at least e^-1 each.
        expect(high).toBeGreaterThanOrEqual(paretoNbdPurchases(p, x, tx, T, 1 / rate) * Math.exp(-1) * (1 - 1e-10));
      }),
    );
  });
});

describe('probabilities of numbers of purchases', () => {
  test('are probabilities, for any history', () => {
    fc.assert(
      fc.property(anyModel, anyHistory, horizon, fc.integer({ min: 0, max: 2000 }), (p, { x, tx, T }, t, n) => {
        for (const chance of [paretoNbdProbability(p, x, tx, T, n, t), paretoNbdProbabilityOfNew(p, n, t)]) {
          expect(chance).toBeGreaterThanOrEqual(0);
          expect(chance).toBeLessThanOrEqual(1 + 1e-11);
        }
      }),
    );
  });
});

const gradient = new Float64Array(4);

/** The log-likelihood; its slopes are then in `gradient`. */
function likelihoodOf(p: ParetoNbdParameters, histories: readonly History[]): number {
  const sorted = [...histories].sort((a, b) => a.x - b.x);
  const column = (of: (history: History) => number) => Float64Array.from(sorted, of);
  const rows = { frequency: column(({ x }) => x), recency: column(({ tx }) => tx), T: column(({ T }) => T) };
  const patterns = [{ from: 0, to: sorted.length, purchase: [], dropout: [] }];
  const criterion = patternCriterion(prepared({ ...rows, weight: column(() => 1) }, patterns), patterns);
  return criterion(Float64Array.of(p.r, p.alpha, p.s, p.beta), gradient);
}

interface History {
  readonly x: number;
  readonly tx: number;
  readonly T: number;
}

describe('the log-likelihood', () => {
  test('of customers who share times and numbers of purchases is the sum of each one’s', () => {
    const x = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 200 }));
    const history = fc
      .record({ x, step: fc.integer({ min: 1, max: 20 }), more: fc.integer({ min: 0, max: 8 }) })
      .map(({ x, step, more }) => ({ x, tx: x === 0 ? 0 : step / 4, T: (step + more) / 4 }));
    fc.assert(
      fc.property(anyModel, fc.array(history, { minLength: 2, maxLength: 30 }), (p, histories) => {
        const together = likelihoodOf(p, histories);
        const slopes = [...gradient];
        let value = 0;
        let size = 0;
        const [sums, sizes] = [
          [0, 0, 0, 0],
          [0, 0, 0, 0],
        ];
        for (const one of histories) {
          const own = likelihoodOf(p, [one]);
          value += own;
          size += Math.abs(own) + one.x * Math.log(p.alpha + one.T + 3);
          gradient.forEach((slope, j) => {
            sums[j] = (sums[j] as number) + slope;
            sizes[j] = (sizes[j] as number) + Math.abs(slope);
          });
        }
        expect(Math.abs(together - value)).toBeLessThan(1e-11 * (1 + size));
        const parameters = [p.r, p.alpha, p.s, p.beta];
        slopes.forEach((slope, j) => {
          // By the logarithm of the parameter, in which terms of the size of A and s cancel.
          const cancelled = 1e-12 * histories.reduce((sum, { x }) => sum + 1 + p.r + p.s + x, 0);
          const apart = (parameters[j] as number) * Math.abs(slope - (sums[j] as number));
          expect(apart).toBeLessThan(1e-9 * (parameters[j] as number) * (sizes[j] as number) + cancelled);
        });
      }),
      { numRuns: 100 },
    );
  });

  test('is finite with finite slopes, and a change of unit moves it by x times the logarithm of the factor', () => {
    fc.assert(
      fc.property(anyModel, anyHistory, fc.constantFrom(1 / 7, 24, 30.4), (p, { x, tx, T }, unit) => {
        const value = likelihoodOf(p, [{ x, tx, T }]);
        expect(Number.isFinite(value)).toBe(true);
        expect(gradient.every(Number.isFinite)).toBe(true);
        const scaled = likelihoodOf({ ...p, alpha: p.alpha * unit, beta: p.beta * unit }, [
          { x, tx: tx * unit, T: T * unit },
        ]);
        const size = 1 + Math.abs(value) + x * Math.log(unit * (p.alpha + T) + 3);
        expect(Math.abs(scaled + x * Math.log(unit) - value)).toBeLessThan(1e-10 * size);
      }),
    );
  });
});

describe('simulated customers', () => {
  test('have possible histories, the same for the same seed', () => {
    const mild = { r: powerOfTen(-2, 0.5), alpha: powerOfTen(0, 3), s: powerOfTen(-3, 2), beta: powerOfTen(-2, 4) };
    const models = fc.record({ model: fc.constant('pareto/nbd' as const), ...mild });
    fc.assert(
      fc.property(models, powerOfTen(-1, 2), fc.integer({ min: 0, max: 1e9 }), (p, T, seed) => {
        const customer = simulateParetoNbd(p, T, randomFrom(seed));
        expect(customer).toEqual(simulateParetoNbd(p, T, randomFrom(seed)));
        expect(customer.T).toBe(T);
        expect(customer.recency).toBeLessThanOrEqual(T);
        expect(customer.frequency > 0).toBe(customer.recency > 0);
      }),
    );
  });

  test('are as often alive, and buy as often, as the model says', () => {
    const p = { model: 'pareto/nbd', r: 0.8, alpha: 6, s: 0.7, beta: 15 } as const;
    const random = randomFrom(85);
    let [alive, purchases, predicted] = [0, 0, 0];
    const n = 10_000;
    for (let k = 0; k < n; k += 1) {
      const { frequency, recency, T, isAlive } = simulateParetoNbd(p, 40, random);
      alive += isAlive ? 1 : 0;
      purchases += frequency;
      predicted += paretoNbdAlive(p, frequency, recency, T);
    }
    // Within about four standard errors.
    expect(Math.abs(alive / n - (1 + 40 / 15) ** -0.7)).toBeLessThan(0.02);
    expect(Math.abs(predicted / n - alive / n)).toBeLessThan(0.017);
    expect(Math.abs(purchases / n / paretoNbdPurchasesOfNew(p, 40) - 1)).toBeLessThan(0.085);
  });
});

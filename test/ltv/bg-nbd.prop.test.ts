import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bgNbdAlive } from '../../src/ltv/bg-nbd/alive.js';
import { fitBgNbd, fitMbgNbd } from '../../src/ltv/bg-nbd/fit.js';
import { derivatives, logLikelihoodOf } from '../../src/ltv/bg-nbd/likelihood.js';
import type { BetaGeometricNbd } from '../../src/ltv/bg-nbd/parameters.js';
import { bgNbdProbability, bgNbdProbabilityOfNew } from '../../src/ltv/bg-nbd/probability.js';
import { bgNbdPurchases } from '../../src/ltv/bg-nbd/purchases.js';
import { bgNbdResidual } from '../../src/ltv/bg-nbd/residual.js';
import { simulateBgNbd } from '../../src/ltv/bg-nbd/simulate.js';
import { randomFrom } from '../../src/stats/random.js';

const powerOfTen = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((exponent) => 10 ** exponent);

const anyModel: fc.Arbitrary<BetaGeometricNbd> = fc.record({
  model: fc.constantFrom('bg/nbd' as const, 'mbg/nbd' as const),
  r: powerOfTen(-2, 2),
  alpha: powerOfTen(-3, 3),
  a: fc.oneof(powerOfTen(-3, 4), fc.constantFrom(1, 1 + 1e-12)),
  b: powerOfTen(-3, 4),
});

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
        const alive = bgNbdAlive(p, x, tx, T);
        expect(alive).toBeGreaterThanOrEqual(0);
        expect(alive).toBeLessThanOrEqual(1);
        if (x === 0 && p.model === 'bg/nbd') expect(alive).toBe(1);
        expect(bgNbdAlive(p, x, tx, T * factor)).toBeLessThanOrEqual(alive * (1 + 1e-12));
        if (x > 0) expect(bgNbdAlive(p, x, tx / factor, T)).toBeLessThanOrEqual(alive * (1 + 1e-12));
      }),
    );
  });
});

describe('expected purchases', () => {
  test('are finite, from 0, and rise with the horizon ever more slowly', () => {
    fc.assert(
      fc.property(anyModel, anyHistory, horizon, horizon, (p, { x, tx, T }, one, other) => {
        const [short, long] = [Math.min(one, other), Math.max(one, other)];
        const [few, half, many] = [short, (short + long) / 2, long].map((t) => bgNbdPurchases(p, x, tx, T, t));
        const [low, middle, high] = [few as number, half as number, many as number]; // three
        expect(Number.isFinite(high)).toBe(true);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeGreaterThanOrEqual(low * (1 - 1e-10));
        expect(middle).toBeGreaterThanOrEqual(((low + high) / 2) * (1 - 1e-10));
      }),
    );
  });

  test('are the mean of their distribution', () => {
    const small = fc.record({ x: fc.integer({ min: 0, max: 5 }), T: fc.double({ min: 1, max: 20, noNaN: true }) });
    const model = fc.record({
      model: fc.constantFrom('bg/nbd' as const, 'mbg/nbd' as const),
      r: powerOfTen(-1, 0.5),
      alpha: powerOfTen(0.5, 1.5),
      a: powerOfTen(-1, 1),
      b: powerOfTen(-1, 1),
    });
    fc.assert(
      fc.property(model, small, (p, { x, T }) => {
        let [mean, total] = [0, 0];
        for (let n = 0; n < 600; n += 1) {
          const chance = bgNbdProbability(p, x, x === 0 ? 0 : 0.7 * T, T, n, 10);
          mean += n * chance;
          total += chance;
        }
        expect(total).toBeCloseTo(1, 10);
        expect(mean).toBeCloseTo(bgNbdPurchases(p, x, x === 0 ? 0 : 0.7 * T, T, 10), 8);
      }),
      { numRuns: 30 },
    );
  });

  test('discounted, are less than what is ever expected, and more than a discounted part of it', () => {
    fc.assert(
      fc.property(anyModel, anyHistory, powerOfTen(-4, 1), (p, { x, tx, T }, discount) => {
        const residual = bgNbdResidual(p, x, tx, T, discount);
        const within = bgNbdPurchases(p, x, tx, T, 1 / discount);
        expect(residual).toBeGreaterThanOrEqual(within * Math.exp(-1) * (1 - 1e-10));
        // E(t) ≤ E(1/δ) max(1, δt), since it is concave: δ ∫ e^(−δt) E(t) dt is at most 1 + 1/e times E(1/δ).
        expect(residual).toBeLessThanOrEqual(within * (1 + Math.exp(-1)) * (1 + 1e-10));
      }),
    );
  });
});

describe('the distribution of purchases', () => {
  test('sums to 1', () => {
    const mild = fc.record({
      model: fc.constantFrom('bg/nbd' as const, 'mbg/nbd' as const),
      r: powerOfTen(-2, 0.7),
      alpha: powerOfTen(0, 2),
      a: powerOfTen(-2, 2),
      b: powerOfTen(-2, 2),
    });
    fc.assert(
      fc.property(mild, fc.double({ min: 0.1, max: 20, noNaN: true }), (p, time) => {
        let total = 0;
        for (let n = 0; n < 4000; n += 1) {
          const chance = bgNbdProbabilityOfNew(p, n, time);
          total += chance;
          if (n > 50 && chance < 1e-14) break;
        }
        expect(Math.abs(total - 1)).toBeLessThan(1e-10);
      }),
      { numRuns: 30 },
    );
  });

  test('is one of probabilities anywhere', () => {
    fc.assert(
      fc.property(anyModel, anyHistory, fc.integer({ min: 0, max: 10_000 }), horizon, (p, { x, tx, T }, n, time) => {
        const chance = bgNbdProbability(p, x, tx, T, n, time);
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe('the log-likelihood', () => {
  const customers = fc.array(anyHistory, { minLength: 1, maxLength: 12 }).map((list) => {
    list.sort((one, other) => one.x - other.x);
    const column = (of: (one: (typeof list)[number]) => number) => Float64Array.from(list, of);
    return {
      frequency: column(({ x }) => x),
      recency: column(({ tx }) => tx),
      T: column(({ T }) => T),
      weight: column(() => 1),
    };
  });

  test('is finite with its derivatives, which are those of differences', () => {
    fc.assert(
      fc.property(anyModel, customers, fc.nat(3), (p, rows, j) => {
        const point = [p.r, p.alpha, p.a, p.b];
        const at = (factor: number) => {
          const moved = point.map((value, k) => (k === j ? value * factor : value));
          return logLikelihoodOf(p.model, moved, rows, 0, rows.weight.length, derivatives());
        };
        const [here, above, below] = [at(1), at(1 + 1e-5), at(1 - 1e-5)];
        expect(Number.isFinite(here.value)).toBe(true);
        const slope = (here.gradient[j] as number) * (point[j] as number);
        const size = 1 + Math.abs(here.value) + Math.abs(slope);
        expect(Math.abs((above.value - below.value) / 2e-5 - slope) / size).toBeLessThan(1e-5);
        for (let k = 0; k < 4; k += 1) {
          const bend = (here.matrix[4 * j + k] as number) * (point[j] as number);
          const difference = ((above.gradient[k] as number) - (below.gradient[k] as number)) / 2e-5;
          const scale = Math.abs(here.gradient[k] as number) + Math.abs(bend) + (1e-3 * size) / (point[k] as number);
          expect(Math.abs(difference - bend) / scale).toBeLessThan(1e-3);
        }
      }),
    );
  });

  test('changes by a known constant with the unit of time, and r, a and b not at all', () => {
    fc.assert(
      fc.property(anyModel, customers, powerOfTen(-2, 2), (p, rows, unit) => {
        const scaled = { ...rows, recency: rows.recency.map((t) => t * unit), T: rows.T.map((t) => t * unit) };
        const size = rows.weight.length;
        const one = logLikelihoodOf(p.model, [p.r, p.alpha, p.a, p.b], rows, 0, size, derivatives());
        const other = logLikelihoodOf(p.model, [p.r, p.alpha * unit, p.a, p.b], scaled, 0, size, derivatives());
        const purchases = rows.frequency.reduce((sum, x) => sum + x, 0);
        const constant = purchases * Math.log(unit);
        const scale = 1 + Math.abs(one.value) + Math.abs(constant);
        expect(Math.abs(one.value - constant - other.value) / scale).toBeLessThan(1e-11);
      }),
    );
  });
});

describe('a fit', () => {
  const drawn = fc.record({
    seed: fc.nat(1e6),
    fit: fc.constantFrom({ model: 'bg/nbd' as const, of: fitBgNbd }, { model: 'mbg/nbd' as const, of: fitMbgNbd }),
  });
  const simulated = (model: BetaGeometricNbd['model'], seed: number, n: number) => {
    const random = randomFrom(seed);
    const truth = { model, r: 0.8, alpha: 6, a: 0.9, b: 2.2 };
    // Days, as in real data, so that customers coincide.
    return Array.from({ length: n }, () => {
      const { frequency, recency, T } = simulateBgNbd(truth, 26 + random.below(27), random);
      return { frequency, recency: Math.ceil(recency), T };
    });
  };
  const truth = { r: 0.8, alpha: 6, a: 0.9, b: 2.2 };

  test('is at least as likely as the truth, and does not change with the order of customers or with equal ones as a weight', () => {
    fc.assert(
      fc.property(drawn, ({ seed, fit }) => {
        const rows = simulated(fit.model, seed, 300);
        const model = fit.of(rows);
        const start = fit.of(rows, { starts: [truth], maxIterations: 1 });
        expect(model.logLikelihood).toBeGreaterThanOrEqual(start.logLikelihood);
        expect(fit.of([...rows].reverse())).toEqual(model);
        const counts = new Map<string, { frequency: number; recency: number; T: number; times: number }>();
        for (const row of rows) {
          const key = JSON.stringify(row);
          counts.set(key, { ...row, times: (counts.get(key)?.times ?? 0) + 1 });
        }
        expect(fit.of([...counts.values()], { weight: 'times' })).toEqual(model);
      }),
      { numRuns: 8 },
    );
  });

  test('in another unit of time has another alpha and nothing else', () => {
    let converged = 0;
    fc.assert(
      fc.property(drawn, powerOfTen(-2, 2), ({ seed, fit }, unit) => {
        const rows = simulated(fit.model, seed, 300);
        const one = fit.of(rows);
        const other = fit.of(
          rows.map(({ frequency, recency, T }) => ({ frequency, recency: recency * unit, T: T * unit })),
        );
        const purchases = rows.reduce((sum, { frequency }) => sum + frequency, 0);
        expect(other.logLikelihood).toBeCloseTo(one.logLikelihood - purchases * Math.log(unit), 5);
        if (one.diagnostics.status !== 'converged') return;
        converged += 1;
        expect(other.alpha / unit / one.alpha).toBeCloseTo(1, 4);
        for (const name of ['r', 'a', 'b'] as const) expect(other[name] / one[name]).toBeCloseTo(1, 4);
      }),
      { numRuns: 8 },
    );
    expect(converged).toBeGreaterThan(0); // hardly ever fewer than all
  });
});

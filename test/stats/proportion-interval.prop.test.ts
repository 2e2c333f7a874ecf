import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROPORTION_METHODS, proportionInterval } from '../../src/stats/proportion-interval.js';

const counts = fc.integer({ min: 1, max: 2000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const method = fc.constantFrom(...PROPORTION_METHODS);
const confidence = fc.double({ min: 0.5, max: 0.9999, noNaN: true });

test('every interval lies within 0–1 and holds the share', () => {
  fc.assert(
    fc.property(counts, method, confidence, ([k, n], chosen, level) => {
      const { low, high } = proportionInterval(k, n, { method: chosen, confidence: level });
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(k / n);
      expect(high).toBeGreaterThanOrEqual(k / n);
    }),
  );
});

test('more confidence gives an interval around the other', () => {
  fc.assert(
    fc.property(counts, method, confidence, confidence, ([k, n], chosen, a, b) => {
      const inner = proportionInterval(k, n, { method: chosen, confidence: Math.min(a, b) });
      const outer = proportionInterval(k, n, { method: chosen, confidence: Math.max(a, b) });
      expect(outer.low).toBeLessThanOrEqual(inner.low + 1e-15);
      expect(outer.high).toBeGreaterThanOrEqual(inner.high - 1e-15);
    }),
  );
});

test('the interval of the failures is the mirrored one', () => {
  fc.assert(
    fc.property(counts, method, ([k, n], chosen) => {
      const { low, high } = proportionInterval(k, n, { method: chosen });
      const mirrored = proportionInterval(n - k, n, { method: chosen });
      expect(mirrored.low).toBeCloseTo(1 - high, 12);
      expect(mirrored.high).toBeCloseTo(1 - low, 12);
    }),
  );
});

/** The share of all samples of n whose interval holds p, by the binomial probabilities themselves. */
function coverage(n: number, p: number, chosen: (typeof PROPORTION_METHODS)[number]): number {
  let probability = (1 - p) ** n;
  let covered = 0;
  for (let k = 0; k <= n; k += 1) {
    const { low, high } = proportionInterval(k, n, { method: chosen });
    if (low <= p && p <= high) covered += probability;
    probability *= ((n - k) / (k + 1)) * (p / (1 - p));
  }
  return covered;
}

describe('coverage of 95 % intervals, exactly', () => {
  test('Wilson lies within 93.5–96.5 % at n = 50', () => {
    for (const p of [0.05, 0.2, 0.5]) {
      expect(coverage(50, p, 'wilson')).toBeGreaterThan(0.935);
      expect(coverage(50, p, 'wilson')).toBeLessThan(0.965);
    }
  });

  test('Clopper–Pearson is never below 95 %', () => {
    for (const n of [1, 5, 20, 50]) {
      for (let i = 1; i < 100; i += 1) expect(coverage(n, i / 100, 'clopper-pearson')).toBeGreaterThanOrEqual(0.95);
    }
  });

  test('Wilson, Agresti–Coull and Jeffreys are near 95 % on average, Wald is not', () => {
    const mean = (chosen: (typeof PROPORTION_METHODS)[number]): number => {
      let total = 0;
      for (let i = 1; i < 200; i += 1) total += coverage(20, i / 200, chosen) / 199;
      return total;
    };
    for (const chosen of ['wilson', 'agresti-coull', 'jeffreys'] as const) {
      expect(mean(chosen)).toBeGreaterThan(0.945);
      expect(mean(chosen)).toBeLessThan(0.97);
    }
    expect(mean('wald')).toBeLessThan(0.9);
  });
});

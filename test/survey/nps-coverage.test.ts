import { describe, expect, test } from 'vitest';
import { type NpsMethod, npsInterval, variance } from '../../src/survey/nps-interval.js';

/**
 * True shares of promoters, passives and detractors: from nearly unanimous to nearly indifferent. The lowest coverages of the
 * nine are the ones that motivated the score interval as the default.
 */
const TRINOMIALS = [
  [0.9, 0.075, 0.025],
  [0.7, 0.2, 0.1],
  [0.6, 0.3, 0.1],
  [0.6, 0.25, 0.15],
  [0.45, 0.35, 0.2],
  [0.4, 0.3, 0.3],
  [1 / 3, 1 / 3, 1 / 3],
  [0.2, 0.65, 0.15],
  [0.05, 0.9, 0.05],
] as const;

const SIZES = [5, 10, 20, 50, 100];

/** The lowest coverage of the nine at each size: the probability, summed over all samples, that the interval holds the true score. */
function lowestCoverages(method: NpsMethod): readonly number[] {
  return SIZES.map((n) => Math.min(...coverages(method, n)));
}

function coverages(method: NpsMethod, n: number): readonly number[] {
  const covered = TRINOMIALS.map(() => 0);
  for (let promoters = 0; promoters <= n; promoters += 1) {
    for (let detractors = 0; promoters + detractors <= n; detractors += 1) {
      const bands = [promoters, n - promoters - detractors, detractors] as const;
      const interval = npsInterval(method, bands, Math.sqrt(variance(bands) / n), 0.95);
      for (const [i, shares] of TRINOMIALS.entries()) {
        const score = 100 * (shares[0] - shares[2]);
        const holds = interval !== null && interval.low - 1e-9 <= score && score <= interval.high + 1e-9;
        if (holds) covered[i] = (covered[i] ?? 0) + probability(bands, shares);
      }
    }
  }
  return covered;
}

function probability(bands: readonly number[], shares: readonly number[]): number {
  const logs = bands.map((count, i) => count * Math.log(shares[i] ?? 0) - logFactorial(count));
  return Math.exp(logFactorial(bands.reduce((a, b) => a + b)) + logs.reduce((a, b) => a + b));
}

const LOG_FACTORIALS = [0];
function logFactorial(n: number): number {
  for (let i = LOG_FACTORIALS.length; i <= n; i += 1) LOG_FACTORIALS[i] = (LOG_FACTORIALS[i - 1] ?? 0) + Math.log(i);
  return LOG_FACTORIALS[n] ?? 0;
}

describe('the coverage of a 95 % interval, exactly, over all samples of 5, 10, 20, 50 and 100', () => {
  test('the probabilities of all samples add up to 1', () => {
    let total = 0;
    for (let p = 0; p <= 20; p += 1)
      for (let d = 0; p + d <= 20; d += 1) total += probability([p, 20 - p - d, d], TRINOMIALS[3]);
    expect(total).toBeCloseTo(1, 12);
  });

  test('by the score method is at least 94.5 % on every trinomial', () => {
    const lowest = lowestCoverages('score');
    for (const coverage of lowest) expect(coverage).toBeGreaterThanOrEqual(0.945);
    expect(lowest.slice(0, 4).map((coverage) => coverage.toFixed(3))).toEqual(['0.951', '0.948', '0.949', '0.949']);
  });

  test('by adjusted Wald falls a little short on small samples', () => {
    const lowest = lowestCoverages('adjusted-wald');
    for (const coverage of lowest) expect(coverage).toBeGreaterThan(0.915);
    expect(lowest[0]).toBeLessThan(0.93);
  });

  test('by Wald falls far short on small samples', () => {
    const [five, ten, twenty] = lowestCoverages('wald');
    expect(five).toBeCloseTo(0.401, 3);
    expect(ten).toBeCloseTo(0.649, 3);
    expect(twenty).toBeCloseTo(0.875, 3);
  });
});

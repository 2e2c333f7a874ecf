import { betaPointAt } from '../../src/stats/beta-inverse.js';
import { betaTail } from '../../src/stats/beta-tail.js';
import { valueOfScaled } from '../../src/stats/scaled.js';

/** The largest distance between the empirical distribution of the draws and a continuous one. */
export function kolmogorov(draws: readonly number[], probabilityBelow: (x: number) => number): number {
  const sorted = Float64Array.from(draws).sort();
  let largest = 0;
  sorted.forEach((x, i) => {
    const p = probabilityBelow(x);
    largest = Math.max(largest, p - i / sorted.length, (i + 1) / sorted.length - p);
  });
  return largest;
}

/** Mean and variance in two passes. */
export function momentsOf(draws: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  return { mean, variance: draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length };
}

/** χ² of counts from `first` on against their chances, in standard deviations from its mean; cells of 20 expected counts and more. */
export function chiSquareOf(draws: readonly number[], chance: (n: number) => number, first: number): number {
  const counts = new Map<number, number>();
  for (const n of draws) counts.set(n, (counts.get(n) ?? 0) + 1);
  let statistic = 0;
  let cells = 0;
  let [seen, expected] = [0, 0];
  const last = Math.max(...counts.keys());
  for (let n = first; n <= last; n += 1) {
    seen += counts.get(n) ?? 0;
    expected += chance(n) * draws.length;
    if (expected < 20) continue;
    statistic += (seen - expected) ** 2 / expected;
    cells += 1;
    [seen, expected] = [0, 0];
  }
  return cells < 2 ? 0 : (statistic - (cells - 1)) / Math.sqrt(2 * (cells - 1));
}

/** I_x(a, b), also at the ends. */
export function betaProbabilityBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  return x >= 1 ? 1 : valueOfScaled(betaTail(betaPointAt(x, a, b), 'lower'));
}

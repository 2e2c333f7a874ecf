import { describe, expect, test } from 'vitest';
import { bgNbdAlive } from '../../src/ltv/bg-nbd/alive.js';
import { bgNbdAliveAfter } from '../../src/ltv/bg-nbd/alive-after.js';
import type { BetaGeometricNbd } from '../../src/ltv/bg-nbd/parameters.js';
import { bgNbdProbabilityOfNew } from '../../src/ltv/bg-nbd/probability.js';
import { bgNbdPurchases, bgNbdPurchasesOfNew } from '../../src/ltv/bg-nbd/purchases.js';
import { simulateBgNbd } from '../../src/ltv/bg-nbd/simulate.js';
import { randomFrom } from '../../src/stats/random.js';
import { chiSquareOf, momentsOf } from '../support/draws.js';

const N = 5000;
const PARAMETERS = { r: 0.7, alpha: 6, a: 0.8, b: 2.4 };
const MODELS: readonly BetaGeometricNbd[] = [
  { model: 'bg/nbd', ...PARAMETERS },
  { model: 'mbg/nbd', ...PARAMETERS },
];

describe.each(MODELS)('$model', (p) => {
  const random = randomFrom(2026);
  const customers = Array.from({ length: N }, () => simulateBgNbd(p, 30, random));

  test('gives histories that can be, some of them with a last purchase near T', () => {
    for (const { frequency, recency, T } of customers) {
      expect(T).toBe(30);
      if (frequency === 0 ? recency !== 0 : !(recency > 0 && recency <= T)) throw new Error(`${frequency} ${recency}`);
    }
    expect(Math.max(...customers.map(({ recency }) => recency))).toBeGreaterThan(29.8);
  });

  test('buys as often as the distribution of purchases says', () => {
    const frequencies = customers.map(({ frequency }) => frequency);
    expect(Math.abs(chiSquareOf(frequencies, (n) => bgNbdProbabilityOfNew(p, n, 30), 0))).toBeLessThan(4);
    const { mean, variance } = momentsOf(frequencies);
    expect(Math.abs(mean - bgNbdPurchasesOfNew(p, 30)) / Math.sqrt(variance / N)).toBeLessThan(4);
  });

  test('is alive as often as P(alive) says, at any level of it', () => {
    const levels = [0, 0, 0, 0, 0].map(() => ({ said: 0, spread: 0, found: 0 }));
    for (const { frequency, recency, T, isAlive } of customers) {
      const chance = bgNbdAlive(p, frequency, recency, T);
      const level = levels[Math.min(4, Math.floor(chance * 5))] ?? { said: 0, spread: 0, found: 0 };
      level.said += chance;
      level.spread += chance * (1 - chance);
      level.found += isAlive ? 1 : 0;
    }
    for (const { said, spread, found } of levels) {
      expect(Math.abs(found - said)).toBeLessThan(4 * Math.sqrt(spread) + 1e-9);
    }
  });

  test('buys in the next weeks what is expected after the weeks before', () => {
    // The same customers seen for 20 weeks, and what each then does to week 30, are not at hand; their means are.
    const early = Array.from({ length: N }, () => simulateBgNbd(p, 20, random));
    const sofar = momentsOf(
      early.map(({ frequency, recency, T }) => frequency + bgNbdPurchases(p, frequency, recency, T, 10)),
    );
    const expected = bgNbdPurchasesOfNew(p, 30);
    expect(Math.abs(sofar.mean - expected) / Math.sqrt(sofar.variance / N)).toBeLessThan(4);
    const stay = momentsOf(early.map(({ frequency, recency, T }) => bgNbdAliveAfter(p, frequency, recency, T, 10)));
    const alive = momentsOf(customers.map(({ isAlive }) => (isAlive ? 1 : 0)));
    const error = Math.sqrt((stay.variance + alive.variance) / N);
    expect(Math.abs(stay.mean - alive.mean) / error).toBeLessThan(4);
  });
});

test('purchases that are too many to be made up one by one have the times of those that are', () => {
  const random = randomFrom(3);
  // 400 a week, and one in ten the last: in 20 weeks there is room for 8,000, in 50 for 20,000.
  const p = { model: 'bg/nbd', r: 1e6, alpha: 2500, a: 1e7, b: 9e7 } as const;
  const observed = (T: number) => Array.from({ length: 4000 }, () => simulateBgNbd(p, T, random));
  const [few, many] = [observed(20), observed(50)];
  for (const field of ['frequency', 'recency'] as const) {
    const [one, other] = [momentsOf(few.map((row) => row[field])), momentsOf(many.map((row) => row[field]))];
    expect(Math.abs(one.mean - other.mean) / Math.sqrt((one.variance + other.variance) / 4000)).toBeLessThan(4);
    expect(Math.abs(Math.log(one.variance / other.variance))).toBeLessThan(0.2);
  }
});

test('tiny and huge parameters end, and give numbers', () => {
  const random = randomFrom(1);
  for (const model of ['bg/nbd', 'mbg/nbd'] as const) {
    for (const p of [
      { model, r: 1e-3, alpha: 1e-3, a: 1e-3, b: 1e-3 },
      { model, r: 1e3, alpha: 1e3, a: 1e5, b: 1e5 },
      { model, r: 0.1, alpha: 1e-6, a: 5, b: 1e-3 },
      { model, r: 1e3, alpha: 1e-9, a: 1e-3, b: 1e9 },
      { model, r: 1e100, alpha: 1e-200, a: 1, b: 1 },
    ]) {
      const { frequency, recency } = simulateBgNbd(p, 10, random);
      expect(Number.isFinite(frequency) && Number.isFinite(recency)).toBe(true);
    }
  }
});

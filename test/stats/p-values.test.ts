import { expect, test } from 'vitest';
import { compareMeans } from '../../src/stats/compare-means.js';
import { meanInterval } from '../../src/stats/mean-interval.js';
import { randomFrom } from '../../src/stats/random.js';

function samples(seed: number, n: number): () => readonly number[] {
  const random = randomFrom(seed);
  return () => Array.from({ length: n }, () => random.normal());
}

test.each(['welch', 'student', 'paired'] as const)('%s: p-values without a change are spread evenly', (method) => {
  const draw = samples(44, 8);
  const pValues = Array.from({ length: 3000 }, () => compareMeans(draw(), draw(), { method }).pValue ?? 1);
  pValues.sort((a, b) => a - b);
  const distance = Math.max(...pValues.map((p, i) => Math.abs(p - (i + 0.5) / pValues.length)));
  // Kolmogorov: √n·D exceeds 1.95 once in a thousand.
  expect(distance * Math.sqrt(pValues.length)).toBeLessThan(1.95);
});

test('mann-whitney: no more than 5 % of p-values without a change are below 0.05', () => {
  const draw = samples(45, 8);
  const pValues = Array.from(
    { length: 2000 },
    () => compareMeans(draw(), draw(), { method: 'mann-whitney' }).pValue ?? 0,
  );
  expect(pValues.filter((p) => p < 0.05).length / 2000).toBeLessThan(0.06);
});

test('the t interval of 5 normal values holds the mean 95 times in 100', () => {
  const draw = samples(46, 5);
  let held = 0;
  for (let run = 0; run < 4000; run += 1) {
    const { low = 1, high = -1 } = meanInterval(draw()).interval ?? {};
    if (low <= 0 && high >= 0) held += 1;
  }
  expect(held / 4000).toBeGreaterThan(0.94);
  expect(held / 4000).toBeLessThan(0.96);
});
